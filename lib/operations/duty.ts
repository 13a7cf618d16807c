// Duties that are done once in an interval, whatever the number of collectors and of ticks. When each was last done
// stands in the database, by its clock, so that nothing is missed after a stop, nor where a collector dies at it.
import type { Store } from '../store/index.ts';
import { addStoredValue } from '../store/stored-values.ts';

/** A little less than a day, by a tick every five minutes: no day is left out. */
export const A_DAY_MS = 24 * 3_600_000 - 5 * 60_000;
/** For so long a duty is its taker's alone, which is longer than it may run. */
const TAKEN_FOR_MS = 3_600_000;

const rowOf = (duty: string): string => `duty:${duty}`;

/** Whether the duty is due, and this call took it: of several collectors one gets true, and tells how it ended. */
export async function takeIfDue(store: Store, duty: string, intervalMs: number): Promise<boolean> {
  const now = (await store.now()).getTime();
  // As if it had been done so long ago that it is due when the taker's time is up.
  const taken = new Date(now - Math.max(0, intervalMs - TAKEN_FOR_MS));
  const { numUpdatedRows } = await store.write(({ db }) =>
    db
      .updateTable('setting')
      .set({ changed_at: taken })
      .where('name', '=', rowOf(duty))
      // Nothing was done in the future: that was a clock that ran ahead.
      .where(({ eb, or }) =>
        or([eb('changed_at', '<=', new Date(now - intervalMs)), eb('changed_at', '>', new Date(now + 60_000))]),
      )
      .executeTakeFirst(),
  );
  if (numUpdatedRows > 0n) return true;
  const known = await store.db.selectFrom('setting').select('name').where('name', '=', rowOf(duty)).executeTakeFirst();
  return known ? false : addStoredValue(store, rowOf(duty), {}, taken);
}

/** Does it where it is due. What fails, or left a backlog, is due again. */
export async function doIfDue(
  store: Store,
  duty: string,
  intervalMs: number,
  work: () => Promise<boolean>,
): Promise<void> {
  if (!(await takeIfDue(store, duty, intervalMs))) return;
  const done = await work().catch(async (error: unknown) => {
    await makeDue(store, duty);
    throw error;
  });
  await (done ? markDone : makeDue)(store, duty);
}

/** The duty is done: it is due again after its interval. */
export async function markDone(store: Store, duty: string): Promise<void> {
  await setTaken(store, duty, await store.now());
}

/** The duty failed, or left a backlog: the next tick takes it again. */
export async function makeDue(store: Store, duty: string): Promise<void> {
  await setTaken(store, duty, new Date(0));
}

const setTaken = (store: Store, duty: string, at: Date): Promise<unknown> =>
  store.write(({ db }) => db.updateTable('setting').set({ changed_at: at }).where('name', '=', rowOf(duty)).execute());
