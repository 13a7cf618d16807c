// Rows told of devices that no system knew then: they keep a keyed hash of the id. Where a system tells of the device
// within a week of their storing the rows are that device's, or leave where nothing may be stored of it: which source was
// polled first decides nothing, nor does how old a line was. Rows of a mirror leave, or are the device's with the next
// reading, which tells what they hide.
import { byTime, type Dataset, type DeviceName, isEvent } from '../catalog/index.ts';
import { columnsToGive, giveRows, takeRows } from '../counts/give.ts';
import { columnOf } from '../hardware/identifiers.ts';
import { hasherOf } from '../keyed-hash.ts';
import { waitsSince } from '../people/named.ts';
import { fold } from '../store/fold.ts';
import { firstRows, type Store } from '../store/index.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { pagesOf } from '../store/pages.ts';
import { type DeviceKey, deviceText, isStored, ownersOf } from './ownership.ts';
import { deleteByIds } from './remove.ts';
import { subjectsOfOwners } from './subject.ts';
import { type Teller, tellers } from './withheld.ts';

const ROWS_AT_ONCE = 1_000;

type Row = Readonly<Record<string, unknown>>;

/** What a row keeps of a device that no system knows. */
export const strangeDevice = (field: string, id: unknown): string => `${field}=${fold(String(id))}`;

/** Throws StoreError. How many rows were given to a device, or deleted. */
export async function linkLateDevices(store: Store, secret: string | null): Promise<number> {
  if (secret === null) return 0;
  const since = waitsSince(await store.now());
  let settled = 0;
  for (const [dataset, teller] of await tellers(store)) {
    const { device } = dataset;
    if (!device || !('by' in device)) continue;
    const hashes = await store.scans
      .selectFrom(dataset.name)
      .select('device_hash')
      .distinct()
      .where((eb) => strange(eb, dataset, teller, since))
      .where('device_hash', 'is not', null)
      .execute();
    if (hashes.length === 0) continue;
    const found = await devicesBehind(store, secret, device.by, new Set(hashes.map((row) => row.device_hash)));
    for (const [hash, key] of found) settled += await settle(store, dataset, teller, { hash, key, since });
  }
  return settled;
}

/** Rows of a device that no system knew, and that wait. */
const strange = (eb: Builder, dataset: Dataset, { source }: Teller, since: Date): Condition =>
  eb.and([
    eb('owner_source', 'is', null),
    eb('owner_key', 'is', null),
    eb('source', '=', source),
    ...(isEvent(dataset) ? [eb('waits_since', '>=', since)] : []),
  ]);

/** The first row of each device whose id has one of these hashes; a number that several devices have is nobody's. */
async function devicesBehind(
  store: Store,
  secret: string,
  by: readonly DeviceName[],
  wanted: ReadonlySet<unknown>,
): Promise<ReadonlyMap<string, DeviceKey>> {
  const hash = hasherOf(secret, 'device');
  const found = new Map<string, DeviceKey>();
  const hardware = new Map<string, unknown>();
  const columns = by.map(columnOf);
  for (let after = 0; ; ) {
    const query = store.rows
      .selectFrom('device')
      .select(['id', 'source', 'record_key', 'hardware_id', ...columns])
      .where('id', '>', after)
      .orderBy('id');
    const rows = await firstRows(store.engine, query, ROWS_AT_ONCE).execute();
    for (const { source, record_key, hardware_id, ...row } of rows)
      for (const [i, name] of by.entries()) {
        const id = row[columns[i] ?? name];
        const key = typeof id === 'string' ? hash(strangeDevice(name, id)) : null;
        if (key === null || !wanted.has(key) || !(record_key instanceof Uint8Array)) continue;
        const isOther = hardware.has(key) && (hardware_id === null || hardware.get(key) !== hardware_id);
        if (isOther && name === 'phone_number_hash') found.delete(key);
        else if (!hardware.has(key)) found.set(key, { source: String(source), record_key });
        hardware.set(key, isOther ? SEVERAL : hardware_id);
      }
    after = Number(rows.at(-1)?.id ?? after);
    if (rows.length < ROWS_AT_ONCE) return found;
  }
}

const SEVERAL = Symbol('several');

interface Late {
  readonly hash: string;
  readonly key: DeviceKey;
  readonly since: Date;
}

async function settle(store: Store, dataset: Dataset, teller: Teller, { hash, key, since }: Late): Promise<number> {
  const owner = (await ownersOf(store, [key], true)).get(deviceText(key));
  const { device } = dataset;
  if (!owner || !device || !('by' in device)) return 0;
  const kept = isStored(device.stored, owner.standing, teller.personalDevices);
  const waiting = (eb: Builder): Condition =>
    eb.and([strange(eb, dataset, teller, since), eb('device_hash', '=', hash)]);
  if (!isEvent(dataset)) return kept ? 0 : deleteRows(store, dataset, teller, waiting);
  const [subject = null] = await subjectsOfOwners(store, [owner]);
  const known = {
    owner_source: key.source,
    owner_key: key.record_key,
    device_hash: null,
    unmanaged: false,
    ...(device.clear !== undefined && { [device.clear]: null }),
  };
  const query = store.rows.selectFrom(dataset.name).select(columnsToGive(dataset)).where(waiting);
  let settled = 0;
  for await (const rows of pagesOf(store.engine, query, byTime(dataset), ROWS_AT_ONCE)) {
    // Where a line names nobody, its device's user it is; of lines whose names are left out nobody can tell.
    const userOf = (row: Row): unknown => row.subject_id ?? (row.name_hash || teller.isNameless ? null : subject);
    await store.write((tx) =>
      kept
        ? giveRows(
            tx,
            dataset,
            rows.map((row) => ({ row, change: { ...known, subject_id: userOf(row) } })),
          )
        : takeRows(tx, dataset, rows),
    );
    settled += rows.length;
  }
  return settled;
}

async function deleteRows(
  store: Store,
  { name }: Dataset,
  { source }: Teller,
  which: (eb: Builder) => Condition,
): Promise<number> {
  const query = store.rows.selectFrom(name).select('id').where(which);
  let deleted = 0;
  for await (const rows of pagesOf(store.engine, query, ['id'], ROWS_AT_ONCE)) {
    const ids = rows.map(({ id }) => Number(id));
    await store.write((tx) => deleteByIds(tx, name, source, ids));
    deleted += ids.length;
  }
  return deleted;
}
