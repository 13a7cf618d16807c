// The store over an engine: reading through Kysely, writing in transactions that are repeated as a whole on transient
// errors. A commit whose answer was lost is not repeated blindly: the caller says how to find out.
import { setTimeout as delay } from 'node:timers/promises';
import type { DatasetName } from '../catalog/index.ts';
import { StoreError } from '../errors.ts';
import { bulkOf, columnsForInsert, columnsForUpdate } from './bulk.ts';
import type { Database, LooseDatabase, Store, WriteOptions, WriteTransaction } from './database.ts';
import { type Engine, type EngineTransaction, kyselyOver } from './engine.ts';

const ATTEMPTS = 6;

export function storeOver(engine: Engine): Store {
  return {
    engine: engine.name,
    db: kyselyOver<Database>(engine.name, engine.execute),
    rows: kyselyOver<LooseDatabase>(engine.name, engine.execute),
    write: (work, options) => write(engine, work, options),
    now: () => engine.now(),
    inspect: () => engine.inspect(),
    close: () => engine.close(),
  };
}

async function write<T>(
  engine: Engine,
  work: (transaction: WriteTransaction) => Promise<T>,
  options: WriteOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(engine, work);
    if ('value' in outcome) return outcome.value;
    const { error } = outcome;
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'commit-unknown' && options.committed) {
      const state: { value?: T } = outcome.computed;
      if ((await tookEffect(options.committed, error)) && 'value' in state) return state.value as T;
    } else if (!error.transient) throw error;
    if (attempt >= ATTEMPTS) throw error;
    await backOff(attempt);
  }
}

const backOff = (attempt: number): Promise<void> => delay(Math.random() * 50 * 2 ** attempt);

/** Asks until the database answers; `unknown` is thrown where it does not. */
async function tookEffect(committed: () => Promise<boolean>, unknown: StoreError): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await committed();
    } catch (error) {
      if (!(error instanceof StoreError && error.transient) || attempt >= ATTEMPTS) throw unknown;
      await backOff(attempt);
    }
  }
}

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
  const insert = async (table: DatasetName, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
    if (rows.length === 0) return;
    const columns = columnsForInsert(table);
    await transaction.insert(table, columns, bulkOf(table, columns, rows).rows);
  };
  const update = async (table: DatasetName, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
    const [first] = rows;
    if (!first) return;
    const columns = columnsForUpdate(table, Object.keys(first));
    await transaction.update(table, columns, bulkOf(table, columns, rows).rows);
  };
  return {
    engine: engine.name,
    db: kyselyOver<Database>(engine.name, transaction.execute),
    rows: kyselyOver<LooseDatabase>(engine.name, transaction.execute),
    insert,
    update,
  };
}
