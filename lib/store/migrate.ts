// Numbered migrations, per engine, as SQL files that a DBA reads. The version row is inserted first in the same
// transaction, so that of two starting containers one migrates and the other finds it done.
import { readdirSync, readFileSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import { StoreError } from '../errors.ts';
import type { EngineName } from './database.ts';
import type { Engine } from './engine.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export const VERSION_TABLE: Record<EngineName, string> = {
  sqlite: 'CREATE TABLE IF NOT EXISTS "schema_version" ("version" INTEGER PRIMARY KEY, "applied_at" INSTANT NOT NULL)',
  mssql:
    "IF OBJECT_ID(N'schema_version') IS NULL CREATE TABLE [schema_version] ([version] int NOT NULL, [applied_at] datetime2(3) NOT NULL, CONSTRAINT pk_schema_version PRIMARY KEY ([version]))",
};

/** That a version is there. Of two processes that say so at once, the second waits until the first has migrated. */
export const versionRow = (engine: EngineName, version: number): string =>
  engine === 'mssql'
    ? `INSERT INTO [schema_version] ([version], [applied_at]) VALUES (${version}, SYSUTCDATETIME())`
    : `INSERT INTO "schema_version" ("version", "applied_at") VALUES (${version}, CAST(strftime('%s','now') AS INTEGER) * 1000)`;

/** The migrations of an engine, in order: `0001-initial.sql`, ... */
export function migrationsFor(engine: EngineName): readonly Migration[] {
  const folder = new URL(`./migrations/${engine}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      version: Number.parseInt(file, 10),
      name: file,
      sql: readFileSync(new URL(file, folder), 'utf8'),
    }));
}

/** Version of the database's schema; 0 where there is none yet. */
export async function schemaVersion(engine: Pick<Engine, 'name' | 'execute'>): Promise<number> {
  if (!(await hasVersionTable(engine))) return 0;
  const { rows } = await engine.execute(CompiledQuery.raw('SELECT MAX(version) AS version FROM schema_version'));
  return Number(column(rows[0], 'version') ?? 0);
}

async function hasVersionTable(engine: Pick<Engine, 'name' | 'execute'>): Promise<boolean> {
  const exists =
    engine.name === 'mssql'
      ? "SELECT OBJECT_ID(N'schema_version') AS found"
      : `SELECT name AS found FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'`;
  const [table] = (await engine.execute(CompiledQuery.raw(exists))).rows;
  return column(table, 'found') !== null;
}

function column(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null ? (Reflect.get(row, name) ?? null) : null;
}

/** Applies what is missing; answers the names of what was applied. Throws StoreError `schema-newer`. */
export async function migrate(engine: Engine, migrations = migrationsFor(engine.name)): Promise<readonly string[]> {
  const newest = migrations.at(-1)?.version ?? 0;
  const before = await schemaVersion(engine);
  if (before > newest)
    throw new StoreError(`The database has schema ${before}, newer than this version of EMM Lens knows (${newest}).`, {
      code: 'schema-newer',
      hint: 'Start the newer version of EMM Lens, or restore the backup from before the upgrade.',
    });
  const applied: string[] = [];
  for (const migration of migrations)
    if (migration.version > before && (await apply(engine, migration))) applied.push(migration.name);
  return applied;
}

/** False where another process applied it first. */
async function apply(engine: Engine, migration: Migration): Promise<boolean> {
  await prepare(engine);
  const transaction = await engine.begin();
  try {
    await transaction.script(versionRow(engine.name, migration.version));
    for (const statement of statementsOf(migration.sql)) await transaction.script(statement);
    await transaction.commit();
    return true;
  } catch (error) {
    await transaction.rollback();
    if (error instanceof StoreError && error.code === 'duplicate') return false;
    throw error;
  }
}

async function prepare(engine: Engine): Promise<void> {
  const transaction = await engine.begin();
  try {
    await transaction.script(VERSION_TABLE[engine.name]);
    await transaction.commit();
  } catch (error) {
    await transaction.rollback();
    // Another process may have made it in the same moment, which engines tell by different errors.
    if (!(await hasVersionTable(engine))) throw error;
  }
}

/** One statement at a time: SQL Server compiles a batch as a whole, against tables that it does not have yet. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .split(/;[ \t]*\r?\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}
