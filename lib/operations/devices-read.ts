// Before the first numbers are counted.
import { firstRows, type Store } from '../store/index.ts';

/** Whether there are devices, and no source is read for the first time: the first day's numbers are not those of some alone. */
export async function areDevicesRead(store: Store): Promise<boolean> {
  const now = await store.now();
  const first = store.db.selectFrom('source_state').select('source').where('last_success_at', 'is', null);
  if (await first.where('lease_until', '>', now).executeTakeFirst()) return false;
  return (
    (await firstRows(store.engine, store.db.selectFrom('device').select('id'), 1).executeTakeFirst()) !== undefined
  );
}
