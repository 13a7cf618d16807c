// One page of what answers a question: people, or devices, the best first. Terms belong to rows; a person is several rows,
// and so may a device be: each is shown once, where the best of its terms stands. Every page costs the same.
import { type Expression, type SqlBool, sql } from 'kysely';
import { foundAttributes } from '../sources/telling.ts';
import { firstRows } from '../store/capabilities.ts';
import type { Store } from '../store/database.ts';
import { type Builder, behind, type Condition } from '../store/keyset.ts';
import { readInLists } from '../store/lists.ts';
import { answersIn, type Question, RANKS, type Range, type Rank, rankOf } from './question.ts';
import { classOf, datasetOf, type FoundDataset, foundColumns, partOf, termsOf } from './terms.ts';

/** What is looked for, by the mirrors that tell of it; rows with the same value of `by` are one. */
export interface Sought {
  readonly datasets: readonly FoundDataset[];
  readonly by: 'subject_id' | 'hardware_id';
}
export const PEOPLE_SOUGHT: Sought = { datasets: ['directory_user', 'emm_user'], by: 'subject_id' };
export const DEVICES_SOUGHT: Sought = { datasets: ['device'], by: 'hardware_id' };

/** Where a term stands in the order of answers. */
export interface Place {
  readonly rank: number;
  readonly term: string;
  readonly class: number;
  readonly owner: number;
}

export interface Found {
  /** Of the row that was found: of a person the person's. */
  readonly id: number;
  readonly matched: readonly { readonly field: string; readonly rank: Rank }[];
}

export interface FoundPage {
  readonly found: readonly Found[];
  /** Where the next page begins, null where there is none. */
  readonly next: Place | null;
}

type Row = Readonly<Record<string, unknown>>;

const ORDER = ['rank', 'term', 'class', 'owner'] as const;

/** Throws StoreError. */
export async function findPage(
  store: Store,
  sought: Sought,
  question: Question,
  after: Place | null,
  limit: number,
): Promise<FoundPage> {
  // A person has several terms that begin alike, in two systems mostly.
  const atOnce = 5 * limit + 2;
  const found: Found[] = [];
  const seen = new Set<number>();
  const owners = new Map<string, Owner | null>();
  let last = after;
  for (let place = after; ; ) {
    const places = await placesAfter(store, sought, question, place, atOnce);
    const unread = places.filter((one) => !owners.has(ownerName(one)));
    for (const one of unread) owners.set(ownerName(one), null);
    for (const [name, owner] of await ownersOf(store, sought, question, unread)) owners.set(name, owner);
    for (const one of places) {
      const owner = owners.get(ownerName(one));
      if (!owner || seen.has(owner.id) || placeName(owner.best) !== placeName(one)) continue;
      const matched = await matchedIn(question, owner.rows);
      // A value that has just left may have left its terms behind, for a moment.
      if (matched.length === 0) continue;
      if (found.length === limit) return { found, next: last };
      seen.add(owner.id);
      found.push({ id: owner.id, matched });
      last = one;
    }
    place = places.at(-1) ?? place;
    if (places.length < atOnce) return { found, next: null };
  }
}

const ownerName = (place: Pick<Place, 'class' | 'owner'>): string => `${datasetOf(place.class)} ${place.owner}`;
const placeName = (place: Place): string => `${place.rank} ${place.class} ${place.owner} ${place.term}`;

/**
 * A union of ranges of one index, each bounded: whatever is asked for, few rows are read. The class stands in the text of
 * the statement: it has the ranges that SQL Server plans for.
 */
async function placesAfter(
  store: Store,
  { datasets }: Sought,
  question: Question,
  after: Place | null,
  atOnce: number,
): Promise<readonly Place[]> {
  const ranges = question
    .filter(({ rank }) => after === null || rank >= after.rank)
    .flatMap((range) => datasets.map((dataset) => rangeAfter(store, dataset, range, after, atOnce)));
  const [first, ...others] = ranges;
  if (!first) return [];
  let all = store.rows
    .selectFrom(others.reduce((union, range) => union.unionAll(range), first).as('found'))
    .select([...ORDER]);
  for (const column of ORDER) all = all.orderBy(column);
  const rows = await firstRows(store.engine, all, atOnce).execute();
  return rows.map((row) => ({
    rank: Number(row.rank),
    term: String(row.term),
    class: Number(row.class),
    owner: Number(row.owner),
  }));
}

function rangeAfter({ rows, engine }: Store, dataset: FoundDataset, range: Range, after: Place | null, atOnce: number) {
  const ofClass = classOf(dataset, range.part);
  const query = rows
    .selectFrom('search_term')
    .select([sql.lit(range.rank).as('rank'), 'term', 'class', 'owner'])
    .where('class', '=', sql.lit(ofClass))
    .where((eb) => eb.and([inRange(eb, range), ...(after?.rank === range.rank ? [isBehind(eb, ofClass, after)] : [])]))
    .orderBy('term')
    .orderBy('owner');
  return rows.selectFrom(firstRows(engine, query, atOnce).as('range')).selectAll();
}

/** Within one class: its place among the classes is known. */
function isBehind(eb: Builder, ofClass: number, after: Place): Condition {
  if (ofClass === after.class) return behind(eb, ['term', 'owner'], { term: after.term, owner: after.owner });
  return eb('term', ofClass < after.class ? '>' : '>=', after.term);
}

/** Terms in a range, of one class. */
function inRange(eb: Builder, { text, isWhole, end, words }: Range): Expression<SqlBool> {
  if (isWhole) return eb('term', '=', text);
  return eb.and([
    eb('term', '>=', text),
    ...(end === null ? [] : [eb('term', '<', end)]),
    // Letters, digits and blanks alone: nothing in it means something to LIKE.
    ...words.map((word) => eb('term', 'like', `% ${word}%`)),
  ]);
}

interface Owner {
  readonly id: number;
  /** The first of all its terms that answer. */
  readonly best: Place;
  readonly rows: readonly OwnRow[];
}

/** By `ownerName` of each row that terms belong to: the person, or device. */
async function ownersOf(
  store: Store,
  sought: Sought,
  question: Question,
  places: readonly Place[],
): Promise<ReadonlyMap<string, Owner>> {
  if (places.length === 0) return new Map();
  const rows = await rowsOf(store, sought, places);
  const terms = await termsIn(store, question, rows);
  const owners = new Map<string, Owner>();
  for (const [id, own] of Map.groupBy(rows, (row) => row.of)) {
    const best = own.flatMap(({ name }) => terms.get(name) ?? []).reduce(better, null);
    if (!best) continue;
    const owner = { id: sought.by === 'subject_id' ? Number(id) : best.owner, best, rows: own };
    for (const { name } of own) owners.set(name, owner);
  }
  return owners;
}

/** What of these rows answers, the best first. */
async function matchedIn(question: Question, rows: readonly OwnRow[]): Promise<Found['matched']> {
  const matched = new Map<string, number>();
  for (const { dataset, row } of rows)
    for (const [field, rank] of answersIn(question, termsOf(dataset, row, await foundAttributes(dataset))))
      matched.set(field, Math.min(rank, matched.get(field) ?? rank));
  return [...matched].sort(([, a], [, b]) => a - b).map(([field, rank]) => ({ field, rank: RANKS[rank] ?? 'word' }));
}

function better(a: Place | null, b: Place): Place {
  if (a === null) return b;
  const [x, y] = ORDER.map((column) => [a[column], b[column]] as const).find(([x, y]) => x !== y) ?? [0, 0];
  return x <= y ? a : b;
}

interface OwnRow {
  readonly dataset: FoundDataset;
  readonly row: Row;
  readonly name: string;
  /** The same for all rows of one person, or device. */
  readonly of: number | string;
}

/** The rows of these terms, and all others of the same people, or devices. */
async function rowsOf({ rows }: Store, sought: Sought, places: readonly Place[]): Promise<readonly OwnRow[]> {
  const { by, datasets } = sought;
  const found = new Map<string, OwnRow>();
  const add = (dataset: FoundDataset, all: readonly Row[]): void => {
    for (const row of all) {
      const name = `${dataset} ${row.id}`;
      const of = typeof row[by] === 'number' ? row[by] : name;
      if (by === 'hardware_id' || typeof of === 'number') found.set(name, { dataset, row, name, of });
    }
  };
  const reading = (dataset: FoundDataset) =>
    rows.selectFrom<string>(dataset).select(['id', by, ...foundColumns(dataset)]);
  for (const [dataset, own] of Map.groupBy(places, (place) => datasetOf(place.class)))
    if (dataset) {
      const ids = [...new Set(own.map(({ owner }) => owner))];
      add(dataset, await readInLists(ids, (list) => reading(dataset).where('id', 'in', list)));
    }
  const values = [...new Set([...found.values()].flatMap(({ of }) => (typeof of === 'number' ? [of] : [])))];
  for (const dataset of datasets)
    add(dataset, await readInLists(values, (list) => reading(dataset).where(by, 'in', list)));
  return [...found.values()];
}

/** Stored terms of rows that answer the question, by `OwnRow.name`. */
async function termsIn(
  { rows }: Store,
  question: Question,
  all: readonly OwnRow[],
): Promise<ReadonlyMap<string, readonly Place[]>> {
  const found: Place[] = [];
  for (const [dataset, own] of Map.groupBy(all, (row) => row.dataset)) {
    const asked = (eb: Builder) =>
      eb.or(
        question.map((range) => eb.and([eb('class', '=', sql.lit(classOf(dataset, range.part))), inRange(eb, range)])),
      );
    const query = rows.selectFrom<string>('search_term').select(['class', 'term', 'owner']).where(asked);
    const ids = own.map(({ row }) => Number(row.id));
    for (const row of await readInLists(ids, (list) => query.where('owner', 'in', list))) {
      const place = { term: String(row.term), class: Number(row.class), owner: Number(row.owner) };
      const rank = rankOf(question, { part: partOf(place.class), text: place.term });
      if (rank !== null) found.push({ rank, ...place });
    }
  }
  return Map.groupBy(found, ownerName);
}

/** Rows of a mirror with a term that answers the question, as a condition on their ids, however many. */
export const ownersAsked = (rows: Pick<Builder, 'selectFrom'>, dataset: FoundDataset, question: Question) => {
  const [first, ...others] = question.map((range) =>
    rows
      .selectFrom('search_term')
      .select('owner as id')
      .where('class', '=', sql.lit(classOf(dataset, range.part)))
      .where((eb) => inRange(eb, range)),
  );
  return first && others.reduce((union, range) => union.unionAll(range), first);
};
