// The one rule about whose device it is. What systems say of a device is asked where its children and events are stored
// or judged anew; the declarations say what is stored of the company's, of personal ones, of those of unknown ownership,
// and of those that no system knows.
import type { Standing, Stored } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { keyText } from './key.ts';
import { readByKey, rowsAfter } from './read.ts';

/** Among what a source collects (`source_state.collected`): its switch for devices that are not the company's is on. */
export const PERSONAL_DEVICES = 'switch.personalDevices';
/** Some names of people that events may have are none of the source's, and none that it has is left out. */
export const NAMES_LACKING = 'switch.namesLacking';

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
export const deviceText = ({ source, record_key }: DeviceKey): string => `${source}\u001f${keyText(record_key)}`;

export interface DeviceRow extends DeviceKey {
  readonly ownership: unknown;
}

export interface Owner {
  readonly standing: Standing;
  /** All that systems have of it, the oldest first. */
  readonly rows: readonly DeviceRow[];
}

export const ownerOf = (rows: readonly DeviceRow[]): Owner => ({
  standing: standingOf(rows.map((row) => row.ownership)),
  rows: [...new Map(rows.map((row) => [deviceText(row), row])).values()],
});

type Reader = Pick<Store, 'rows'>;

/** The devices of these rows by `deviceText`, those that are gone left out; `alike`: with all rows of the same hardware. */
export async function ownersOf(
  reader: Reader,
  keys: readonly DeviceKey[],
  alike: boolean,
): Promise<ReadonlyMap<string, Owner>> {
  const distinct = new Map(keys.map((key) => [deviceText(key), key]));
  const found: Known[] = [];
  for (const [source, group] of Map.groupBy(distinct.values(), (key) => key.source)) {
    const own = group.map((key) => key.record_key);
    const rows = await readByKey(reader, 'device', source, 'record_key', own, COLUMNS);
    for (const row of rows.flatMap(knownOf)) found.push(row);
  }
  const hardware = [...new Set(found.flatMap((row) => (alike ? (row.hardwareId ?? []) : [])))];
  const same = Map.groupBy(await rowsOfHardware(reader, hardware), (row) => row.hardwareId);
  return new Map(found.map((row) => [deviceText(row), ownerOf(same.get(row.hardwareId) ?? [row])]));
}

const COLUMNS = ['source', 'record_key', 'ownership', 'hardware_id'];
type Known = DeviceRow & { readonly hardwareId: number | null };

function knownOf({ source, record_key, ownership, hardware_id }: Readonly<Record<string, unknown>>): Known[] {
  const hardwareId = typeof hardware_id === 'number' ? hardware_id : null;
  return record_key instanceof Uint8Array ? [{ source: String(source), record_key, ownership, hardwareId }] : [];
}

async function rowsOfHardware({ rows }: Reader, ids: readonly number[]): Promise<Known[]> {
  const query = rows.selectFrom('device').select(COLUMNS).orderBy('id');
  return (await readInLists(ids, (list) => query.where('hardware_id', 'in', list))).flatMap(knownOf);
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
    const keys = rows.map(({ record_key }) => ({ source, record_key }));
    const owners = [...(await ownersOf(store, keys, false)).values()];
    yield owners
      .filter(({ standing }) => !isStored(stored, standing, personalDevices))
      .flatMap(({ rows }) => rows.map((row) => row.record_key));
    after = last.id;
  }
}
