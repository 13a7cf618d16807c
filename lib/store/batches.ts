// Statements of migrations that write many rows: some at a time, after the schema was changed, while the API answers and
// polls write. How far one is stands in the database, and is committed with its rows: each row is written once, whoever
// dies at it, and whoever else is at it.
import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import { firstRows, rowsOfADelete } from './capabilities.ts';
import type { Store } from './database.ts';
import { migrationsFor } from './migrate.ts';
import { type Batches, batchesOf } from './statements.ts';
import { readStoredValue } from './stored-values.ts';

/** False where `stopped` said so before the end. */
export async function writeBatches(
  store: Store,
  stopped: () => boolean,
  migrations = migrationsFor(store.engine),
): Promise<boolean> {
  for (const migration of migrations) {
    const batches = batchesOf(migration);
    while (batches && (await writeOne(store, batches))) if (stopped()) return false;
  }
  return true;
}

/** False behind the last row, and where nothing is to be done. */
async function writeOne(store: Store, { note, table, statement }: Batches): Promise<boolean> {
  const began = performance.now();
  const after = await readStoredValue(store, note);
  if (after === null) return false;
  const rows = store.rows.selectFrom(table).select('id').where('id', '>', after).orderBy('id');
  const last = (await firstRows(store.engine, rows, rowsOfADelete(store.engine)).execute()).at(-1)?.id;
  if (last === undefined) {
    await store.write(({ db }) => db.deleteFrom('setting').where('name', '=', note).execute());
    return false;
  }
  const changed = { value: String(last), changed_at: await store.now() };
  await store.write(async ({ db, rows }) => {
    const noted = db.updateTable('setting').set(changed).where('name', '=', note).where('value', '=', String(after));
    // Another collector was here meanwhile.
    if ((await noted.executeTakeFirst()).numUpdatedRows === 0n) return;
    const sql = statement.replaceAll('@after', String(after)).replaceAll('@last', String(last));
    await rows.executeQuery(CompiledQuery.raw(sql));
  });
  // Others have as long as they waited: those in other processes only look from time to time whether it is their turn.
  await delay(performance.now() - began);
  return true;
}
