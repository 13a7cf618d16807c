// Devices: a full pass with each poll, in the order of their ids, so that new ones come last. It can be resumed at any
// page. With each page come the apps and the positions of its devices: no device is held longer.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { PollContext, PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import type { MappedRow } from '../map.ts';
import type { ReadPage } from '../offset-pages.ts';
import { readPass } from '../resumed-pass.ts';
import type { WireRecord } from '../wire.ts';
import type { PassState, Progress } from './checkpoint.ts';
import type { WorkspaceOneClient } from './client.ts';
import type { WorkspaceOneConfig } from './config.ts';
import { type AppReading, readAppsOf } from './read-apps.ts';
import type { Details } from './read-details.ts';
import { type LocationReading, readLocationsOf } from './read-locations.ts';
import { ownership } from './transforms.ts';

const dataset = 'device' as const;
/** Devices of a page where each takes requests or samples of its own: no more than these are held, or read again. */
const SMALL_PAGE = 100;

export interface DeviceReading {
  readonly client: WorkspaceOneClient;
  readonly config: WorkspaceOneConfig;
  readonly details: Details;
  readonly progress: Progress;
  readonly context: PollContext;
  /** Null where no apps are read. */
  readonly apps: AppReading | null;
  /** Null where no positions are read. */
  readonly locations: LocationReading | null;
  /** Takes what kept apps or positions from being read. */
  readonly failures: SourceError[];
}

/** Goes on where the checkpoint says. Throws SourceError, `incomplete` among them. */
export async function* readDevices(reading: DeviceReading): AsyncGenerator<PollStep, void, void> {
  const { progress } = reading;
  yield* readPass({
    state: progress.now.devices,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: progress.with({ devices: null }) }),
  });
}

async function* readFrom(reading: DeviceReading, resumed: PassState | null): AsyncGenerator<PollStep, void, void> {
  const { client, config, details, progress, apps, locations, context } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (resumed === null) {
    const locating = locations ? context.clock.now().toISOString() : null;
    yield { dataset, pass: 'start', checkpoint: progress.with({ devices: null, locating }) };
    if (apps) yield { dataset: 'device_app', pass: 'start' };
  }
  let count = resumed === null ? 0 : resumed.apps;
  const list = {
    path: '/api/mdm/devices/search',
    query: { lgid: config.organizationGroupId, orderby: 'deviceid', sortorder: 'ASC' },
    key: 'Devices',
    pageSize: apps || locations || details.many ? Math.min(config.pageSize, SMALL_PAGE) : config.pageSize,
  };
  const pages = client.pages(list, resumed?.rows ?? 0);
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) {
    count = yield* readPage(reading, step.value, count);
    const { next: rows } = step.value;
    if (rows !== null) yield { dataset, rows: [], checkpoint: progress.with({ devices: { rows, apps: count } }) };
  }
  if (apps && count !== null) yield { dataset: 'device_app', complete: { ...step.value, rows: count } };
  const { locating, locatedUntil } = progress.now;
  const checkpoint = progress.with({ devices: null, locating: null, locatedUntil: locating ?? locatedUntil });
  yield { dataset, complete: step.value, checkpoint };
}

/** Gives how many apps were read up to here; null where those of some device could not be. */
async function* readPage(
  reading: DeviceReading,
  { records }: ReadPage,
  count: number | null,
): AsyncGenerator<PollStep, number | null, void> {
  const { config, details, progress, apps, locations, context, failures } = reading;
  const rows = await inParallel(records, config.parallelRequests, (record) => details.rowOf(record));
  yield { dataset, rows };
  const devices = records.flatMap((record, i) => nameOf(record, rows[i]));
  if (locations && progress.now.locating !== null) {
    const ids = devices.filter(({ company }) => company || config.personalDevices).map(({ id }) => id);
    const steps = readLocationsOf(locations, ids, progress.now.locatedUntil, context.clock.now());
    const read = yield* readApart(steps, 'location', context, failures);
    // The next pass asks for the same time again.
    if (read === undefined) progress.with({ locating: null });
  }
  // One that cannot be read may be any: what the other pages would give proves nothing.
  if (!apps || count === null) return null;
  const read = yield* readApart(readAppsOf(apps, devices), 'device_app', context, failures);
  return read === undefined ? null : count + read;
}

/** Whose it is stands on the wire even where it is not collected. */
function nameOf(record: WireRecord, row: MappedRow | undefined): { id: string; uuid: string; company: boolean }[] {
  const id = row?.external_id;
  if (typeof id !== 'string') return [];
  const uuid = typeof record.Uuid === 'string' ? record.Uuid : '';
  return [{ id, uuid, company: ownership(record.Ownership) === 'company' }];
}
