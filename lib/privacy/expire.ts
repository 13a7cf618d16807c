// Deletes rows by age, oldest first, in batches by boundary key: each batch is one transaction and one index range, so
// that neither locks nor the log grow with the backlog.
import type { DatasetName } from '../catalog/index.ts';
import { firstRows, type Store } from '../store/index.ts';

export const BATCH = 1_000;

/** What there is to delete: rows of a dataset whose `column` is before `before`. */
export interface Expiry {
  readonly dataset: DatasetName;
  readonly column: string;
  readonly before: Date;
}

export interface Expired {
  /** Rows that were overdue when the run began. */
  readonly due: number;
  readonly removed: number;
  /** Overdue rows that are still there, and the oldest of them: the time budget was used up. */
  readonly left: number;
  readonly oldestLeft: string | null;
}

/** `stopped` is asked before each batch. */
export async function expire(store: Store, expiry: Expiry, stopped: () => boolean): Promise<Expired> {
  const due = await countOverdue(store, expiry);
  let removed = 0;
  for (let deleted = due === 0 ? 0 : BATCH; deleted === BATCH && !stopped(); removed += deleted)
    deleted = await deleteOldest(store, expiry);
  const left = due === 0 ? 0 : await countOverdue(store, expiry);
  return { due, removed, left, oldestLeft: left === 0 ? null : await oldestOverdue(store, expiry) };
}

async function countOverdue(store: Store, { dataset, column, before }: Expiry): Promise<number> {
  const row = await store.rows
    .selectFrom(dataset)
    .select(({ fn }) => fn.countAll().as('n'))
    .where(column, '<', before)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function oldestOverdue(store: Store, { dataset, column, before }: Expiry): Promise<string | null> {
  const ordered = store.rows.selectFrom(dataset).select(column).where(column, '<', before).orderBy(column);
  const oldest = (await firstRows(store.engine, ordered, 1).executeTakeFirst())?.[column];
  return oldest instanceof Date ? oldest.toISOString() : null;
}

/** The oldest batch; a full one has exactly `BATCH` rows. */
async function deleteOldest(store: Store, { dataset, column, before }: Expiry): Promise<number> {
  return store.write(async ({ rows, engine }) => {
    const ordered = rows
      .selectFrom(dataset)
      .select([column, 'id'])
      .where(column, '<', before)
      .orderBy(column)
      .orderBy('id');
    const nth = engine === 'mssql' ? ordered.offset(BATCH - 1).fetch(1) : ordered.limit(1).offset(BATCH - 1);
    const boundary = await nth.executeTakeFirst();
    const old = rows.deleteFrom(dataset).where(column, '<', before);
    const batch = boundary
      ? old
          .where(column, '<=', boundary[column])
          .where(({ eb, or }) => or([eb(column, '<', boundary[column]), eb('id', '<=', boundary.id)]))
      : old;
    const { numDeletedRows } = await batch.executeTakeFirst();
    return Number(numDeletedRows);
  });
}
