// What the mirror holds already, read by record keys in padded lists: few query plans, at most 1,000 parameters a call.
import type { SelectQueryBuilder } from 'kysely';
import { datasetNamed, type MirrorName } from '../catalog/index.ts';
import { firstRows, type LooseDatabase, type Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

export interface Existing {
  readonly id: number;
  readonly record_key: Uint8Array;
  readonly row_hash: Uint8Array;
  readonly absent_since: Date | null;
  readonly parent_key?: Uint8Array;
}

type Reader = Pick<Store, 'rows'>;

/** Rows of a source by one of its key columns; of `columns` and what every plan needs. */
export async function readByKey(
  { rows }: Reader,
  dataset: string,
  source: string,
  column: 'record_key' | 'parent_key',
  keys: readonly Uint8Array[],
  columns: readonly string[],
): Promise<Record<string, unknown>[]> {
  const query = rows
    .selectFrom(dataset)
    .select([...columns])
    .where('source', '=', source);
  return readInLists(keys, (list) => query.where(column, 'in', list));
}

/** Whole rows by their surrogate ids. */
export async function readByIds(
  { rows }: Reader,
  dataset: string,
  ids: readonly number[],
): Promise<Record<string, unknown>[]> {
  const query = rows.selectFrom(dataset).selectAll();
  return readInLists(ids, (list) => query.where('id', 'in', list));
}

export const existingOf = (row: Readonly<Record<string, unknown>>): Existing => {
  const { id, record_key, row_hash, absent_since, parent_key } = row;
  if (typeof id !== 'number' || !(record_key instanceof Uint8Array) || !(row_hash instanceof Uint8Array))
    throw new TypeError('a mirror row lacks its id, key or hash');
  return {
    id,
    record_key,
    row_hash,
    absent_since: absent_since instanceof Date ? absent_since : null,
    ...(parent_key instanceof Uint8Array ? { parent_key } : {}),
  };
};

/** The rows of one source in one mirror. */
export interface MirrorRows {
  readonly name: MirrorName;
  readonly source: string;
}

/** What identifies a row: to the database, and to its source. */
export interface MirrorRow {
  readonly id: number;
  readonly record_key: Uint8Array;
  /** Of children. */
  readonly parent_key?: Uint8Array;
}

type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

/** The first rows behind an id, in the order of their ids; `narrow` says which. */
export async function rowsAfter(
  { rows, engine }: Pick<Store, 'rows' | 'engine'>,
  { name, source }: MirrorRows,
  after: number,
  limit: number,
  narrow: (query: Query) => Query = (query) => query,
): Promise<MirrorRow[]> {
  const columns = ['id', 'record_key', ...(datasetNamed(name).parent ? ['parent_key'] : [])];
  const all: Query = rows.selectFrom<string>(name).select(columns);
  const query = narrow(all.where('source', '=', source).where('id', '>', after)).orderBy('id');
  return (await firstRows(engine, query, limit).execute()).flatMap(({ id, record_key, parent_key }) =>
    typeof id === 'number' && record_key instanceof Uint8Array
      ? [{ id, record_key, ...(parent_key instanceof Uint8Array ? { parent_key } : {}) }]
      : [],
  );
}
