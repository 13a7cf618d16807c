// What the engine does at best: the same rows into the same tables with the same indexes, nothing read or compared.
// sqlite: one prepared insert, 4,000 rows a transaction. SQL Server: the driver's bulk load, 4,000 rows each.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import mssql from 'mssql';
import type { MirrorName } from '../lib/catalog/index.ts';
import { bulkOf, columnsForInsert } from '../lib/store/bulk.ts';
import type { EngineName } from '../lib/store/index.ts';
import { mssqlConfig } from '../lib/store/mssql/connection-string.ts';
import { sqlType } from '../lib/store/mssql/types.ts';

const ROWS_A_TRANSACTION = 4_000;

export interface RawRows {
  readonly table: MirrorName;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Milliseconds of the load alone: rows are turned into the driver's values before. */
export async function rawLoad(engine: EngineName, database: string, tables: readonly RawRows[]): Promise<number> {
  return engine === 'sqlite'
    ? loadFile(database.replace(/^sqlite:/, ''), tables)
    : await loadOnServer(database, tables);
}

function loadFile(path: string, tables: readonly RawRows[]): number {
  const db = new DatabaseSync(path);
  // As lib/store/sqlite/connection.ts sets them: the ratio is about our work, not about settings.
  db.exec(
    'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA synchronous = NORMAL;',
  );
  let spent = 0;
  for (const { table, rows } of tables) {
    const columns = columnsForInsert(table);
    const values = bulkOf(table, columns, rows).rows.map((row) => row.map(sqliteValue));
    const names = [...columns.keys()].map((name) => `"${name}"`);
    const insert = db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${names.map(() => '?')})`);
    const start = performance.now();
    for (let from = 0; from < values.length; from += ROWS_A_TRANSACTION) {
      db.exec('BEGIN IMMEDIATE');
      for (const row of values.slice(from, from + ROWS_A_TRANSACTION)) insert.run(...row);
      db.exec('COMMIT');
    }
    spent += performance.now() - start;
  }
  db.close();
  return spent;
}

function sqliteValue(value: unknown): SQLInputValue {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array)
    return value;
  throw new TypeError(`no value for sqlite: ${typeof value}`);
}

async function loadOnServer(database: string, tables: readonly RawRows[]): Promise<number> {
  const pool = await new mssql.ConnectionPool(mssqlConfig(database)).connect();
  let spent = 0;
  for (const { table, rows } of tables) {
    const columns = columnsForInsert(table);
    const values = bulkOf(table, columns, rows).rows;
    const start = performance.now();
    for (let from = 0; from < values.length; from += ROWS_A_TRANSACTION) {
      const load = new mssql.Table(table);
      load.create = false;
      for (const [name, field] of columns) load.columns.add(name, sqlType(field), { nullable: field.nullable });
      for (const row of values.slice(from, from + ROWS_A_TRANSACTION)) load.rows.push(row.map(bulkCell));
      await pool.request().bulk(load, { checkConstraints: true });
    }
    spent += performance.now() - start;
  }
  await pool.close();
  return spent;
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
