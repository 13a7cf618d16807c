// The statements of a migration. One that writes many rows may say so: `-- In batches of <table>` above it, and `@after` and
// `@last` in it for ids. Then the migration notes that it is to be done, and the collectors do it while the API answers.
import type { EngineName } from './database.ts';

/** One statement at a time: SQL Server compiles a batch as a whole, against tables that it does not have yet. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .split(/;[ \t]*\r?\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}

export interface Batches {
  /** The stored value that says up to which id it is done, from when the migration was applied until all is. */
  readonly note: string;
  readonly table: string;
  readonly statement: string;
}

interface Numbered {
  readonly version: number;
  readonly sql: string;
}

/** Null where all of the migration is done at once. Throws RangeError where it could not be done in batches. */
export function batchesOf({ version, sql }: Numbered): Batches | null {
  const batched = statementsOf(sql).flatMap((statement) => {
    const table = tableIn(statement);
    return table === undefined ? [] : [{ note: noteOf(version), table, statement }];
  });
  const isBounded = ({ statement }: Batches) => statement.includes('> @after') && statement.includes('<= @last');
  if (batched.length > 1 || !batched.every(isBounded))
    throw new RangeError(`migration ${version}: one statement may be in batches, between > @after and <= @last`);
  return batched[0] ?? null;
}

/** What is done in the transaction of the migration. */
export function statementsAtOnce(engine: EngineName, migration: Numbered): readonly string[] {
  const batches = batchesOf(migration);
  return statementsOf(migration.sql).map((statement) =>
    batches?.statement === statement ? noting(engine, batches) : statement,
  );
}

const tableIn = (statement: string): string | undefined => /^-- In batches of (\w+)\b/m.exec(statement)?.[1];

const noteOf = (version: number): string => `batches:${version}`;

/** Of a table without rows there is nothing to do. */
const noting = (engine: EngineName, { note, table }: Batches): string =>
  engine === 'mssql'
    ? `INSERT INTO [setting] ([name], [value], [changed_at])
  SELECT N'${note}', N'0', SYSUTCDATETIME() WHERE EXISTS (SELECT 1 FROM [${table}])`
    : `INSERT INTO "setting" ("name", "value", "changed_at")
  SELECT '${note}', '0', CAST(round(unixepoch('subsec') * 1000) AS INTEGER) WHERE EXISTS (SELECT 1 FROM "${table}")`;
