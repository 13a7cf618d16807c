// The embedded engine: one writer behind a queue, one reader apart (WAL), so that the API answers while a poll writes.
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay, setImmediate as eventLoop } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import { StoreError } from '../../errors.ts';
import type { BulkColumns, BulkRow, Engine, EngineTransaction } from '../engine.ts';
import { SqliteConnection } from './connection.ts';

/** Rows written before the clock is looked at again: about a millisecond. */
const ROWS_AT_ONCE = 200;
/** sqlite answers at once: without turns in between a poll would keep the event loop, and the API, waiting. */
const TURN_MS = 5;
const BUSY_FOR_AT_MOST_MS = 15_000;

/** Throws StoreError: `cannot-open`, `read-only`, `corrupt`, `busy`. Nothing of a file that is no database is touched. */
export async function openSqlite(path: string): Promise<Engine> {
  makePrivate(path);
  // Of two processes that make the file WAL in the same moment sqlite refuses one, without waiting.
  const writer = await whenFree(() => new SqliteConnection(path, { readOnly: false }));
  const reader = await whenFree(() => new SqliteConnection(path, { readOnly: true })).catch((error: unknown) => {
    writer.close();
    throw error;
  });
  const queue = new Queue();
  const turns = new Turns();
  return {
    name: 'sqlite',
    execute: async (query) => {
      await turns.givenWhenDue();
      // A reader meets a lock only in moments: while another process recovers the log, or ends as the last one.
      return whenFree(() => reader.execute(query));
    },
    begin: async () => {
      await turns.givenWhenDue();
      const leave = await queue.enter();
      try {
        await whenFree(() => writer.script('BEGIN IMMEDIATE'));
      } catch (error) {
        leave();
        throw error;
      }
      return transaction(writer, leave, turns);
    },
    now: async () => new Date(),
    inspect: async () => inspect(reader),
    close: async () => {
      const leave = await queue.enter();
      reader.close();
      writer.close();
      leave();
    },
  };
}

/** A new file is its owner's alone; its log takes the same mode. One that is there keeps its own. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // sqlite says what is wrong with it.
  }
}

function transaction(writer: SqliteConnection, leave: () => void, turns: Turns): EngineTransaction {
  const inTurns = async (sql: string, rows: readonly BulkRow[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await turns.givenWhenDue();
      writer.run(sql, rows.slice(from, from + ROWS_AT_ONCE));
    }
  };
  return {
    execute: async (query) => {
      await turns.givenWhenDue();
      return writer.execute(query);
    },
    insert: (table, columns, rows) => inTurns(insertStatement(table, columns), rows),
    update: (table, columns, rows) =>
      inTurns(
        updateStatement(table, columns),
        rows.map(([id, ...values]) => [...values, id]),
      ),
    script: async (sql) => writer.script(sql),
    commit: async () => {
      await turns.givenWhenDue();
      writer.script('COMMIT');
      leave();
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

function updateStatement(table: string, columns: BulkColumns): string {
  const [id, ...changed] = columns.keys();
  return `UPDATE "${table}" SET ${changed.map((c) => `"${c}" = ?`).join(', ')} WHERE "${id}" = ?`;
}

/** Another process may hold the lock; waiting inside sqlite (`busy_timeout`) would stop the event loop. */
async function whenFree<T>(attempt: () => T): Promise<T> {
  const until = Date.now() + BUSY_FOR_AT_MOST_MS;
  for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'busy') || Date.now() > until) throw error;
      await delay(wait);
    }
  }
}

/** Turns of the event loop, for everybody else who waits for one. */
class Turns {
  #last = performance.now();
  async givenWhenDue(): Promise<void> {
    if (performance.now() - this.#last < TURN_MS) return;
    await eventLoop();
    this.#last = performance.now();
  }
}

class Queue {
  #last: Promise<void> = Promise.resolve();
  async enter(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

function inspect(reader: SqliteConnection): { name: string; value: string; advice?: string }[] {
  const [version] = reader.execute(CompiledQuery.raw('SELECT sqlite_version() AS v')).rows;
  return [
    {
      name: 'engine',
      value:
        `sqlite ${typeof version === 'object' && version !== null ? String(Reflect.get(version, 'v')) : ''}`.trim(),
    },
    { name: 'encryption', value: 'none', advice: 'Keep the file on an encrypted volume, or use SQL Server with TDE.' },
  ];
}
