// Turning a switch off, or leaving a parameter out, nulls the stored values and deletes their change events before the
// next poll: what may not be read any more is not kept until somebody reads it again.
import { apiName, catalog, childrenOf, foldedColumn, isFolded, type MirrorName } from '../catalog/index.ts';
import { purgeNames } from '../privacy/purge-names.ts';
import { unlinkSubjects } from '../privacy/subjects.ts';
import { deleteByIds, deleteChildrenOf } from '../store/children.ts';
import { firstRows, type Store } from '../store/index.ts';
import { deleteByKeyRanges } from '../store/key-ranges.ts';
import type { FencedWriter } from '../store/lease.ts';
import { attributesOfDropped, columnsOfDropped, PERSONAL_DEVICES } from './collected.ts';
import { idWindows } from './pass.ts';
import { canonicalJson } from './record.ts';

const ROWS_A_TRANSACTION = 1_000;

/** A dataset that is not collected at all any more leaves whole: rows, children, names of people, and what changed. */
export async function purgeDataset(store: Store, writer: FencedWriter, dataset: MirrorName, at: Date): Promise<void> {
  const { source } = writer.lease;
  for (;;) {
    const query = store.rows
      .selectFrom(dataset)
      .select(['id', 'record_key'])
      .where('source', '=', source)
      .orderBy('id');
    const rows = await firstRows(store.engine, query, ROWS_A_TRANSACTION).execute();
    if (rows.length === 0) break;
    const keys = rows.flatMap((row) => (row.record_key instanceof Uint8Array ? [row.record_key] : []));
    const ids = rows.flatMap((row) => (typeof row.id === 'number' ? [row.id] : []));
    await writer.write(async (tx) => {
      await unlinkSubjects(tx, dataset, source, keys, at);
      for (const child of childrenOf(dataset)) await deleteChildrenOf(tx, child.name, source, keys);
      await deleteByIds(tx, dataset, ids);
    });
  }
  await deleteEvents(store, writer, dataset, null);
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
}

/** Purges the dropped names of one dataset of the source. */
export async function purge(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  names: readonly string[],
  at: Date,
): Promise<void> {
  const fields: Readonly<Record<string, { nullable: boolean }>> = catalog[dataset].fields;
  const columns = columnsOfDropped(names).filter((name) => fields[name]?.nullable);
  if (columns.length > 0) {
    await nullColumns(store, writer, dataset, columns);
    await purgeNames(store, writer, dataset, columns, at);
  }
  const attributes = attributesOfDropped(names);
  if (attributes.length > 0) await cutAttributes(store, writer, dataset, attributes);
  for (const parameter of [...columns.map(apiName), ...attributes])
    await deleteEvents(store, writer, dataset, parameter);
  if (names.includes(PERSONAL_DEVICES)) await deletePersonalChildren(store, writer, dataset);
  // Digests were made with the dropped values.
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
}

async function nullColumns(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  columns: readonly string[],
): Promise<void> {
  const { source } = writer.lease;
  const fields: Readonly<Record<string, Parameters<typeof isFolded>[0]>> = catalog[dataset].fields;
  const names = columns.flatMap((name) =>
    fields[name] && isFolded(fields[name]) ? [name, foldedColumn(name)] : [name],
  );
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  for await (const { from, to } of idWindows(store, dataset, source))
    await writer.write(({ rows }) =>
      rows
        .updateTable(dataset)
        .set(nothing)
        .where('source', '=', source)
        .where('id', '>=', from)
        .where('id', '<=', to)
        .execute(),
    );
}

async function cutAttributes(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  attributes: readonly string[],
): Promise<void> {
  const { source } = writer.lease;
  for (let after = 0; ; ) {
    const query = store.rows
      .selectFrom(dataset)
      .select(['id', 'attributes'])
      .where('source', '=', source)
      .where('attributes', 'is not', null)
      .where('id', '>', after)
      .orderBy('id');
    const rows = await firstRows(store.engine, query, ROWS_A_TRANSACTION).execute();
    const updates = rows.map(({ id, attributes: text }) => {
      const kept = Object.entries(typeof text === 'string' ? JSON.parse(text) : {}).filter(
        ([name]) => !attributes.includes(name),
      );
      return { id, attributes: kept.length === 0 ? null : canonicalJson(Object.fromEntries(kept)) };
    });
    await writer.write((tx) => tx.update(dataset, updates));
    const last = rows.at(-1)?.id;
    if (typeof last !== 'number') return;
    after = last;
  }
}

/** Of one parameter, or all of the dataset (null). Events are clustered by time: they go in batches by surrogate id. */
async function deleteEvents(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  parameter: string | null,
): Promise<void> {
  const { source } = writer.lease;
  for (;;) {
    const all = store.db.selectFrom('change').select('id').where('source', '=', source).where('dataset', '=', dataset);
    const query = parameter === null ? all : all.where('parameter', '=', parameter);
    const ids = (await firstRows(store.engine, query.orderBy('id'), ROWS_A_TRANSACTION).execute()).map((row) => row.id);
    if (ids.length === 0) return;
    await writer.write(({ db }) => db.deleteFrom('change').where('id', 'in', ids).execute());
  }
}

async function deletePersonalChildren(store: Store, writer: FencedWriter, dataset: MirrorName): Promise<void> {
  const { source } = writer.lease;
  for (let after = 0; ; ) {
    const query = store.db
      .selectFrom('device')
      .select(['id', 'record_key'])
      .where('source', '=', source)
      .where(({ eb, or }) => or([eb('ownership', 'is', null), eb('ownership', '<>', 'company')]))
      .where('id', '>', after)
      .orderBy('id');
    const devices = await firstRows(store.engine, query, 100).execute();
    const last = devices.at(-1);
    if (!last) return;
    await writer.write((tx) =>
      deleteChildrenOf(
        tx,
        dataset,
        source,
        devices.map((device) => device.record_key),
      ),
    );
    after = last.id;
  }
}
