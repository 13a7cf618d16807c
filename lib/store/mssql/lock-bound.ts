// How many rows one statement writes. SQL Server locks the whole table once a statement holds 5,000 locks of one of its
// indexes: of each row its key there and, since keys are hashes, a page of its own, and the pages that a wide row fills.
// https://learn.microsoft.com/troubleshoot/sql/database-engine/performance/resolve-blocking-problems-caused-lock-escalation
import type { BulkRow } from '../engine.ts';

const LOCKS_AT_MOST = 4_800;
const BYTES_OF_A_PAGE = 8_000;
/** Key and page: an update of an indexed column takes them where the row was and where it comes. */
const LOCKS_OF_A_ROW = { insert: 2, update: 4 } as const;

/** The rows in their order, as many at a time as one statement may write. */
export function* boundByLocks(
  rows: readonly BulkRow[],
  kind: keyof typeof LOCKS_OF_A_ROW,
): Generator<readonly BulkRow[], void, void> {
  let [from, locks] = [0, 0];
  for (const [i, row] of rows.entries()) {
    const own = LOCKS_OF_A_ROW[kind] + Math.floor(bytesOf(row) / BYTES_OF_A_PAGE);
    if (locks + own > LOCKS_AT_MOST && i > from) {
      yield rows.slice(from, i);
      [from, locks] = [i, 0];
    }
    locks += own;
  }
  if (from < rows.length) yield rows.slice(from);
}

/** Text takes two bytes a character there. */
const bytesOf = (row: BulkRow): number =>
  row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length * 2 : widthOf(value)), 0);

const widthOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : 8);
