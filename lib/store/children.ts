// Deleting: by surrogate ids, and the children of removed parents with their digests.
import type { WriteTransaction } from './database.ts';
import { paddedLists } from './lists.ts';

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

/** Children and digests of removed parents. */
export async function deleteChildrenOf(
  tx: WriteTransaction,
  children: string,
  source: string,
  parentKeys: readonly Uint8Array[],
): Promise<number> {
  let deleted = 0;
  for (const list of paddedLists(parentKeys)) {
    const { numDeletedRows } = await tx.rows
      .deleteFrom(children)
      .where('source', '=', source)
      .where('parent_key', 'in', list)
      .executeTakeFirst();
    deleted += Number(numDeletedRows);
  }
  await deleteDigests(tx, children, source, parentKeys);
  return deleted;
}
