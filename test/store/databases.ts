// New databases for tests and measurements: a file for sqlite, one on the server that TEST_MSSQL_CONNECTION_STRING names
// for SQL Server.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { datasets, WRITE_LOCKS } from '../../lib/catalog/index.ts';
import { type EngineName, openEngine, type Store, type WriteTransaction } from '../../lib/store/index.ts';
import { lockSource } from '../../lib/store/lease.ts';
import { type Migration, migrate, migrationsFor } from '../../lib/store/migrate.ts';
import { storeOver } from '../../lib/store/store.ts';
import { guarded } from './lock-guard.ts';
import { makeMigrated } from './migrated-file.ts';

/** One without a schema. */
export interface EmptyDatabase {
  /** What DATABASE would say. */
  readonly database: string;
  drop(): Promise<void>;
}

export const server = process.env.TEST_MSSQL_CONNECTION_STRING;

export const engines: readonly EngineName[] = server === undefined ? ['sqlite'] : ['sqlite', 'mssql'];

export async function emptyDatabase(engine: EngineName): Promise<EmptyDatabase> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
    return {
      database: `sqlite:${join(folder, 'lens.db')}`,
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `emm_lens_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE [${name}]`);
  return {
    database: `${server?.replace(/;?\s*(Database|Initial Catalog)=[^;]*/i, '')};Database=${name}`,
    drop: () => onServer(`DROP DATABASE [${name}]`),
  };
}

export interface TestStore {
  readonly store: Store;
  /** What DATABASE would say, to open the same database again. */
  readonly database: string;
  remove(): Promise<void>;
}

/** A migrated one, which refuses what writers that overlap would spoil. */
export async function openTestStore(
  engine: EngineName = 'sqlite',
  further: readonly Migration[] = [],
): Promise<TestStore> {
  const { database, drop } = await emptyDatabase(engine);
  if (engine === 'sqlite') await makeMigrated(database);
  const opened = await openEngine({ database });
  await migrate(opened, [...migrationsFor(engine), ...further]);
  const store = storeOver(guarded(opened));
  return {
    store,
    database,
    remove: async () => {
      await store.close();
      await drop();
    },
  };
}

/** Writes what a test wants to be there, with all locks. */
export const writeFreely = <T>(store: Store, work: (tx: WriteTransaction) => Promise<T>): Promise<T> =>
  store.write(async (tx) => {
    for (const kind of WRITE_LOCKS) await tx.lock(kind);
    await lockSource(tx, 'any');
    return work(tx);
  });

/** All rows of these datasets leave: of all by default. */
export async function emptyTables(store: Store, tables = datasets().map(({ name }) => name)): Promise<void> {
  await writeFreely(store, async (tx) => {
    // Its rows come with the schema.
    for (const table of tables) if (table !== 'write_lock') await tx.rows.deleteFrom(table).execute();
  });
}

/**
 * Databases that two workers make or drop at once may collide (SQL Server: 1807), and those of a killed collector are in use
 * until the server has seen it (3702): the statement is tried again.
 */
async function onServer(statement: string): Promise<void> {
  // Only where there is a server: it takes a third of a second to load, in each test file.
  const { default: mssql } = await import('mssql');
  const pool = await new mssql.ConnectionPool(server ?? '').connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await pool.request().batch(statement);
        return;
      } catch (error) {
        if (attempt >= 8) throw error;
        await delay(Math.random() * 100 * 2 ** attempt);
      }
    }
  } finally {
    await pool.close();
  }
}
