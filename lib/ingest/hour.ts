// The run of a source of logs: one row of `poll_run` for an hour in which lines were read, to which each step adds in its
// own transaction. Sources that are polled every minute would fill the table with polls that found nothing.
import { randomUUID } from 'node:crypto';
import { digestOf } from '../mirror/key.ts';
import type { LineCounts } from '../sources/contract.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';
import { lastRuns } from './last-run.ts';
import { type Rejected, Rejections } from './record.ts';
import type { DatasetCounts, PollOutcome } from './run.ts';

export interface Hour {
  readonly source: string;
  readonly collector: string;
}

/** What a step, or the end of a poll, adds. */
export interface Added {
  readonly datasets: Readonly<Record<string, Pick<DatasetCounts, 'read' | 'inserted' | 'updated'>>>;
  readonly rejections: Rejections;
  readonly lines: LineCounts;
  readonly durationMs?: number;
  readonly outcome: PollOutcome;
  readonly error?: { readonly code: string; readonly hint: string };
}

const HOUR_MS = 3_600_000;

export async function addToHour(
  tx: WriteTransaction,
  { source, collector }: Hour,
  at: Date,
  added: Added,
): Promise<void> {
  // Others push lines of it meanwhile.
  await lockSource(tx, source);
  const record_key = digestOf(`${source}\u001f${Math.floor(at.getTime() / HOUR_MS)}`);
  const before = await tx.db
    .selectFrom('poll_run')
    .select(['rows_read', 'rows_written', 'rejected', 'datasets', 'lines', 'duration_ms'])
    .where('source', '=', source)
    .where('record_key', '=', record_key)
    .executeTakeFirst();
  const datasets = sumOf(parse(before?.datasets), added.datasets);
  const values = {
    collector,
    outcome: added.outcome,
    error_code: added.error?.code.slice(0, 64) ?? null,
    error_hint: added.error?.hint.slice(0, 400) ?? null,
    duration_ms: Math.min((before?.duration_ms ?? 0) + (added.durationMs ?? 0), 2_147_483_647),
    rows_read: Number(before?.rows_read ?? 0) + total(added, ['read']),
    rows_written: Number(before?.rows_written ?? 0) + total(added, ['inserted', 'updated']),
    rows_removed: 0,
    rejected: JSON.stringify(withRejected(before?.rejected ?? null, added.rejections)),
    datasets: JSON.stringify(asOfPolls(datasets)),
    lines: JSON.stringify(sumOf(parse(before?.lines), added.lines)),
    requests: 0,
    throttled: 0,
  };
  if (before)
    await tx.db
      .updateTable('poll_run')
      .set(values)
      .where('source', '=', source)
      .where('record_key', '=', record_key)
      .execute();
  else await tx.insert('poll_run', [{ ...values, source, record_key, occurred_at: at, run: randomUUID() }]);
}

/** What went wrong in the last poll is over: that is said of it, or a source where nothing happens would seem to fail. */
export async function endTrouble(store: Store, source: string): Promise<void> {
  const last = (await lastRuns(store, source)).get(source)?.ended;
  if (!last || last.outcome === 'complete') return;
  await store.write(({ db }) =>
    db
      .updateTable('poll_run')
      .set({ outcome: 'complete', error_code: null, error_hint: null })
      .where('source', '=', source)
      .where('record_key', '=', last.record_key)
      .execute(),
  );
}

/** Lines prove nothing and remove nothing: the same is said of them as of any poll. */
const NONE = { removed: 0, held: 0, complete: false, unproven: false, proof: null };

const asOfPolls = (datasets: Counts): object =>
  Object.fromEntries(Object.entries(datasets).map(([name, counts]) => [name, { ...NONE, ...Object(counts) }]));

type Counts = { readonly [name: string]: number | Counts };

const parse = (text: string | null | undefined): Counts => (text ? JSON.parse(text) : {});

/** Numbers by name, and records of them. */
function sumOf(a: Counts, b: object): Counts {
  const sum: Record<string, number | Counts> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const before = sum[name];
    if (typeof value === 'number') sum[name] = (typeof before === 'number' ? before : 0) + value;
    else if (typeof value === 'object' && value !== null)
      sum[name] = sumOf(typeof before === 'object' ? before : {}, value);
  }
  return sum;
}

function total({ datasets }: Added, of: readonly ('read' | 'inserted' | 'updated')[]): number {
  return Object.values(datasets).reduce((sum, counts) => sum + of.reduce((own, name) => own + counts[name], 0), 0);
}

function withRejected(before: string | null, rejections: Rejections): readonly Rejected[] {
  const all = new Rejections();
  const told: readonly Rejected[] = before === null ? [] : JSON.parse(before);
  for (const { dataset, field, reason, count } of told) all.count(dataset, field, reason, count);
  all.add(rejections);
  return all.list();
}
