// The apps of devices, one request for each. What is personal, on devices or of devices, is not asked for or handed on.
import { AppBatch } from '../app-batch.ts';
import { type Asked, isUnknownCall, type Silent } from '../asked.ts';
import type { CollectedEntity } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { slices } from '../slices.ts';
import type { WireRecord } from '../wire.ts';
import type { UemClient } from './client.ts';
import type { FoundDevice } from './device-row.ts';
import { recordsAbout } from './parts.ts';
import { userDevices } from './read-users.ts';

export interface AppReading {
  readonly uem: UemClient;
  readonly entity: CollectedEntity;
  readonly devices: readonly FoundDevice[];
  /** Users of devices that did not answer. */
  readonly silent: Silent;
  /** Whether apps that UEM calls personal are handed on. */
  readonly personalApps: boolean;
  readonly parallelRequests: number;
}

/** Gives what came of the devices. Throws SourceError. */
export async function* readApps(reading: AppReading): AsyncGenerator<PollStep, Asked, void> {
  const batch = new AppBatch(reading.silent);
  // No more lists at a time than requests: each may be as long as a device may have apps.
  for (const devices of slices(reading.devices, reading.parallelRequests)) {
    if (isUnknownCall(batch.asked)) break;
    const lists = await inParallel(devices, reading.parallelRequests, (device) => appsOf(reading, device));
    for (const [i, apps] of lists.entries()) {
      const device = devices[i];
      if (!device?.guid) continue;
      if (!device.mayTell) yield* batch.hold(device.guid, []);
      else if (apps) yield* batch.add(device.guid, apps);
      else await leaveOut(reading, batch, device);
    }
  }
  yield* batch.take();
  return batch.asked;
}

/** A device that its user has no more had nothing to tell: it has left since it was listed. */
async function leaveOut({ uem, silent }: AppReading, batch: AppBatch, device: FoundDevice): Promise<void> {
  const devices = silent.isListed ? [device.record] : await userDevices(uem, device.userGuid);
  if (devices === null) batch.leaveOut(device.userGuid);
  else if (devices.some(({ guid }) => guid === device.guid)) batch.leaveOut(null);
}

/** Null where UEM says nothing of them. */
async function appsOf(reading: AppReading, device: FoundDevice): Promise<readonly SourceRow[] | null> {
  const { guid, userGuid } = device;
  if (guid === null || !device.mayTell) return null;
  const path = `/users/${encodeURIComponent(userGuid)}/userDevices/${encodeURIComponent(guid)}/applications`;
  const answer = await reading.uem.find(path, 'userdevice.applications');
  if (answer === null) return null;
  return rowsOf(reading, device, recordsAbout(answer, 'deviceApplications', { users: userGuid, userDevices: guid }));
}

function rowsOf({ entity, personalApps }: AppReading, device: FoundDevice, apps: readonly WireRecord[]): SourceRow[] {
  const rows = new Map<unknown, MappedRow>();
  for (const app of apps) {
    if (app.personal === true && !personalApps) continue;
    const row = mapRecord(entity.parameters, { ...app, device: device.record.device });
    row.device_external_id = device.guid;
    // An app that is installed in two places of a device, or assigned and installed, is listed twice.
    const other = rows.get(row.app_id);
    if (row.app_id === null || !other || (other.version === null && row.version !== null))
      rows.set(row.app_id ?? app, row);
  }
  return [...rows.values()];
}
