// Duties that are done once in an interval, whatever the number of collectors and of ticks. When each was last taken
// stands in the database, by its clock, so that nothing is missed after a stop.
import type { Store } from '../store/index.ts';
import { addStored } from './stored.ts';

const rowOf = (duty: string): string => `duty:${duty}`;

/** Whether the duty is due, and this call took it: of several collectors one gets true. */
export async function isDue(store: Store, duty: string, intervalMs: number): Promise<boolean> {
  const now = await store.now();
  const { numUpdatedRows } = await store.write(({ db }) =>
    db
      .updateTable('setting')
      .set({ changed_at: now })
      .where('name', '=', rowOf(duty))
      .where('changed_at', '<=', new Date(now.getTime() - intervalMs))
      .executeTakeFirst(),
  );
  if (numUpdatedRows > 0n) return true;
  const known = await store.db.selectFrom('setting').select('name').where('name', '=', rowOf(duty)).executeTakeFirst();
  return known ? false : addStored(store, rowOf(duty), {});
}

/** The duty failed, or left a backlog: the next tick takes it again. */
export async function makeDue(store: Store, duty: string): Promise<void> {
  await store.write(({ db }) =>
    db
      .updateTable('setting')
      .set({ changed_at: new Date(0) })
      .where('name', '=', rowOf(duty))
      .execute(),
  );
}
