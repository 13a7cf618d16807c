// The script that a DBA runs, run as a DBA does: batch by batch on one connection, the next one after an error too.
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import mssql from 'mssql';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine, openStore } from '../../lib/store/index.ts';
import { type Migration, migrate, migrationsFor, schemaVersion } from '../../lib/store/migrate.ts';
import { migrationScript } from '../../lib/store/migration-script.ts';
import { mssqlConfig } from '../../lib/store/mssql/connection-string.ts';
import { type EmptyDatabase, emptyDatabase } from './databases.ts';
import { schemaOfDatabase } from './schema.ts';
import { describeEachEngine } from './stores.ts';

/** Runs a script to its end, and answers how many batches failed. */
const run = (database: string, script: string): Promise<number> =>
  database.startsWith('sqlite:') ? runInSqlite(database.replace('sqlite:', ''), script) : runOnServer(database, script);

const shell = spawnSync('sqlite3', ['-version']).status === 0;

/** In sqlite's own shell where there is one; else the first error ends `exec`, as `.bail on` does, and closing rolls back. */
async function runInSqlite(path: string, script: string): Promise<number> {
  if (shell) return spawnSync('sqlite3', [path], { input: script }).status === 0 ? 0 : 1;
  using database = new DatabaseSync(path);
  try {
    database.exec(script.replace(/^\..*$/gm, ''));
    return 0;
  } catch {
    return 1;
  }
}

async function runOnServer(database: string, script: string): Promise<number> {
  const pool = await new mssql.ConnectionPool({ ...mssqlConfig(database), pool: { max: 1, min: 1 } }).connect();
  let failed = 0;
  try {
    for (const batch of script.split(/^GO$/m).filter((text) => text.trim() !== ''))
      await pool
        .request()
        .batch(batch)
        .catch(() => {
          failed += 1;
        });
    const { recordset } = await pool.request().query<{ n: number }>('SELECT @@TRANCOUNT AS n');
    expect(recordset[0]?.n).toBe(0);
  } finally {
    await pool.close();
  }
  return failed;
}

const table = (version: number, name: string, more = ''): Migration => ({
  version,
  name: `000${version}-${name}.sql`,
  sql: `-- It's "${name}".\nCREATE TABLE ${name} (id int NOT NULL);\n${more}`,
});

describeEachEngine((engine) => {
  describe('the whole script', () => {
    let empty: EmptyDatabase;
    let migrated: EmptyDatabase;
    beforeAll(async () => {
      [empty, migrated] = [await emptyDatabase(engine), await emptyDatabase(engine)];
    });
    afterAll(async () => {
      await empty?.drop();
      await migrated?.drop();
    });

    it('makes the schema that migrating makes, and changes nothing when it is run again', async () => {
      expect(await run(empty.database, migrationScript(engine))).toBe(0);
      const scripted = await openStore({ database: empty.database, migrate: false });
      const byUs = await openStore({ database: migrated.database });
      try {
        const versions = () => scripted.db.selectFrom('schema_version').selectAll().execute();
        const [schema, made] = [await schemaOfDatabase(scripted), await versions()];
        expect(schema).toEqual(await schemaOfDatabase(byUs));
        expect(made.map((row) => row.applied_at.getUTCFullYear())).toEqual(made.map(() => new Date().getUTCFullYear()));
        await run(empty.database, migrationScript(engine));
        expect([await schemaOfDatabase(scripted), await versions()]).toEqual([schema, made]);
      } finally {
        await Promise.all([scripted.close(), byUs.close()]);
      }
    });
  });

  describe('a script that breaks off', () => {
    let empty: EmptyDatabase;
    let db: Engine;
    beforeEach(async () => {
      empty = await emptyDatabase(engine);
      db = await openEngine({ database: empty.database });
    });
    afterEach(async () => {
      await db.close();
      await empty.drop();
    });
    const tables = async () => {
      const names =
        engine === 'mssql' ? 'SELECT name FROM sys.tables' : "SELECT name FROM sqlite_master WHERE type = 'table'";
      const { rows } = await db.execute(CompiledQuery.raw(names));
      return rows.map((row) => String(Reflect.get(Object(row), 'name'))).sort();
    };
    const script = (...migrations: Migration[]) => migrationScript(engine, 0, migrations);

    it.each([
      ['at a table that is not there', 'INSERT INTO no_such_table VALUES (1);\n'],
      ['at a column that is not there', 'INSERT INTO second (no_such_column) VALUES (1);\n'],
      ['at a word that is none', 'CREATE NONSENSE second_again;\n'],
      ['at a row that may not be', 'INSERT INTO second VALUES (NULL);\n'],
    ])('in the middle of a migration, %s, leaves nothing of it, and none after it', async (_, broken) => {
      const migrations = [
        table(1, 'first'),
        table(2, 'second', `${broken}CREATE TABLE second_b (id int);\n`),
        table(3, 'third'),
      ];
      expect(await run(empty.database, script(...migrations))).toBeGreaterThan(0);
      expect(await tables()).toEqual(['first', 'schema_version']);
      expect(await schemaVersion(db)).toBe(1);
    });

    it('goes on from there when it is mended, and so does migrating', async () => {
      const [first, second, third] = [table(1, 'first'), table(2, 'second'), table(3, 'third')];
      await run(empty.database, script(first, table(2, 'second', 'INSERT INTO no_such_table VALUES (1);\n'), third));
      const rest = engine === 'mssql' ? script(first, second) : migrationScript(engine, 1, [first, second]);
      expect(await run(empty.database, rest)).toBe(0);
      expect(await tables()).toEqual(['first', 'schema_version', 'second']);
      expect(await migrate(db, [first, second, third])).toEqual([third.name]);
    });
  });
});

describe('a script', () => {
  it('holds only what is missing', () => {
    const newest = migrationsFor('mssql').at(-1)?.version ?? 0;
    expect(migrationScript('mssql', newest)).not.toMatch(/CREATE TABLE \[device\]|INSERT INTO/);
    expect(migrationScript('mssql')).toMatch(/INSERT INTO \[schema_version\][\s\S]+CREATE TABLE \[device\]/);
  });
});
