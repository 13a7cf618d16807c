// Makes the sortable keys of versions for rows from before there were any, some at a time, while the API answers. How far
// it is stands in the database, where the migration put it; when it is done nothing stands there.
import { columnsOf, foldedColumn, mirrors, versionColumn } from '../catalog/index.ts';
import { rowsOfADelete } from '../store/capabilities.ts';
import { firstRows, type Store } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';
import { UNMADE_KEYS, versionKey } from '../store/version-key.ts';

/** Batches between two notes of how far it is: what is done again does no harm. */
const BATCHES_A_NOTE = 50;

const KEYED = mirrors.flatMap((dataset) => {
  const fields = Object.entries(columnsOf(dataset)).flatMap(([name, field]) => (field.version ? [name] : []));
  return fields.length > 0 ? [{ table: dataset.name, fields }] : [];
});

/** False where `stopped` said so before the end. */
export async function makeVersionKeys(store: Store, stopped: () => boolean): Promise<boolean> {
  const noted = await readStoredValue(store, UNMADE_KEYS);
  if (noted === null) return true;
  const done = new Map<string, unknown>(Object.entries(Object(noted)));
  for (const { table, fields } of KEYED)
    for (let [after, batches] = [Number(done.get(table) ?? 0), 0]; ; batches += 1) {
      if (stopped() || (batches > 0 && batches % BATCHES_A_NOTE === 0))
        await writeStoredValue(store, UNMADE_KEYS, Object.fromEntries(done.set(table, after)));
      if (stopped()) return false;
      const last = await makeSome(store, table, fields, after);
      if (last === null) break;
      after = last;
      done.set(table, last);
    }
  await store.write(({ db }) => db.deleteFrom('setting').where('name', '=', UNMADE_KEYS).execute());
  return true;
}

/** The last id that was looked at; null behind the last row. */
async function makeSome(store: Store, table: string, fields: readonly string[], after: number): Promise<number | null> {
  const columns = fields.flatMap((name) => [foldedColumn(name), versionColumn(name)]);
  const query = store.rows
    .selectFrom(table)
    .select(['id', ...columns])
    .where('id', '>', after)
    .orderBy('id');
  const rows = await firstRows(store.engine, query, rowsOfADelete(store.engine)).execute();
  const unmade = fields.flatMap((name) => {
    const without = rows.filter(
      (row) => typeof row[foldedColumn(name)] === 'string' && row[versionColumn(name)] === null,
    );
    return [...Map.groupBy(without, (row) => String(row[foldedColumn(name)]))].flatMap(([text, of]) => {
      const key = versionKey(text);
      return key ? [{ name, text, key, ids: of.map(({ id }) => Number(id)) }] : [];
    });
  });
  if (unmade.length > 0)
    await store.write(async (tx) => {
      for (const { name, text, key, ids } of unmade)
        for (const list of paddedLists(ids))
          await tx.rows
            .updateTable(table)
            .set({ [versionColumn(name)]: key })
            .where('id', 'in', list)
            // A poll may have written another version since: it made the key of that.
            .where(foldedColumn(name), '=', text)
            .execute();
    });
  return Number(rows.at(-1)?.id ?? 0) || null;
}
