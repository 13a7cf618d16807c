// Apps on devices, by an export job or by the relation of detected apps. Both give (device, app) in an order of their
// own; a spool groups them, so that each device's apps are handed on in full, a device without apps included.
import { hash } from 'node:crypto';
import { SourceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { AppBatch } from '../app-batch.ts';
import { isPathSegment, Silent } from '../asked.ts';
import type { CollectedEntity } from '../collection.ts';
import type { PollStep, SourceRow } from '../contract.ts';
import type { GraphClient } from '../graph/client.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { isNoValue } from '../parameters.ts';
import { type WireRecord, wrongShape } from '../wire.ts';
import { type ExportReading, readExport } from './export-job.ts';
import { selectOf } from './parameters.ts';
import type { Spool, SpooledDevice } from './spool.ts';

const dataset = 'device_app' as const;

export interface AppReading extends ExportReading {
  readonly graph: GraphClient;
  readonly entity: CollectedEntity;
  /** Holds every device already. */
  readonly spool: Spool;
  /** Whether apps of devices that the company does not own are read. */
  readonly personalDevices: boolean;
  readonly log: Logger;
}

/** Nothing is handed on before everything was read. Throws SourceError. */
export async function* readApps(reading: AppReading): AsyncGenerator<PollStep, void, void> {
  const { entity, spool } = reading;
  yield { dataset, pass: 'start' };
  if (entity.name === 'AppInvRawData') await spoolReport(reading);
  else await spoolRelation(reading);
  const batch = new AppBatch();
  for await (const [id, device] of spool.devices()) yield* batch.hold(id, appsOf(reading, id, device));
  yield* batch.take();
  const marker = entity.name === 'AppInvRawData' ? 'archive-complete' : 'no-next-link';
  yield { dataset, complete: { marker, rows: batch.asked.rows } };
}

async function spoolReport(reading: AppReading): Promise<void> {
  const columns = selectOf(reading.entity).split(',');
  for await (const row of readExport(reading, reading.entity.name, columns)) {
    const { DeviceId: device, ...app } = row;
    if (device) await reading.spool.addApp(device, app);
  }
}

const DETECTED = '/v1.0/deviceManagement/detectedApps';

async function spoolRelation(reading: AppReading): Promise<void> {
  const silent = new Silent(({ id }) => id);
  let refusal: SourceError | null = null;
  for await (const { records } of detectedApps(reading))
    for (const { id, deviceCount, ...app } of records) {
      if (deviceCount === 0) continue;
      // Left out, it would seem gone from all of its devices.
      if (!isPathSegment(id)) throw wrongShape('Graph');
      try {
        await spoolDevicesOf(reading, id, app);
      } catch (error) {
        if (!(error instanceof SourceError) || error.code !== 'http-404') throw error;
        refusal ??= error;
        silent.add(id);
      }
    }
  // The last device that had it has left, or has another version now: such an app is listed no more.
  if (refusal && !(await silent.haveLeft(() => detectedApps(reading)))) throw refusal;
}

async function* detectedApps({
  graph,
  entity,
}: AppReading): AsyncGenerator<{ readonly records: readonly WireRecord[] }> {
  // No $orderby: it provokes 429.
  for await (const { rows } of graph.pages(`${DETECTED}?$select=id,deviceCount,${selectOf(entity)}`))
    yield { records: rows };
}

async function spoolDevicesOf({ graph, spool }: AppReading, id: string, app: WireRecord): Promise<void> {
  for await (const { rows } of graph.pages(`${DETECTED}/${encodeURIComponent(id)}/managedDevices?$select=id`))
    for (const device of rows) {
      if (typeof device.id !== 'string') throw wrongShape('Graph');
      await spool.addApp(device.id, app);
    }
}

function appsOf({ entity, personalDevices }: AppReading, id: string, device: SpooledDevice): SourceRow[] {
  if (device.ownership !== 'company' && !personalDevices) return [];
  const rows = new Map<string, MappedRow>();
  for (const app of device.apps) {
    const row = mapRecord(entity.parameters, app);
    row.device_external_id = id;
    row.version ??= isNoValue(app.ApplicationShortVersion) ? null : app.ApplicationShortVersion;
    const key = appId(row);
    row.app_id = key;
    const other = rows.get(key);
    if (!other || compareVersions(row.version, other.version) >= 0) rows.set(key, row);
  }
  return [...rows.values()];
}

/** Platform, title and publisher: without the version, so that an update is a change of one row. */
export function appId(app: Readonly<Record<string, unknown>>): string {
  const parts = [app.platform, app.title, app.publisher].map((p) =>
    typeof p === 'string' ? p.normalize('NFKC').trim() : '',
  );
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}

/** By numbers where both parts are some, else by text: 10.2 after 9.9. */
export function compareVersions(a: unknown, b: unknown): number {
  return COLLATOR.compare(typeof a === 'string' ? a : '', typeof b === 'string' ? b : '');
}

const COLLATOR = new Intl.Collator('en', { numeric: true });
