// Which rows of devices an identifier names, for whoever is told one without knowing the system that has the device.
import { catalog, type DeviceId, hashColumns } from '../catalog/index.ts';
import { readInLists } from '../store/lists.ts';
import { CARRIERS_AT_MOST } from './components.ts';
import { carriersOf, columnOf, identifierOf, type Reader } from './identifiers.ts';

interface Carrier {
  readonly source: string;
  readonly record_key: Uint8Array;
}

/** Values by the fields of devices; others are not looked at. */
export type DeviceIds = Readonly<Partial<Record<DeviceId, unknown>>>;

/** For each device the rows that carry one of the names that it is told by; one that many rows carry names none. */
export async function rowsCarrying(
  reader: Reader,
  by: readonly DeviceId[],
  devices: readonly DeviceIds[],
): Promise<readonly (readonly Carrier[])[]> {
  const found = devices.map((): Carrier[] => []);
  for (const field of by) {
    const name = columnOf(field);
    const own = devices.map((device) => identifierOf(field, device[field]));
    const values = [...new Set(own.flatMap((value) => value ?? []))];
    const counted = await carriersOf(reader, name, values, 1);
    const naming = values.filter((value) => (counted.get(value) ?? 0) <= CARRIERS_AT_MOST);
    const carriers = new Map<unknown, Carrier[]>(naming.map((value) => [value, []]));
    const query = reader.rows.selectFrom('device').select(['source', 'record_key', name]);
    const rows = await readInLists(naming, (list) => query.where(name, 'in', list));
    for (const { source, record_key, [name]: value } of rows)
      if (record_key instanceof Uint8Array) carriers.get(value)?.push({ source: String(source), record_key });
    for (const [i, value] of own.entries()) for (const carrier of carriers.get(value) ?? []) found[i]?.push(carrier);
  }
  return found;
}

/** For each hash of a phone number the rows of the device that has it; one that several devices have names none. */
export async function rowsOfNumbers(
  { rows }: Reader,
  hashes: readonly unknown[],
): Promise<readonly (readonly Carrier[])[]> {
  const wanted = [...new Set(hashes.filter((hash) => typeof hash === 'string'))];
  const byHash = new Map<unknown, (Carrier & { readonly hardwareId: unknown })[]>(wanted.map((hash) => [hash, []]));
  for (const column of hashColumns(catalog.device.fields, 'phone_number')) {
    const query = rows.selectFrom('device').select(['source', 'record_key', 'hardware_id', column]);
    const found = await readInLists(wanted, (list) => query.where(column, 'in', list));
    for (const { source, record_key, hardware_id: hardwareId, [column]: hash } of found)
      if (record_key instanceof Uint8Array) byHash.get(hash)?.push({ source: String(source), record_key, hardwareId });
  }
  return hashes.map((hash) => {
    const [first, ...others] = byHash.get(hash) ?? [];
    if (!first) return [];
    const isOne = others.every((row) => row.hardwareId !== null && row.hardwareId === first.hardwareId);
    return isOne ? [first, ...others] : [];
  });
}
