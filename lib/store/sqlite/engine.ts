// The embedded engine: one writer behind a queue, one reader apart (WAL), so that the API answers while a poll writes.
import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import { StoreError } from '../../errors.ts';
import { Turns } from '../../turns.ts';
import type { Fact } from '../database.ts';
import type { BulkColumns, BulkRow, Engine, EngineTransaction } from '../engine.ts';
import { SqliteConnection } from './connection.ts';
import { busyForLong, damaged } from './errors.ts';
import { FileGuard, prepareFile } from './file.ts';
import { Scans } from './scans.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

/** Rows written before the clock is looked at again: about a millisecond. */
const ROWS_AT_ONCE = 200;
const BUSY_FOR_AT_MOST_MS = 15_000;

export interface SqliteOptions {
  /** How long a lock of another process is waited for. */
  readonly busyForAtMostMs?: number;
}

/**
 * Throws StoreError: `cannot-open`, `read-only`, `corrupt`, `locked`, `full`. A file that is no database, or a damaged one,
 * is left as it is.
 */
export async function openSqlite(
  path: string,
  { busyForAtMostMs = BUSY_FOR_AT_MOST_MS }: SqliteOptions = {},
): Promise<Engine> {
  const whenFree = <T>(attempt: () => T | Promise<T>, since = performance.now()): Promise<T> =>
    free(attempt, since + busyForAtMostMs);
  prepareFile(path);
  // Of two processes that make the file WAL in the same moment sqlite refuses one, without waiting.
  const writer = await whenFree(() => new SqliteConnection(path, { readOnly: false }));
  const reader = await whenFree(() => openSound(path)).catch((error: unknown) => {
    writer.close();
    throw error;
  });
  const guard = new FileGuard(path);
  const log = new WriteAheadLog(path);
  const scans = new Scans(path);
  const scan: Engine['scan'] = (query) => whenFree(() => guard.beside(() => scans.execute(query)));
  let copies = 0;
  const queue = new Queue();
  // sqlite answers at once: without turns in between a poll would keep the event loop, and the API, waiting.
  const turns = new Turns();
  return {
    name: 'sqlite',
    execute: async (query) => {
      await turns.givenWhenDue();
      // A reader meets a lock only in moments: while another process recovers the log, or ends as the last one.
      return whenFree(() => guard.run(() => reader.execute(query)));
    },
    scan,
    // In memory, of the thread that scans: it may read what it may not write.
    copy: async (statement) => {
      copies += 1;
      const name = `copied_${copies}`;
      await scan(CompiledQuery.raw(`CREATE TEMP TABLE ${name} AS ${statement}`));
      const end = () => scan(CompiledQuery.raw(`DROP TABLE temp.${name}`));
      // It went with its thread.
      return { name, execute: scan, end: () => end().then(nothing, nothing) };
    },
    begin: async () => {
      const asked = performance.now();
      await turns.givenWhenDue();
      const leave = await queue.enter();
      await log.room();
      try {
        await whenFree(() => guard.run(() => writer.script('BEGIN IMMEDIATE')), asked);
      } catch (error) {
        leave();
        throw error;
      }
      return transaction({ writer, guard, turns, log }, leave);
    },
    now: async () => clockOf(reader),
    inspect: async () => inspect(reader),
    // The reader answers at once.
    connections: () => ({ open: 2, used: Math.min(queue.inside, 1), waiting: Math.max(0, queue.inside - 1), most: 2 }),
    emptyLog: async () => {
      const leave = await queue.enter();
      await log.empty();
      leave();
    },
    close: async () => {
      const leave = await queue.enter();
      await Promise.all([log.close(), scans.close()]);
      reader.close();
      writer.close();
      leave();
    },
  };
}

const nothing = (): void => {};

/** The library's clock, which is the machine's: one for all processes at the file, whatever their own `Date` says. */
function clockOf(connection: SqliteConnection): Date {
  const [row] = connection.execute(CompiledQuery.raw(CLOCK)).rows;
  return new Date(typeof row === 'object' && row !== null ? Number(Reflect.get(row, 'now')) : Number.NaN);
}
const CLOCK = "SELECT CAST(round(unixepoch('subsec') * 1000) AS INTEGER) AS now";

/** A damaged page is found now, not by the poll that meets it; a gigabyte takes about a second. */
export function openSound(path: string): SqliteConnection {
  const reader = new SqliteConnection(path, { readOnly: true });
  try {
    const [said] = reader.execute(CompiledQuery.raw('PRAGMA quick_check(1)')).rows;
    if (typeof said === 'object' && said !== null && Reflect.get(said, 'quick_check') === 'ok') return reader;
    throw damaged();
  } catch (error) {
    reader.close();
    throw error;
  }
}

interface Parts {
  readonly writer: SqliteConnection;
  readonly guard: FileGuard;
  readonly turns: Turns;
  readonly log: WriteAheadLog;
}

function transaction({ writer, guard, turns, log }: Parts, leave: () => void): EngineTransaction {
  let schemaChanged = false;
  let changed = 0;
  const inTurns = async (sql: string, rows: readonly BulkRow[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await turns.givenWhenDue();
      guard.run(() => writer.run(sql, rows.slice(from, from + ROWS_AT_ONCE)));
    }
    changed += rows.length;
  };
  return {
    execute: async (query) => {
      await turns.givenWhenDue();
      const result = guard.run(() => writer.execute(query));
      changed += Number(result.numAffectedRows ?? 0);
      return result;
    },
    now: async () => clockOf(writer),
    insert: (table, columns, rows) => inTurns(insertStatement(table, columns), rows),
    update: (table, columns, keys, rows) =>
      inTurns(
        updateStatement(table, columns, keys),
        rows.map((row) => [...row.slice(keys), ...row.slice(0, keys)]),
      ),
    // There is one writer at a time.
    lock: async () => {},
    script: async (sql) => {
      schemaChanged = true;
      guard.run(() => writer.script(sql));
    },
    commit: async () => {
      await turns.givenWhenDue();
      guard.run(() => writer.script('COMMIT'));
      if (schemaChanged) intoTheFile(writer);
      leave();
      log.committed(changed);
    },
    rollback: async () => {
      try {
        writer.script('ROLLBACK');
      } catch {
        // The first error already ended the transaction.
      }
      leave();
    },
  };
}

const insertStatement = (table: string, columns: BulkColumns): string =>
  `INSERT INTO "${table}" (${[...columns.keys()].map((c) => `"${c}"`).join(', ')}) VALUES (${[...columns].map(() => '?').join(', ')})`;

function updateStatement(table: string, columns: BulkColumns, keys: number): string {
  const equal = [...columns.keys()].map((c) => `"${c}" = ?`);
  return `UPDATE "${table}" SET ${equal.slice(keys).join(', ')} WHERE ${equal.slice(0, keys).join(' AND ')}`;
}

/** A schema is not left to the log alone: without its log the file would look like a new one, and be taken for one. */
function intoTheFile(writer: SqliteConnection): void {
  try {
    writer.script('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // It is committed; a later checkpoint takes it along.
  }
}

/** Another process may hold the lock; waiting inside sqlite (`busy_timeout`) would stop the event loop. */
async function free<T>(attempt: () => T | Promise<T>, until: number): Promise<T> {
  for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'locked')) throw error;
      if (performance.now() > until) throw busyForLong();
      await delay(wait);
    }
  }
}

class Queue {
  #last: Promise<void> = Promise.resolve();
  /** Who writes, and who waits to. */
  inside = 0;
  async enter(): Promise<() => void> {
    this.inside += 1;
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return () => {
      this.inside -= 1;
      resolve();
    };
  }
}

export function inspect(reader: SqliteConnection): Fact[] {
  const [version] = reader.execute(CompiledQuery.raw('SELECT sqlite_version() AS v')).rows;
  return [
    {
      name: 'engine',
      value: `sqlite ${typeof version === 'object' && version !== null ? String(Reflect.get(version, 'v')) : ''}`,
    },
    { name: 'encryption', value: 'none', advice: 'Keep the file on an encrypted volume, or use SQL Server with TDE.' },
  ];
}
