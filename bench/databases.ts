// A fresh, migrated database for each measurement: sqlite always, SQL Server where TEST_MSSQL_CONNECTION_STRING names one.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mssql from 'mssql';
import { type EngineName, openStore, type Store } from '../lib/store/index.ts';

export interface BenchDatabase {
  readonly store: Store;
  /** As DATABASE would say it. */
  readonly database: string;
  remove(): Promise<void>;
}

const server = process.env.TEST_MSSQL_CONNECTION_STRING;

export const engines: readonly EngineName[] = server ? ['sqlite', 'mssql'] : ['sqlite'];

export async function freshDatabase(engine: EngineName): Promise<BenchDatabase> {
  return engine === 'sqlite' ? freshFile() : freshOnServer(server ?? '');
}

async function freshFile(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const database = `sqlite:${join(folder, 'lens.db')}`;
  const store = await openStore({ database });
  return {
    store,
    database,
    remove: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function freshOnServer(connectionString: string): Promise<BenchDatabase> {
  const name = `emm_lens_bench_${randomUUID().replaceAll('-', '')}`;
  await onServer(connectionString, `CREATE DATABASE [${name}]`);
  const database = `${connectionString.replace(/;?\s*(Database|Initial Catalog)=[^;]*/i, '')};Database=${name}`;
  const store = await openStore({ database });
  return {
    store,
    database,
    remove: async () => {
      await store.close();
      await onServer(connectionString, `DROP DATABASE [${name}]`);
    },
  };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const pool = await new mssql.ConnectionPool(connectionString).connect();
  await pool.request().batch(statement);
  await pool.close();
}
