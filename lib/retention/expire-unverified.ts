// Removes the rows that nobody vouches for any more, with children, digests and names; of a source that nobody has
// configured any more what it told too. It holds the lease of their
// source meanwhile, so that no poll writes what is being removed; a source that is being polled waits for the next run.
import { catalog, datasetNamed, events, type MirrorName } from '../catalog/index.ts';
import { LeaseLost } from '../errors.ts';
import { deleteEvents, deleteEventsOfSource } from '../mirror/events.ts';
import { rowsAfter } from '../mirror/read.ts';
import { removeRows, rowsOfARemoval } from '../mirror/remove.ts';
import { deleteWithheldOfSource } from '../mirror/withheld.ts';
import type { Store } from '../store/index.ts';
import { deleteByKeyRanges } from '../store/key-ranges.ts';
import { acquireLease, FencedWriter, parsePollState, releaseLease, renewLease } from '../store/lease.ts';
import { DAY_MS, MIRROR_NAMES, passesOf, unverified } from './unverified.ts';

const HOLDER = 'retention';

export interface ExpiredRows {
  readonly source: string;
  readonly dataset: MirrorName;
  readonly removed: number;
}

/** `stopped` is asked before each batch. Answers what was removed, and how many sources wait for the next run. */
export async function expireUnverified(
  store: Store,
  unverifiedDays: number,
  stopped: () => boolean,
): Promise<{ retired: ExpiredRows[]; waiting: number }> {
  const now = await store.now();
  const overdue = await unverified(store, unverifiedDays, now, unverifiedDays);
  const retired: ExpiredRows[] = [];
  let waiting = 0;
  for (const source of new Set(overdue.map((entry) => entry.source))) {
    const done =
      !stopped() &&
      (await expireSource(
        store,
        { source, unverifiedDays, before: new Date(now.getTime() - unverifiedDays * DAY_MS) },
        retired,
        stopped,
      ));
    if (!done) waiting += 1;
  }
  return { retired, waiting };
}

interface Job {
  readonly source: string;
  readonly unverifiedDays: number;
  readonly before: Date;
}

/** Whether the source is done; false where it is polled, was taken over, or time is up. */
async function expireSource(store: Store, job: Job, retired: ExpiredRows[], stopped: () => boolean): Promise<boolean> {
  const lease = await acquireLease(store, job.source, HOLDER);
  if (!lease) return false;
  try {
    // Looked at again under the lease: a poll may have confirmed the rows meanwhile, or a collector has the source again.
    const entries = await unverified(store, job.unverifiedDays, await store.now(), job.unverifiedDays, job.source);
    if (entries.length === 0) return true;
    const state = await stateOf(store, job.source);
    const unconfigured = entries.some((entry) => entry.reason === 'unconfigured');
    // Another fingerprint voids the checkpoint: a poll that comes later reads what is gone anew.
    const writer = new FencedWriter(store, lease, { ...parsePollState(state.checkpoint), fingerprint: '' });
    const datasets = unconfigured
      ? MIRROR_NAMES
      : MIRROR_NAMES.filter((name) => entries.some((entry) => entry.dataset === name));
    // Before their rows leave: a poll that comes between, or after a death here, must not tell that everything appeared.
    const roots = datasets.filter((dataset) => unconfigured || !datasetNamed(dataset).parent);
    const passes = await voidPasses(writer, state.passes, roots);
    for (const dataset of datasets) {
      const { removed, done } = await expireRows(store, writer, dataset, unconfigured ? null : job.before, stopped);
      if (removed > 0) retired.push({ source: job.source, dataset, removed });
      if (!done) return false;
    }
    if (unconfigured) {
      for (const event of events().filter(({ toldBy }) => toldBy !== 'lens'))
        if (!(await deleteEventsOfSource(store, writer, event, () => goesOn(store, writer, stopped)))) return false;
      await deleteWithheldOfSource(store, writer);
      await deleteSourceState(store, writer);
    }
    // Children without a pass follow their parents: theirs is forgotten behind their rows. They never appear.
    else if (datasets.length > roots.length) await voidPasses(writer, passes, datasets);
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  } finally {
    await releaseLease(store, lease);
  }
}

async function goesOn(store: Store, writer: FencedWriter, stopped: () => boolean): Promise<boolean> {
  if (stopped()) return false;
  await renewLease(store, writer.lease);
  return true;
}

const stateOf = ({ db }: Store, source: string) =>
  db.selectFrom('source_state').select(['checkpoint', 'passes']).where('source', '=', source).executeTakeFirstOrThrow();

async function expireRows(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  before: Date | null,
  stopped: () => boolean,
): Promise<{ removed: number; done: boolean }> {
  const size = rowsOfARemoval(dataset);
  const mirror = { name: dataset, source: writer.lease.source };
  let removed = 0;
  for (let after = 0; await goesOn(store, writer, stopped); ) {
    const rows = await rowsAfter(store, mirror, after, size, (all) =>
      before ? all.where('first_seen_at', '<', before) : all,
    );
    const at = await store.now();
    await writer.write((tx) => removeRows(tx, { ...mirror, at }, rows));
    removed += rows.length;
    if (rows.length < size) return { removed, done: true };
    after = rows.at(-1)?.id ?? after;
  }
  return { removed, done: false };
}

/** What is left of a source that nobody has configured: its bookkeeping. */
async function deleteSourceState(store: Store, writer: FencedWriter): Promise<void> {
  const { source, fence } = writer.lease;
  await deleteEvents(store, writer, catalog.log_window, (eb) => eb('source', '=', source), ['sender', 'number']);
  for (const dataset of MIRROR_NAMES)
    for (const table of ['pass_key', 'parent_digest'] as const) await deleteByKeyRanges(store, writer, table, dataset);
  await store.write(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('source_state')
      .where('source', '=', source)
      .where('fence', '=', fence)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new LeaseLost();
    for (const table of ['deletion_hold', 'log_file', 'log_sender', 'log_window'] as const)
      await db.deleteFrom(table).where('source', '=', source).execute();
  });
}

/** The next load of these mirrors is a first load again: arrivals mean nothing then. Answers the passes that are left. */
async function voidPasses(
  writer: FencedWriter,
  passes: string | null,
  datasets: readonly MirrorName[],
): Promise<string> {
  const kept = [...passesOf(passes)].filter(([dataset]) => !datasets.some((name) => name === dataset));
  const left = JSON.stringify(Object.fromEntries(kept.map(([dataset, at]) => [dataset, at.toISOString()])));
  await writer.advance({}, { passes: left });
  return left;
}
