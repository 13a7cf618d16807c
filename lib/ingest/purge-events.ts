// Purges what was made of fields that are no longer collected, and what may no longer be kept of personal devices.
import { catalog, datasetNamed, foldedColumn, isFolded, type MirrorName } from '../catalog/index.ts';
import { type DeviceEvent, deleteEventsOfDevices, deleteEventsOfSource } from '../mirror/device-events.ts';
import { personalDevices } from '../mirror/ownership.ts';
import type { Store } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { idWindows } from './pass.ts';
import { ROAMING_FIELDS } from './roaming.ts';

/** Fields of a device that make an event, and those that stand in it as a copy. */
const MADE_OF: readonly {
  readonly event: DeviceEvent;
  readonly fields: readonly string[];
  readonly copies: Readonly<Record<string, string>>;
}[] = [
  {
    event: 'violation',
    fields: ['compliance'],
    copies: { compliance_state: 'compliance_state', compliance_reasons: 'reasons' },
  },
  {
    event: 'roaming',
    fields: ROAMING_FIELDS,
    copies: { home_network: 'home_network', current_operator: 'operator' },
  },
];

/** After fields of the devices were nulled: what was made of them goes, and so do copies. */
export async function purgeMadeOf(store: Store, writer: FencedWriter, fields: readonly string[]): Promise<void> {
  for (const { event, fields: needed, copies } of MADE_OF) {
    if (fields.some((field) => needed.includes(field))) await deleteEventsOfSource(store, writer, event);
    else
      await nullColumns(
        store,
        writer,
        event,
        fields.flatMap((field) => copies[field] ?? []),
      );
  }
}

/** Of all devices that are not known to be the company's. */
export async function deleteEventsOfPersonal(
  store: Store,
  writer: FencedWriter,
  events: readonly DeviceEvent[],
): Promise<void> {
  for await (const keys of personalDevices(store, writer.lease.source))
    await deleteEventsOfDevices(store, writer, events, keys);
}

/** The hash of no row: of one that was purged of something, so that it is written anew when that is collected again. */
export const NO_HASH = Buffer.alloc(16);

/** With their folded twins, in all rows of the source. */
export async function nullColumns(
  store: Store,
  writer: FencedWriter,
  dataset: MirrorName | DeviceEvent,
  columns: readonly string[],
): Promise<void> {
  if (columns.length === 0) return;
  const { source } = writer.lease;
  const fields: Readonly<Record<string, Parameters<typeof isFolded>[0]>> = catalog[dataset].fields;
  const names = columns.flatMap((name) =>
    fields[name] && isFolded(fields[name]) ? [name, foldedColumn(name)] : [name],
  );
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  const purged = datasetNamed(dataset).kind === 'mirror' ? { ...nothing, row_hash: NO_HASH } : nothing;
  for await (const { from, to } of idWindows(store, dataset, source))
    await writer.write(({ rows }) =>
      rows
        .updateTable(dataset)
        .set(purged)
        .where('source', '=', source)
        .where(({ eb, or }) => or(columns.map((column) => eb(column, 'is not', null))))
        .where('id', '>=', from)
        .where('id', '<=', to)
        .execute(),
    );
}
