// Numbered migrations, per engine, as SQL files that a DBA reads. The version row is inserted first in the same
// transaction, so that of two starting containers one migrates and the other finds it done.
import { readdirSync, readFileSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import { StoreError } from '../errors.ts';
import type { EngineName, Store } from './database.ts';
import type { Engine } from './engine.ts';
import { statementsAtOnce } from './statements.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** What its first line says of code that does not know it; nothing says `stops`. */
  readonly olderCode?: 'goes on' | 'stops' | undefined;
}

/** Of the database: code that does not know `needs` must not touch it. */
export interface Schema {
  readonly version: number;
  readonly needs: number;
}

/** The migration that lets rows of later ones say it. */
const NEEDS_SINCE = 31;

export const VERSION_TABLE: Record<EngineName, string> = {
  sqlite: 'CREATE TABLE IF NOT EXISTS "schema_version" ("version" INTEGER PRIMARY KEY, "applied_at" INSTANT NOT NULL)',
  mssql:
    "IF OBJECT_ID(N'schema_version') IS NULL CREATE TABLE [schema_version] ([version] int NOT NULL, [applied_at] datetime2(3) NOT NULL, CONSTRAINT pk_schema_version PRIMARY KEY ([version]))",
};

/** That a version is there. Of two processes that say so at once, the second waits until the first has migrated. */
export function versionRow(engine: EngineName, version: number, migrations: readonly Migration[] = []): string {
  const [column, value] = version > NEEDS_SINCE ? [', "needs"', `, ${needsOf(migrations, version)}`] : ['', ''];
  return engine === 'mssql'
    ? `INSERT INTO [schema_version] ([version], [applied_at]${column && ', [needs]'}) VALUES (${version}, SYSUTCDATETIME()${value})`
    : `INSERT INTO "schema_version" ("version", "applied_at"${column}) VALUES (${version}, CAST(strftime('%s','now') AS INTEGER) * 1000${value})`;
}

/** The newest up to `version` that older code cannot live with: builds that never heard of them judge by it. */
const needsOf = (migrations: readonly Migration[], version: number): number =>
  migrations.findLast((one) => one.version <= version && one.olderCode !== 'goes on')?.version ?? version;

/** The migrations of an engine, in order: `0001-initial.sql`, ... */
export function migrationsFor(engine: EngineName): readonly Migration[] {
  const here = known.get(engine) ?? migrationsIn(engine);
  known.set(engine, here);
  return here;
}

/** What this process knows: files of another version may take the place of its own while it runs. */
const known = new Map<EngineName, readonly Migration[]>();

function migrationsIn(engine: EngineName): readonly Migration[] {
  const folder = new URL(`./migrations/${engine}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8');
      const olderCode = (['goes on', 'stops'] as const).find((does) => sql.startsWith(`-- Older code ${does}`));
      return { version: Number.parseInt(file, 10), name: file, sql, olderCode };
    });
}

/** The newest schema that this process knows. */
export const newestSchema = (engine: EngineName): number => migrationsFor(engine).at(-1)?.version ?? 0;

/** Version of the database's schema; 0 where there is none yet. */
export const schemaVersion = async (engine: Pick<Engine, 'name' | 'execute'>): Promise<number> =>
  (await schemaOf(engine)).version;

/** Zeros where there is none yet. */
export async function schemaOf(engine: Pick<Engine, 'name' | 'execute'>): Promise<Schema> {
  if (!(await hasVersionTable(engine))) return { version: 0, needs: 0 };
  // Not by name: the column is missing where schemas are as old as that.
  const { rows } = await engine.execute(CompiledQuery.raw('SELECT * FROM schema_version ORDER BY version DESC'));
  const version = Number(column(rows[0], 'version') ?? 0);
  return { version, needs: Number(column(rows[0], 'needs') ?? version) };
}

/** The same of a store that is open, and so has all that 0031 made. */
export async function schemaOfStore({ db }: Pick<Store, 'db'>): Promise<Schema> {
  const rows = await db.selectFrom('schema_version').select(['version', 'needs']).orderBy('version', 'desc').execute();
  const [{ version, needs } = { version: 0, needs: 0 }] = rows;
  return { version, needs: needs ?? version };
}

/** True where it is newer than `known`, which can live with it. Throws StoreError `schema-newer` where it cannot. */
export function isAhead({ version, needs }: Schema, known: number): boolean {
  if (version <= known) return false;
  if (needs <= known) return true;
  throw new StoreError(`The database has schema ${version}, newer than this version of EMM Lens knows (${known}).`, {
    code: 'schema-newer',
    hint: 'Start the newer version of EMM Lens, or restore the backup from before the upgrade.',
  });
}

/** What an operator reads while it is so; nothing where it is not. */
export async function aheadLines(store: Pick<Store, 'db' | 'engine'>): Promise<readonly string[]> {
  const [schema, known] = [await schemaOfStore(store), newestSchema(store.engine)];
  return schema.version > known ? [aheadLine(schema, known)] : [];
}

export const aheadLine = ({ version }: Schema, known: number): string =>
  `The database has schema ${version}, newer than this version of EMM Lens knows (${known}), which goes on: start the newer version here, too. (schema-ahead)`;

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
  const before = await schemaOf(engine);
  if (isAhead(before, migrations.at(-1)?.version ?? 0)) return [];
  const applied: string[] = [];
  for (const migration of migrations)
    if (migration.version > before.version && (await apply(engine, migration, migrations)))
      applied.push(migration.name);
  return applied;
}

/** False where another process applied it first. */
async function apply(engine: Engine, migration: Migration, all: readonly Migration[]): Promise<boolean> {
  await prepare(engine);
  const transaction = await engine.begin();
  try {
    await transaction.script(versionRow(engine.name, migration.version, all));
    for (const statement of statementsAtOnce(engine.name, migration)) await transaction.script(statement);
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
