// Writes what rows are found by beside them, in the transaction that writes the rows: whatever is stored can be found, and
// whatever leaves cannot. Under the lock of the mirror, since links and the search's own duty read the same rows.

import { sql } from 'kysely';
import { classesOf, classOf, type FoundDataset, isFoundDataset, type Term, termsOf } from '../search/terms.ts';
import { slices } from '../sources/slices.ts';
import { foundAttributes } from '../sources/telling.ts';
import type { WriteTransaction } from '../store/database.ts';
import { deleteInLists, readInLists } from '../store/lists.ts';
import { keyText } from './key.ts';
import { readByKey } from './read.ts';

type Row = Readonly<Record<string, unknown>>;
type Reader = Pick<WriteTransaction, 'rows'>;

/** What a page does to the terms of a mirror's rows. */
export interface TermsChange {
  readonly dataset: FoundDataset;
  /** Of new rows, by their keys. */
  readonly fresh: readonly { readonly key: Uint8Array; readonly terms: readonly Term[] }[];
  /** Of rows that are found by something else than before. */
  readonly changed: ReadonlyMap<number, readonly Term[]>;
}

/** Null where nobody looks for rows of this mirror, or nothing changes. */
export async function termsChange(
  name: string,
  fresh: readonly { readonly key: Uint8Array; readonly values: Row }[],
  differing: readonly { readonly id: number; readonly before: Row; readonly record: { readonly values: Row } }[],
): Promise<TermsChange | null> {
  if (!isFoundDataset(name) || fresh.length + differing.length === 0) return null;
  const attributes = await foundAttributes(name);
  const of = (row: Row) => termsOf(name, row, attributes);
  const changed = differing.flatMap(({ id, before, record }) => {
    const terms = of(record.values);
    return namesOf(of(before)) === namesOf(terms) ? [] : [[id, terms] as const];
  });
  if (fresh.length + changed.length === 0) return null;
  return {
    dataset: name,
    fresh: fresh.map(({ key, values }) => ({ key, terms: of(values) })),
    changed: new Map(changed),
  };
}

const namesOf = (terms: readonly Term[]): string =>
  terms
    .map(({ part, text }) => `${part}${text}`)
    .sort()
    .join('\n');

/** After the rows were written. */
export async function writeTerms(tx: WriteTransaction, source: string, change: TermsChange | null): Promise<void> {
  if (!change) return;
  const { dataset, fresh, changed } = change;
  const keys = fresh.map(({ key }) => key);
  const rows = await readByKey(tx, dataset, source, 'record_key', keys, ['id', 'record_key']);
  const ids = new Map(
    rows.map(({ id, record_key }) => [record_key instanceof Uint8Array ? keyText(record_key) : '', Number(id)]),
  );
  await tx.insert(
    'search_term',
    fresh.flatMap(({ key, terms }) => rowsOf(dataset, ids.get(keyText(key)), terms)),
  );
  await replaceTerms(tx, dataset, changed);
}

const rowsOf = (dataset: FoundDataset, owner: number | undefined, terms: readonly Term[]) =>
  owner === undefined ? [] : terms.map(({ part, text }) => ({ class: classOf(dataset, part), term: text, owner }));

type Stored = ReturnType<typeof rowsOf>[number];
const nameOf = (row: Stored): string => `${row.class} ${row.owner} ${row.term}`;

/** Some terms each: both lists of a deleting statement stay short. */
const OWNERS_AT_ONCE = 20;

/** By difference: most terms of a row that changes stay. Answers how many rows had other terms. */
export async function replaceTerms(
  tx: WriteTransaction,
  dataset: FoundDataset,
  wanted: ReadonlyMap<number, readonly Term[]>,
): Promise<number> {
  const stored = Map.groupBy(await termsOfOwners(tx, dataset, [...wanted.keys()]), ({ owner }) => owner);
  const differing = [...wanted].flatMap(([owner, terms]) => {
    const [had, has] = [stored.get(owner) ?? [], rowsOf(dataset, owner, terms)];
    const [before, now] = [new Set(had.map(nameOf)), new Set(has.map(nameOf))];
    const gone = had.filter((row) => !now.has(nameOf(row)));
    const isSame = gone.length === 0 && has.length === had.length;
    return isSame ? [] : [{ owner, gone, has, before }];
  });
  for (const some of slices(differing, OWNERS_AT_ONCE)) {
    const gone = new Set(some.flatMap((row) => row.gone).map(({ term }) => term));
    const owners = some.filter((row) => row.gone.length > 0).map(({ owner }) => owner);
    // One owner's lost term may be another's that stays: that one is written again.
    await deleteInLists([...gone], (list) => ownedBy(tx, dataset, owners).where('term', 'in', list));
    await tx.insert(
      'search_term',
      some.flatMap(({ owner, has, before }) =>
        has.filter((row) => !before.has(nameOf(row)) || (gone.has(row.term) && owners.includes(owner))),
      ),
    );
  }
  return differing.length;
}

const ownedBy = ({ db }: WriteTransaction, dataset: FoundDataset, owners: readonly number[]) =>
  db
    .deleteFrom('search_term')
    .where('class', 'in', classesOf(dataset).map(sql.lit<number>))
    .where('owner', 'in', owners);

export async function termsOfOwners(
  { rows }: Reader,
  dataset: FoundDataset,
  owners: readonly number[],
): Promise<readonly Stored[]> {
  const query = rows
    .selectFrom('search_term')
    .selectAll()
    .where('class', 'in', classesOf(dataset).map(sql.lit<number>));
  const found = await readInLists(owners, (list) => query.where('owner', 'in', list));
  return found.map((row) => ({ class: Number(row.class), term: String(row.term), owner: Number(row.owner) }));
}

/** A row has some fourteen terms, each a lock of its key and one of its page: 5,000 in a statement lock the table. */
const OWNERS_A_DELETE = 100;

/** Of rows that leave. */
export async function dropTerms(tx: WriteTransaction, name: string, ids: readonly number[]): Promise<void> {
  if (!isFoundDataset(name)) return;
  for (const some of slices(ids, OWNERS_A_DELETE)) await deleteInLists(some, (list) => ownedBy(tx, name, list));
}
