// The identifying columns of devices, read from rows: by id, by value, and how many rows carry a value. All by index, in
// padded lists.
import { catalog, type DeviceName, foldedColumn, isFolded } from '../catalog/index.ts';
import { isPlaceholder } from '../placeholders.ts';
import { fold } from '../store/fold.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import type { HardwareRow } from './components.ts';

export type Reader = Pick<Store, 'rows'>;
export type Identifiers = HardwareRow['identifiers'];

/** Column that is compared: of folded text the folded one. */
export const columnOf = (name: DeviceName): string =>
  isFolded(catalog.device.fields[name]) ? foldedColumn(name) : name;

export const HARDWARE_COLUMNS: readonly string[] = catalog.device.hardware.map(columnOf);

/** Names of the fields, in the same order. */
export const HARDWARE_FIELDS: readonly string[] = catalog.device.hardware;

/** Null where there is none, or something that stands for none. */
const identifier = (value: unknown): string | null =>
  typeof value === 'string' && !isPlaceholder(value) ? value : null;

/** Of a row as the database has it. */
export const identifiersOf = (row: Readonly<Record<string, unknown>>): Identifiers =>
  HARDWARE_COLUMNS.map((column) => identifier(row[column]));

/** Of values that are to be written. */
export const identifiersToBe = (values: Readonly<Record<string, unknown>>): Identifiers =>
  catalog.device.hardware.map((name) => identifierOf(name, values[name]));

/** As the column that is compared has it. */
export function identifierOf(name: DeviceName, value: unknown): string | null {
  const field = catalog.device.fields[name];
  return identifier(typeof value === 'string' && isFolded(field) ? fold(value, field.length) : value);
}

/** Rows by their ids, or by the values that they carry in one column. */
export async function rowsWith<T extends number | string>(
  { rows }: Reader,
  column: string,
  values: readonly T[],
): Promise<HardwareRow[]> {
  const query = rows.selectFrom('device').select(['id', 'hardware_id', ...HARDWARE_COLUMNS]);
  return (await readInLists(values, (list) => query.where(column, 'in', list))).map(hardwareRow);
}

export const hardwareRow = (row: Readonly<Record<string, unknown>>): HardwareRow => ({
  id: Number(row.id),
  hardwareId: typeof row.hardware_id === 'number' ? row.hardware_id : null,
  identifiers: identifiersOf(row),
});

/** How many rows carry each of these values of a column; those that fewer than `least` carry are left out. */
export async function carriersOf(
  { rows }: Reader,
  column: string,
  values: readonly string[],
  least: number,
): Promise<ReadonlyMap<string, number>> {
  const query = rows
    .selectFrom('device')
    .select([column, ({ fn }) => fn.countAll().as('carriers')])
    .groupBy(column)
    .having(({ fn }) => fn.countAll(), '>=', least);
  const counted = await readInLists(values, (list) => query.where(column, 'in', list));
  return new Map(counted.map((row) => [String(row[column]), Number(row.carriers)]));
}
