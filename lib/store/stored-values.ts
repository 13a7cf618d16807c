// Values of the whole installation, in the database: server identifier, receipts, and the duties of the day.
import type { WriteLock } from '../catalog/index.ts';
import { addRow } from './add-row.ts';
import type { Store, WriteTransaction } from './index.ts';

/** The value as JSON gives it, or null where there is none. */
export async function readStoredValue(store: Store, name: string): Promise<unknown> {
  const row = await store.db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
  return row ? JSON.parse(row.value) : null;
}

export async function writeStoredValue(store: Store, name: string, value: unknown): Promise<void> {
  const changed = { value: JSON.stringify(value), changed_at: await store.now() };
  if (await replace(store, name, changed)) return;
  if (await addStoredValue(store, name, value)) return;
  await replace(store, name, changed);
}

/** Writes a value where there is none yet. Whether this call wrote it: of several collectors one does. */
export async function addStoredValue(store: Store, name: string, value: unknown, at?: Date): Promise<boolean> {
  return addRow(store, 'setting', { name, value: JSON.stringify(value), changed_at: at ?? (await store.now()) });
}

/** Makes a value of what it is, under a lock: of several collectors one after the other. What `change` throws changes nothing. */
export async function changeStoredValue(
  store: Store,
  lock: WriteLock,
  name: string,
  change: (value: unknown, now: Date) => unknown,
): Promise<void> {
  await store.write(async (tx) => {
    await tx.lock(lock);
    const now = await tx.now();
    const known = await tx.db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
    await putStoredValue(tx, name, change(known ? JSON.parse(known.value) : null, now));
  });
}

/** Within a transaction that others who write the value wait for. */
export async function putStoredValue(tx: WriteTransaction, name: string, value: unknown): Promise<void> {
  const put = { value: JSON.stringify(value), changed_at: await tx.now() };
  const { numUpdatedRows } = await tx.db.updateTable('setting').set(put).where('name', '=', name).executeTakeFirst();
  if (numUpdatedRows === 0n) await tx.insert('setting', [{ name, ...put }]);
}

async function replace(store: Store, name: string, changed: { value: string; changed_at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await store.write(({ db }) =>
    db.updateTable('setting').set(changed).where('name', '=', name).executeTakeFirst(),
  );
  return numUpdatedRows > 0n;
}
