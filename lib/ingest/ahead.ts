// Instants that lie ahead of now were written while a clock was ahead, and nobody knows when that was. They would count
// only when their time has come: until then no absence is seen, and a rejection protects whatever leaves. So they are
// moved to now before a source is read, and what an operator has decided on stays before what came later.
import { type MirrorName, mirrors } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { firstRows } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { paddedLists } from '../store/lists.ts';

const ROWS_A_TRANSACTION = 1_000;

/** Moves what is known of a source to `at`. */
export async function healAhead(store: Store, writer: FencedWriter, at: Date): Promise<void> {
  const holds = await store.db
    .selectFrom('deletion_hold')
    .select(['id', 'dataset', 'kind', 'state', 'opened_at', 'confirmed_at', 'decided_at'])
    .where('source', '=', writer.lease.source)
    .execute();
  const isDecided = ({ state }: { readonly state: string }) => state === 'approved' || state === 'rejected';
  const before = new Date(at.getTime() - 1);
  for (const { name } of mirrors) {
    const decidedUntil = (kind: string | null): Date =>
      new Date(
        Math.max(
          ...holds.flatMap((hold) =>
            isDecided(hold) && hold.dataset === name && hold.kind === kind ? [hold.confirmed_at.getTime()] : [],
          ),
          0,
        ),
      );
    for (const [times, until] of [
      [absences(name as MirrorName), decidedUntil(null)],
      [losses(name as MirrorName), decidedUntil('values')],
    ] as const) {
      await move(store, writer, times, { after: at, until, to: before });
      await move(store, writer, times, { after: at, until: null, to: at });
    }
  }
  const ahead = holds.filter((hold) => [hold.opened_at, hold.confirmed_at, hold.decided_at].some((t) => t && t > at));
  const notLater = (time: Date, than: Date) => (time > at ? than : time);
  const healed = ahead.map((hold) => ({
    id: hold.id,
    opened_at: notLater(hold.opened_at, before),
    confirmed_at: notLater(hold.confirmed_at, isDecided(hold) ? before : at),
    decided_at: hold.decided_at && notLater(hold.decided_at, at),
  }));
  if (healed.length > 0) await writer.write((tx) => tx.update('deletion_hold', healed));
}

interface Times {
  readonly table: string;
  readonly id: 'id' | 'row_id';
  readonly column: 'absent_since' | 'noted_at';
  /** Where the table has rows of several. */
  readonly dataset: MirrorName | null;
}

const absences = (name: MirrorName): Times => ({ table: name, id: 'id', column: 'absent_since', dataset: null });
const losses = (dataset: MirrorName): Times => ({ table: 'kept_value', id: 'row_id', column: 'noted_at', dataset });

interface Move {
  readonly after: Date;
  readonly until: Date | null;
  readonly to: Date;
}

async function move(
  store: Store,
  writer: FencedWriter,
  { table, id, column, dataset }: Times,
  { after, until, to }: Move,
): Promise<void> {
  if (until && until <= after) return;
  const { source } = writer.lease;
  for (;;) {
    let query = store.rows.selectFrom(table).select(id).where('source', '=', source).where(column, '>', after);
    if (until) query = query.where(column, '<=', until);
    if (dataset) query = query.where('dataset', '=', dataset);
    const found = await firstRows(store.engine, query.orderBy(id), ROWS_A_TRANSACTION).execute();
    if (found.length === 0) return;
    await writer.write(async ({ rows }) => {
      for (const list of paddedLists(found.map((row) => row[id]))) {
        const those = rows
          .updateTable(table)
          .set({ [column]: to })
          .where('source', '=', source)
          .where(id, 'in', list);
        await (dataset ? those.where('dataset', '=', dataset) : those).execute();
      }
    });
  }
}
