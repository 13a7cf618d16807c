// The engines that are measured, and what each says of itself.
import { CompiledQuery } from 'kysely';
import type { EngineName } from '../lib/store/index.ts';
import { openTestStore, server } from '../test/store/databases.ts';

export const engines: readonly EngineName[] = server === undefined ? ['sqlite'] : ['sqlite', 'mssql'];

/** One line per engine, for the results. */
export async function describeEngines(): Promise<readonly string[]> {
  return Promise.all(engines.map(async (engine) => `${engine}: ${await describe(engine)}`));
}

async function describe(engine: EngineName): Promise<string> {
  const { store, remove } = await openTestStore(engine);
  try {
    const statement = engine === 'mssql' ? 'SELECT @@VERSION AS version' : 'SELECT sqlite_version() AS version';
    const { rows } = await store.rows.executeQuery(CompiledQuery.raw(statement));
    const version = String(rows.map((row) => Object(row).version)[0]);
    if (engine === 'sqlite') return `SQLite ${version}, in the process`;
    return version.startsWith('Microsoft SQL Server')
      ? (version.split('\n')[0] ?? '').trim()
      : 'an engine that is compatible with T-SQL, not SQL Server, on the same machine';
  } finally {
    await remove();
  }
}
