// Apps on the devices of a page: a request each, and a second one where what is known of assigned apps is collected.
import { AppBatch } from '../app-batch.ts';
import { type Asked, isNoAnswer, isUnknownCall, type Silent } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { slices } from '../slices.ts';
import type { WireRecord } from '../wire.ts';
import type { WorkspaceOneClient } from './client.ts';

/** Status of an app that is on the device no more. */
const REMOVED = 4;

/** A device whose apps may be read, by both of its ids; `uuid` is empty where there is none. */
export interface AppOwner {
  readonly id: string;
  readonly uuid: string;
  /** Those of others are asked for only where personal devices are read. */
  readonly company: boolean;
}

export interface AppReading {
  readonly client: WorkspaceOneClient;
  readonly collection: Collection;
  readonly personalDevices: boolean;
  readonly parallelRequests: number;
  /** Devices that did not answer. */
  readonly silent: Silent;
}

/** Hands on the apps of each device in full; gives what came of them. Throws SourceError. */
export async function* readAppsOf(
  reading: AppReading,
  owners: readonly AppOwner[],
): AsyncGenerator<PollStep, Asked, void> {
  const batch = new AppBatch(reading.silent);
  for (const some of slices(owners, reading.parallelRequests)) {
    if (isUnknownCall(batch.asked)) break;
    const lists = await inParallel(some, reading.parallelRequests, (owner) => appsOf(reading, owner));
    for (const [i, apps] of lists.entries()) {
      const owner = some[i];
      if (owner && isAsked(reading, owner)) yield* batch.add(owner.id, apps);
      else if (owner) yield* batch.hold(owner.id, []);
    }
  }
  yield* batch.take();
  return batch.asked;
}

const isAsked = ({ personalDevices }: AppReading, { company }: AppOwner): boolean => company || personalDevices;

/** Null where the console says that there is no such device (404), or its list shifted. */
async function appsOf(reading: AppReading, owner: AppOwner): Promise<readonly MappedRow[] | null> {
  if (!isAsked(reading, owner)) return [];
  const { client, collection } = reading;
  const { parameters } = collection.entity('deviceApp');
  try {
    const path = `/api/mdm/devices/${encodeURIComponent(owner.id)}/apps`;
    const list = await client.all({ path, key: 'DeviceApps', about: { id: owner.id, as: 'DeviceId' } });
    const rows = new Map<unknown, MappedRow>();
    for (const record of list) {
      if (record.Status === REMOVED) continue;
      const row = mapRecord(parameters, record);
      row.device_external_id = owner.id;
      // An app that was installed by its user and is managed too is listed twice.
      if (row.app_id === null || rows.get(row.app_id)?.managed !== true) rows.set(row.app_id ?? record, row);
    }
    await addAssignments(reading, owner, rows);
    return [...rows.values()];
  } catch (error) {
    if (isNoAnswer(error)) return null;
    throw error;
  }
}

async function addAssignments(
  { client, collection }: AppReading,
  { uuid }: AppOwner,
  rows: ReadonlyMap<unknown, MappedRow>,
): Promise<void> {
  const { parameters } = collection.entity('deviceAppV1');
  if (parameters.length === 0 || uuid === '') return;
  const path = `/api/mdm/devices/${encodeURIComponent(uuid)}/apps/search`;
  const assigned: readonly WireRecord[] = await client.all({ path, key: 'app_items' });
  for (const record of assigned) {
    const row = rows.get(record.bundle_id);
    if (row) mapRecord(parameters, record, row);
  }
}
