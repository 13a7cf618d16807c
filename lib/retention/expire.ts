// Deletes rows by age, oldest first, in batches by boundary key: each batch is one transaction and one index range, so
// that neither locks nor the log grow with the backlog.
import { type Dataset, identityOf } from '../catalog/index.ts';
import { firstRows, nthRow, rowsOfADelete, type Store } from '../store/index.ts';
import { upTo } from '../store/keyset.ts';

/** What there is to delete: rows of a dataset from before that. */
export interface Expiry {
  readonly dataset: Dataset;
  readonly before: Date;
}

const AGE = 'occurred_at';

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
  const batch = rowsOfADelete(store.engine);
  let oldest = await oldestOverdue(store, expiry);
  let removed = 0;
  for (let full = true; oldest !== null && full && !stopped(); ) {
    const deleted = await deleteOldest(store, expiry, batch);
    removed += deleted;
    full = deleted === batch;
  }
  // Millions are counted only where time was up: counting takes as long as a batch of some thousands.
  if (oldest !== null) oldest = await oldestOverdue(store, expiry);
  const left = oldest === null ? 0 : await countOverdue(store, expiry);
  return { due: removed + left, removed, left, oldestLeft: oldest };
}

async function countOverdue(store: Store, { dataset, before }: Expiry): Promise<number> {
  const row = await store.rows
    .selectFrom(dataset.name)
    .select(({ fn }) => fn.countAll().as('n'))
    .where(AGE, '<', before)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function oldestOverdue(store: Store, { dataset, before }: Expiry): Promise<string | null> {
  const ordered = store.rows.selectFrom(dataset.name).select(AGE).where(AGE, '<', before).orderBy(AGE);
  const oldest = (await firstRows(store.engine, ordered, 1).executeTakeFirst())?.[AGE];
  return oldest instanceof Date ? oldest.toISOString() : null;
}

/** The oldest batch; a full one has exactly `size` rows. */
async function deleteOldest(store: Store, { dataset, before }: Expiry, size: number): Promise<number> {
  return store.write(async ({ rows, engine }) => {
    const order = [...new Set([AGE, ...identityOf(dataset)])];
    let ordered = rows.selectFrom(dataset.name).select(order).where(AGE, '<', before);
    for (const column of order) ordered = ordered.orderBy(column);
    const boundary = await nthRow(engine, ordered, size).executeTakeFirst();
    const old = rows.deleteFrom(dataset.name);
    // One upper bound alone: of two, sqlite takes the first for the range, and looks at all that is overdue each time.
    const batch = boundary ? old.where((eb) => upTo(eb, order, boundary)) : old.where(AGE, '<', before);
    const { numDeletedRows } = await batch.executeTakeFirst();
    return Number(numDeletedRows);
  });
}
