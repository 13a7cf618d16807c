// Looks at the database that DATABASE names, and changes nothing: no schema, no file.
import { dirname } from 'node:path';
import { CompiledQuery } from 'kysely';
import type { Fact } from './database.ts';
import type { Engine } from './engine.ts';
import { demandFolder, type OpenOptions, openEngine } from './index.ts';
import { newestSchema, schemaOf } from './migrate.ts';

export interface DatabaseLook {
  readonly facts: readonly Fact[];
  /** 0 where there is none yet. */
  readonly schema: number;
  /** Code that does not know this one must not touch it. */
  readonly needs: number;
  /** What this version of EMM Lens makes of it. */
  readonly newest: number;
  /** What the account may not do, and needs. */
  readonly missing: readonly string[];
  /** By source: what `source_state.sign_in` has, of those that refuse. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Values of the whole installation, by name, as JSON. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Throws StoreError or ConfigError. */
export async function lookAtDatabase(options: OpenOptions): Promise<DatabaseLook> {
  const path = /^sqlite:(.+)$/s.exec(options.database)?.[1];
  if (path === undefined) {
    const { missingRights } = await import('./mssql/rights.ts');
    const engine = await openEngine(options);
    return look(engine, (isDue) => missingRights(engine, isDue));
  }
  demandFolder(dirname(path));
  const { lookAtSqlite, missingAccess } = await import('./sqlite/look.ts');
  const missing = async () => missingAccess(path);
  const engine = lookAtSqlite(path);
  if (engine) return look(engine, missing);
  const newest = newestSchema('sqlite');
  return { facts: [], schema: 0, needs: 0, newest, missing: await missing(), refusals: new Map(), settings: new Map() };
}

/** The migration that made the column. */
const SIGN_IN_SINCE = 5;

async function look(
  engine: Pick<Engine, 'name' | 'execute' | 'inspect' | 'close'>,
  missing: (isMigrationDue: boolean) => Promise<readonly string[]>,
): Promise<DatabaseLook> {
  try {
    const [{ version: schema, needs }, newest] = [await schemaOf(engine), newestSchema(engine.name)];
    return {
      facts: await engine.inspect(),
      schema,
      needs,
      newest,
      missing: await missing(schema < newest),
      refusals:
        schema < SIGN_IN_SINCE
          ? new Map()
          : await pairsIn(
              engine,
              'SELECT source AS name, sign_in AS value FROM source_state WHERE sign_in IS NOT NULL',
            ),
      settings: schema === 0 ? new Map() : await pairsIn(engine, 'SELECT name, value FROM setting'),
    };
  } finally {
    await engine.close();
  }
}

async function pairsIn(engine: Pick<Engine, 'execute'>, sql: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await engine.execute(CompiledQuery.raw(sql));
  const of = (row: unknown, name: string): string => String(Reflect.get(Object(row), name));
  return new Map(rows.map((row) => [of(row, 'name'), of(row, 'value')]));
}
