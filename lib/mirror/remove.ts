// What follows when rows leave a mirror, whatever they leave for: because their source has them no more, because they
// are not collected any more, or because nobody vouches for them.
import { childrenOf, datasetNamed, type MirrorName } from '../catalog/index.ts';
import { markAlike, markDevicesOf, markLeaving } from '../counts/app-marks.ts';
import { hardwareLeft, linkHardware } from '../hardware/link.ts';
import { unlinkSubjects } from '../people/subjects.ts';
import type { WriteTransaction } from '../store/database.ts';
import { deleteInLists, paddedLists, readInLists } from '../store/lists.ts';
import { endWithDevices, handOver } from './events.ts';
import { lockMirror } from './lock.ts';
import type { MirrorRow, MirrorRows } from './read.ts';
import { dropTerms } from './terms.ts';

/** Rows that leave in one transaction. Parents take their children along: fewer of them make a batch. */
export const rowsOfARemoval = (dataset: MirrorName): number => (childrenOf(dataset).length > 0 ? 100 : 1_000);

/** Removes rows with their children, the digests of their parents, the names of people, and links of hardware. */
export async function removeRows(
  tx: WriteTransaction,
  { name, source, at }: MirrorRows & { readonly at: Date },
  rows: readonly MirrorRow[],
): Promise<void> {
  const keys = rows.map((row) => row.record_key);
  const ids = rows.map((row) => row.id);
  await lockMirror(tx, name);
  if (name === 'device') {
    await markAlike(tx, ids);
    await endWithDevices(tx, source, keys, at);
    await handOver(tx, source, keys);
  }
  if (name === 'emm_user') await markDevicesOf(tx, source, await accountsOf(tx, ids));
  await unlinkSubjects(tx, name, source, keys, at);
  for (const child of childrenOf(name)) await deleteChildrenOf(tx, child.name, source, keys);
  if (datasetNamed(name).parent)
    await deleteDigests(
      tx,
      name,
      source,
      rows.flatMap((row) => row.parent_key ?? []),
    );
  const hardware = await hardwareLeft(tx, name, ids);
  await deleteByIds(tx, name, source, ids);
  await linkHardware(tx, hardware);
}

async function accountsOf({ rows }: WriteTransaction, ids: readonly number[]): Promise<unknown[]> {
  const query = rows.selectFrom('emm_user').select('external_id');
  return (await readInLists(ids, (list) => query.where('id', 'in', list))).map((row) => row.external_id);
}

export async function deleteByIds(
  tx: WriteTransaction,
  table: string,
  source: string,
  ids: readonly number[],
): Promise<void> {
  if (table === 'device_app') await markLeaving(tx, ids);
  await deleteInLists(ids, (list) => tx.rows.deleteFrom(table).where('id', 'in', list));
  await dropTerms(tx, table, ids);
  await forgetKept(tx, table, source, ids);
}

/** Rows that are gone, or written anew, keep nothing any more. */
export async function forgetKept(
  { db }: WriteTransaction,
  dataset: string,
  source: string,
  ids: readonly number[],
): Promise<void> {
  const own = db.deleteFrom('kept_value').where('source', '=', source).where('dataset', '=', dataset);
  await deleteInLists(ids, (list) => own.where('row_id', 'in', list));
}

/** Digests of these parents: their children are compared row by row the next time. */
export async function deleteDigests(
  { db }: WriteTransaction,
  dataset: string,
  source: string,
  keys: readonly Uint8Array[],
): Promise<void> {
  const own = db.deleteFrom('parent_digest').where('source', '=', source).where('dataset', '=', dataset);
  await deleteInLists(keys, (list) => own.where('parent_key', 'in', list));
}

/** Children and digests of parents; by id, since 500 parents may have more children than one statement may lock. */
export async function deleteChildrenOf(
  tx: WriteTransaction,
  children: string,
  source: string,
  parentKeys: readonly Uint8Array[],
): Promise<void> {
  for (const list of paddedLists(parentKeys)) {
    const found = await tx.rows
      .selectFrom(children)
      .select('id')
      .where('source', '=', source)
      .where('parent_key', 'in', list)
      .execute();
    await deleteByIds(
      tx,
      children,
      source,
      found.map(({ id }) => Number(id)),
    );
  }
  await deleteDigests(tx, children, source, parentKeys);
}
