// What the engine does at best: the same rows into the same tables with the same indexes, nothing read or compared.
// sqlite: one prepared insert, a transaction for each load. SQL Server: the driver's bulk load.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import mssql from 'mssql';
import { type DatasetName, datasetNamed } from '../lib/catalog/index.ts';
import { bulkOf, columnsForInsert } from '../lib/store/bulk.ts';
import type { EngineName } from '../lib/store/index.ts';
import { mssqlConfig } from '../lib/store/mssql/connection-string.ts';
import { sqlType } from '../lib/store/mssql/types.ts';

/** Rows as their driver takes them, made before anything is measured. */
export interface RawChunk {
  readonly table: DatasetName;
  readonly values: readonly (readonly unknown[])[];
}

export interface RawLoader {
  /** Milliseconds that it took. */
  load(chunk: RawChunk): Promise<number>;
  close(): Promise<void>;
}

export function rawChunk(table: DatasetName, rows: readonly Readonly<Record<string, unknown>>[]): RawChunk {
  return { table, values: bulkOf(table, columnsForInsert(datasetNamed(table)), rows).rows };
}

export async function openRaw(engine: EngineName, database: string): Promise<RawLoader> {
  return engine === 'sqlite' ? openFile(database.replace(/^sqlite:/, '')) : await openServer(database);
}

function openFile(path: string): RawLoader {
  const db = new DatabaseSync(path);
  // As lib/store/sqlite/connection.ts sets them: the ratio is about our work, not about settings.
  db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;');
  db.exec('PRAGMA synchronous = NORMAL;');
  return {
    load: async ({ table, values }) => {
      const encoded = values.map((row) => row.map(sqliteValue));
      const start = performance.now();
      const names = [...columnsForInsert(datasetNamed(table)).keys()].map((name) => `"${name}"`);
      const insert = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${names.map(() => '?')})`);
      db.exec('BEGIN IMMEDIATE');
      for (const row of encoded) insert.run(...row);
      db.exec('COMMIT');
      return performance.now() - start;
    },
    close: async () => db.close(),
  };
}

function sqliteValue(value: unknown): SQLInputValue {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array)
    return value;
  throw new TypeError(`no value for sqlite: ${typeof value}`);
}

async function openServer(database: string): Promise<RawLoader> {
  const pool = await new mssql.ConnectionPool(mssqlConfig(database)).connect();
  return {
    load: async ({ table, values }) => {
      const cells = values.map((row) => row.map(bulkCell));
      const start = performance.now();
      const load = new mssql.Table(table);
      load.create = false;
      for (const [name, field] of columnsForInsert(datasetNamed(table)))
        load.columns.add(name, sqlType(field), { nullable: field.nullable });
      for (const row of cells) load.rows.push(row);
      await pool.request().bulk(load, { checkConstraints: true });
      return performance.now() - start;
    },
    close: () => pool.close(),
  };
}

function bulkCell(value: unknown): mssql.IRow[number] {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof Date
  )
    return value;
  throw new TypeError(`no value for SQL Server: ${typeof value}`);
}
