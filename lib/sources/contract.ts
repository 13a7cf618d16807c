// What a connector is: a reader that turns one product's protocol into batches of catalogue rows.
// It knows nothing of the database. What it yields commits in order, each batch with its checkpoint.
import type { AliasKind, MirrorName, ToldEventName } from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import type { SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { HttpClient } from '../net/http.ts';
import type { Collection, Finer } from './collection.ts';
import type { LeftOut } from './declare.ts';
import type { Entity } from './parameters.ts';
import type { UnreadableReason } from './rejected.ts';

/** One record for a mirror: values by field name (unvalidated), `attributes` apart. A row without a readable key is set aside. */
export type SourceRow = Readonly<Record<string, unknown>> & {
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Parameters that were asked for apart, and not answered: what is stored of them stays. Fields, and `attributes.<name>`. */
  readonly unanswered?: readonly string[];
  /** Fields whose value may be another one, and why: it is stored, and counted. */
  readonly doubts?: Readonly<Record<string, UnreadableReason>>;
  /** Of events that only say of how many people they are told: who, by the names that the source has, or apart at least. */
  readonly people?: readonly Somebody[];
};

/** By names; a text where the source can only tell somebody apart from others. Neither is stored. */
export type Somebody = Readonly<Partial<Record<AliasKind, string>>> | string;

/** An id of the source's own, and when that happened which it stands for, as the source says it: the same whenever it is told. */
export interface ToldId {
  readonly id: string;
  readonly at: Date;
}

/** Which of these were read before, within the last two days, by steps that are committed. */
export type ToldBefore = (ids: readonly ToldId[]) => Promise<readonly boolean[]>;

/** The natural key of a row: the values of the dataset's key fields, in their order. */
export type NaturalKey = readonly string[];

/** Where to go on: JSON of the connector's own shape, given back with the next poll unless it is void. */
export type Checkpoint = Readonly<Record<string, unknown>>;

export type PollStep =
  /** A reading of the whole dataset begins; keys of an unfinished one are forgotten. Not repeated when a poll resumes it. */
  | { readonly dataset: MirrorName; readonly pass: 'start'; readonly checkpoint?: Checkpoint }
  /** Rows as read. With `scope`, the natural keys of parents whose children these are, in full: other children are removed. */
  | {
      readonly dataset: MirrorName;
      readonly rows: readonly SourceRow[];
      readonly scope?: readonly NaturalKey[];
      readonly checkpoint?: Checkpoint;
    }
  /**
   * What happened, as the source tells it. What is known already (by its natural key) is not written again. With `ids`,
   * what they stand for is counted in `events`: both commit at once (`lib/sources/told-once.ts`).
   */
  | {
      readonly dataset: ToldEventName;
      readonly events: readonly SourceRow[];
      readonly ids?: readonly ToldId[];
      /** Of counters: the whole counts of their periods, which take the place of what was told of them before. */
      readonly whole?: true;
      readonly checkpoint?: Checkpoint;
    }
  /** Key-only reading within a pass: these are there. */
  | { readonly dataset: MirrorName; readonly present: readonly NaturalKey[]; readonly checkpoint?: Checkpoint }
  /** The source's own word that these are gone: tombstone, delta removal, a 404 by id. */
  | { readonly dataset: MirrorName; readonly gone: readonly NaturalKey[]; readonly checkpoint?: Checkpoint }
  /** The dataset was read whole since `pass: 'start'`; `proof` says how the protocol proved it. */
  | { readonly dataset: MirrorName; readonly complete: Proof; readonly checkpoint?: Checkpoint }
  /** The dataset was read to its end, and nothing of it is proven absent. */
  | { readonly dataset: MirrorName; readonly unproven: Unproven; readonly checkpoint?: Checkpoint };

/**
 * `list-moved`: rows may have slipped past the reader. `not-answered`: "no such thing", or an answer that says nothing, of
 * something that is listed. `not-supported`: the same of everything that was asked: this version has no such call. Of
 * exports: `no-end-mark`, or one that counts other rows; `outdated`: it says what was, and not what is. `names-concealed`:
 * rows have no names by which they could be told apart for long.
 */
export const UNPROVEN = [
  'list-moved',
  'not-answered',
  'not-supported',
  'no-end-mark',
  'outdated',
  'names-concealed',
] as const;
export type Unproven = (typeof UNPROVEN)[number];

/** What lines of logs tell, with the places that the files were read to: all of it commits at once, or nothing. */
export interface LogStep {
  readonly told: readonly LogRows[];
  readonly lines: LineCounts;
  readonly files: readonly LogFile[];
  /** Of lines that have an id of their own. */
  readonly ids?: readonly ToldId[];
  /** What of the source's files is read; not told where it is not known. */
  readonly found?: FilesFound;
  readonly checkpoint?: Checkpoint;
}

/** Counters, added up or not; a single event has `log_line` in its key, or an id of its own. */
export interface LogRows {
  readonly dataset: ToldEventName;
  readonly events: readonly SourceRow[];
}

/** One line, read alone: what it is, and what it tells. */
export interface TriedLine {
  readonly is: 'event' | 'header' | 'ignored' | 'rejected' | 'incomplete';
  /** Of one that is ignored or rejected. */
  readonly reason: string | null;
  readonly told: readonly LogRows[];
  /** Of one before the columns are named: those of the mapping that the nearest line so far lacks. */
  readonly missing?: readonly string[];
}

/** Headers are no lines. What is neither ignored nor rejected, by its reason, told something. */
export interface LineCounts {
  readonly read: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
  /** Of those that told something: whose time is not quite what they say, by why. */
  readonly doubted: Readonly<Record<string, number>>;
}

export const NO_LINES: LineCounts = { read: 0, ignored: {}, rejected: {}, doubted: {} };

/** How far a file was read, told by its content: names, places and compression change. */
export interface LogFile {
  /** Ours, 32 hexadecimal digits at random: what its lines are named by. */
  readonly file: string;
  /** Hashes of its first 64, 256, 1,024, .. bytes, as far as it was read; places begin behind byte order mark and `#` lines. */
  readonly rungs: readonly string[];
  readonly offset: number;
  /** Hash of the 64 bytes before the offset. */
  readonly tail: string;
  /** What the reader of lines knows by then, as JSON: the columns of the last `#Fields`. */
  readonly fields: string | null;
  /** Why it is not read, or not to its end. */
  readonly state: FileTrouble | null;
  /** Identity, size and time of the file when all of it was read that can be; empty before. */
  readonly seen: string;
  /** The newest time of a line of it. */
  readonly newestAt: Date | null;
  /** When this was last written; null where it never was. */
  readonly seenAt: Date | null;
}

/** `not-compressed`, which is read, has the name of a compressed file. */
export const FILE_TROUBLES = [
  'not-answering',
  'files-missing',
  'permission',
  'unknown-format',
  'not-text',
  'truncated',
  'not-compressed',
] as const;
export type FileTrouble = (typeof FILE_TROUBLES)[number];

/** Counts alone: names of files are personal data. */
export interface FilesFound {
  readonly known: number;
  /** With something that was not read yet, or may not be. */
  readonly behind: number;
  /** Of compressed files as they are. */
  readonly bytesBehind: number;
  /** When the one of them was last written that was so first. */
  readonly oldestUnread: string | null;
  readonly problems: Readonly<Partial<Record<FileTrouble, number>>>;
  readonly places: readonly TroublePlace[];
}

/** The same by the paths of the configuration, whose place tells of nobody. */
export interface TroublePlace {
  readonly trouble: FileTrouble;
  /** The first of `paths` is 1; null of all of them. */
  readonly path: number | null;
  readonly files: number;
}

export interface Proof {
  /** The end marker: `no-next-link`, `empty-cookie`, `archive-complete`, `rows-equal-total`, ... */
  readonly marker: string;
  /** How many rows the dataset has, as the connector counted them: as many different ones must have been handed on. */
  readonly rows: number;
  /** Rows that were handed on beyond those: a list that shifts is looked at once more, changed rows come with all keys. */
  readonly again?: number;
  /** Parts of the rows that were asked for one by one, and that no row was answered: this version has no such call. */
  readonly lacking?: readonly string[];
  /** True where the protocol pages by offset: then absence must be seen in two consecutive passes. */
  readonly offsetPaged?: boolean;
}

export interface PollContext {
  /** Aborts when the time budget is used up, the lease is lost, or the host stops. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** As last committed, or null at first and whenever its fingerprint no longer fits. */
  readonly checkpoint: Checkpoint | null;
  readonly http: HttpClient;
  readonly log: Logger;
  /** Whether the children of each of these parents are stored as they were last handed on: not those of one that is new, or has come back. */
  readonly childrenStored: (children: MirrorName, parents: readonly NaturalKey[]) => Promise<readonly boolean[]>;
  readonly toldBefore: ToldBefore;
  /** Of whoever wants to know whether a source lets it in: a page of each dataset is enough, and this is told how it went. */
  readonly glance?: (dataset: string, failure: SourceError | null) => void;
  /** Of what an id is made of that may not be told; null without a key. */
  readonly keyedHash: ((text: string) => string) | null;
}

export interface Description {
  /** Product as the vendor calls it, e.g. `Microsoft Intune (Graph v1.0)`. */
  readonly product: string;
  /** `\d+(\.\d+){0,4}`, or `unknown`: a service has none. */
  readonly version: string;
}

/** What reads one source: made by the product's folder, over what the source collects. */
export interface SourceReader {
  readonly isLog?: false;
  poll(context: PollContext): AsyncGenerator<PollStep, void, void>;
  describe(context: PollContext): Promise<Description>;
}

/**
 * What reads the lines of a source of logs. A poll that finds none leaves no trace, and those of an hour share one run; a
 * change of what is collected voids nothing of it.
 */
export interface LogReader {
  readonly isLog: true;
  poll(context: LogContext): AsyncGenerator<LogStep, void, void>;
  /** What lines of a file would tell, one by one, from its first on. Throws what the file system says. */
  firstOf(path: string): AsyncGenerator<TriedLine, void, void>;
  /** Of records that may go on behind a line end. */
  readonly goesOn?: ((line: string, within: boolean) => boolean) | undefined;
  /** What lines tell that a sender pushed, in their order. */
  readPushed(lines: readonly PushedLine[], from: PushedFrom): Promise<PushedStep>;
  describe(): Promise<Description>;
}

/** Keeps what a checkpoint may not hold in clear. */
export interface Sealing {
  /** Null where there is no key: then it cannot be kept. */
  seal(text: string): string | null;
  /** Null where it cannot be opened any more. */
  open(sealed: string): string | null;
}

export interface LogContext extends Pick<PollContext, 'signal' | 'clock' | 'checkpoint' | 'log' | 'toldBefore'> {
  /** As last committed; none at first. */
  readonly files?: readonly LogFile[];
  /** Nothing can be sealed where absent. */
  readonly sealing?: Sealing;
}

/** A line as it came. */
export interface PushedLine {
  readonly text: string;
  /** Of a record that is no line. */
  readonly rejected?: string;
  /** What it is named by; null where it came before. Headers never did: they hold for what is behind them. */
  readonly name: string | null;
}

export interface PushedFrom {
  /** As the step before had them. */
  readonly fields: string | null;
  readonly receivedAt: Date;
  readonly toldBefore: ToldBefore;
}

export interface PushedStep extends Pick<LogStep, 'told' | 'lines'> {
  readonly fields: string | null;
  readonly ids: readonly ToldId[];
  /** Of each line, whether it counts: what is no header, and did not come before. */
  readonly counted: readonly boolean[];
}

interface Collecting {
  /** Names in `include` and `exclude` that no parameter of the product has, and in `exclude` those of keys alone. */
  readonly unknownNames?: readonly string[];
  readonly mappingVersion: number;
  readonly collection: Collection;
}

/** A source as ingest polls it: made by the registry. */
export type Connector<Reader extends SourceReader | LogReader = SourceReader | LogReader> = Reader & Collecting;

/** What an operator must know before a product can be polled: `docs/sources/<type>.md` is made of it. */
export interface Facts {
  /** As the vendor calls it. */
  readonly product: string;
  /** Page of the vendor that describes the interface. */
  readonly reference: string;
  /** Protocol and port, as a firewall rule needs them: `HTTPS 443 to <host>`. */
  readonly connections: readonly string[];
  /** Ways to sign in, and what the account needs to be. */
  readonly authentication: readonly string[];
  /** Permissions or roles by the vendor's names, and what each is for. */
  readonly permissions: readonly (readonly [permission: string, reason: string])[];
  /** How it is read: pages, what proves a whole reading, throttling, oddities. */
  readonly reading: readonly string[];
  /** Of what the sources file maps: what each dataset takes, with what must be there. */
  readonly mapped?: readonly MappedDataset[];
}

export interface MappedDataset {
  readonly dataset: string;
  readonly fields: readonly {
    readonly name: string;
    readonly readAs: string;
    readonly isRequired: boolean;
    readonly values: readonly string[] | null;
  }[];
}

/** What a product can tell: `parameters.ts` of its folder exports it as `declaration`, and loads no client. */
export interface Declaration<Config> {
  readonly facts: Facts;
  /** Everything that the product's tables of parameters declare, whatever a source collects of it. */
  readonly entities: readonly Entity[];
  readonly leftOut: readonly LeftOut[];
  /** The tables as a source reads them, where its configuration adds to them or leaves some out. */
  entitiesFor?(config: Config): readonly Entity[];
  /** Settings by which more is stored of an event than its parameters say. */
  readonly finer?: readonly Finer<Config>[];
}

/** What reads a product: `index.ts` of its folder exports it as `connector`. `Config` is what its `config.ts` parses. */
export interface ConnectorModule<Config> {
  /** Raise it when rows of the same answers would come out differently: voids checkpoints. */
  readonly mappingVersion: number;
  create(config: Config, collection: Collection): SourceReader | LogReader;
}
