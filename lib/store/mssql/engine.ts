// SQL Server over the `mssql` package: a small pool, typed parameters, bulk loads through #stage inside a transaction.

import { CompiledQuery, type QueryResult } from 'kysely';
import mssql from 'mssql';
import { StoreError } from '../../errors.ts';
import { ignoreCertificateSwitch } from '../../net/certificates.ts';
import type { BulkColumns, BulkRow, Copied, Engine, EngineTransaction } from '../engine.ts';
import { lockMissing, mssqlError } from './errors.ts';
import { inspectServer } from './inspect.ts';
import { boundByLocks } from './lock-bound.ts';
import { bulkValue, decodeRows, parameterOf, sqlType } from './types.ts';

declare module 'mssql' {
  // What its types leave out: https://github.com/tediousjs/node-mssql#request
  interface Transaction {
    request(overrides: { readonly requestTimeout: number }): Request;
  }
}

/** An index on a large table takes longer than an answer may: nobody waits for it, and it is not lost. */
const SCRIPT_MS = 6 * 3_600_000;

/** https://github.com/tediousjs/node-mssql#general-same-for-all-drivers */
const DEFAULT_MOST = 10;

/** It looks at all devices, and nobody waits for it. */
const COPY_MS = 300_000;

export async function openMssql(config: mssql.config): Promise<Engine> {
  ignoreCertificateSwitch();
  const pool = new mssql.ConnectionPool(config);
  // Unheard, an error of an idle connection ends the process.
  pool.on('error', () => {});
  try {
    await pool.connect();
  } catch (error) {
    throw mssqlError(error);
  }
  const execute = (query: CompiledQuery) => run(pool.request(), query);
  return {
    name: 'mssql',
    execute,
    scan: execute,
    begin: () => begin(pool),
    copy: (statement) => copy(pool, statement),
    now: () => clockOf(pool.request()),
    // Its log is the server's: backups and TDE are the DBA's.
    emptyLog: async () => {},
    connections: () => ({
      open: pool.size,
      used: pool.borrowed,
      waiting: pool.pending,
      most: config.pool?.max ?? DEFAULT_MOST,
    }),
    inspect: () =>
      inspectServer((text) =>
        pool
          .request()
          .query<Record<string, unknown>>(text)
          .then((r) => r.recordset, fail),
      ),
    close: () => pool.close(),
  };
}

const fail = (error: unknown): never => {
  throw mssqlError(error);
};

async function clockOf(request: mssql.Request): Promise<Date> {
  const { recordset } = await request.query<{ now: Date }>('SELECT SYSUTCDATETIME() AS now').catch(fail);
  return recordset[0]?.now ?? new Date(Number.NaN);
}

async function begin(pool: mssql.ConnectionPool): Promise<EngineTransaction> {
  const transaction = new mssql.Transaction(pool);
  await transaction.begin().catch(fail);
  const batch = (text: string) => transaction.request().batch(text).catch(fail);
  return {
    execute: (query) => run(transaction.request(), query),
    now: () => clockOf(transaction.request()),
    lock: async (kind) => {
      const locking = 'UPDATE write_lock SET taken = taken + 1 WHERE kind = @1';
      const { numAffectedRows } = await run(transaction.request(), CompiledQuery.raw(locking, [kind]));
      if (numAffectedRows !== 1n) throw lockMissing(kind);
    },
    script: async (text) => void (await transaction.request({ requestTimeout: SCRIPT_MS }).batch(text).catch(fail)),
    insert: (table, columns, rows) => {
      if (isFew(columns, rows)) return insertFew(transaction.request(), table, columns, rows);
      const staging = [...columns.keys()].map(quote);
      const names = staging.join(', ');
      const statement = `INSERT INTO ${quote(table)} (${names}) SELECT ${names} FROM #stage`;
      return staged(transaction, batch, { table, columns, parts: boundByLocks(rows, 'insert'), staging, statement });
    },
    update: (table, columns, keys, unordered) => {
      const rows = inOrderOfIds(unordered);
      if (isFew(columns, rows)) return updateFew(transaction.request(), table, columns, keys, rows);
      const names = [...columns.keys()].map(quote);
      const target = quote(table);
      const staging = names.map((name) => (name === '[id]' ? STAGED_ID : name));
      const set = names.slice(keys).map((c) => `${c} = s.${c}`);
      const same = names.slice(0, keys).map((c) => `${target}.${c} = s.${c}`);
      // The hint, which forces the order too, reads the stage and seeks each row: a hash join would scan the table, and
      // lock each row for a moment. In the order of ids, so that two transactions do not wait for each other.
      const statement = `UPDATE ${target} SET ${set.join(', ')} FROM #stage s INNER LOOP JOIN ${target} ON ${same.join(' AND ')}`;
      return staged(transaction, batch, { table, columns, parts: boundByLocks(rows, 'update'), staging, statement });
    },
    commit: () =>
      transaction.commit().catch((error: unknown) => {
        const { code } = mssqlError(error);
        throw new StoreError('The answer to COMMIT was lost.', {
          code: 'commit-unknown',
          hint: `The checkpoint is read back to see whether it took effect (${code}).`,
        });
      }),
    // A transaction that the server ended answers EABORT here; the first error is the one that matters.
    rollback: () => transaction.rollback().catch(() => {}),
  };
}

/** The table is of the transaction, whose end drops it: an earlier one may have been left with the pooled connection. */
async function copy(pool: mssql.ConnectionPool, statement: string): Promise<Copied> {
  const transaction = new mssql.Transaction(pool);
  await transaction.begin().catch(fail);
  const end = () => transaction.rollback().catch(() => {});
  try {
    await transaction
      .request({ requestTimeout: COPY_MS })
      .batch(`DROP TABLE IF EXISTS #copied; SELECT * INTO #copied FROM (${statement}) AS found`);
  } catch (error) {
    await end();
    return fail(error);
  }
  return { name: '#copied', execute: (query) => run(transaction.request(), query), end };
}

/** A row of the access log took 44 ms by way of a stage, and takes 20 as parameters. */
const isFew = (columns: BulkColumns, rows: readonly BulkRow[]): boolean => rows.length * columns.size <= 100;

/** Values as typed parameters of a request: answers what each row calls them. */
function withParameters(
  request: mssql.Request,
  columns: BulkColumns,
  rows: readonly BulkRow[],
): readonly (readonly string[])[] {
  const fields = [...columns.values()];
  return rows.map((row, line) =>
    row.map((value, column) => {
      const field = fields[column];
      if (field) request.input(`p${line}_${column}`, sqlType(field), bulkValue(value));
      return `@p${line}_${column}`;
    }),
  );
}

async function insertFew(request: mssql.Request, table: string, columns: BulkColumns, rows: readonly BulkRow[]) {
  const names = [...columns.keys()].map(quote).join(', ');
  const lines = withParameters(request, columns, rows).map((parameters) => `(${parameters.join(', ')})`);
  await request.query(`INSERT INTO ${quote(table)} (${names}) VALUES ${lines.join(', ')}`).catch(fail);
}

/** The first `keys` columns tell the rows apart. */
async function updateFew(
  request: mssql.Request,
  table: string,
  columns: BulkColumns,
  keys: number,
  rows: readonly BulkRow[],
) {
  const names = [...columns.keys()].map(quote);
  const statements = withParameters(request, columns, rows).map((parameters) => {
    const equal = names.map((name, i) => `${name} = ${parameters[i]}`);
    return `UPDATE ${quote(table)} SET ${equal.slice(keys).join(', ')} WHERE ${equal.slice(0, keys).join(' AND ')}`;
  });
  await request.query(statements.join('; ')).catch(fail);
}

/** CAST leaves the IDENTITY property behind, which SELECT INTO would inherit; ISNULL makes it NOT NULL, as the bulk load says. */
const STAGED_ID = 'ISNULL(CAST(id AS bigint), 0) AS id';

const inOrderOfIds = (rows: readonly BulkRow[]): readonly BulkRow[] =>
  rows.toSorted(([a], [b]) => Number(a) - Number(b));

interface Load {
  table: string;
  columns: BulkColumns;
  /** The rows of one statement each. */
  parts: Iterable<readonly BulkRow[]>;
  staging: readonly string[];
  statement: string;
}

/** A #stage that an earlier transaction forgot stays with the pooled connection: it is dropped first. */
async function staged(
  transaction: mssql.Transaction,
  batch: (text: string) => Promise<unknown>,
  { table, columns, parts, staging, statement }: Load,
): Promise<void> {
  await batch(`DROP TABLE IF EXISTS #stage; SELECT TOP 0 ${staging.join(', ')} INTO #stage FROM ${quote(table)}`);
  let isFirst = true;
  for (const part of parts) {
    if (!isFirst) await batch('TRUNCATE TABLE #stage');
    isFirst = false;
    const load = new mssql.Table('#stage');
    load.create = false;
    for (const [name, field] of columns) load.columns.add(name, sqlType(field), { nullable: field.nullable });
    for (const row of part) load.rows.push(row.map(bulkValue) as mssql.IRow);
    await transaction.request().bulk(load).catch(fail);
    await batch(statement);
  }
  await batch('DROP TABLE #stage');
}

const quote = (name: string): string => `[${name}]`;

async function run(request: mssql.Request, query: CompiledQuery): Promise<QueryResult<unknown>> {
  query.parameters.forEach((parameter, i) => {
    const { type, value } = parameterOf(parameter);
    // Kysely names them @1, @2, ...
    request.input(String(i + 1), type, value);
  });
  const result = await request.query<Record<string, unknown>>(query.sql).catch(fail);
  const affected = result.rowsAffected.reduce((sum, n) => sum + n, 0);
  return { rows: decodeRows(result.recordset), numAffectedRows: BigInt(affected) };
}
