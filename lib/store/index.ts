// Opens the database that DATABASE names: the embedded engine by default, SQL Server in production.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../errors.ts';
import { sharesConnections } from './capabilities.ts';
import type { Store } from './database.ts';
import type { Engine } from './engine.ts';
import { isAhead, migrate, newestSchema, schemaOf } from './migrate.ts';
import { storeOver } from './store.ts';

export interface OpenOptions {
  /** `sqlite:/path/to/file.db`, or a connection string for SQL Server. */
  readonly database: string;
  readonly caFile?: string;
}

/** Connects, without touching the schema. Throws StoreError or ConfigError. */
export async function openEngine({ database, caFile }: OpenOptions): Promise<Engine> {
  const path = /^sqlite:(.+)$/s.exec(database)?.[1];
  if (path !== undefined) {
    demandFolder(dirname(path));
    const { openSqlite } = await import('./sqlite/engine.ts');
    return openSqlite(path);
  }
  const [{ openMssql }, { mssqlConfig }] = await Promise.all([
    import('./mssql/engine.ts'),
    import('./mssql/connection-string.ts'),
  ]);
  return openMssql(mssqlConfig(database, caFile));
}

/** It is not made: in a container it would be a volume that was forgotten, and the database gone with the container. */
export function demandFolder(folder: string): void {
  if (existsSync(folder)) return;
  throw new StoreError('The folder of the embedded database does not exist (cannot-open).', {
    code: 'cannot-open',
    hint: 'Check the path in DATABASE; mount a volume there, or make the folder.',
  });
}

export { firstRows, hasPart, insertedIds, nthRow, rowsOfADelete } from './capabilities.ts';
export type { Database, EngineName, Fact, LooseDatabase, Store, WriteTransaction, Writing } from './database.ts';

/** Opens and brings the schema up to date; with `migrate: false` an older schema is refused instead. */
export async function openStore(options: OpenOptions & { readonly migrate?: boolean }): Promise<Store> {
  const engine = await openEngine(options);
  try {
    if (options.migrate === false) await demandCurrentSchema(engine);
    else await migrate(engine);
    return storeOver(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** One database for those that should not wait for each other's connections. */
export interface Stores {
  readonly api: Store;
  /** And for duties. */
  readonly polls: Store;
  readonly push: Store;
  close(): Promise<void>;
}

export const allOf = (store: Store): Stores => ({ api: store, polls: store, push: store, close: () => store.close() });

/** As `openStore`. The embedded database has one writer, and a reader that answers at once: there all are the same. */
export async function openStores(options: OpenOptions): Promise<Stores> {
  const api = await openStore(options);
  if (sharesConnections(api.engine)) return allOf(api);
  const opened = [api];
  const close = async (): Promise<void> => {
    for (const store of opened) await store.close();
  };
  const beside = async (): Promise<Store> => {
    const store = storeOver(await openEngine(options));
    opened.push(store);
    return store;
  };
  try {
    return { api, polls: await beside(), push: await beside(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function demandCurrentSchema(engine: Engine): Promise<void> {
  const newest = newestSchema(engine.name);
  const schema = await schemaOf(engine);
  if (isAhead(schema, newest)) return;
  const { version } = schema;
  if (version !== newest)
    throw new StoreError(`The database has schema ${version}, this version of EMM Lens wants ${newest}.`, {
      code: 'schema-other',
      hint: 'Run `npm run migrate`, or `npm run migrate -- --script` for a script that a DBA runs.',
    });
}
