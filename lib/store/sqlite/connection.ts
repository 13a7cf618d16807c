// One connection to the embedded database: prepared statements kept, values encoded and decoded by the columns'
// declared types (`boolean`, `instant`), errors turned into StoreError without sqlite's text, which quotes values.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { types } from 'node:util';
import type { CompiledQuery, QueryResult } from 'kysely';
import { sqliteError } from './errors.ts';

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
  readonly decode: readonly (readonly [string, (value: unknown) => unknown])[];
}

const STATEMENTS_KEPT = 300;

export class SqliteConnection {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string, options: { readOnly: boolean }) {
    let opened: DatabaseSync | undefined;
    try {
      opened = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 0, enableForeignKeyConstraints: true });
      opened.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
      // In KiB. A transaction's pages must fit, or they are written twice; what is only read is in the system's cache too.
      opened.exec(`PRAGMA cache_size = -${options.readOnly ? 16_384 : 65_536};`);
      // A thread writes the log back; this is for the time when it cannot keep up.
      if (!options.readOnly)
        opened.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16000;');
      this.#db = opened;
    } catch (error) {
      opened?.close();
      throw sqliteError(error);
    }
  }

  execute(query: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<unknown> {
    try {
      const { statement, returnsRows, decode } = this.#prepare(query.sql);
      const parameters = query.parameters.map(encode);
      if (!returnsRows) {
        const { changes, lastInsertRowid } = statement.run(...parameters);
        return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
      }
      const rows = statement.all(...parameters);
      if (decode.length > 0)
        for (const row of rows)
          for (const [name, of] of decode) if (row[name] !== null) Reflect.set(row, name, of(row[name]));
      return { rows };
    } catch (error) {
      throw sqliteError(error);
    }
  }

  /** Runs one statement over many rows. */
  run(sql: string, rows: readonly (readonly unknown[])[]): void {
    try {
      const { statement } = this.#prepare(sql);
      const values: SQLInputValue[] = [];
      for (const row of rows) {
        for (let i = 0; i < row.length; i += 1) values[i] = encode(row[i]);
        statement.run(...values);
      }
    } catch (error) {
      throw sqliteError(error);
    }
  }

  script(sql: string): void {
    try {
      this.#db.exec(sql);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  close(): void {
    this.#prepared.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    const columns = statement.columns();
    const decode = columns.flatMap((column) => {
      const of = decoders[column.type?.toLowerCase() ?? ''];
      return of ? [[column.name, of] as const] : [];
    });
    const prepared = { statement, returnsRows: columns.length > 0, decode };
    if (this.#prepared.size >= STATEMENTS_KEPT) this.#prepared.delete(this.#prepared.keys().next().value ?? '');
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

const decoders: Record<string, ((value: unknown) => unknown) | undefined> = {
  boolean: (value) => value !== 0,
  instant: (value) => new Date(Number(value)),
};

function encode(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (types.isUint8Array(value)) return value;
  if (value instanceof Date) return value.getTime();
  throw new TypeError(`sqlite stores no ${typeof value}`);
}
