// The types of the database, derived from the catalogue: known tables for queries written by hand, and a loose view
// for queries that the catalogue drives. Both are one Kysely instance.
import type { Compilable, Generated, Kysely } from 'kysely';
import type { Catalog, Dataset, DatasetName, Row, WriteLock } from '../catalog/index.ts';
import type { StoreError } from '../errors.ts';

/** Datasets whose `id` the database gives. */
type WithIdentity = {
  [N in DatasetName]: Catalog[N] extends { kind: 'internal' }
    ? 'id' extends keyof Row<N>
      ? N
      : never
    : Catalog[N] extends { counter: object }
      ? never
      : N;
}[DatasetName];

type Table<N extends DatasetName> = N extends WithIdentity ? Omit<Row<N>, 'id'> & { id: Generated<number> } : Row<N>;

export type Database = { [N in DatasetName]: Table<N> } & {
  schema_version: { version: number; applied_at: Date; needs: number | null };
};

/** Any table by name, any column by name: values are string, number, boolean, Date, Uint8Array or null. */
export type LooseDatabase = Record<string, Record<string, unknown>>;

export type EngineName = 'sqlite' | 'mssql';

/** One write transaction. It awaits nothing but the database, and may be run again as a whole after a transient error. */
export interface WriteTransaction {
  readonly db: Kysely<Database>;
  readonly rows: Kysely<LooseDatabase>;
  readonly engine: EngineName;
  /** The database's clock, as `Store.now`: for what must not be older than the wait for this transaction, or for a row. */
  now(): Promise<Date>;
  /**
   * To be called before anything is read that another source may write, and before what others may write is written:
   * SQL Server commits transactions side by side, and each reads what the other has not committed yet as it was before.
   * Several kinds in the order of WRITE_LOCKS. Held until the transaction ends.
   */
  lock(kind: WriteLock): Promise<void>;
  /**
   * Inserts rows of one dataset in bulk, folded columns filled in, `id` given by the database. Rows hold all columns
   * but `id` (missing ones are null). Throws StoreError `duplicate` on a key that is there.
   */
  insert(table: DatasetName | Dataset, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  /**
   * Updates rows in bulk by what tells them apart (in each row: `id`, or the key of a counter), folded columns filled in;
   * every row holds the same columns.
   */
  update(table: DatasetName | Dataset, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
}

/** Runs one transaction: the store itself, or a poll, whose transactions end with its fence. */
export interface Writing {
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
}

export interface WriteOptions {
  /** After a COMMIT whose answer was lost: whether it took effect. Without it such a loss is thrown. */
  readonly committed?: () => Promise<boolean>;
}

/** What a DBA and the health page want to know of the database, and what to do where something is missing. */
export interface Fact {
  readonly name: FactName;
  readonly value: FactState | `${'sqlite' | 'SQL Server'} ${string}`;
  readonly advice?: Advice | `A DBA runs: ${string}`;
}
/** The pages have German words for each. */
export type FactName = 'engine' | 'READ_COMMITTED_SNAPSHOT' | 'encryption' | 'connection encryption';
export type FactState = 'on' | 'off' | 'none' | 'unknown';
export type Advice =
  | 'EMM Lens is written for SQL Server 2019 (15.0) and newer.'
  | 'Keep the file on an encrypted volume, or use SQL Server with TDE.'
  | 'Let a DBA look at sys.databases.'
  | 'Let a DBA look at sys.dm_exec_connections.encrypt_option.'
  | 'Remove Encrypt=false from the connection string of DATABASE.';

export interface Connections {
  readonly open: number;
  readonly used: number;
  readonly waiting: number;
  readonly most: number;
}

export interface Store {
  readonly engine: EngineName;
  /** Reading outside of a transaction; never waits for a poll that writes. */
  readonly db: Kysely<Database>;
  readonly rows: Kysely<LooseDatabase>;
  /**
   * The same for counts and groups over a large part of a table: on sqlite they run in a thread, one after the other,
   * since each would stop the event loop. Costs a copy of the answer: groups are few, lists belong to `rows`.
   */
  readonly scans: Kysely<LooseDatabase>;
  /**
   * Runs `work` over a table of what one statement without parameters found: several numbers are of one moment then, whatever
   * is written meanwhile. SQL Server reads each statement of a transaction as of its own moment.
   */
  copied<T>(query: Compilable, work: (scans: Kysely<LooseDatabase>, table: string) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction; whole transactions are repeated on transient errors. Throws StoreError. */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** Why the last write failed, where the database could not carry it out; null once one went through. */
  readonly writeFailure: StoreError | null;
  /** The database's clock, UTC, milliseconds. */
  now(): Promise<Date>;
  /** Facts for health and the DBA: version, encryption, READ_COMMITTED_SNAPSHOT, and what to do where one is missing. */
  inspect(): Promise<readonly Fact[]>;
  /** After what nobody may know any more was deleted: the embedded database's log holds it until it begins anew. */
  emptyLog(): Promise<void>;
  /** How many connections are open, in use and waited for, of how many at most. */
  connections(): Connections;
  close(): Promise<void>;
}
