// Turning a switch off, or leaving a parameter out, nulls the stored values and deletes their change events before the
// next poll: what may not be read any more is not kept until somebody reads it again.
import { apiName, catalog, datasetNamed, type MirrorName, type SourceEventName } from '../catalog/index.ts';
import { HARDWARE_FIELDS } from '../hardware/identifiers.ts';
import { verifyHardware } from '../hardware/verify.ts';
import { COMPANY_ONLY, DEVICE_EVENTS, deleteEventsOfSource } from '../mirror/device-events.ts';
import { personalDevices } from '../mirror/ownership.ts';
import { rowsAfter } from '../mirror/read.ts';
import { deleteChildrenOf, removeRows, rowsOfARemoval } from '../mirror/remove.ts';
import { purgeNames } from '../people/purge-names.ts';
import { firstRows, type Store } from '../store/index.ts';
import { deleteByKeyRanges } from '../store/key-ranges.ts';
import type { FencedWriter } from '../store/lease.ts';
import { attributesOfDropped, columnsOfDropped, PERSONAL_DEVICES } from './collected.ts';
import { recoverAll } from './holds.ts';
import { deleteEventsOfPersonal, NO_HASH, nullColumns, purgeMadeOf } from './purge-events.ts';
import { canonicalJson } from './record.ts';

const ROWS_A_TRANSACTION = 1_000;

/**
 * A dataset that is not collected at all any more leaves whole: rows, children, names of people, what changed, and
 * removals that an operator was asked about.
 */
export async function purgeDataset(store: Store, writer: FencedWriter, dataset: MirrorName, at: Date): Promise<void> {
  const mirror = { name: dataset, source: writer.lease.source, at };
  for (let after = 0; ; ) {
    const rows = await rowsAfter(store, mirror, after, rowsOfARemoval(dataset));
    const last = rows.at(-1);
    if (!last) break;
    await writer.write((tx) => removeRows(tx, mirror, rows));
    after = last.id;
  }
  await deleteChanges(store, writer, dataset, null);
  if (dataset === 'device') for (const event of DEVICE_EVENTS) await deleteEventsOfSource(store, writer, event);
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
  await recoverAll(store, writer, dataset);
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
  const columns = columnsOfDropped(dataset, names).filter((name) => fields[name]?.nullable);
  if (columns.length > 0) {
    await nullColumns(store, writer, dataset, columns);
    if (dataset === 'device' && columns.some((name) => HARDWARE_FIELDS.includes(name)))
      await verifyHardware(store, (work) => writer.write(work));
    await purgeNames(store, writer, dataset, columns, at);
  }
  const attributes = attributesOfDropped(names);
  if (attributes.length > 0) await cutAttributes(store, writer, dataset, attributes);
  for (const parameter of [...columns.map(apiName), ...attributes])
    await deleteChanges(store, writer, dataset, parameter);
  if (dataset === 'device') await purgeOfDevices(store, writer, columns, names);
  else if (names.includes(PERSONAL_DEVICES)) await deletePersonalChildren(store, writer, dataset);
  // Digests were made with the dropped values.
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
}

/** Who owns a device may be what is not told any more: then none is known to be the company's. */
async function purgeOfDevices(
  store: Store,
  writer: FencedWriter,
  columns: readonly string[],
  names: readonly string[],
): Promise<void> {
  await purgeMadeOf(store, writer, columns);
  if (names.includes(PERSONAL_DEVICES) || columns.includes('ownership'))
    await deleteEventsOfPersonal(store, writer, COMPANY_ONLY);
}

/** Events that the source tells: without one of their required fields they are none. */
export async function purgeEvents(
  store: Store,
  writer: FencedWriter,
  name: SourceEventName,
  names: readonly string[],
): Promise<void> {
  const { fields } = datasetNamed(name);
  const columns = names.filter((field) => fields[field]);
  if (columns.some((column) => !fields[column]?.nullable)) await deleteEventsOfSource(store, writer, name);
  else await nullColumns(store, writer, name, columns);
  if (names.includes(PERSONAL_DEVICES)) await deleteEventsOfPersonal(store, writer, [name]);
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
    const updates = rows.flatMap(({ id, attributes: text }) => {
      const all = Object.entries(typeof text === 'string' ? JSON.parse(text) : {});
      const kept = all.filter(([name]) => !attributes.includes(name));
      if (kept.length === all.length) return [];
      const attributesLeft = kept.length === 0 ? null : canonicalJson(Object.fromEntries(kept));
      return [{ id, attributes: attributesLeft, row_hash: NO_HASH }];
    });
    await writer.write((tx) => tx.update(dataset, updates));
    const last = rows.at(-1)?.id;
    if (typeof last !== 'number') return;
    after = last;
  }
}

/** `change` events of one parameter, or all of the dataset (null). Events are clustered by time: they go in batches by surrogate id. */
async function deleteChanges(
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
  for await (const keys of personalDevices(store, writer.lease.source))
    await writer.write((tx) => deleteChildrenOf(tx, dataset, writer.lease.source, keys));
}
