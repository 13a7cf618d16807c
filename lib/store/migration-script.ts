// The script that a DBA runs where the login of EMM Lens may not change the schema. Each migration is there as a whole or
// not at all, whatever runs the script: sqlcmd and Management Studio go on with the next batch after an error.
import type { EngineName } from './database.ts';
import { type Migration, migrationsFor, VERSION_TABLE, versionRow } from './migrate.ts';
import { statementsAtOnce } from './statements.ts';

/** The migrations after version `from`, as one script. */
export function migrationScript(engine: EngineName, from = 0, migrations = migrationsFor(engine)): string {
  const missing = migrations.filter((migration) => migration.version > from);
  return (engine === 'mssql' ? serverScript(missing, migrations) : sqliteScript(missing, migrations)).join('\n');
}

/**
 * One batch a migration. EXEC compiles each statement when its turn comes, after what it needs was made, and lets CATCH
 * see its compile errors too (https://learn.microsoft.com/sql/t-sql/language-elements/try-catch-transact-sql).
 * sqlcmd turns QUOTED_IDENTIFIER off, which indexes with a condition refuse.
 */
function serverScript(migrations: readonly Migration[], all: readonly Migration[]): readonly string[] {
  return [
    '-- EMM Lens, schema for SQL Server. Run it in the database of EMM Lens: sqlcmd -b -d emm_lens -i schema.sql',
    '-- Each migration is one transaction. It may be run again: what is there already is left alone.',
    'SET QUOTED_IDENTIFIER ON;',
    'SET ANSI_NULLS ON;',
    'SET ANSI_PADDING ON;',
    'SET ANSI_WARNINGS ON;',
    'SET XACT_ABORT ON;',
    'GO',
    `${VERSION_TABLE.mssql};`,
    'GO',
    ...migrations.flatMap((migration) => serverBatch(migration, all)),
  ];
}

function serverBatch(migration: Migration, all: readonly Migration[]): readonly string[] {
  const { version, name } = migration;
  return [
    `-- ${name}`,
    'BEGIN TRY',
    'BEGIN TRANSACTION;',
    `IF EXISTS (SELECT 1 FROM [schema_version] WHERE [version] >= ${version})`,
    `  PRINT N'${name} is there already.';`,
    'ELSE',
    'BEGIN',
    ...(version > 1
      ? [
          `IF NOT EXISTS (SELECT 1 FROM [schema_version] WHERE [version] = ${version - 1})`,
          `  RAISERROR(N'${name} needs the migration before it.', 16, 1);`,
        ]
      : []),
    `${versionRow('mssql', version, all)};`,
    ...statementsAtOnce('mssql', migration).map((statement) => `EXEC (N'${statement.replaceAll("'", "''")}');`),
    `PRINT N'${name} is applied.';`,
    'END;',
    'COMMIT TRANSACTION;',
    'END TRY',
    'BEGIN CATCH',
    'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;',
    'THROW;',
    'END CATCH;',
    'GO',
  ];
}

/** Without `.bail on` its shell goes on after an error, and commits. What is there already ends the script. */
function sqliteScript(migrations: readonly Migration[], all: readonly Migration[]): readonly string[] {
  return [
    '-- EMM Lens, schema for sqlite: sqlite3 lens.db < schema.sql. It ends at a migration that is there already (--from N).',
    '.bail on',
    `${VERSION_TABLE.sqlite};`,
    ...migrations.flatMap((migration) => [
      `-- ${migration.name}`,
      'BEGIN IMMEDIATE;',
      `${versionRow('sqlite', migration.version, all)};`,
      ...statementsAtOnce('sqlite', migration).map((statement) => `${statement};`),
      'COMMIT;',
    ]),
  ];
}
