// A database that was restored from a backup: what it says of leases, checkpoints and duties is of that time. What
// sources removed since is in it again, and a collector that was connected before may still write.
import { askFull } from '../ingest/full.ts';
import type { Store } from '../store/index.ts';

/**
 * Ends all leases, lets each source be polled at once, and mirrors be read whole: a delta that goes on from a link of then
 * may not tell what left in between. Logs go on where the backup was: their counters are of the same moment. Duties are
 * due, retention first. Answers the names of the sources that are read whole.
 */
export async function markRestored(store: Store): Promise<readonly string[]> {
  // By the time: a backup may be restored twice, and no number may be given out again that one of before was given.
  const raised = (await store.now()).getTime();
  await store.write(async ({ db }) => {
    const fresh = { holder: null, lease_until: null, next_poll_at: null };
    await db
      .updateTable('source_state')
      .set(({ eb }) => ({ ...fresh, fence: eb('fence', '+', raised) }))
      .execute();
    const due = db.updateTable('setting').set({ changed_at: new Date(0) });
    await due.where('name', 'like', 'duty:%').execute();
  });
  const sources = await store.db.selectFrom('source_state').select(['source', 'files']).orderBy('source').execute();
  const mirrored = sources.filter(({ files }) => files === null).map(({ source }) => source);
  for (const source of mirrored) await askFull(store, source);
  return mirrored;
}
