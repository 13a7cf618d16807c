// What was told of devices and may not be kept any more: the device is a person's now, nobody says any more whose it is, or
// a source's switch was turned off. Who told it is asked, too: each source has a switch of its own.
import {
  type Dataset,
  datasets,
  isEvent,
  judgedBy,
  type MirrorName,
  ofAnyDevice,
  type Standing,
} from '../catalog/index.ts';
import type { Store, Writing } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { paddedLists } from '../store/lists.ts';
import { pagesOf } from '../store/pages.ts';
import { deleteEvents, deleteEventsOfDevices, eventsOfMirror, orderWithinSource } from './events.ts';
import {
  type DeviceKey,
  type DeviceRow,
  deviceText,
  isStored,
  NAMES_LACKING,
  type Owner,
  ownerOf,
  ownersOf,
  PERSONAL_DEVICES,
} from './ownership.ts';
import { rowsAfter } from './read.ts';
import { removeRows, rowsOfARemoval } from './remove.ts';

/** A source that tells of devices, with its switch. */
export interface Teller {
  readonly source: string;
  readonly personalDevices: boolean;
  /** Whether names of people are left out: then a row without a person need not be of a line without one. */
  readonly isNameless?: boolean;
}

/** Everybody who tells of devices whatever system has them, in events and mirrors. */
export async function tellers({ db }: Store): Promise<readonly (readonly [Dataset, Teller])[]> {
  const told = datasets().filter(ofAnyDevice);
  if (told.length === 0) return [];
  const states = await db.selectFrom('source_state').select(['source', 'collected']).execute();
  return states.flatMap(({ source, collected }) => {
    const current: Record<string, readonly string[]> = collected === null ? {} : JSON.parse(collected).current;
    return told.flatMap((dataset) => {
      // What rules make of it is of the same devices and people.
      const made = [dataset.name, ...judgedBy(dataset.toldBy)];
      const read = datasets().filter(({ name }) => made.includes(name) && current[name] !== undefined);
      if (read.length === 0) return [];
      const collects = (of: Dataset, name: string): boolean => current[of.name]?.includes(name) ?? false;
      const personalDevices = read.some((one) => collects(one, PERSONAL_DEVICES));
      const isNameless = read.some(
        (one) => !collects(one, NAMES_LACKING) && one.person?.by.some((kind) => !collects(one, kind)),
      );
      return [[dataset, { source, personalDevices, isNameless }] as const];
    });
  });
}

/** A device as it is written, and what it was known as. */
export interface WrittenDevice extends DeviceRow {
  readonly before: Standing;
}

/** What may not be stored of devices any more, before they are written: nothing is left where the process ends in between. */
export async function deleteOfWritten(
  store: Store,
  writer: FencedWriter,
  written: readonly WrittenDevice[],
  personalDevices: boolean,
): Promise<void> {
  const { source } = writer.lease;
  for (const dataset of eventsOfMirror('device')) {
    const { stored } = dataset.device ?? {};
    const turned = written.filter(({ before }) => stored && isStored(stored, before, personalDevices));
    await deleteOf(
      store,
      writer,
      dataset,
      { source, personalDevices },
      turned.map((row) => ownerOf([row])),
    );
  }
  await deleteOfAny(store, writer, written);
}

/**
 * The same of what any source told of them; behind the writing too, since one may have told something meanwhile, or the
 * device proves to be one that it tells of.
 */
export async function deleteOfAny(store: Store, writer: FencedWriter, written: readonly DeviceRow[]): Promise<void> {
  const everybody = await tellers(store);
  if (everybody.length === 0) return;
  const known = await ownersOf(store, written, true);
  const now = new Map(written.map((row) => [deviceText(row), row]));
  const owners = written.map((row) => {
    const rows = known.get(deviceText(row))?.rows ?? [row];
    return ownerOf(rows.map((one) => now.get(deviceText(one)) ?? one));
  });
  for (const [dataset, teller] of everybody) await deleteOf(store, writer, dataset, teller, owners);
}

/** What `teller` told of those of these devices of which it may not be stored. */
async function deleteOf(
  store: Store,
  writer: Writing,
  dataset: Dataset,
  { source, personalDevices }: Teller,
  owners: readonly Owner[],
): Promise<void> {
  const { stored } = dataset.device ?? {};
  const withheld = owners.filter(({ standing }) => stored && !isStored(stored, standing, personalDevices));
  const devices = withheld.flatMap(({ rows }) => rows);
  if (isEvent(dataset)) await deleteEventsOfDevices(store, writer, dataset, source, devices);
  else await removeRowsOfDevices(store, writer, { name: dataset.name as MirrorName, source }, devices);
}

/** What a mirror has of these devices. */
async function removeRowsOfDevices(
  store: Store,
  writer: Writing,
  mirror: { readonly name: MirrorName; readonly source: string },
  devices: readonly DeviceKey[],
): Promise<void> {
  const size = rowsOfARemoval(mirror.name);
  for (const [owner, group] of Map.groupBy(devices, (device) => device.source))
    for (const keys of paddedLists(group.map((device) => device.record_key)))
      for (let full = true; full; ) {
        const rows = await rowsAfter(store, mirror, 0, size, (all) =>
          all.where('owner_source', '=', owner).where('owner_key', 'in', keys),
        );
        const at = await store.now();
        if (rows.length > 0) await writer.write((tx) => removeRows(tx, { ...mirror, at }, rows));
        full = rows.length === size;
      }
}

/** The same as the devices stand now; one that is gone from all systems is a stranger. */
export async function judgeAnew(
  store: Store,
  writer: Writing,
  dataset: Dataset,
  teller: Teller,
  keys: readonly DeviceKey[],
): Promise<void> {
  const owners = await ownersOf(store, keys, ofAnyDevice(dataset));
  const strange = (key: DeviceKey): Owner => ({ standing: 'stranger', rows: [{ ...key, ownership: null }] });
  await deleteOf(
    store,
    writer,
    dataset,
    teller,
    keys.map((key) => owners.get(deviceText(key)) ?? strange(key)),
  );
}

const OWNERS_A_READ = 100;

/** After the switch of `teller` was turned off, or a source does not say any more whose its devices are. */
export async function deleteWithheld(
  store: Store,
  writer: FencedWriter,
  dataset: Dataset,
  teller: Teller,
  of?: string,
): Promise<void> {
  const any = ofAnyDevice(dataset);
  const columns = any ? ['owner_source', 'owner_key'] : ['owner_key'];
  let told = store.rows.selectFrom(dataset.name).select(columns).distinct().where('source', '=', teller.source);
  if (of !== undefined) told = told.where('owner_source', '=', of);
  told = told.where('owner_key', 'is not', null);
  for await (const found of pagesOf(store.engine, told, columns, OWNERS_A_READ)) {
    const keys = found.flatMap(({ owner_source = teller.source, owner_key }) =>
      owner_key instanceof Uint8Array ? [{ source: String(owner_source), record_key: owner_key }] : [],
    );
    await judgeAnew(store, writer, dataset, teller, keys);
  }
  const { stored } = dataset.device ?? {};
  if (!any || of !== undefined || !stored || isStored(stored, 'stranger', teller.personalDevices)) return;
  await deleteEvents(
    store,
    writer,
    dataset,
    (eb) => eb.and([eb('source', '=', teller.source), eb('unmanaged', '=', true)]),
    orderWithinSource(dataset),
  );
}

/** What anybody told of the devices of a source that does not say any more whose they are, or has none any more. */
export async function deleteWithheldOfSource(store: Store, writer: FencedWriter): Promise<void> {
  for (const [dataset, teller] of await tellers(store))
    await deleteWithheld(store, writer, dataset, teller, writer.lease.source);
}
