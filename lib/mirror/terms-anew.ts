// Makes the terms of rows anew, some rows at a time: of rows that are older than the terms, after something is collected no
// more, and daily, to prove and mend. What is right is only read.

import { areTermsMade, tellTermsMade } from '../search/made.ts';
import { FOUND, type FoundDataset, foundColumns, type Term, termsOf } from '../search/terms.ts';
import { foundAttributes } from '../sources/telling.ts';
import type { Store, WriteTransaction, Writing } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { pagesOf } from '../store/pages.ts';
import { lockMirror } from './lock.ts';
import { replaceTerms, termsOfOwners } from './terms.ts';

/** One transaction's: 20 ms of everybody's time, 200 ms where all are new. */
const ROWS_AT_ONCE = 200;

type Reader = Pick<WriteTransaction, 'rows'>;

/** Of all rows; how many had other terms, none where the terms were never whole before. */
export async function verifyTerms(store: Store, stopped = (): boolean => false): Promise<number> {
  const wereMade = await areTermsMade(store);
  let mended = 0;
  for (const dataset of FOUND) mended += await makeTermsAnew(store, store, dataset, { stopped });
  if (!wereMade && !stopped()) await tellTermsMade(store);
  return wereMade ? mended : 0;
}

/** Of one mirror, or of one source in it. */
export async function makeTermsAnew(
  store: Store,
  writing: Writing,
  dataset: FoundDataset,
  { source, stopped = () => false }: { readonly source?: string; readonly stopped?: () => boolean } = {},
): Promise<number> {
  const all = store.rows.selectFrom<string>(dataset).select('id');
  const own = source === undefined ? all : all.where('source', '=', source);
  let mended = 0;
  for await (const rows of pagesOf(store.engine, own, ['id'], ROWS_AT_ONCE)) {
    if (stopped()) return mended;
    const ids = rows.map(({ id }) => Number(id));
    if (await isRight(store, dataset, ids)) continue;
    mended += await writing.write(async (tx) => {
      await lockMirror(tx, dataset);
      return replaceTerms(tx, dataset, await wantedOf(tx, dataset, ids));
    });
  }
  return mended;
}

async function isRight(store: Store, dataset: FoundDataset, ids: readonly number[]): Promise<boolean> {
  const wanted = await wantedOf(store, dataset, ids);
  const stored = Map.groupBy(await termsOfOwners(store, dataset, ids), ({ owner }) => owner);
  return [...wanted].every(([id, terms]) => {
    const had = new Set((stored.get(id) ?? []).map((row) => `${row.class % 10}${row.term}`));
    return had.size === terms.length && terms.every(({ part, text }) => had.has(`${part}${text}`));
  });
}

async function wantedOf(
  { rows }: Reader,
  dataset: FoundDataset,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly Term[]>> {
  const attributes = await foundAttributes(dataset);
  const query = rows.selectFrom<string>(dataset).select(['id', ...foundColumns(dataset)]);
  const found = await readInLists(ids, (list) => query.where('id', 'in', list));
  return new Map(found.map((row) => [Number(row.id), termsOf(dataset, row, attributes)]));
}
