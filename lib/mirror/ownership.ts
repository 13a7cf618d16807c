// The one rule about whose device it is. What systems say of a device is asked where its children and events are
// stored; the declarations say what is stored of the company's, of personal ones, of those of unknown ownership, and of
// those that no system knows.
import type { Standing, Stored } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { keyText } from './key.ts';
import { readByKey, rowsAfter } from './read.ts';

/** Among what a source collects (`source_state.collected`): its switch for devices that are not the company's is on. */
export const PERSONAL_DEVICES = 'switch.personalDevices';

/** Of what several systems say of one device: a person's is a person's, whatever the others say. */
export function standingOf(ownerships: readonly unknown[]): Standing {
  if (ownerships.length === 0) return 'stranger';
  return ownerships.includes('personal') ? 'personal' : ownerships.includes('company') ? 'company' : 'unknown';
}

export const isStored = (stored: Stored, standing: Standing, personalDevices: boolean): boolean =>
  stored[standing] === 'always' || (stored[standing] === 'switch' && personalDevices);

/** A row of the mirror of devices, as events name it. */
export interface DeviceKey {
  readonly source: string;
  readonly record_key: Uint8Array;
}

export interface Owner {
  readonly standing: Standing;
  /** All that systems have of it, the oldest first. */
  readonly rows: readonly (DeviceKey & { readonly ownership: unknown })[];
}

export const STRANGER: Owner = { standing: 'stranger', rows: [] };

const ownerOf = (rows: Owner['rows']): Owner => ({ standing: standingOf(rows.map((row) => row.ownership)), rows });

type Reader = Pick<Store, 'rows'>;

/** Devices of one source, by the text of their keys; those that the mirror does not have are not in it. */
export async function ownersOfSource(
  reader: Reader,
  source: string,
  keys: readonly Uint8Array[],
): Promise<ReadonlyMap<string, Owner>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const devices = await readByKey(reader, 'device', source, 'record_key', distinct, ['record_key', 'ownership']);
  return new Map(
    devices.flatMap(({ record_key, ownership }) =>
      record_key instanceof Uint8Array ? [[keyText(record_key), ownerOf([{ source, record_key, ownership }])]] : [],
    ),
  );
}

/** Devices whatever system has them, each as the ids of rows that are known to be it; who is the same hardware is it too. */
export async function ownersOfHardware(
  reader: Reader,
  devices: readonly (readonly number[])[],
): Promise<readonly Owner[]> {
  const known = await devicesWith(reader, 'id', [...new Set(devices.flat())]);
  const hardware = [...new Set(known.flatMap((row) => row.hardwareId ?? []))];
  const same = Map.groupBy(await devicesWith(reader, 'hardware_id', hardware), (row) => row.hardwareId);
  return devices.map((ids) => {
    const own = known.filter((row) => ids.includes(row.id));
    const all = [...own, ...own.flatMap((row) => (row.hardwareId === null ? [] : (same.get(row.hardwareId) ?? [])))];
    return ownerOf([...new Map(all.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id));
  });
}

type DeviceRow = Owner['rows'][number] & { readonly id: number; readonly hardwareId: number | null };

async function devicesWith(
  { rows }: Reader,
  column: 'id' | 'hardware_id',
  values: readonly number[],
): Promise<DeviceRow[]> {
  const found: DeviceRow[] = [];
  for (const list of paddedLists(values))
    for (const { id, source, record_key, ownership, hardware_id } of await rows
      .selectFrom('device')
      .select(['id', 'source', 'record_key', 'ownership', 'hardware_id'])
      .where(column, 'in', list)
      .execute())
      if (record_key instanceof Uint8Array)
        found.push({
          id: Number(id),
          source: String(source),
          record_key,
          ownership,
          hardwareId: hardware_id === null ? null : Number(hardware_id),
        });
  return found;
}

const DEVICES_A_READ = 100;

/** Keys of the devices of a source of which something may not be stored, some at a time. */
export async function* withheldDevices(
  store: Store,
  source: string,
  stored: Stored,
  personalDevices: boolean,
): AsyncGenerator<readonly Uint8Array[]> {
  for (let after = 0; ; ) {
    const rows = await rowsAfter(store, { name: 'device', source }, after, DEVICES_A_READ);
    const last = rows.at(-1);
    if (!last) return;
    const owners = await ownersOfSource(
      store,
      source,
      rows.map((row) => row.record_key),
    );
    yield rows
      .map((row) => row.record_key)
      .filter((key) => !isStored(stored, owners.get(keyText(key))?.standing ?? 'stranger', personalDevices));
    after = last.id;
  }
}
