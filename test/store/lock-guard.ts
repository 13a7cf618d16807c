// An engine for tests that refuses a transaction which reads, or writes, links between records of several sources, or what
// operators are told of, before it has locked their kind, or adds a counter before it has locked the source whose it is.
// SQL Server commits writers side by side: without the lock each goes by what it sees of the others, and nothing here would
// show it, since the embedded engine has one writer at a time.
import type { CompiledQuery } from 'kysely';
import { events, type WriteLock } from '../../lib/catalog/index.ts';
import type { BulkColumns, BulkRow, Engine, EngineTransaction, Execute } from '../../lib/store/engine.ts';

const QUOTE = '["\\[\\]]';
const named = (...names: readonly string[]): string => `${QUOTE}(?:${names.join('|')})${QUOTE}`;

/** Statements that need a lock, in the words of both engines. */
const NEEDED: readonly (readonly [WriteLock, RegExp])[] = [
  ['people', new RegExp(`\\b(?:from|into|update|join) ${named('subject', 'subject_alias')}`, 'i')],
  ['people', new RegExp(`from ${named('directory_user', 'emm_user')} where .*${named('subject_id')}`, 'i')],
  ['people', new RegExp(`update ${named('directory_user', 'emm_user')} set .*${named('subject_id')}.* where`, 'i')],
  ['notifications', new RegExp(`\\b(?:from|update) ${named('notification')}`, 'i')],
  [
    'hardware',
    new RegExp(
      `from ${named('device')} where .*${named('serial_number_folded', 'imei', 'eas_device_id_folded', 'hardware_id')}`,
      'i',
    ),
  ],
];
/** Rows of one source are added to, and given to others, under the lock of its row. */
const LOCKING_A_SOURCE = new RegExp(`^update ${named('source_state')} set`);
const OF_PASS_KEYS = new RegExp(`^delete from ${named('pass_key')} where`);
const OF_ONE_PASS = new RegExp(`${named('pass')} =`);
/** https://learn.microsoft.com/troubleshoot/sql/database-engine/performance/resolve-blocking-problems-caused-lock-escalation */
const ROWS_THAT_LOCK_A_TABLE = 5_000n;
const LINKS: Readonly<Record<string, WriteLock>> = { subject_link: 'people', hardware_id: 'hardware' };
const LINKED_TABLES: Readonly<Record<string, WriteLock>> = {
  subject: 'people',
  subject_alias: 'people',
  notification: 'notifications',
};

/** SQL Server compares with NULL alone by IS. */
const FOREIGN = / is (?:not )?(?:true|false)\b/i;

const portable =
  (execute: Execute): Execute =>
  async (query) => {
    if (FOREIGN.test(query.sql)) throw new Error(`SQL Server knows no such comparison: ${query.sql}`);
    return execute(query);
  };

export function guarded(engine: Engine): Engine {
  return {
    ...engine,
    execute: portable(engine.execute),
    scan: portable(engine.scan),
    copy: async (statement) => {
      const copied = await engine.copy(statement);
      return { ...copied, execute: portable(copied.execute) };
    },
    begin: async () => guardedTransaction(await engine.begin()),
  };
}

function guardedTransaction(transaction: EngineTransaction): EngineTransaction {
  const locked = new Set<WriteLock>();
  const demand = (kind: WriteLock | undefined, what: string): void => {
    if (kind && !locked.has(kind)) throw new Error(`without the lock of ${kind}: ${what}`);
  };
  let hasSource = false;
  const load = (name: string, columns: BulkColumns, rows: readonly BulkRow[]): void => {
    demand(LINKED_TABLES[name], `a bulk load of ${name}`);
    for (const [i, column] of [...columns.keys()].entries())
      if (LINKS[column] && rows.some((row) => row[i] !== null)) demand(LINKS[column], `${column} of ${name}`);
  };
  return {
    ...transaction,
    lock: async (kind) => {
      locked.add(kind);
      await transaction.lock(kind);
    },
    execute: async (query: CompiledQuery) => {
      hasSource ||= LOCKING_A_SOURCE.test(query.sql);
      for (const [kind, statement] of NEEDED) if (statement.test(query.sql)) demand(kind, query.sql);
      if (OF_PASS_KEYS.test(query.sql) && !OF_ONE_PASS.test(query.sql)) throw new Error(`of no pass: ${query.sql}`);
      const result = await portable(transaction.execute)(query);
      // A test that empties a table means all of it.
      if (query.sql.includes(' where ') && (result.numAffectedRows ?? 0n) >= ROWS_THAT_LOCK_A_TABLE)
        throw new Error(`too many rows: ${query.sql}`);
      return result;
    },
    insert: async (name, columns, rows) => {
      load(name, columns, rows);
      const isCounter = events().some((event) => event.name === name && event.counter !== undefined);
      if (isCounter && !hasSource) throw new Error(`without the lock of its source: a counter of ${name}`);
      await transaction.insert(name, columns, rows);
    },
    update: async (name, columns, keys, rows) => {
      load(name, columns, rows);
      await transaction.update(name, columns, keys, rows);
    },
  };
}
