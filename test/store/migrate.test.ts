import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { openEngine, openStore } from '../../lib/store/index.ts';
import { isAhead, migrate, migrationsFor, schemaOf, schemaVersion, versionRow } from '../../lib/store/migrate.ts';
import { migrationScript } from '../../lib/store/migration-script.ts';
import { statementsOf } from '../../lib/store/statements.ts';
import { run } from '../../local/migrate.ts';
import { emptyDatabase, engines } from './databases.ts';
import { openElsewhere, removeFolders, temporaryFolder } from './processes.ts';
import { schemaOfDatabase } from './schema.ts';
import { onEachEngine } from './stores.ts';

afterAll(removeFolders);

/** It refuses each newer schema, whatever that says. */
const LAST_OF_0_1_0 = 30;

const newFile = () => join(temporaryFolder(), 'lens.db');
const names = (engine: 'sqlite' | 'mssql') => migrationsFor(engine).map((m) => m.name);
const newest = (engine: 'sqlite' | 'mssql') => migrationsFor(engine).at(-1)?.version ?? 0;

describe('migrating', () => {
  onEachEngine((open) => {
    it('is done once: the second time there is nothing to do', async () => {
      const { database, store } = open();
      const engine = await openEngine({ database });
      expect(await migrate(engine)).toEqual([]);
      expect(await schemaVersion(engine)).toBe(newest(store.engine));
      await engine.close();
    });

    it('leaves nothing of a migration that fails, and says so', async () => {
      const { database, store } = open();
      const engine = await openEngine({ database });
      const before = await schemaOfDatabase(store);
      const known = migrationsFor(engine.name);
      const broken = {
        version: newest(engine.name) + 1,
        name: '9999-broken.sql',
        sql: 'CREATE TABLE half_done (id int);\nINSERT INTO no_such_table VALUES (1);\n',
      };
      await expect(migrate(engine, [...known, broken])).rejects.toMatchObject({ name: 'StoreError' });
      expect(await schemaVersion(engine)).toBe(newest(engine.name));
      expect(await schemaOfDatabase(store)).toEqual(before);
      await engine.close();
    });

    it('refuses a schema that is newer than the code, and changes nothing', async () => {
      const { database, store } = open();
      const version = newest(store.engine) + 1;
      await store.write(({ db }) =>
        db.insertInto('schema_version').values({ version, applied_at: new Date() }).execute(),
      );
      await expect(openStore({ database })).rejects.toMatchObject({ code: 'schema-newer' });
      await store.write(({ db }) => db.deleteFrom('schema_version').where('version', '=', version).execute());
      await (await openStore({ database })).close();
    });

    it('goes on over a newer schema that older code can live with, whatever came before it, and leaves it alone', async () => {
      const { database, drop } = await emptyDatabase(open().store.engine);
      const engine = await openEngine({ database });
      const known = migrationsFor(engine.name);
      const of = (by: number, olderCode: 'goes on' | 'stops') => ({
        version: newest(engine.name) + by,
        name: `${by}.sql`,
        sql: `CREATE TABLE made_up_${by} (id int);\n`,
        olderCode,
      });
      const [additive, next, breaking] = [of(1, 'goes on'), of(2, 'goes on'), of(3, 'stops')];
      await migrate(engine, [...known, additive, next]);
      expect(await schemaOf(engine)).toEqual({
        version: next.version,
        needs: known.findLast((m) => m.olderCode !== 'goes on')?.version,
      });
      expect(await migrate(engine)).toEqual([]);
      for (const how of [{}, { migrate: false }]) await (await openStore({ database, ...how })).close();
      await migrate(engine, [...known, additive, next, breaking]);
      for (const how of [{}, { migrate: false }])
        await expect(openStore({ database, ...how })).rejects.toMatchObject({ code: 'schema-newer' });
      expect(isAhead(await schemaOf(engine), breaking.version)).toBe(false);
      await engine.close();
      await drop();
    });

    it('is done by one of several that start at once in one process', async () => {
      const { database } = open();
      const engines = await Promise.all([1, 2, 3].map(() => openEngine({ database })));
      const known = migrationsFor(open().store.engine);
      const next = {
        version: newest(open().store.engine) + 1,
        name: 'probe.sql',
        sql: 'CREATE TABLE probe (id int);\n',
      };
      const applied = await Promise.all(engines.map((engine) => migrate(engine, [...known, next])));
      expect(applied.flat()).toEqual([next.name]);
      await Promise.all(engines.map((engine) => engine.close()));
    });
  });

  const onServer = engines.includes('mssql') ? it : it.skip;
  onServer('on mssql waits longer than for an answer', async () => {
    const { default: mssql } = await import('mssql');
    const { database, drop } = await emptyDatabase('mssql');
    const next = { version: newest('mssql') + 1, name: 'probe.sql', sql: 'CREATE TABLE probe (id int);\n' };
    const [first, second, third] = [
      await openEngine({ database }),
      await openEngine({ database: `${database};Request Timeout=500` }),
      await openEngine({ database: `${database};Request Timeout=500` }),
    ];
    await migrate(first);
    const migrating = await first.begin();
    await migrating.script(versionRow('mssql', next.version));
    const batches = jest.spyOn(mssql.Request.prototype, 'batch');
    const waiting = migrate(second, [...migrationsFor('mssql'), next]);
    const inserting = () => batches.mock.calls.some(([text]) => String(text) === versionRow('mssql', next.version));
    while (!inserting()) await first.now();
    batches.mockRestore();
    const answer = await third.begin();
    const asked = answer.execute(CompiledQuery.raw(versionRow('mssql', next.version)));
    await expect(asked).rejects.toMatchObject({ code: 'etimeout' });
    await migrating.rollback();
    expect(await waiting).toEqual([next.name]);
    await answer.rollback();
    for (const engine of [first, second, third]) await engine.close();
    await drop();
  });

  it('of a new file is done by one of several stores that open it at once', async () => {
    const database = `sqlite:${newFile()}`;
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ database })));
    for (const store of stores) expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('of a new file is done once by several processes that start at once, each part by one of them', async () => {
    const database = `sqlite:${newFile()}`;
    const opened = await Promise.all([1, 2, 3, 4].map(() => openElsewhere(database)));
    expect(opened.flatMap(({ applied, code }) => code ?? applied ?? []).sort()).toEqual(names('sqlite'));
  });

  it('is left to the DBA where that is asked for: an older schema is refused by name', async () => {
    const database = `sqlite:${newFile()}`;
    await expect(openStore({ database, migrate: false })).rejects.toMatchObject({ code: 'schema-other' });
  });
});

/** Without comments. Views and schemas are made by EXEC, since each must begin a batch: a file is parsed as one, too. */
const whole = (statement: string): string =>
  statement
    .replace(/^--.*$/gm, '')
    .trim()
    .replace(/^(IF SCHEMA_ID\(N'\w+'\) IS NULL )?EXEC \(N'(CREATE (VIEW|SCHEMA) .+)'\)$/s, '$2');

describe('a migration', () => {
  it.each(['sqlite', 'mssql'] as const)(
    'of %s follows the one before: the script of the DBA asks for that',
    (engine) => {
      const versions = migrationsFor(engine).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, i) => i + 1));
    },
  );

  it('is known as it was at the start, though files of another version take its place', () => {
    expect(migrationsFor('sqlite')).toBe(migrationsFor('sqlite'));
  });

  it('says whether older code can live with it, on both engines the same, since older code asks', () => {
    const [sqlite, mssql] = (['sqlite', 'mssql'] as const).map((engine) =>
      migrationsFor(engine).map(({ version, olderCode }) => ({ version, olderCode })),
    );
    expect(sqlite).toEqual(mssql);
    expect(sqlite?.filter(({ version, olderCode }) => version > LAST_OF_0_1_0 && !olderCode)).toEqual([]);
  });

  it.each(['sqlite', 'mssql'] as const)('of %s splits into whole statements', (engine) => {
    for (const { sql } of migrationsFor(engine))
      for (const statement of statementsOf(sql))
        expect(whole(statement)).toMatch(/^(CREATE|INSERT|ALTER|DROP|UPDATE|DELETE) [^;]+$/);
  });

  it.each([/ALTER COLUMN .+ NULL/, /ADD .+, \[/, /MERGE /, /CREATE OR ALTER /, /\bEXEC /])(
    'of mssql keeps to what engines compatible with SQL Server have: no %s',
    (foreign) => {
      const statements = migrationsFor('mssql').flatMap(({ sql }) => statementsOf(sql).map(whole));
      expect(statements.filter((statement) => foreign.test(statement))).toEqual([]);
    },
  );
});

describe('npm run migrate', () => {
  const cli = async (database: string, ...args: string[]): Promise<string> => {
    const printed: string[] = [];
    await run(args, { environment: { DATABASE: database }, print: (line) => void printed.push(line) });
    return printed.join('\n');
  };
  const program = (cwd: string, database?: string) =>
    promisify(execFile)(process.execPath, [join(process.cwd(), 'local/migrate.ts')], {
      cwd,
      env: { PATH: process.env.PATH, DATABASE: database },
    });

  it('applies what is missing and says what it did', async () => {
    const database = `sqlite:${newFile()}`;
    expect(await cli(database)).toBe(`Applied ${names('sqlite').join(', ')}.`);
    expect(await cli(database)).toBe(`Nothing to do: the schema is at ${newest('sqlite')}.`);
  });

  it('prints the script, and touches no database', async () => {
    const file = newFile();
    expect(await cli(`sqlite:${file}`, '--script', 'sqlite')).toBe(migrationScript('sqlite'));
    expect(existsSync(file)).toBe(false);
  });

  it('says how it is used, and that there is no such option', async () => {
    const usage = expect.stringContaining('npm run --silent migrate -- --script [mssql|sqlite] [--from N]');
    expect(await cli('none', '--help')).toEqual(usage);
    await expect(cli('none', '--bogus')).rejects.toMatchObject({ code: 'option', hint: usage });
  });

  it.each([
    [['--script', 'postgres'], 'There are scripts for mssql and for sqlite.'],
    [['--script', 'mssql', 'sqlite'], 'There are scripts for mssql and for sqlite.'],
    [['--script', '--from', '999'], `--from wants the version that the database has: ${newest('mssql')} at most`],
    [['--script', '--from', 'first'], '--from wants the version'],
    [['sqlite'], 'Engine and --from go with --script.'],
    [['--from', '3'], 'Engine and --from go with --script.'],
  ])('refuses %j, and says why', async (args, why) => {
    await expect(cli('none', ...args)).rejects.toMatchObject({
      code: 'option',
      message: expect.stringContaining(why),
      hint: expect.stringMatching(/^npm run migrate/),
    });
  });

  it('says where local.settings.json is no JSON', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'local.settings.json'), '{\n  "Values": { "DATABASE": "hunter2", }\n}');
    await expect(program(cwd)).rejects.toMatchObject({
      code: 1,
      stderr: 'local.settings.json is not valid JSON (line 2 column 38); comments and trailing commas are not read.\n',
    });
  });

  it('tells code and hint, and ends with 1, where it cannot', async () => {
    const file = newFile();
    await (await openStore({ database: `sqlite:${file}` })).close();
    const database = new DatabaseSync(file);
    database.exec('INSERT INTO schema_version (version, applied_at) VALUES (99, 0)');
    database.close();
    await expect(program(temporaryFolder(), `sqlite:${file}`)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/\(schema-newer\)\nStart the newer version/),
    });
  });
});
