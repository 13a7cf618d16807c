// Looks through all devices for links that are missing or wrong, and mends them: of two collectors that write the two
// rows of one device in the same moment neither sees the other's, and rows from before links were kept have none.
import { sql } from 'kysely';
import { isPlaceholder } from '../placeholders.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import { CARRIERS_AT_MOST, type HardwareRow } from './components.ts';
import { HARDWARE_COLUMNS, hardwareRow } from './identifiers.ts';
import { type HardwareChange, linkHardware, planLinks } from './link.ts';

const ROWS_AT_ONCE = 500;

type Write = (work: (tx: WriteTransaction) => Promise<number>) => Promise<number>;

/** Answers how many rows were mended. `stopped` is asked before each batch. Throws StoreError, LeaseLost as `write` does. */
export async function verifyHardware(store: Store, write: Write, stopped = (): boolean => false): Promise<number> {
  let mended = 0;
  for await (const change of suspects(store)) {
    if (stopped()) return mended;
    // Planned beside everybody else; the transaction, in which nobody else writes them, plans again.
    const planned = await planLinks({ rows: store.scans }, change);
    if (planned.length > 0) mended += await write((tx) => linkHardware(tx, change));
  }
  return mended;
}

async function* suspects(store: Store): AsyncGenerator<HardwareChange> {
  for (const [index, column] of HARDWARE_COLUMNS.entries())
    for await (const values of torn(store, column)) {
      const arrived = values.map((value) => HARDWARE_COLUMNS.map((_, i) => (i === index ? value : null)));
      yield { arrived, left: [], ids: [] };
    }
  for await (const rows of linked(store)) yield { arrived: [], left: [], ids: rows.map((row) => row.id) };
}

/** Values of a column that link rows, of which not all have the same hardware. */
async function* torn(store: Store, column: string): AsyncGenerator<readonly string[]> {
  const carriers = sql<number>`count(*)`;
  for (let after = ''; ; ) {
    const query = store.scans
      .selectFrom('device')
      .select(column)
      .where(column, '>', after)
      .groupBy(column)
      .having(carriers, '>', 1)
      .having(carriers, '<=', CARRIERS_AT_MOST)
      .having(({ eb, or, fn }) =>
        or([eb(fn.count('hardware_id'), '<', carriers), eb(fn.min('hardware_id'), '<>', fn.max('hardware_id'))]),
      )
      .orderBy(column);
    const values = (await firstRows(store.engine, query, ROWS_AT_ONCE).execute()).map((row) => String(row[column]));
    yield values.filter((value) => !isPlaceholder(value));
    const last = values.at(-1);
    if (last === undefined || values.length < ROWS_AT_ONCE) return;
    after = last;
  }
}

/** All rows that are linked, those of one hardware together. */
async function* linked(store: Store): AsyncGenerator<readonly HardwareRow[]> {
  for (let [hardware, id] = [0, 0]; ; ) {
    const query = store.scans
      .selectFrom('device')
      .select(['id', 'hardware_id', ...HARDWARE_COLUMNS])
      .where('hardware_id', '>=', hardware)
      .where(({ eb, or }) => or([eb('hardware_id', '>', hardware), eb('id', '>', id)]))
      .orderBy('hardware_id')
      .orderBy('id');
    const rows = (await firstRows(store.engine, query, ROWS_AT_ONCE).execute()).map(hardwareRow);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return;
    [hardware, id] = [last.hardwareId ?? 0, last.id];
  }
}
