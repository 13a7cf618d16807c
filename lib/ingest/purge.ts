// Turning a switch off, or leaving a parameter out, nulls the stored values and deletes their change events before the
// next poll: what may not be read any more is not kept until somebody reads it again.
import { apiName, catalog, datasetNamed, type MirrorName, ofAnyDevice } from '../catalog/index.ts';
import { HARDWARE_FIELDS } from '../hardware/identifiers.ts';
import { verifyHardware } from '../hardware/verify.ts';
import { deleteEvents, deleteEventsOfSource, eventsOfMirror, orderWithinSource } from '../mirror/events.ts';
import { PERSONAL_DEVICES, withheldDevices } from '../mirror/ownership.ts';
import { rowsAfter } from '../mirror/read.ts';
import { deleteChildrenOf, removeRows, rowsOfARemoval } from '../mirror/remove.ts';
import { makeTermsAnew } from '../mirror/terms-anew.ts';
import { deleteWithheld, deleteWithheldOfSource } from '../mirror/withheld.ts';
import { purgeNames } from '../people/purge-names.ts';
import { isFoundDataset } from '../search/terms.ts';
import { firstRows, type Store } from '../store/index.ts';
import { deleteByKeyRanges } from '../store/key-ranges.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import type { FencedWriter } from '../store/lease.ts';
import { attributesOfUncollected, columnsOfUncollected } from './collected.ts';
import { recoverAll } from './holds.ts';
import { NO_HASH, nullColumns, purgeMadeOf } from './purge-events.ts';
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
  for (const event of eventsOfMirror(dataset)) await deleteEventsOfSource(store, writer, event);
  if (dataset === 'device') await deleteWithheldOfSource(store, writer);
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
  await recoverAll(store, writer, dataset);
}

/** Purges the uncollected names of one dataset of the source. */
export async function purge(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  names: readonly string[],
  personalDevices: boolean,
  at: Date,
): Promise<void> {
  const declared = datasetNamed(dataset);
  const columns = columnsOfUncollected(declared, names).filter((name) => declared.fields[name]?.nullable);
  if (columns.length > 0) {
    await nullColumns(store, writer, declared, columns);
    if (dataset === 'device' && columns.some((name) => HARDWARE_FIELDS.includes(name)))
      await verifyHardware(store, (work) => writer.write(work));
    await purgeNames(store, writer, dataset, columns, at);
  }
  const attributes = attributesOfUncollected(names);
  if (attributes.length > 0) await cutAttributes(store, writer, dataset, attributes);
  if (isFoundDataset(dataset) && columns.length + attributes.length > 0)
    await makeTermsAnew(store, writer, dataset, { source: writer.lease.source });
  for (const parameter of [...columns.map(apiName), ...attributes])
    await deleteChanges(store, writer, dataset, parameter);
  await purgeMadeOf(store, writer, declared, columns);
  const switchedOff = names.includes(PERSONAL_DEVICES);
  // Who owns a device may be what is not told any more: then none is known to be the company's.
  if (dataset === 'device' && (switchedOff || columns.includes('ownership')))
    for (const event of eventsOfMirror('device'))
      await deleteWithheld(store, writer, event, { source: writer.lease.source, personalDevices });
  if (dataset === 'device' && columns.includes('ownership')) await deleteWithheldOfSource(store, writer);
  if (ofAnyDevice(declared) && switchedOff)
    await deleteWithheld(store, writer, declared, { source: writer.lease.source, personalDevices });
  if (declared.parent?.stored && switchedOff)
    for await (const keys of withheldDevices(store, writer.lease.source, declared.parent.stored, personalDevices))
      await writer.write((tx) => deleteChildrenOf(tx, dataset, writer.lease.source, keys));
  // Digests were made with the uncollected values.
  await deleteByKeyRanges(store, writer, 'parent_digest', dataset);
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

/** `change` events of one parameter, or all of the dataset (null). */
async function deleteChanges(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName,
  parameter: string | null,
): Promise<void> {
  const which = (eb: Builder): Condition =>
    eb.and([
      eb('source', '=', writer.lease.source),
      eb('dataset', '=', dataset),
      ...(parameter === null ? [] : [eb('parameter', '=', parameter)]),
    ]);
  await deleteEvents(store, writer, catalog.change, which, orderWithinSource(catalog.change));
}
