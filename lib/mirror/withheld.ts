// Events that may not be kept any more: their device is a person's now, nobody says any more whose it is, or a source's
// switch was turned off. Who told them is asked, too: each source has a switch of its own.
import { type EventDataset, events, identityOf } from '../catalog/index.ts';
import { idsCarrying } from '../hardware/find.ts';
import { identifiersToBe } from '../hardware/identifiers.ts';
import { firstRows, type Store } from '../store/index.ts';
import { behind } from '../store/keyset.ts';
import type { FencedWriter } from '../store/lease.ts';
import { deleteEvents, deleteEventsOfDevices, eventsOfMirror, ofAnyDevice } from './events.ts';
import { keyText } from './key.ts';
import {
  type DeviceKey,
  isStored,
  type Owner,
  ownersOfHardware,
  ownersOfSource,
  PERSONAL_DEVICES,
  standingOf,
} from './ownership.ts';
import { readByKey } from './read.ts';

/** A device as it is written. */
export interface WrittenDevice {
  readonly record_key: Uint8Array;
  /** Null where it is new. */
  readonly before: { readonly id: number; readonly ownership: unknown } | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A source that tells events, with its switch. */
export interface Teller {
  readonly source: string;
  readonly personalDevices: boolean;
}

async function tellersOf({ db }: Store, { name }: EventDataset): Promise<Teller[]> {
  const states = await db.selectFrom('source_state').select(['source', 'collected']).execute();
  return states.flatMap(({ source, collected }) => {
    const names: unknown = collected === null ? null : JSON.parse(collected).current[name];
    return Array.isArray(names) ? [{ source, personalDevices: names.includes(PERSONAL_DEVICES) }] : [];
  });
}

/** Before devices of a source are written, and behind it: what may not be stored of them as they are then. */
export async function deleteOfWritten(
  store: Store,
  writer: FencedWriter,
  written: readonly WrittenDevice[],
  personalDevices: boolean,
): Promise<void> {
  const { source } = writer.lease;
  const stands = (ownership: unknown) => standingOf([ownership]);
  for (const dataset of eventsOfMirror('device')) {
    const { stored } = dataset.device ?? {};
    if (!stored) continue;
    const turned = written.filter(
      ({ before, values }) =>
        before &&
        isStored(stored, stands(before.ownership), personalDevices) &&
        !isStored(stored, stands(values.ownership), personalDevices),
    );
    const devices = turned.map(({ record_key }) => ({ source, record_key }));
    await deleteEventsOfDevices(store, writer, dataset, source, devices);
  }
  await deleteOfHardware(store, writer, written);
}

/** What any source told of them. A new row may say of a known device whose it is. */
export async function deleteOfHardware(
  store: Store,
  writer: FencedWriter,
  written: readonly WrittenDevice[],
): Promise<void> {
  const told = events().filter(ofAnyDevice);
  const others = written.filter(({ values }) => values.ownership !== 'company');
  if (told.length === 0 || others.length === 0) return;
  const owners = await ownersToBe(store, writer.lease.source, others);
  for (const dataset of told)
    for (const teller of await tellersOf(store, dataset)) await deleteOf(store, writer, dataset, teller, owners);
}

async function ownersToBe(store: Store, source: string, written: readonly WrittenDevice[]): Promise<Owner[]> {
  const carrying = await idsCarrying(
    store,
    written.map(({ values }) => identifiersToBe(values)),
  );
  const groups = written.map(({ before }, i) => [...(before ? [before.id] : []), ...(carrying[i] ?? [])]);
  const known = await ownersOfHardware(store, groups);
  return written.map(({ record_key, values: { ownership } }, i) => {
    const isSelf = (row: DeviceKey): boolean =>
      row.source === source && keyText(row.record_key) === keyText(record_key);
    const rows = [...(known[i]?.rows ?? []).filter((row) => !isSelf(row)), { source, record_key, ownership }];
    return { rows, standing: standingOf(rows.map((row) => row.ownership)) };
  });
}

/** What `teller` told of those of these devices of which it may not be stored; who is gone from all systems is left. */
async function deleteOf(
  store: Store,
  writer: FencedWriter,
  dataset: EventDataset,
  teller: Teller,
  owners: readonly Owner[],
): Promise<void> {
  const { stored } = dataset.device ?? {};
  if (!stored) return;
  const withheld = owners.filter(
    ({ standing }) => standing !== 'stranger' && !isStored(stored, standing, teller.personalDevices),
  );
  const rows = withheld.flatMap((owner) => owner.rows);
  await deleteEventsOfDevices(store, writer, dataset, teller.source, rows);
}

const OWNERS_A_READ = 100;

/** After the switch of `teller` was turned off, or nobody says any more whose devices are: all owners are judged anew. */
export async function deleteWithheld(
  store: Store,
  writer: FencedWriter,
  dataset: EventDataset,
  teller: Teller,
): Promise<void> {
  const columns = ofAnyDevice(dataset) ? ['owner_source', 'owner_key'] : ['owner_key'];
  const told = store.rows.selectFrom(dataset.name).select(columns).distinct().where('source', '=', teller.source);
  for (let last: Readonly<Record<string, unknown>> | null = null; ; ) {
    let query = told.where('owner_key', 'is not', null);
    const place = last;
    if (place) query = query.where((eb) => behind(eb, columns, place));
    for (const column of columns) query = query.orderBy(column);
    const found = await firstRows(store.engine, query, OWNERS_A_READ).execute();
    last = found.at(-1) ?? null;
    if (!last) break;
    const keys = found.flatMap(({ owner_source = teller.source, owner_key }) =>
      owner_key instanceof Uint8Array ? [{ source: String(owner_source), record_key: owner_key }] : [],
    );
    await judgeAnew(store, writer, dataset, teller, keys);
  }
  if (dataset.device?.stored.stranger !== 'switch' || teller.personalDevices) return;
  await deleteEvents(
    store,
    writer,
    dataset,
    (eb) => eb.and([eb('source', '=', teller.source), eb('device_hash', 'is not', null)]),
    identityOf(dataset),
  );
}

/** The same of all that is told of devices whatever system has them. */
export async function deleteWithheldOfAny(store: Store, writer: FencedWriter): Promise<void> {
  for (const dataset of events().filter(ofAnyDevice))
    for (const teller of await tellersOf(store, dataset)) await deleteWithheld(store, writer, dataset, teller);
}

/** What `teller` told of these devices, as they stand now. */
export async function judgeAnew(
  store: Store,
  writer: FencedWriter,
  dataset: EventDataset,
  teller: Teller,
  keys: readonly DeviceKey[],
): Promise<void> {
  const owners: Owner[] = [];
  for (const [source, group] of Map.groupBy(keys, (key) => key.source)) {
    const own = group.map((key) => key.record_key);
    if (ofAnyDevice(dataset)) {
      const rows = await readByKey(store, 'device', source, 'record_key', own, ['id']);
      const ids = [...new Set(rows.map(({ id }) => Number(id)))];
      const found = await ownersOfHardware(
        store,
        ids.map((id) => [id]),
      );
      owners.push(...found);
    } else owners.push(...(await ownersOfSource(store, source, own)).values());
  }
  await deleteOf(store, writer, dataset, teller, owners);
}

/** After a source's devices left because they are not collected any more: no system knows them, unless another has them. */
export async function deleteOfStrangers(store: Store, writer: FencedWriter): Promise<void> {
  for (const dataset of events().filter(ofAnyDevice))
    for (const teller of await tellersOf(store, dataset)) {
      if (dataset.device && isStored(dataset.device.stored, 'stranger', teller.personalDevices)) continue;
      await deleteEvents(
        store,
        writer,
        dataset,
        (eb) => eb.and([eb('source', '=', teller.source), eb('owner_source', '=', writer.lease.source)]),
        ['owner_key', 'occurred_at', ...identityOf(dataset).filter((column) => column !== 'occurred_at')],
      );
    }
}
