// Which devices an identifier names, for whoever is told one without knowing the system that has the device.
import { CARRIERS_AT_MOST } from './components.ts';
import { carriersOf, HARDWARE_COLUMNS, type Identifiers, type Reader, rowsWith } from './identifiers.ts';

/** For each device the ids of the rows that carry one of its identifiers; one that many rows carry names none. */
export async function idsCarrying(
  reader: Reader,
  devices: readonly Identifiers[],
): Promise<readonly (readonly number[])[]> {
  const found = devices.map(() => new Set<number>());
  for (const [column, name] of HARDWARE_COLUMNS.entries()) {
    const values = [...new Set(devices.flatMap((device) => device[column] ?? []))];
    const counted = await carriersOf(reader, name, values, 1);
    const naming = values.filter((value) => (counted.get(value) ?? 0) <= CARRIERS_AT_MOST);
    const carriers = Map.groupBy(await rowsWith(reader, name, naming), (row) => row.identifiers[column]);
    for (const [i, device] of devices.entries())
      for (const row of carriers.get(device[column] ?? null) ?? []) found[i]?.add(row.id);
  }
  return found.map((ids) => [...ids]);
}
