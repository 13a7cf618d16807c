// Counters: one row an hour (or day) and key, to which what is told is added. A step reads the rows that it touches, adds,
// and writes them in its own transaction; a late line adds to its own hour, and no hour is ever closed.
import type { Counter, Dataset } from '../catalog/index.ts';
import { addRows, type Seen } from '../counts/add.ts';
import { keyOfWhom, periodOf, type Told } from '../counts/rows.ts';
import type { WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';
import { withinMost } from './most.ts';

/**
 * Adds what was told. Whose it is belongs to the key: a name that passes to a successor within the hour begins another
 * row. Rows are given to others meanwhile, under the same lock.
 */
export async function addCounts(
  tx: WriteTransaction,
  dataset: Dataset,
  counter: Counter,
  told: readonly Told[],
  { whole = false, seen }: { readonly whole?: boolean; readonly seen?: Seen } = {},
): Promise<{ readonly inserted: number; readonly updated: number }> {
  const [first] = told;
  if (!first) return { inserted: 0, updated: 0 };
  await lockSource(tx, first.source);
  const rows = told.map((row) => ({
    ...row,
    record_key: keyOfWhom(row.record_key, row),
    occurred_at: periodOf(counter, row.occurred_at),
    ...timesOf(counter, row),
  }));
  return addRows(tx, dataset, counter, rows, {
    whole,
    ...(seen && { seen }),
    bound: (sums, known) => withinMost(tx, dataset, counter, sums, known),
  });
}

/** A source may have counted itself, and then tells both times; by a declaration that says so, or neither. */
const timesOf = ({ first, last, times }: Counter, row: Told): Readonly<Record<string, unknown>> => ({
  ...(first === undefined || times === 'told' ? {} : { [first]: row[first] ?? row.occurred_at }),
  ...(last === undefined || times === 'told' ? {} : { [last]: row[last] ?? row.occurred_at }),
});
