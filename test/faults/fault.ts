// What a fault is to these tests and to docs/faults.md: something that a source does wrong, and what becomes of it.
// A fault is data. `run.ts` makes each of them happen to a collector, and `document.ts` writes the table.
import type { SourceState } from '../../lib/operations/source-state.ts';
import type { FleetOptions } from '../../local/fleet/index.ts';
import type { Company, SourceEntry } from '../end-to-end/company.ts';

/** In the order of the document. */
export const GROUPS = [
  'connection',
  'TLS',
  'status',
  'throttling',
  'body',
  'rows',
  'answers',
  'paging',
  'delta',
  'report',
  'directory',
] as const;
export type Group = (typeof GROUPS)[number];

/** How much of what had changed at the source was stored: of one dataset, or of all. */
export type Written = 'nothing' | 'a part' | 'everything';

/** What the poll that meets the fault ends in. It removes nothing, whatever the fault. */
export interface Outcome {
  /** `state` of the source afterwards, in /api/sources. */
  readonly state: Extract<SourceState, 'ok' | 'incomplete' | 'not-supported' | 'held' | 'failing'>;
  /** `outcome` of the poll, in its receipt and in its last log line. */
  readonly poll: 'complete' | 'partial' | 'failed';
  /** `errorCode` of the poll; null where it ended well. */
  readonly code: string | null;
  /** What the operator is told to do, word by word; null as the code is. */
  readonly hint: string | null;
  /** Of each dataset that the target shows, or of all of them alike. */
  readonly written: Written | Readonly<Record<string, Written>>;
  /** What is hidden hangs on the places of rows: those that changed may not be among them, and a part may be all. */
  readonly byPlace?: true;
  /** What waits for a decision (default: removals where the state is `held`). */
  readonly held?: 'values' | 'growth';
  /** Fields that the receipt counts as rejected, `dataset.field: reason`; none unless given. */
  readonly rejected?: readonly string[];
  /** Rows of `infrastructure` that gave way to those of another server (default 0). */
  readonly replaced?: number;
  /** Good polls until everything is as the source has it (default 1): 2 where the first one ends an interrupted pass. */
  readonly polls?: number;
}

/** It was waited out, or asked again, or did no harm. */
export const OK: Outcome = { state: 'ok', poll: 'complete', code: null, hint: null, written: 'everything' };
/** Of a secret that was refused, and is right now. */
export const TRIED =
  'It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.';
/** Nothing could be read at all. */
export const failed = (code: string, hint: string): Outcome => ({
  state: 'failing',
  poll: 'failed',
  code,
  hint,
  written: 'nothing',
});

export interface Fault {
  /** Any source over HTTP may meet it. */
  readonly overHttp?: boolean;
  /** As the document shows it; unique for a target. */
  readonly name: string;
  readonly group: Group;
  /** Strikes in a company of its own, since what it brings stays for a time: growth.long.test.ts. */
  readonly isApart?: true;
  /** Makes it happen, from the next request on. */
  readonly strike: (company: Company) => void | Promise<void>;
  readonly outcome: Outcome;
  /** What the operator does about it, for the document. */
  readonly remedy: string;
  /** Holds, too, after the poll that met the fault and before it is cleared. Throws where it does not. */
  readonly verify?: (company: Company) => void;
  /** The same when everything is good again. */
  readonly verifyAfter?: (company: Company) => void;
}

export type WatchedRow = readonly (string | null)[];

/** One dataset as the tests look at it: these columns of its rows, against what the source has. */
export interface WatchedDataset {
  /** Columns of text that name a row. */
  readonly key: readonly string[];
  /** Columns of text that change. */
  readonly values: readonly string[];
  /** That gives them of a source, where they are not the rows of the table. */
  readonly query?: string;
  /** The rows that the source has now: key, then values. */
  readonly truth: (company: Company) => readonly WatchedRow[];
}

/** A connector, and the simulated server that it reads. */
export interface FaultTarget {
  /** Type of the source, and its name. */
  readonly connector: string;
  readonly fleet: Partial<FleetOptions>;
  /** Its entry in the sources file. */
  readonly source: (company: Company) => SourceEntry;
  /** The same where only time ends what strikes: of a connector that has time limits of its own. */
  readonly hastySource?: (company: Company) => SourceEntry;
  /** Settings of the fleet, before the collector starts. */
  readonly prepare?: (company: Company) => void;
  readonly datasets: Readonly<Record<string, WatchedDataset>>;
  /** How many whole passes in a row must miss a row before it is removed (default 1): 2 where lists are paged by offset. */
  readonly passes?: number;
  /** Changes a row and adds a row in every watched dataset, and removes none: what a poll under a fault may write. */
  readonly change: (company: Company) => void;
  /** Somebody comes and something goes, so that a poll has a removal to find. */
  readonly live: (company: Company) => void;
  /** How many requests, or connections, met a fault since it struck. */
  readonly struck: (company: Company) => number;
  /** Ends all faults. */
  readonly clear: (company: Company) => void | Promise<void>;
}

/** A target with the faults that fit it: one part of the table. */
export interface FaultTable {
  readonly target: FaultTarget;
  /** Of the second tier alone: a large model. */
  readonly isLarge?: true;
  /** Of the second tier alone: some strike a collector in a process of its own, whose memory is looked at (in-turn.ts). */
  readonly inOwnProcess?: true;
  /** It has no lists that are proven to be whole, so that its polls end otherwise: in the first tier by what others lack. */
  readonly hasNoLists?: true;
  readonly faults: readonly Fault[];
}
