// Deleting: by surrogate ids, and the children of removed parents with their digests.
import type { WriteTransaction } from '../store/database.ts';
import { paddedLists } from '../store/lists.ts';

export async function deleteByIds({ rows }: WriteTransaction, table: string, ids: readonly number[]): Promise<void> {
  for (const list of paddedLists(ids)) await rows.deleteFrom(table).where('id', 'in', list).execute();
}

/** Digests of these parents: their children are compared row by row the next time. */
export async function deleteDigests(
  { db }: WriteTransaction,
  dataset: string,
  source: string,
  keys: readonly Uint8Array[],
): Promise<void> {
  for (const list of paddedLists(keys))
    await db
      .deleteFrom('parent_digest')
      .where('source', '=', source)
      .where('dataset', '=', dataset)
      .where('parent_key', 'in', list)
      .execute();
}

/** Children and digests of removed parents; by id, since 500 parents may have more children than one statement may lock. */
export async function deleteChildrenOf(
  tx: WriteTransaction,
  children: string,
  source: string,
  parentKeys: readonly Uint8Array[],
): Promise<number> {
  let deleted = 0;
  for (const list of paddedLists(parentKeys)) {
    const found = await tx.rows
      .selectFrom(children)
      .select('id')
      .where('source', '=', source)
      .where('parent_key', 'in', list)
      .execute();
    const ids = found.flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
    await deleteByIds(tx, children, ids);
    deleted += ids.length;
  }
  await deleteDigests(tx, children, source, parentKeys);
  return deleted;
}
