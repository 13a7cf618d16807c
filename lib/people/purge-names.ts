// What is no longer collected of people stands in more places than their rows: as a name that links them, and in what
// lists show of the person. It leaves those too.
import { catalog, type MirrorName } from '../catalog/index.ts';
import { firstRows, type Store } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { isPeople, type PeopleDataset } from './aliases.ts';
import { relinkSubjects } from './subjects.ts';

const PEOPLE_A_TRANSACTION = 200;
const NAMES_A_TRANSACTION = 1_000;

/** After `columns` of all rows of one dataset of the source were nulled. May be repeated. */
export async function purgeNames(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  columns: readonly string[],
  at: Date,
): Promise<void> {
  if (!isPeople(dataset)) return;
  await linkAnew(store, writer, dataset, at);
  const declared: Readonly<Record<string, string>> = catalog[dataset].aliases;
  for (const [kind, column] of Object.entries(declared))
    if (columns.includes(column)) await deleteNames(store, writer, dataset, kind);
}

async function linkAnew(store: Store, writer: FencedWriter, dataset: PeopleDataset, at: Date): Promise<void> {
  const { source } = writer.lease;
  for (let after = 0; ; ) {
    const query = store.db
      .selectFrom(dataset)
      .select(['id', 'record_key'])
      .where('source', '=', source)
      .where('id', '>', after)
      .orderBy('id');
    const rows = await firstRows(store.engine, query, PEOPLE_A_TRANSACTION).execute();
    const last = rows.at(-1);
    if (!last) return;
    const keys = rows.map((row) => row.record_key);
    await writer.write((tx) => relinkSubjects(tx, dataset, source, keys, at));
    after = last.id;
  }
}

/** Former ones too: they are copies of what may no longer be kept. */
async function deleteNames(store: Store, writer: FencedWriter, dataset: PeopleDataset, kind: string): Promise<void> {
  const { source } = writer.lease;
  for (;;) {
    const query = store.db
      .selectFrom('subject_alias')
      .select('id')
      .where('source', '=', source)
      .where('dataset', '=', dataset)
      .where('kind', '=', kind)
      .orderBy('id');
    const ids = (await firstRows(store.engine, query, NAMES_A_TRANSACTION).execute()).map((row) => row.id);
    if (ids.length === 0) return;
    await writer.write(async (tx) => {
      await tx.lock('people');
      await tx.db.deleteFrom('subject_alias').where('id', 'in', ids).execute();
    });
  }
}
