// Migrations that write many rows: the schema is changed at once, rows follow in batches.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { writeBatches } from '../../lib/store/batches.ts';
import { openEngine, rowsOfADelete, type Store } from '../../lib/store/index.ts';
import { type Migration, migrate, migrationsFor, newestSchema } from '../../lib/store/migrate.ts';
import { migrationScript } from '../../lib/store/migration-script.ts';
import { batchesOf } from '../../lib/store/statements.ts';
import { readStoredValue } from '../../lib/store/stored-values.ts';
import { insert } from '../query/estate.ts';
import { emptyTables } from './databases.ts';
import { onEachEngine } from './stores.ts';

const BATCHES = 4;
const going = () => false;

const sql = (statement: string): string =>
  `-- Older code goes on: it knows nothing of it.\n-- In batches of access_log:\n${statement};\n`;
/** Not the same where it is done twice. */
const COUNTED = sql('UPDATE access_log SET row_count = row_count + 1 WHERE id > @after AND id <= @last');

onEachEngine((open) => {
  const madeUp = (text = COUNTED): Migration => ({
    version: newestSchema(open().store.engine) + 1,
    name: 'made-up.sql',
    sql: text,
    olderCode: 'goes on',
  });
  const note = () => readStoredValue(open().store, batchesOf(madeUp())?.note ?? '');

  async function read(store: Store, count: number): Promise<void> {
    const reading = {
      occurred_at: new Date(),
      principal: 'p',
      operation: 'listDevices',
      dataset: 'device',
      fields: '[]',
      filters: '[]',
      row_count: 0,
    };
    await insert(
      store,
      'access_log',
      Array.from({ length: count }, () => reading),
    );
  }
  async function written(store: Store): Promise<number[]> {
    const rows = await store.db.selectFrom('access_log').select('row_count').distinct().orderBy('row_count').execute();
    return rows.map(({ row_count }) => Number(row_count));
  }
  /** As the start of a collector does, or a DBA. */
  async function apply(migration: Migration): Promise<void> {
    const engine = await openEngine({ database: open().database });
    expect(await migrate(engine, [...migrationsFor(engine.name), migration])).toEqual([migration.name]);
    await engine.close();
  }

  beforeEach(async () => {
    const { store } = open();
    await emptyTables(store, ['access_log', 'setting']);
    await store.write(({ db }) => db.deleteFrom('schema_version').where('version', '=', madeUp().version).execute());
    await read(store, rowsOfADelete(store.engine) * (BATCHES - 1) + 1);
  });

  it('leave rows alone when the schema is changed, and write each once, however often they stop and whoever else is at them', async () => {
    const { store } = open();
    await apply(madeUp());
    expect([await written(store), await note()]).toEqual([[0], 0]);
    expect(await writeBatches(store, () => true, [madeUp()])).toBe(false);
    expect([await written(store), await note()]).toEqual([[0, 1], expect.any(Number)]);
    expect(await Promise.all([1, 2, 3].map(() => writeBatches(store, going, [madeUp()])))).toEqual([true, true, true]);
    expect([await written(store), await note()]).toEqual([[1], null]);
    expect(await writeBatches(store, going, [madeUp()])).toBe(true);
    expect(await written(store)).toEqual([1]);
  });

  it('let others write between two of them', async () => {
    const { store } = open();
    await apply(madeUp());
    let ended = false;
    const writing = writeBatches(store, going, [madeUp()]).finally(() => {
      ended = true;
    });
    let others = 0;
    for (; !ended; others += 1)
      await store.write(({ db }) => db.updateTable('setting').set({ changed_at: new Date() }).execute());
    await writing;
    expect(others).toBeGreaterThanOrEqual(BATCHES - 1);
  });

  it('leave neither rows nor a note of a batch that fails, and go on there when it is mended', async () => {
    const { store } = open();
    await apply(madeUp());
    await writeBatches(store, () => true, [madeUp()]);
    const before = await note();
    const broken = madeUp(COUNTED.replace('row_count + 1', 'no_such_column'));
    await expect(writeBatches(store, going, [broken])).rejects.toMatchObject({ name: 'StoreError' });
    expect(await note()).toBe(before);
    expect(await writeBatches(store, going, [madeUp()])).toBe(true);
    expect(await written(store)).toEqual([1]);
  });

  it('are not noted where no row is there yet', async () => {
    const { store } = open();
    await emptyTables(store, ['access_log']);
    await apply(madeUp());
    expect(await note()).toBeNull();
  });
});

describe('a statement in batches', () => {
  it.each(['sqlite', 'mssql'] as const)('is a note in the script that a DBA runs on %s', (engine) => {
    const migration = { version: 1, name: '0001-made-up.sql', sql: COUNTED };
    const script = migrationScript(engine, 0, [migration]);
    expect(script).toMatch(/INSERT INTO .setting. .+\n {2}SELECT N?'+batches:1'+, N?'+0'+, /);
    expect(script).not.toContain('@after');
  });

  it.each([
    ['without ids', sql('UPDATE access_log SET row_count = 0')],
    ['of two', `${COUNTED}${COUNTED}`],
  ])('is refused %s', (_, text) => {
    expect(() => batchesOf({ version: 1, sql: text })).toThrow(RangeError);
  });
});
