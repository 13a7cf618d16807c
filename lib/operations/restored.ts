// A database that was restored from a backup: what it says of leases, checkpoints and duties is of that time. What
// sources removed since is in it again, and a collector that was connected before may still write.
import { forgetCollectors, seenCollectors } from '../collector.ts';
import { ConfigError } from '../errors.ts';
import { allowRemovals } from '../ingest/after-restore.ts';
import { askFull } from '../ingest/full.ts';
import { acceptKeys, type HashKey, type HashKeys, otherKeys } from '../key-checks.ts';
import { SOURCE_TYPES } from '../sources/registry.ts';
import type { Store } from '../store/index.ts';

/** Why nothing should be marked yet; an operator may know better. */
export async function reasonsAgainst(store: Store, keys: HashKeys): Promise<ConfigError[]> {
  const now = await store.now();
  const ages = (await seenCollectors(store, now)).map(({ last_seen_at }) => now.getTime() - last_seen_at.getTime());
  return [
    ...(ages.length > 0 ? [collectorRuns(Math.max(0, Math.round(Math.min(...ages) / 60_000)))] : []),
    ...(await otherKeys(store, keys)).map(otherKey),
  ];
}

const collectorRuns = (minutes: number): ConfigError =>
  new ConfigError(`A collector was seen ${minutes} minutes ago.`, {
    code: 'collector-runs',
    hint: 'Stop all collectors, and put the backup in place anew: what they wrote since is not of it. Where none runs, it was one of the time of the backup: npm run restored -- --force',
  });

const otherKey = (name: HashKey): ConfigError =>
  new ConfigError(`${name} is not the one that this database was used with.`, {
    code: 'other-key',
    hint: 'Put the keys of the time of the backup in place, or hashes of people and numbers are not found again. Where they are lost for good: npm run restored -- --force',
  });

/**
 * Ends all leases, lets each source be polled at once, and mirrors be read whole: a delta that goes on from a link of then
 * may not tell what left in between. Logs go on where the backup was: their counters are of the same moment. Duties are
 * due, retention first. A source that is `configured` now was not forgotten, however old the backup, and what was held then
 * waits two weeks from now: what was decided on it since is not known. Answers the sources that are read whole.
 */
export async function markRestored(store: Store, configured: readonly string[]): Promise<readonly string[]> {
  const now = await store.now();
  // By the time: a backup may be restored twice, and no number may be given out again that one of before was given.
  const raised = now.getTime();
  await store.write(async ({ db }) => {
    const fresh = { holder: null, lease_until: null, next_poll_at: null };
    await db
      .updateTable('source_state')
      .set(({ eb }) => ({ ...fresh, fence: eb('fence', '+', raised) }))
      .execute();
    for (const source of configured)
      await db.updateTable('source_state').set({ last_seen_at: now }).where('source', '=', source).execute();
    await db.updateTable('deletion_hold').set({ opened_at: now }).where('state', '=', 'open').execute();
    const due = db.updateTable('setting').set({ changed_at: new Date(0) });
    await due.where('name', 'like', 'duty:%').execute();
  });
  await forgetCollectors(store);
  const mirrored = await mirrorsOf(store);
  for (const state of mirrored) await allowRemovals(store, state.source, state);
  return readAnew(store, mirrored);
}

/** What is polled, but for logs: those have no place that is given up, whether a file was read of them yet or not. */
async function mirrorsOf({ db }: Store) {
  const states = db.selectFrom('source_state').select(['source', 'product', 'passes', 'checkpoint']);
  return (await states.orderBy('source').execute()).filter(
    ({ product }) => product === null || SOURCE_TYPES[product]?.kind !== 'log',
  );
}

/** Keys that were changed on purpose, or are lost: hashes in mirrors are made anew. Answers the sources that are read whole. */
export async function markRekeyed(store: Store, keys: HashKeys): Promise<readonly string[]> {
  await acceptKeys(store, keys);
  return readAnew(store, await mirrorsOf(store));
}

async function readAnew(store: Store, mirrors: readonly { readonly source: string }[]): Promise<readonly string[]> {
  for (const { source } of mirrors) await askFull(store, source);
  return mirrors.map(({ source }) => source);
}
