// Removes the rows that nobody vouches for any more, with children, digests and names. It holds the lease of their
// source meanwhile, so that no poll writes what is being removed; a source that is being polled waits for the next run.
import { childrenOf, datasetNamed, type MirrorName } from '../catalog/index.ts';
import { LeaseLost } from '../errors.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { unlinkSubjects } from './subjects.ts';
import { DAY_MS, MIRROR_NAMES, passesOf, type Unverified, unverified } from './unverified.ts';

const LEASE_MS = 60_000;
const HOLDER = 'retention';
/** Parents take their children along: fewer of them make a batch. */
const BATCH = 1_000;
const BATCH_OF_PARENTS = 100;

export interface Retired {
  readonly source: string;
  readonly dataset: MirrorName;
  readonly removed: number;
}

interface Lease {
  readonly source: string;
  readonly fence: number;
}

/** `stopped` is asked before each batch. Answers what was removed, and how many sources wait for the next run. */
export async function retireUnverified(
  store: Store,
  unverifiedDays: number,
  stopped: () => boolean,
): Promise<{ retired: Retired[]; waiting: number }> {
  const now = await store.now();
  const overdue = await unverified(store, unverifiedDays, now, unverifiedDays);
  const retired: Retired[] = [];
  let waiting = 0;
  for (const [source, entries] of Map.groupBy(overdue, (entry) => entry.source)) {
    const done =
      !stopped() &&
      (await retireSource(
        store,
        { source, entries, before: new Date(now.getTime() - unverifiedDays * DAY_MS) },
        retired,
        stopped,
      ));
    if (!done) waiting += 1;
  }
  return { retired, waiting };
}

interface Job {
  readonly source: string;
  readonly entries: readonly Unverified[];
  readonly before: Date;
}

/** Whether the source is done; false where it is polled, was taken over, or time is up. */
async function retireSource(store: Store, job: Job, retired: Retired[], stopped: () => boolean): Promise<boolean> {
  const unconfigured = job.entries.some((entry) => entry.reason === 'unconfigured');
  const lease = await takeLease(store, job, unconfigured);
  if (!lease) return false;
  try {
    const datasets = unconfigured
      ? MIRROR_NAMES
      : MIRROR_NAMES.filter((name) => job.entries.some((entry) => entry.dataset === name));
    for (const dataset of datasets) {
      const { removed, done } = await retireRows(store, lease, dataset, unconfigured ? null : job.before, stopped);
      if (removed > 0) retired.push({ source: job.source, dataset, removed });
      if (!done) return false;
    }
    if (unconfigured) await forgetSource(store, lease);
    else await store.write((tx) => forgetPasses(tx, lease, datasets));
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    throw error;
  } finally {
    await store.write(({ db }) =>
      db
        .updateTable('source_state')
        .set({ lease_until: null, holder: null })
        .where('source', '=', lease.source)
        .where('fence', '=', lease.fence)
        .execute(),
    );
  }
}

/** Takes the lease and voids the checkpoint: a poll that comes later reads what is gone anew. */
async function takeLease(store: Store, { source, before }: Job, unconfigured: boolean): Promise<Lease | null> {
  const now = await store.now();
  return store.write(async ({ db }) => {
    const state = await db
      .selectFrom('source_state')
      .select(['fence', 'checkpoint'])
      .where('source', '=', source)
      .executeTakeFirst();
    if (!state) return null;
    const fence = state.fence + 1;
    let taking = db
      .updateTable('source_state')
      .set({
        fence,
        holder: HOLDER,
        lease_until: new Date(now.getTime() + LEASE_MS),
        checkpoint: voided(state.checkpoint),
      })
      .where('source', '=', source)
      .where('fence', '=', state.fence)
      .where(({ eb, or }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]));
    if (unconfigured) taking = taking.where('last_seen_at', '<', before);
    const { numUpdatedRows } = await taking.executeTakeFirst();
    return numUpdatedRows > 0n ? { source, fence } : null;
  });
}

/** Another fingerprint voids position and passes; the sequence stays, since it numbers passes. */
function voided(checkpoint: string | null): string | null {
  return checkpoint === null ? null : JSON.stringify({ ...JSON.parse(checkpoint), fingerprint: '' });
}

async function retireRows(
  store: Store,
  lease: Lease,
  dataset: MirrorName,
  before: Date | null,
  stopped: () => boolean,
): Promise<{ removed: number; done: boolean }> {
  const size = childrenOf(dataset).length > 0 ? BATCH_OF_PARENTS : BATCH;
  let removed = 0;
  while (!stopped()) {
    const at = await store.now();
    const batch = await store.write((tx) => retireBatch(tx, lease, { dataset, before, size, at }));
    removed += batch;
    if (batch < size) return { removed, done: true };
  }
  return { removed, done: false };
}

interface Batch {
  readonly dataset: MirrorName;
  readonly before: Date | null;
  readonly size: number;
  readonly at: Date;
}

async function retireBatch(tx: WriteTransaction, lease: Lease, batch: Batch): Promise<number> {
  const { dataset } = batch;
  const found = await oldestRows(tx, lease.source, batch);
  const keys = bytesOf(found.map((row) => row.record_key));
  await unlinkSubjects(tx, dataset, lease.source, keys, batch.at);
  for (const child of childrenOf(dataset)) await retireChildren(tx, lease.source, child.name, keys);
  await dropDigests(tx, lease.source, dataset, bytesOf(found.map((row) => row.parent_key)));
  for (const list of paddedLists(found.map((row) => row.id)))
    await tx.rows.deleteFrom(dataset).where('id', 'in', list).execute();
  const { numUpdatedRows } = await tx.db
    .updateTable('source_state')
    .set({ lease_until: new Date(batch.at.getTime() + LEASE_MS) })
    .where('source', '=', lease.source)
    .where('fence', '=', lease.fence)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost();
  return found.length;
}

async function oldestRows(
  { rows, engine }: WriteTransaction,
  source: string,
  { dataset, before, size }: Batch,
): Promise<Record<string, unknown>[]> {
  const parent = datasetNamed(dataset).parent ? ['parent_key'] : [];
  const query = rows
    .selectFrom(dataset)
    .select(['id', 'record_key', ...parent])
    .where('source', '=', source)
    .orderBy('id');
  return firstRows(engine, before ? query.where('first_seen_at', '<', before) : query, size).execute();
}

async function retireChildren(
  tx: WriteTransaction,
  source: string,
  child: string,
  parents: readonly Uint8Array[],
): Promise<void> {
  for (const list of paddedLists(parents))
    await tx.rows.deleteFrom(child).where('source', '=', source).where('parent_key', 'in', list).execute();
  await dropDigests(tx, source, child, parents);
}

async function dropDigests(
  { db }: WriteTransaction,
  source: string,
  dataset: string,
  parents: readonly Uint8Array[],
): Promise<void> {
  for (const list of paddedLists(parents))
    await db
      .deleteFrom('parent_digest')
      .where('source', '=', source)
      .where('dataset', '=', dataset)
      .where('parent_key', 'in', list)
      .execute();
}

const bytesOf = (values: readonly unknown[]): Uint8Array[] => values.filter((value) => value instanceof Uint8Array);

/** What is left of a source that nobody has configured: its bookkeeping. */
async function forgetSource(store: Store, { source, fence }: Lease): Promise<void> {
  await store.write(async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('source_state')
      .where('source', '=', source)
      .where('fence', '=', fence)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new LeaseLost();
    for (const table of ['pass_key', 'parent_digest', 'deletion_hold'] as const)
      await db.deleteFrom(table).where('source', '=', source).execute();
  });
}

/** The next load of these mirrors is a first load again: arrivals mean nothing then. */
async function forgetPasses(
  { db }: WriteTransaction,
  { source, fence }: Lease,
  datasets: readonly MirrorName[],
): Promise<void> {
  const state = await db.selectFrom('source_state').select('passes').where('source', '=', source).executeTakeFirst();
  const kept = [...passesOf(state?.passes ?? null)].filter(([dataset]) => !datasets.some((name) => name === dataset));
  const passes = JSON.stringify(Object.fromEntries(kept.map(([dataset, at]) => [dataset, at.toISOString()])));
  await db
    .updateTable('source_state')
    .set({ passes })
    .where('source', '=', source)
    .where('fence', '=', fence)
    .execute();
}
