// Purges what was made of fields that are no longer collected: events whole, or the columns that are a copy.
import { type Dataset, derivationOf, type EventDataset, events, lookupsOf, madeColumns } from '../catalog/index.ts';
import { markAllApps } from '../counts/app-marks.ts';
import { deleteEvents, deleteEventsOfSource, orderWithinSource } from '../mirror/events.ts';
import { PERSONAL_DEVICES } from '../mirror/ownership.ts';
import { deleteWithheld } from '../mirror/withheld.ts';
import type { FinerSetting } from '../sources/collection.ts';
import type { Store } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { columnsOfUncollected, nameOfFiner } from './collected.ts';
import { windows } from './pass.ts';

/** After fields of a mirror were nulled: what was made of them goes, and so do copies. */
export async function purgeMadeOf(
  store: Store,
  writer: FencedWriter,
  { name }: Dataset,
  fields: readonly string[],
): Promise<void> {
  for (const event of events()) {
    const derivation = derivationOf(event.toldBy);
    if (derivation?.mirror !== name) continue;
    const copies = Object.entries(derivation.copies).filter(([, field]) => fields.includes(field));
    if (derivation.needs.some((field) => fields.includes(field))) await deleteEventsOfSource(store, writer, event);
    else
      await nullColumns(
        store,
        writer,
        event,
        copies.map(([column]) => column),
      );
  }
}

/** Events that the source tells: without one of their required fields, or what finds their owners, they are none. */
export async function purgeEvents(
  store: Store,
  writer: FencedWriter,
  event: EventDataset,
  names: readonly string[],
): Promise<void> {
  const { count, hashes } = event.counter?.distinct ?? {};
  const people = [count, hashes].flatMap((name) => name ?? []);
  const gone = columnsOfUncollected(event, names);
  // How many people there were is made of their hashes, and would be made anew.
  const columns = people.some((name) => gone.includes(name)) ? [...new Set([...gone, ...people])] : gone;
  const needed = columns.some((name) => !event.fields[name]?.nullable || Object.hasOwn(lookupsOf(event), name));
  if (needed) await deleteEventsOfSource(store, writer, event);
  else await nullColumns(store, writer, event, columns);
  if (names.includes(PERSONAL_DEVICES))
    await deleteWithheld(store, writer, event, { source: writer.lease.source, personalDevices: false });
}

/** Rows that were told finer than the source is set to tell them now. */
export async function purgeFiner(
  store: Store,
  writer: FencedWriter,
  event: EventDataset,
  { names, finer }: { readonly names: readonly string[]; readonly finer: readonly FinerSetting[] },
): Promise<void> {
  const { source } = writer.lease;
  for (const { name, dataset, rows } of finer) {
    if (dataset !== event.name || !names.includes(nameOfFiner(name))) continue;
    if (rows === undefined) await deleteEventsOfSource(store, writer, event);
    else
      await deleteEvents(
        store,
        writer,
        event,
        (eb) => eb.and([eb('source', '=', source), eb(rows.field, 'in', rows.values)]),
        orderWithinSource(event),
      );
  }
}

/** The hash of no row: of one that was purged of something, so that it is written anew when that is collected again. */
export const NO_HASH = Buffer.alloc(16);

/** A row leaves its place in an index of each column, and comes to another: with key and page, four locks. */
const NULLED_AT_ONCE = 1_000;

/** With what is made of them, in all rows of the source. */
export async function nullColumns(
  store: Store,
  writer: FencedWriter,
  dataset: Dataset,
  columns: readonly string[],
): Promise<void> {
  const { name, kind, fields } = dataset;
  if (columns.length === 0) return;
  const { source } = writer.lease;
  const names = columns.flatMap((column) => [
    column,
    ...(fields[column] ? madeColumns(column, fields[column]) : []).map(([made]) => made),
  ]);
  const nothing = Object.fromEntries(names.map((column) => [column, null]));
  const purged = kind === 'mirror' ? { ...nothing, row_hash: NO_HASH } : nothing;
  // After each window: counted in between, the rows of the others are as they were.
  const isCounted = name === 'device' || name === 'device_app';
  for await (const within of windows(store, dataset, source, NULLED_AT_ONCE))
    await writer.write(async (tx) => {
      if (isCounted) await markAllApps(tx);
      await tx.rows
        .updateTable(name)
        .set(purged)
        .where('source', '=', source)
        .where(({ eb, or }) => or(columns.map((column) => eb(column, 'is not', null))))
        .where(within)
        .execute();
    });
}
