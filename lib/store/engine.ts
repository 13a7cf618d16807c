// What truly differs between the engines, as a small interface. Kysely stands above it and compiles each query once.
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  MssqlAdapter,
  MssqlQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Field, WriteLock } from '../catalog/index.ts';
import type { Connections, EngineName, Fact } from './database.ts';

export type Execute = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/** Columns of a bulk load, with their catalogue fields: the drivers type and check values by them. */
export type BulkColumns = ReadonlyMap<string, Field>;
export type BulkRow = readonly unknown[];

export interface EngineTransaction {
  readonly execute: Execute;
  now(): Promise<Date>;
  /** Rows as arrays in the order of `columns`. */
  insert(table: string, columns: BulkColumns, rows: readonly BulkRow[]): Promise<void>;
  /** The same; the first `keys` columns tell the row. */
  update(table: string, columns: BulkColumns, keys: number, rows: readonly BulkRow[]): Promise<void>;
  /** Waits until no other transaction has locked this kind; held until this one ends. */
  lock(kind: WriteLock): Promise<void>;
  /** Several statements without parameters: migrations. */
  script(sql: string): Promise<void>;
  /** Throws StoreError `commit-unknown` where the answer was lost. */
  commit(): Promise<void>;
  /** Never throws: the first error is the one that matters. */
  rollback(): Promise<void>;
}

/** A table of what one statement found: of one moment, whatever is written meanwhile. */
export interface Copied {
  readonly name: string;
  /** Reads it, and nothing else. */
  readonly execute: Execute;
  /** The table is gone. Never throws. */
  end(): Promise<void>;
}

export interface Engine {
  readonly name: EngineName;
  /** Reads outside of a transaction. */
  readonly execute: Execute;
  /** The same for reads that look at a large part of a table: nobody else waits for them. */
  readonly scan: Execute;
  begin(): Promise<EngineTransaction>;
  /** Of a statement without parameters. */
  copy(statement: string): Promise<Copied>;
  now(): Promise<Date>;
  inspect(): Promise<readonly Fact[]>;
  /** What was deleted stands no longer in a log beside the file, where there is one of our own. */
  emptyLog(): Promise<void>;
  connections(): Connections;
  close(): Promise<void>;
}

/** SQL Server refuses it, sqlite takes it: so nobody may write it. */
const EMPTY_LIST = /\bin \(\s*\)/i;

/** A Kysely instance whose every query goes to `execute`. Cheap: one is made per transaction. */
export function kyselyOver<D>(engine: EngineName, execute: Execute): Kysely<D> {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => {
      if (EMPTY_LIST.test(query.sql))
        throw new TypeError('A list that is asked for is not empty: ask for nothing instead.');
      return execute(query) as Promise<QueryResult<R>>;
    },
    streamQuery: () => {
      throw new TypeError('Read in keyset pages instead of streaming.');
    },
  };
  const refuse = async () => {
    throw new TypeError('Use Store.write for transactions.');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  };
  return new Kysely<D>({
    dialect: {
      createAdapter: () => (engine === 'mssql' ? new MssqlAdapter() : new SqliteAdapter()),
      createDriver: () => driver,
      createQueryCompiler: () => (engine === 'mssql' ? new MssqlQueryCompiler() : new SqliteQueryCompiler()),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
  });
}
