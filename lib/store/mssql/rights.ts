// What the login of DATABASE may not do, and needs: asked of the server, tried out on nothing.
// https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql
import { CompiledQuery } from 'kysely';
import type { Engine } from '../engine.ts';

const OF_DATA = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** Rights on the tables are those on one that each collector writes. */
const RIGHTS = `SELECT ${[
  "HAS_PERMS_BY_NAME(NULL, N'DATABASE', N'CREATE TABLE') AS [CREATE TABLE]",
  "HAS_PERMS_BY_NAME(QUOTENAME(SCHEMA_NAME()), N'SCHEMA', N'ALTER') AS [ALTER on the schema]",
  "HAS_PERMS_BY_NAME(NULL, N'DATABASE', N'CREATE VIEW') AS [CREATE VIEW]",
  "CASE WHEN SCHEMA_ID(N'report') IS NULL THEN HAS_PERMS_BY_NAME(NULL, N'DATABASE', N'CREATE SCHEMA') ELSE HAS_PERMS_BY_NAME(N'report', N'SCHEMA', N'ALTER') END AS [CREATE SCHEMA, or ALTER on the schema report]",
  ...OF_DATA.map((right) => `HAS_PERMS_BY_NAME(N'collector', N'OBJECT', N'${right}') AS [${right}]`),
].join(', ')}`;

/** By their names. Those for a migration where one is due. */
export async function missingRights(
  engine: Pick<Engine, 'execute'>,
  isMigrationDue: boolean,
): Promise<readonly string[]> {
  const [row] = (await engine.execute(CompiledQuery.raw(RIGHTS))).rows;
  const needed = Object.entries(row ?? {}).filter(([right]) => isMigrationDue || OF_DATA.some((one) => one === right));
  // NULL of a table that is not there yet: whoever makes it owns it, or its schema.
  return needed.filter(([, has]) => has !== null && Number(has) !== 1).map(([right]) => right);
}
