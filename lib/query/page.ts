// Runs one page of a list by keyset: equally fast wherever it is. A nullable sort field is read in two parts, nulls
// first when ascending and last when descending, because one statement for both would scan.
import type { SelectQueryBuilder } from 'kysely';
import { firstRows } from '../store/capabilities.ts';
import type { LooseDatabase, Store } from '../store/database.ts';
import { matchesAttributes, nameCondition } from './attributes.ts';
import type { Position } from './cursor.ts';
import type { ListRequest } from './parse.ts';
import { type Builder, filterCondition, searchCondition } from './where.ts';

/** A row as it stands in the database. */
export type DatabaseRow = Readonly<Record<string, unknown>>;

export interface Page {
  readonly rows: readonly DatabaseRow[];
  /** Where the next page begins, or null where there is none. */
  readonly next: Position | null;
}

/** Equal-conditions from the path: apps of one device, changes of one user. */
export type Scope = Readonly<Record<string, string | number | boolean | Uint8Array>>;

type Part = 'ids' | 'nulls' | 'values';

/** Reads the page after `position` (the first without one). Throws StoreError. */
export async function readPage(
  store: Store,
  request: ListRequest,
  position: Position | null,
  scope: Scope = {},
): Promise<Page> {
  const rows: DatabaseRow[] = [];
  const parts = partsOf(request);
  const first =
    position === null || parts[0] === 'ids'
      ? 0
      : Math.max(0, parts.indexOf(position.value === null ? 'nulls' : 'values'));
  for (const [index, part] of parts.slice(first).entries()) {
    const wanted = request.limit + 1 - rows.length;
    if (wanted === 0) break;
    rows.push(...(await readPart(store, request, part, index === 0 ? position : null, scope, wanted)));
  }
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > request.limit && last ? positionOf(last, request.sort.column) : null };
}

function partsOf({ resource, sort }: ListRequest): readonly Part[] {
  if (sort.column === 'id') return ['ids'];
  if (!sortField(resource, sort.column)?.nullable) return ['values'];
  return sort.descending ? ['values', 'nulls'] : ['nulls', 'values'];
}

const sortField = (resource: ListRequest['resource'], column: string) =>
  [...resource.fields.values()].find((f) => f.column === column || `${f.column}_folded` === column)?.field;

/** Rows that are looked at in one go where attributes are filtered by: their JSON is read, and mostly thrown away. */
const LOOKED_AT = 500;

/** With filters by attributes it goes on until enough rows match, or all were looked at. */
async function readPart(
  store: Store,
  request: ListRequest,
  part: Part,
  position: Position | null,
  scope: Scope,
  wanted: number,
): Promise<readonly DatabaseRow[]> {
  if (request.attributes.length === 0) return rowsOfPart(store, request, part, position, scope, wanted);
  const found: DatabaseRow[] = [];
  for (let after = position; ; ) {
    const rows = await rowsOfPart(store, request, part, after, scope, LOOKED_AT);
    found.push(...rows.filter((row) => matchesAttributes(request.attributes, row.attributes)));
    const last = rows.at(-1);
    if (!last || found.length >= wanted || rows.length < LOOKED_AT) return found.slice(0, wanted);
    after = positionOf(last, request.sort.column);
  }
}

async function rowsOfPart(
  store: Store,
  request: ListRequest,
  part: Part,
  position: Position | null,
  scope: Scope,
  wanted: number,
): Promise<readonly DatabaseRow[]> {
  const { column, descending } = request.sort;
  const direction = descending ? 'desc' : 'asc';
  const rows = request.attributes.length > 0 ? store.scans : store.rows;
  let query: SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>> = rows
    .selectFrom(request.resource.table as string)
    .select(columnsToRead(request))
    .where((eb) => eb.and(conditionsOf(eb, request, scope, part === 'values' ? null : position)));
  if (part === 'nulls') query = query.where(column, 'is', null);
  else if (part === 'values') query = query.orderBy(column, direction);
  if (part === 'values' && sortField(request.resource, column)?.nullable) query = query.where(column, 'is not', null);
  if (position) query = query.where((eb) => after(eb, request, part, position));
  return firstRows(store.engine, query.orderBy('id', direction), wanted).execute();
}

/** `from`: where rows are in the order of their ids, the last one of the page before. */
function conditionsOf(eb: Builder, request: ListRequest, scope: Scope, from: Position | null) {
  const within = (inner: Builder) => (from ? [inner('id', beyond(request), from.id)] : []);
  const fixed = { ...request.resource.only, ...scope };
  return [
    ...Object.entries(fixed).map(([column, value]) => eb(column, '=', value)),
    ...request.filters.map((filter) => filterCondition(eb, filter)),
    ...request.attributes.flatMap((filter) => nameCondition(filter) ?? []),
    ...(request.q === null ? [] : [searchCondition(eb, request.resource, request.q, within)]),
  ];
}

const beyond = ({ sort }: ListRequest) => (sort.descending ? '<' : '>');

/** `c >= @v AND (c > @v OR id > @id)`: seeks the index; the plain OR form scans. */
function after(eb: Builder, request: ListRequest, part: Part, position: Position) {
  const { resource, sort } = request;
  const id = eb('id', beyond(request), position.id);
  if (part !== 'values') return id;
  const { value } = position;
  const bound =
    typeof value === 'number' && sortField(resource, sort.column)?.kind === 'instant' ? new Date(value) : value;
  return eb.and([
    eb(sort.column, sort.descending ? '<=' : '>=', bound),
    eb.or([eb(sort.column, beyond(request), bound), id]),
  ]);
}

function columnsToRead({ resource, fields, sort, attributes }: ListRequest): string[] {
  const columns = fields.flatMap((name) => {
    const listed = resource.fields.get(name);
    return listed ? [listed.column] : (resource.derived.get(name)?.columns ?? []);
  });
  return [...new Set(['id', sort.column, ...columns, ...(attributes.length > 0 ? ['attributes'] : [])])];
}

function positionOf(row: DatabaseRow, column: string): Position {
  const value = row[column];
  if (value instanceof Date) return { value: value.getTime(), id: Number(row.id) };
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { value: scalar ? value : null, id: Number(row.id) };
}
