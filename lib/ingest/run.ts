// The receipt of one poll: counts per dataset, kept in `poll_run` and shown while the poll runs.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { describeError, SourceError } from '../errors.ts';
import { digestOf } from '../mirror/key.ts';
import type { HttpUsage } from '../net/http.ts';
import type { Unproven } from '../sources/contract.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { type Abandoned, type Lease, writeFenced } from '../store/lease.ts';
import type { Rejections } from './record.ts';

export interface DatasetCounts {
  read: number;
  inserted: number;
  updated: number;
  removed: number;
  /** Removals that were refused. */
  held: number;
  complete: boolean;
  /** With a row that could not be read: it proves no absence, and a change is missing until the next full pass. */
  unproven: boolean;
  /** Why, where the connector said so. */
  why?: Unproven;
  /** Rows that the end of the pass proved, those handed on again beyond them, and how many different ones were read, over several polls if need be. */
  proof: {
    readonly marker: string;
    readonly rows: number;
    readonly again: number;
    readonly read: number | null;
  } | null;
}

export type PollOutcome = 'complete' | 'partial' | 'failed' | 'aborted';

/** Code of a run whose collector died. */
export const COLLECTOR_ENDED = 'collector-ended';
export const LEFT_BEHIND = {
  outcome: 'aborted',
  error_code: COLLECTOR_ENDED,
  error_hint: 'The collector ended. The next poll goes on at the last checkpoint.',
} as const;

export interface PollReceipt {
  readonly source: string;
  readonly run: string;
  readonly outcome: PollOutcome;
  readonly error: { code: string; message: string; hint: string } | null;
  readonly seconds: number;
  /** By mirror, and by event that the source tells. */
  readonly datasets: Readonly<Record<string, DatasetCounts>>;
  readonly rejected: number;
}

export class PollRun {
  readonly run = randomUUID();
  readonly source: string;
  /** By the collector's clock, read behind the database's: the run must not seem to end after the next one began. */
  startedAt: Date;
  readonly datasets: Record<string, DatasetCounts> = {};

  constructor(source: string, startedAt: Date) {
    this.source = source;
    this.startedAt = startedAt;
  }

  count(dataset: string): DatasetCounts {
    this.datasets[dataset] ??= {
      read: 0,
      inserted: 0,
      updated: 0,
      removed: 0,
      held: 0,
      complete: false,
      unproven: false,
      proof: null,
    };
    return this.datasets[dataset];
  }

  sum(of: 'read' | 'inserted' | 'updated' | 'removed' | 'held'): number {
    return Object.values(this.datasets).reduce((total, counts) => total + counts[of], 0);
  }

  /** Nothing where the clock was set back meanwhile; as much as a column holds where it was set ahead. */
  tookMs(at: Date): number {
    return Math.min(Math.max(0, at.getTime() - this.startedAt.getTime()), 2_147_483_647);
  }

  /** A run that a killed process left behind is told as aborted. Throws LeaseLost where this one came too late. */
  async begin(store: Store, lease: Lease, collector: string, clock: Clock): Promise<void> {
    // By the database's clock, or the run of a collector whose clock is ahead would stay the last one.
    const occurredAt = await store.now();
    this.startedAt = clock.now();
    await writeFenced(store, lease, async (tx) => {
      await endLeftBehind(tx, this.source);
      await tx.insert('poll_run', [
        { source: this.source, ...newRun(this.run), occurred_at: occurredAt, collector, outcome: 'running' },
      ]);
    });
  }

  async end(
    store: Store,
    outcome: PollOutcome,
    error: unknown,
    at: Date,
    rejections: Rejections,
    usage: HttpUsage,
  ): Promise<PollReceipt> {
    const said = error === null ? null : describeError(error);
    await store.write(({ db }) =>
      db
        .updateTable('poll_run')
        .set({
          outcome,
          error_code: said?.code.slice(0, 64) ?? null,
          error_hint: said?.hint.slice(0, 400) ?? null,
          error_server: error instanceof SourceError ? (error.server?.slice(0, 255) ?? null) : null,
          duration_ms: this.tookMs(at),
          rows_read: this.sum('read'),
          rows_written: this.sum('inserted') + this.sum('updated'),
          rows_removed: this.sum('removed'),
          rejected: JSON.stringify(rejections.list()),
          datasets: JSON.stringify(this.datasets),
          requests: usage.requests,
          throttled: usage.throttled,
          clock_skew_ms:
            usage.clockSkewMs === null ? null : Math.trunc(Math.max(-2e9, Math.min(2e9, usage.clockSkewMs))),
        })
        .where('source', '=', this.source)
        .where('record_key', '=', digestOf(this.run))
        .execute(),
    );
    return {
      source: this.source,
      run: this.run,
      outcome,
      error: said,
      seconds: this.tookMs(at) / 1000,
      datasets: this.datasets,
      rejected: rejections.total,
    };
  }
}

/** Of a poll whose collector died, its run is told as aborted: one that died before it wrote its run is a loss as well. */
export const lossOf =
  (source: string): Abandoned =>
  async (tx, holder) => {
    if ((await endLeftBehind(tx, source)) > 0n) return;
    const run = newRun(randomUUID());
    await tx.insert('poll_run', [
      {
        source,
        ...run,
        occurred_at: await tx.now(),
        collector: holder,
        ...LEFT_BEHIND,
      },
    ]);
  };

const newRun = (run: string) => ({ run, record_key: digestOf(run) });

async function endLeftBehind({ db }: WriteTransaction, source: string): Promise<bigint> {
  const { numUpdatedRows } = await db
    .updateTable('poll_run')
    .set(LEFT_BEHIND)
    .where('source', '=', source)
    .where('outcome', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows;
}
