// Events leave with their source, with what they were made of, or with their device. Batches are ranges of an index,
// each its own transaction: rows of counters have no id.
import {
  catalog,
  type Dataset,
  datasets,
  derivationOf,
  type EventDataset,
  events,
  identityOf,
  ofAnyDevice,
} from '../catalog/index.ts';
import { firstRows, type Store, type WriteTransaction, type Writing } from '../store/index.ts';
import { type Builder, behind, type Condition, type Place, upTo } from '../store/keyset.ts';
import type { FencedWriter } from '../store/lease.ts';
import { paddedLists, readInLists } from '../store/lists.ts';
import { type DeviceKey, deviceText, ownersOf } from './ownership.ts';

const EVENTS_A_TRANSACTION = 1_000;

type Which = (eb: Builder) => Condition;

/** Columns that tell the rows of one source apart, in the order of an index. */
export const orderWithinSource = (dataset: Dataset): readonly string[] =>
  dataset.counter ? identityOf(dataset) : ['record_key'];

/**
 * Those of a source, in the order of columns that tell them apart, each batch behind the one before: what else stands there
 * is passed once. False where `goOn`, asked before each batch, said no.
 */
export async function deleteEvents(
  store: Store,
  writer: Writing,
  { name }: Dataset,
  which: Which,
  order: readonly string[],
  goOn: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  for (let from: Place | undefined; ; ) {
    const after = from;
    const own: Which = (eb) => eb.and([which(eb), ...(after ? [behind(eb, order, after)] : [])]);
    let query = store.rows
      .selectFrom(name)
      .select([...order])
      .where(own);
    for (const column of order) query = query.orderBy(column);
    const last = (await firstRows(store.engine, query, EVENTS_A_TRANSACTION).execute()).at(-1);
    // What was written meanwhile may stand before.
    if (!last && !after) return true;
    if (!(await goOn())) return false;
    if (last)
      await writer.write(({ rows }) =>
        rows
          .deleteFrom(name)
          .where((eb) => eb.and([own(eb), upTo(eb, order, last)]))
          .execute(),
      );
    from = last;
  }
}

/** All that a source told, or that was made of what it told. */
export function deleteEventsOfSource(
  store: Store,
  writer: FencedWriter,
  dataset: Dataset,
  goOn?: () => Promise<boolean>,
): Promise<boolean> {
  const which: Which = (eb) => eb('source', '=', writer.lease.source);
  return deleteEvents(store, writer, dataset, which, orderWithinSource(dataset), goOn);
}

/** What rules found in a dataset of the source. */
export const deleteHitsOf = (store: Store, writer: FencedWriter, { name }: Dataset): Promise<boolean> =>
  deleteEvents(
    store,
    writer,
    catalog.rule_hit,
    (eb) => eb.and([eb('source', '=', writer.lease.source), eb('dataset', '=', name)]),
    orderWithinSource(catalog.rule_hit),
  );

/** What `teller` told of these devices. */
export async function deleteEventsOfDevices(
  store: Store,
  writer: Writing,
  dataset: Dataset,
  teller: string,
  devices: readonly DeviceKey[],
): Promise<void> {
  for (const [source, group] of Map.groupBy(devices, (device) => device.source))
    for (const keys of paddedLists(group.map((device) => device.record_key)))
      await deleteEvents(
        store,
        writer,
        dataset,
        (eb) =>
          eb.and([
            eb('source', '=', teller),
            ...(ofAnyDevice(dataset) ? [eb('owner_source', '=', source)] : []),
            eb('owner_key', 'in', keys),
          ]),
        ['owner_key', 'occurred_at', ...identityOf(dataset).filter((column) => column !== 'occurred_at')],
      );
}

/** Made of what this mirror reads, or told of devices of the same source where it is their mirror. */
export const eventsOfMirror = (mirror: string): readonly EventDataset[] =>
  events().filter(
    (event) =>
      derivationOf(event.toldBy)?.mirror === mirror ||
      (mirror === 'device' && event.device !== undefined && !ofAnyDevice(event)),
  );

/** What lasts ends with the devices that leave the mirror. */
export async function endWithDevices(
  tx: WriteTransaction,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  for (const event of eventsOfMirror('device')) {
    const { name, until } = event;
    if (until === undefined) continue;
    const query = tx.rows.selectFrom(name).select('id').where('source', '=', source).where(until, 'is', null);
    const open = await readInLists(keys, (list) => query.where('owner_key', 'in', list));
    await tx.update(
      event,
      open.map(({ id }) => ({ id, [until]: at })),
    );
  }
}

/**
 * What other sources told of devices that leave this mirror goes on with the next row of the same hardware, so that it
 * still leaves when that one turns personal.
 */
export async function handOver(tx: WriteTransaction, source: string, keys: readonly Uint8Array[]): Promise<void> {
  const told = datasets().filter(ofAnyDevice);
  if (told.length === 0) return;
  const leaving = keys.map((record_key) => ({ source, record_key }));
  const gone = new Set(leaving.map(deviceText));
  const owners = await ownersOf(tx, leaving, true);
  for (const { record_key } of leaving) {
    const next = owners.get(deviceText({ source, record_key }))?.rows.find((row) => !gone.has(deviceText(row)));
    if (!next) continue;
    for (const { name } of told)
      await tx.rows
        .updateTable(name)
        .set({ owner_source: next.source, owner_key: next.record_key })
        .where('owner_source', '=', source)
        .where('owner_key', '=', record_key)
        .execute();
  }
}
