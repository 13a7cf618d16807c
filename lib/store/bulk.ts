// Turns rows of a dataset into arrays for a bulk load: all columns, folded ones and keys of versions made here, every value checked against
// its field first, because a driver's bulk load hides which value it refused.
import { types } from 'node:util';
import { columnsOf, type Dataset, type Field, identityOf, madeColumns, versionColumn } from '../catalog/index.ts';
import { StoreError } from '../errors.ts';
import type { BulkColumns, BulkRow } from './engine.ts';
import { fold } from './fold.ts';
import { versionKey } from './version-key.ts';

export interface Bulk {
  readonly columns: BulkColumns;
  readonly rows: readonly BulkRow[];
}

type Values = Readonly<Record<string, unknown>>;

const insertColumns = new WeakMap<Dataset, BulkColumns>();

/** Columns of an insert: all but an `id` that the database gives. */
export function columnsForInsert(dataset: Dataset): BulkColumns {
  let columns = insertColumns.get(dataset);
  if (!columns) {
    columns = withMade(Object.entries(columnsOf(dataset)).filter(([name]) => name !== 'id'));
    insertColumns.set(dataset, columns);
  }
  return columns;
}

/** Columns of an update of the fields named in `names`, those that tell the rows apart first. */
export function columnsForUpdate(dataset: Dataset, names: readonly string[]): BulkColumns {
  const all = columnsOf(dataset);
  const identity = identityOf(dataset);
  const chosen = [...identity, ...names.filter((name) => !identity.includes(name))].map((name): [string, Field] => {
    const field = all[name];
    if (!field) throw new RangeError(`${dataset.name} has no column ${name}`);
    return [name, field];
  });
  return withMade(chosen);
}

const withMade = (entries: readonly (readonly [string, Field])[]): BulkColumns =>
  new Map(entries.flatMap(([name, field]) => [[name, field] as const, ...madeColumns(name, field)]));

export function bulkOf(table: string, columns: BulkColumns, rows: readonly Values[]): Bulk {
  const sources = new Map(
    [...columns].flatMap(([name, field]) => madeColumns(name, field).map(([made]) => [made, [name, field]] as const)),
  );
  const readers = [...columns].map(([column, field]) =>
    columnReader(table, column, ...(sources.get(column) ?? ([column, field] as const))),
  );
  return { columns, rows: rows.map((row) => readers.map((read) => read(row))) };
}

type Reader = (row: Values) => unknown;

/** `name`: the column that `column` is made of, or itself. */
function columnReader(table: string, column: string, name: string, field: Field): Reader {
  const isKey = column === versionColumn(name);
  const refuse = (reason: string): never => {
    throw new StoreError(`A value of ${table}.${name} ${reason}.`, {
      code: 'value-refused',
      hint: 'This is a fault of EMM Lens: values are checked before they reach the store. Report table and column.',
    });
  };
  return (row) => {
    const value = row[name] ?? null;
    if (value === null) return field.nullable ? null : refuse('is missing');
    if (!fits(value, field)) return refuse(`is no ${field.kind}, or too long`);
    if (name === column) return value;
    return isKey ? versionKey(String(value)) : fold(String(value), field.length);
  };
}

/** One function for all kinds: it is called for every value of every row. */
function fits(value: unknown, { kind, length }: Field): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && (length === 'max' || value.length <= length);
    case 'json':
      return typeof value === 'string';
    case 'instant':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'binary':
      return types.isUint8Array(value) && (length === 'max' || value.length <= length);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_647;
    case 'bigint':
      return Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value);
  }
}
