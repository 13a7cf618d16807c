// Migrated stores for tests: sqlite always, SQL Server too where TEST_MSSQL_CONNECTION_STRING names one.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from '@jest/globals';
import mssql from 'mssql';
import { type EngineName, openStore, type Store } from '../../lib/store/index.ts';

export interface TestStore {
  readonly store: Store;
  /** What DATABASE would say, to open the same database again. */
  readonly database: string;
  remove(): Promise<void>;
}

const server = process.env.TEST_MSSQL_CONNECTION_STRING;

export async function openTestStore(engine: EngineName = 'sqlite'): Promise<TestStore> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
    const database = `sqlite:${join(folder, 'lens.db')}`;
    const store = await openStore({ database });
    return {
      store,
      database,
      remove: async () => {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  const name = `emm_lens_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE [${name}]`);
  const database = `${server?.replace(/;?\s*(Database|Initial Catalog)=[^;]*/i, '')};Database=${name}`;
  const store = await openStore({ database });
  return {
    store,
    database,
    remove: async () => {
      await store.close();
      await onServer(`DROP DATABASE [${name}]`);
    },
  };
}

/** Databases that two workers make or drop at once may collide (SQL Server: 1807): the statement is tried again. */
async function onServer(statement: string): Promise<void> {
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

/** Runs the same promises on each engine; a fresh database per call. Without a server its tests count as skipped. */
export function onEachEngine(promises: (open: () => TestStore) => void): void {
  for (const engine of ['sqlite', 'mssql'] as const) {
    const there = engine === 'sqlite' || server !== undefined;
    (there ? describe : describe.skip)(`on ${engine}`, () => {
      let opened: TestStore | undefined;
      beforeAll(async () => {
        opened = await openTestStore(engine);
      });
      afterAll(async () => opened?.remove());
      promises(() => {
        if (!opened) throw new Error('the test store is not open');
        return opened;
      });
    });
  }
}
