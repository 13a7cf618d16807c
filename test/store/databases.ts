// New databases for tests and measurements: a file for sqlite, one on the server that TEST_MSSQL_CONNECTION_STRING names
// for SQL Server.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineName, openStore, type Store } from '../../lib/store/index.ts';

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

/** A migrated one. */
export async function openTestStore(engine: EngineName = 'sqlite'): Promise<TestStore> {
  const { database, drop } = await emptyDatabase(engine);
  const store = await openStore({ database });
  return {
    store,
    database,
    remove: async () => {
      await store.close();
      await drop();
    },
  };
}

/** Databases that two workers make or drop at once may collide (SQL Server: 1807): the statement is tried again. */
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
        await delay(Math.random() * 100 * attempt);
      }
    }
  } finally {
    await pool.close();
  }
}
