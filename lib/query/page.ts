// Runs one page of a list by keyset: equally fast wherever it is. A nullable sort field is read in two parts, nulls
// first when ascending and last when descending, because one statement for both would scan.
import { type AliasedExpression, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import {
  columnsOf,
  type Dataset,
  type Field,
  foldedColumn,
  isFolded,
  madeColumns,
  ofAnyDevice,
} from '../catalog/index.ts';
import { tellingColumns } from '../mirror/subjects-of-rows.ts';
import { firstRows, walkedBy } from '../store/capabilities.ts';
import type { LooseDatabase, Store } from '../store/database.ts';
import { type Builder, behind, type Condition, type Place } from '../store/keyset.ts';
import { appCondition } from './app-filter.ts';
import { matchesAttributes, nameCondition } from './attributes.ts';
import type { Position } from './cursor.ts';
import { PAGE_CHARACTERS } from './list-endpoint.ts';
import { type ListRequest, TOTAL_AT_MOST } from './parse.ts';
import { ofHardware } from './resource.ts';
import { type Equal, equalTo, filterCondition, searchCondition } from './where.ts';

/** A row as it stands in the database. */
export type DatabaseRow = Readonly<Record<string, unknown>>;

export interface Page {
  readonly rows: readonly DatabaseRow[];
  /** Where the next page begins, or null where there is none. */
  readonly next: Position | null;
}

/** Equal-conditions from the path: apps of one device, changes of one user; of several any has to hold. */
export type Scope = Equal | readonly Equal[];

export const alternativesOf = (scope: Scope): readonly Equal[] => (isOne(scope) ? [scope] : scope);
const isOne = (scope: Scope): scope is Equal => !Array.isArray(scope);

type Part = 'ids' | 'nulls' | 'values';

/** With what has to be looked up before. */
interface Reading extends ListRequest {
  readonly ofApp: ((eb: Builder) => Condition) | null;
}

const readingOf = async (store: Store, asked: ListRequest): Promise<Reading> => ({
  ...asked,
  ofApp: asked.app && (await appCondition(store, asked.app)),
});

/** Reads the page after `position` (the first without one). Throws StoreError. */
export async function readPage(
  store: Store,
  asked: ListRequest,
  position: Position | null,
  scope: Scope = {},
): Promise<Page> {
  const request = await readingOf(store, asked);
  const rows: DatabaseRow[] = [];
  const parts = partsOf(request);
  const first =
    position === null || parts[0] === 'ids'
      ? 0
      : Math.max(0, parts.indexOf(position.value === null ? 'nulls' : 'values'));
  let isFull = false;
  for (const [index, part] of parts.slice(first).entries()) {
    const wanted = request.limit + 1 - rows.length;
    if (wanted === 0 || isFull) break;
    const found = await readPart(store, request, part, index === 0 ? position : null, scope, wanted);
    for (const row of found.rows) rows.push(row);
    isFull = found.isFull;
  }
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { rows: page, next: (isFull || rows.length > request.limit) && last ? positionOf(last, request) : null };
}

export interface Counted {
  readonly rows: number;
  /** Of one device several systems may have a row. */
  readonly devices?: number;
}

/**
 * How many rows there are in all, one more than `most` where there are more; null where only looking at the
 * attributes of each would tell.
 */
export async function countPages(
  store: Store,
  asked: ListRequest,
  scope: Scope,
  most = TOTAL_AT_MOST,
): Promise<Counted | null> {
  if (asked.attributes.length > 0) return null;
  const request = await readingOf(store, asked);
  const isOfHardware = ofHardware(request.resource);
  // Without an index it looks at all rows, and somebody else waits for an answer.
  const { scans } = store;
  const rows = scans
    .selectFrom(tableOf(scans, request.resource))
    .select((isOfHardware ? DEVICE_OF_ROW : sql.lit(1)).as('one'))
    .where((eb) => eb.and(conditionsOf(eb, request, scope, null)));
  const bounded = firstRows(store.engine, rows, most + 1).as('counted');
  const [counted] = await scans
    .selectFrom(bounded)
    .select(({ fn }) => [
      fn.countAll().as('total'),
      ...(isOfHardware ? [fn.count('one').distinct().as('devices')] : []),
    ])
    .execute();
  return { rows: Number(counted?.total ?? 0), ...(isOfHardware && { devices: Number(counted?.devices ?? 0) }) };
}

/** The same number for all rows of one device. */
export const DEVICE_OF_ROW = sql<number>`coalesce(device.hardware_id, device.id)`;

function partsOf({ resource, sort }: ListRequest): readonly Part[] {
  if (sort.column === 'id') return ['ids'];
  if (!sortField(resource, sort.column)?.nullable) return ['values'];
  return sort.descending ? ['values', 'nulls'] : ['nulls', 'values'];
}

const sortListed = (resource: ListRequest['resource'], column: string) =>
  [...resource.fields.values()].find((f) => f.column === column || `${f.column}_folded` === column);
const sortField = (resource: ListRequest['resource'], column: string) => sortListed(resource, column)?.field;

/** As `sort` would ask for it. */
export const sortedBy = ({ resource, sort: { column, descending } }: ListRequest): string =>
  `${descending ? '-' : ''}${sortListed(resource, column)?.name ?? column}`;

/** Rows that are looked at in one go where attributes are read, which may be long. */
const LOOKED_AT = 200;

interface PartOfPage {
  readonly rows: readonly DatabaseRow[];
  /** The page ends here, whatever it lacks. */
  readonly isFull: boolean;
}

/** With filters by attributes it goes on until enough rows match, or all were looked at. */
async function readPart(
  store: Store,
  request: Reading,
  part: Part,
  position: Position | null,
  scope: Scope,
  wanted: number,
): Promise<PartOfPage> {
  if (!columnsToRead(request).includes('attributes'))
    return { rows: await rowsOfPart(store, request, part, position, scope, wanted), isFull: false };
  const found: DatabaseRow[] = [];
  let characters = 0;
  for (let after = position; ; ) {
    const atOnce = request.attributes.length > 0 ? LOOKED_AT : Math.min(LOOKED_AT, wanted - found.length);
    const rows = await rowsOfPart(store, request, part, after, scope, atOnce);
    for (const row of rows)
      if (matchesAttributes(request.attributes, row.attributes)) {
        found.push(row);
        characters += String(row.attributes ?? '').length;
      }
    const last = rows.at(-1);
    const isEnd = !last || found.length >= wanted || rows.length < atOnce;
    if (isEnd || characters > PAGE_CHARACTERS) return { rows: found.slice(0, wanted), isFull: !isEnd };
    after = positionOf(last, request);
  }
}

async function rowsOfPart(
  store: Store,
  request: Reading,
  part: Part,
  position: Position | null,
  scope: Scope,
  wanted: number,
): Promise<readonly DatabaseRow[]> {
  const { column, descending } = request.sort;
  const direction = descending ? 'desc' : 'asc';
  const rows = request.attributes.length > 0 ? store.scans : store.rows;
  const place = position && placeOf(request, position);
  const order = orderOf(request, part);
  const ordered = (query: Query): Query => order.reduce((of, name) => of.orderBy(name, direction), query);
  const narrowed = (all: Query): Query => {
    let query = all.where((eb) => eb.and(conditionsOf(eb, request, scope, part === 'values' ? null : place)));
    if (part === 'nulls') query = query.where(column, 'is', null);
    if (part === 'values' && sortField(request.resource, column)?.nullable) query = query.where(column, 'is not', null);
    if (place) query = query.where((eb) => behind(eb, order, place, descending));
    return firstRows(store.engine, ordered(query), wanted);
  };
  const all: Query = rows.selectFrom(tableOf(rows, request.resource)).select(columnsToRead(request));
  const index = coveringIndex(request, scope);
  if (index === null) return narrowed(all).execute();
  const walked: Query = rows.selectFrom(walkedBy(store.engine, request.resource.table, index)).select('id');
  return ordered(all.where('id', 'in', narrowed(walked))).execute();
}

type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

/**
 * The index by which a sorted list is walked without its rows until a page is full: it has all that the filters ask. The
 * engines would rather take a filter's index, and sort a third of the table. Null where it would have to look at rows.
 */
function coveringIndex({ resource, sort, filters, attributes, app, q }: ListRequest, scope: Scope): string | null {
  const { covered = [], name, fields } = resource.dataset;
  if (sort.column === 'id' || filters.length === 0 || attributes.length > 0 || app || q !== null) return null;
  if (covered.length === 0 || alternativesOf(scope).some((equal) => Object.keys(equal).length > 0)) return null;
  const columns = ['source', sort.column, ...covered.flatMap((field) => comparedColumnOf(field, fields[field]))];
  const isCovered = filters.every(
    ({ column, alsoIn, operator }) => alsoIn === undefined && operator !== 'untoldByAny' && columns.includes(column),
  );
  return isCovered ? `ix_${name}_${sort.column}` : null;
}

const comparedColumnOf = (name: string, field: Field | undefined): string =>
  field && isFolded(field) ? foldedColumn(name) : name;

/** With those that filters compare. */
const allColumns = (dataset: Dataset): readonly string[] =>
  Object.entries(columnsOf(dataset)).flatMap(([column, field]) => [
    column,
    ...madeColumns(column, field).map(([made]) => made),
  ]);

/** Of several datasets their rows together: columns that one does not have are null. */
function tableOf(
  rows: Kysely<LooseDatabase>,
  { table, dataset, kinds = {} }: ListRequest['resource'],
): AliasedExpression<Record<string, unknown>, string> {
  const parts = Object.entries(kinds).map(([kind, of]) => {
    const own = allColumns(of);
    const source = ofAnyDevice(of) ? 'owner_source' : 'source';
    const columns = allColumns(dataset).map((column) => {
      if (column === 'kind') return sql.lit(kind).as(column);
      if (column === 'owner_source') return sql.ref(source).as(column);
      return (own.includes(column) ? sql.ref(column) : sql.lit(null)).as(column);
    });
    return rows.selectFrom(of.name).select(columns);
  });
  const [first, ...others] = parts;
  return first
    ? others.reduce((union, part) => union.unionAll(part), first).as(table)
    : sql<Record<string, unknown>>`${sql.table(table)}`.as(table);
}

/** Nulls are in the order of what tells rows apart alone. */
function orderOf({ resource, sort }: ListRequest, part: Part): readonly string[] {
  return [...new Set([...(part === 'nulls' ? [] : [sort.column]), ...resource.identity])];
}

/** `from`: where rows are in the order of their ids, the last one of the page before. */
function conditionsOf(eb: Builder, request: Reading, scope: Scope, from: Place | null) {
  const { identity } = request.resource;
  const within = (inner: Builder) => (from ? [behind(inner, identity, from, request.sort.descending)] : []);
  const scopes = alternativesOf(scope).map((fixed) => equalTo(eb, fixed));
  return [
    ...equalTo(eb, request.resource.only),
    ...(scopes.length === 1 ? scopes.flat() : [eb.or(scopes.map((scope) => eb.and(scope)))]),
    ...request.filters.map((filter) => filterCondition(eb, filter)),
    ...request.attributes.flatMap((filter) => nameCondition(filter) ?? []),
    ...(request.ofApp ? [request.ofApp(eb)] : []),
    ...(request.q === null ? [] : [searchCondition(eb, { ...request, q: request.q }, within)]),
  ];
}

function columnsToRead({ resource, fields, sort, attributes }: ListRequest): string[] {
  const columns = fields.flatMap((name) => {
    const listed = resource.fields.get(name);
    return listed ? [listed.column] : (resource.derived.get(name)?.columns ?? []);
  });
  return [
    ...new Set([
      ...resource.identity,
      sort.column,
      ...tellingColumns(resource.dataset),
      ...columns,
      ...(attributes.length > 0 ? ['attributes'] : []),
    ]),
  ];
}

/** Where a row stands in the order of its list. */
export function positionOf(row: DatabaseRow, { resource, sort }: Pick<ListRequest, 'resource' | 'sort'>): Position {
  const parts = resource.identity.map((column) => sealed(row[column]));
  return {
    value: sealed(row[sort.column]),
    identity: parts.flatMap((part) => (typeof part === 'string' || typeof part === 'number' ? [part] : [])),
  };
}

function sealed(value: unknown): Position['value'] {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** The row that a position was made of, as far as the order goes. */
function placeOf({ resource, sort }: ListRequest, { value, identity }: Position): Place {
  const opened = (column: string, part: Position['value'] | undefined): unknown => {
    if (column === 'record_key') return Buffer.from(String(part), 'hex');
    return typeof part === 'number' && sortField(resource, column)?.kind === 'instant' ? new Date(part) : part;
  };
  const parts = resource.identity.map((column, i) => [column, opened(column, identity[i])]);
  return { ...Object.fromEntries(parts), [sort.column]: opened(sort.column, value) };
}
