// What has to be counted anew of apps, noted in the transaction that changes it: apps that come, change and go, and devices
// that are counted otherwise, by whose they are, who has them and what they are one with. Rows are only added, so that
// sources that write side by side never wait for each other's.

import { fold } from '../store/fold.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

/** The stored value that is there since counts are kept: before, all is counted, and nothing has to be noted. */
export const APP_COUNTS = 'app-counts';

type Values = Readonly<Record<string, unknown>>;

/** What is told of a device that its counts depend on. */
const COUNTED_BY = ['ownership', 'platform', 'user_external_id'];

export const isCountedOtherwise = (before: Values, after: Values): boolean =>
  COUNTED_BY.some((name) => (before[name] ?? null) !== (after[name] ?? null));

/** Before rows of `device_app` are written: `updated` have their ids, and the columns that change. */
export async function markWritten(
  tx: WriteTransaction,
  inserted: readonly Values[],
  updated: readonly Values[],
): Promise<void> {
  if (inserted.length + updated.length === 0 || !(await areKept(tx))) return;
  const titles = new Set(inserted.map(titleOf));
  for (const title of await titlesOf(tx, idsOf(updated))) titles.add(title);
  for (const row of updated) if (Object.hasOwn(row, 'title')) titles.add(titleOf(row));
  await mark(tx, titles);
}

/** Before rows of `device_app` leave. */
export async function markLeaving(tx: WriteTransaction, ids: readonly number[]): Promise<void> {
  if (ids.length > 0 && (await areKept(tx))) await mark(tx, new Set(await titlesOf(tx, ids)));
}

/** Devices whose apps are counted otherwise now. */
export async function markDevices(tx: WriteTransaction, ids: Iterable<number>): Promise<void> {
  const devices = [...new Set(ids)];
  if (devices.length > 0 && (await areKept(tx)))
    await tx.insert(
      'app_mark',
      devices.map((device_id) => ({ device_id })),
    );
}

/** With what is one with them, before links change: whoever stays is counted otherwise, too. Under the lock of hardware. */
export async function markAlike(tx: WriteTransaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0 || !(await areKept(tx))) return;
  const own = tx.rows.selectFrom('device').select('hardware_id').where('hardware_id', 'is not', null);
  const hardware = await readInLists(ids, (list) => own.where('id', 'in', list));
  const alike = tx.rows.selectFrom('device').select('id');
  const numbers = [...new Set(hardware.map((row) => row.hardware_id))];
  const found = await readInLists(numbers, (list) => alike.where('hardware_id', 'in', list));
  await markDevices(tx, [...ids, ...found.map(({ id }) => Number(id))]);
}

/** Devices of accounts of a source: these become another person's, come or go. */
export async function markDevicesOf(tx: WriteTransaction, source: string, accounts: readonly unknown[]): Promise<void> {
  if (accounts.length === 0 || !(await areKept(tx))) return;
  const devices = tx.rows.selectFrom('device').select('id').where('source', '=', source);
  const found = await readInLists(accounts, (list) => devices.where('user_external_id', 'in', list));
  await markDevices(
    tx,
    found.map(({ id }) => Number(id)),
  );
}

/** All of them: after what concerns so many rows that nobody lists them. */
export async function markAllApps(tx: WriteTransaction): Promise<void> {
  if (await areKept(tx)) await tx.insert('app_mark', [{}]);
}

async function areKept({ db }: WriteTransaction): Promise<boolean> {
  const kept = db.selectFrom('setting').select('name').where('name', '=', APP_COUNTS);
  return (await kept.executeTakeFirst()) !== undefined;
}

const mark = (tx: WriteTransaction, titles: ReadonlySet<string>): Promise<void> =>
  tx.insert(
    'app_mark',
    [...titles].map((title_key) => ({ title_key })),
  );

const titleOf = ({ title, app_id }: Values): string => (typeof title === 'string' ? fold(title, 256) : String(app_id));

const idsOf = (rows: readonly Values[]): number[] => rows.map(({ id }) => Number(id));

async function titlesOf({ rows }: WriteTransaction, ids: readonly number[]): Promise<readonly string[]> {
  const query = rows.selectFrom('device_app').select(['title_folded', 'app_id']);
  const found = await readInLists(ids, (list) => query.where('id', 'in', list));
  return found.map(({ title_folded, app_id }) => String(title_folded ?? app_id));
}
