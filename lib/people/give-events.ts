// What was told of people who are others now: of those who proved to be one with somebody, or to be several.
import { byTime, type EventDataset } from '../catalog/index.ts';
import { columnsToGive, giveRows } from '../counts/give.ts';
import type { WriteTransaction } from '../store/index.ts';
import { pagesOf } from '../store/pages.ts';

const ROWS_AT_ONCE = 1_000;

/** Some at a time: one statement would lock the table where they are many. */
export async function giveEvents(
  tx: WriteTransaction,
  dataset: EventDataset,
  old: number,
  subject: number,
): Promise<void> {
  const query = tx.rows.selectFrom(dataset.name).select(columnsToGive(dataset)).where('subject_id', '=', old);
  for await (const rows of pagesOf(tx.engine, query, byTime(dataset), ROWS_AT_ONCE))
    await giveRows(
      tx,
      dataset,
      rows.map((row) => ({ row, change: { subject_id: subject } })),
    );
}
