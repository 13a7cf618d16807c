// The identifying columns of devices, read from rows: by id, by value, and how many rows carry a value. All by index, in
// padded lists.
import { catalog, foldedColumn, isFolded } from '../catalog/index.ts';
import { fold } from '../store/fold.ts';
import type { Store } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import type { HardwareRow } from './components.ts';
import { isPlaceholder } from './placeholders.ts';

export type Reader = Pick<Store, 'rows'>;
export type Identifiers = HardwareRow['identifiers'];

const fields = catalog.device.hardware.map((name) => ({ name, field: catalog.device.fields[name] }));

/** Columns that are compared: of folded text the folded one. */
export const HARDWARE_COLUMNS: readonly string[] = fields.map(({ name, field }) =>
  isFolded(field) ? foldedColumn(name) : name,
);

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
  fields.map(({ name, field }) => {
    const value = values[name];
    return identifier(typeof value === 'string' && isFolded(field) ? fold(value, field.length) : value);
  });

/** Rows by their ids, or by the values that they carry in one column. */
export async function rowsWith<T extends number | string>(
  { rows }: Reader,
  column: string,
  values: readonly T[],
): Promise<HardwareRow[]> {
  const found: HardwareRow[] = [];
  for (const list of paddedLists(values))
    for (const row of await rows
      .selectFrom('device')
      .select(['id', 'hardware_id', ...HARDWARE_COLUMNS])
      .where(column, 'in', list)
      .execute())
      found.push(hardwareRow(row));
  return found;
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
  const counts = new Map<string, number>();
  for (const list of paddedLists(values))
    for (const row of await rows
      .selectFrom('device')
      .select([column, ({ fn }) => fn.countAll().as('carriers')])
      .where(column, 'in', list)
      .groupBy(column)
      .having(({ fn }) => fn.countAll(), '>=', least)
      .execute())
      counts.set(String(row[column]), Number(row.carriers));
  return counts;
}
