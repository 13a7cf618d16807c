// The store over an engine: reading through Kysely, writing in transactions; reads, and transactions as a whole, are
// repeated on transient errors. A commit whose answer was lost is not repeated blindly: the caller says how to find out.
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledQuery, Kysely } from 'kysely';
import {
  type Dataset,
  type DatasetName,
  datasetNamed,
  identityOf,
  WRITE_LOCKS,
  type WriteLock,
} from '../catalog/index.ts';
import { StoreError } from '../errors.ts';
import { bulkOf, columnsForInsert, columnsForUpdate } from './bulk.ts';
import type { Database, LooseDatabase, Store, WriteOptions, WriteTransaction } from './database.ts';
import { type Engine, type EngineTransaction, type Execute, kyselyOver } from './engine.ts';

const ATTEMPTS = 6;
/** A lease is over by then: whoever waited longer for a connection each time has nothing to write any more. */
const WRITES_FOR_AT_MOST_MS = 60_000;
const ABOUT_ROWS: ReadonlySet<string> = new Set(['duplicate', 'value-refused', 'constraint']);
/** Somebody waits for an answer. */
const READS_FOR_AT_MOST_MS = 15_000;

export function storeOver(engine: Engine): Store {
  const read: Execute = (query) => repeated(() => engine.execute(query), READS_FOR_AT_MOST_MS);
  const scan: Execute = (query) => repeated(() => engine.scan(query), READS_FOR_AT_MOST_MS);
  let writeFailure: StoreError | null = null;
  const writing = async <T>(work: (tx: WriteTransaction) => Promise<T>, options?: WriteOptions): Promise<T> => {
    try {
      const value = await write(engine, work, options);
      writeFailure = null;
      return value;
    } catch (error) {
      // What the rows themselves are refused for says nothing about the database.
      if (error instanceof StoreError && !ABOUT_ROWS.has(error.code)) writeFailure = error;
      throw error;
    }
  };
  return {
    engine: engine.name,
    db: kyselyOver<Database>(engine.name, read),
    rows: kyselyOver<LooseDatabase>(engine.name, read),
    scans: kyselyOver<LooseDatabase>(engine.name, scan),
    copied: (query, work) => copied(engine, query.compile(), work),
    write: writing,
    get writeFailure() {
      return writeFailure;
    },
    now: () => repeated(() => engine.now(), READS_FOR_AT_MOST_MS),
    inspect: () => engine.inspect(),
    emptyLog: () => engine.emptyLog(),
    connections: () => engine.connections(),
    close: () => engine.close(),
  };
}

async function copied<T>(
  engine: Engine,
  { sql, parameters }: CompiledQuery,
  work: (scans: Kysely<LooseDatabase>, table: string) => Promise<T>,
): Promise<T> {
  if (parameters.length > 0) throw new TypeError('What is copied is asked for without parameters.');
  const copy = await repeated(() => engine.copy(sql), READS_FOR_AT_MOST_MS);
  try {
    return await work(kyselyOver<LooseDatabase>(engine.name, copy.execute), copy.name);
  } finally {
    await copy.end();
  }
}

/** Nothing is written outside of a transaction: a read whose connection was lost is asked again. */
async function repeated<T>(work: () => Promise<T>, forAtMostMs: number): Promise<T> {
  const until = performance.now() + forAtMostMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt >= ATTEMPTS || performance.now() > until) throw error;
      await backOff(attempt);
    }
  }
}

const isTransient = (error: unknown): boolean => error instanceof StoreError && error.transient;

async function write<T>(
  engine: Engine,
  work: (transaction: WriteTransaction) => Promise<T>,
  options: WriteOptions = {},
): Promise<T> {
  const until = performance.now() + WRITES_FOR_AT_MOST_MS;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(engine, work);
    if ('value' in outcome) return outcome.value;
    const { error } = outcome;
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'commit-unknown' && options.committed) {
      const state: { value?: T } = outcome.computed;
      if ((await tookEffect(options.committed, error)) && 'value' in state) return state.value as T;
    } else if (!error.transient) throw error;
    if (attempt >= ATTEMPTS || performance.now() > until) throw error;
    await backOff(attempt);
  }
}

const backOff = (attempt: number): Promise<void> => delay(Math.random() * 50 * 2 ** attempt);

/** Asks until the database answers; `unknown` is thrown where it does not. */
const tookEffect = (committed: () => Promise<boolean>, unknown: StoreError): Promise<boolean> =>
  repeated(committed, Number.POSITIVE_INFINITY).catch(() => {
    throw unknown;
  });

type Outcome<T> = { value: T } | { error: unknown; computed: { value?: T } };

async function once<T>(engine: Engine, work: (transaction: WriteTransaction) => Promise<T>): Promise<Outcome<T>> {
  const computed: { value?: T } = {};
  let transaction: EngineTransaction;
  try {
    transaction = await engine.begin();
  } catch (error) {
    return { error, computed };
  }
  try {
    computed.value = await work(writeTransaction(engine, transaction));
  } catch (error) {
    await transaction.rollback();
    return { error, computed };
  }
  try {
    await transaction.commit();
    return { value: computed.value };
  } catch (error) {
    await transaction.rollback();
    return { error, computed };
  }
}

function writeTransaction(engine: Engine, transaction: EngineTransaction): WriteTransaction {
  const insert: WriteTransaction['insert'] = async (table, rows) => {
    if (rows.length === 0) return;
    const dataset = datasetOf(table);
    const columns = columnsForInsert(dataset);
    await transaction.insert(dataset.name, columns, bulkOf(dataset.name, columns, rows).rows);
  };
  const update: WriteTransaction['update'] = async (table, rows) => {
    const [first] = rows;
    if (!first) return;
    const dataset = datasetOf(table);
    const columns = columnsForUpdate(dataset, Object.keys(first));
    await transaction.update(
      dataset.name,
      columns,
      identityOf(dataset).length,
      bulkOf(dataset.name, columns, rows).rows,
    );
  };
  const locked: WriteLock[] = [];
  const lock = async (kind: WriteLock): Promise<void> => {
    if (locked.includes(kind)) return;
    // In one order everywhere, or two transactions wait for each other.
    if (locked.some((other) => WRITE_LOCKS.indexOf(other) > WRITE_LOCKS.indexOf(kind)))
      throw new RangeError(`${kind} is locked before ${locked.join(', ')}, not after it`);
    locked.push(kind);
    await transaction.lock(kind);
  };
  return {
    engine: engine.name,
    now: () => transaction.now(),
    db: kyselyOver<Database>(engine.name, transaction.execute),
    rows: kyselyOver<LooseDatabase>(engine.name, transaction.execute),
    lock,
    insert,
    update,
  };
}

const datasetOf = (table: DatasetName | Dataset): Dataset => (typeof table === 'string' ? datasetNamed(table) : table);
