// Devices: a full pass with each poll, in the order of their ids, so that new ones come last. With each page come the apps
// and the positions of its devices: no device is held longer.
import type { Apart } from '../apart.ts';
import { isPathSegment, isUnknownCall, NOBODY_ASKED, plus } from '../asked.ts';
import type { PollContext, PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import type { MappedRow } from '../map.ts';
import { BEGINNING, type ReadPage } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readWholeList } from '../whole-list.ts';
import type { WireRecord } from '../wire.ts';
import type { DevicesState, WorkspaceOneCheckpoint } from './checkpoint.ts';
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
  readonly progress: Progress<WorkspaceOneCheckpoint>;
  readonly context: PollContext;
  /** Null where no apps are read. */
  readonly apps: AppReading | null;
  /** Null where no positions are read. */
  readonly locations: LocationReading | null;
  readonly apart: Apart;
}

/** Goes on where the checkpoint says. Throws SourceError, `incomplete` among them. */
export function readDevices(reading: DeviceReading): AsyncGenerator<PollStep, DevicesState, void> {
  const { client, config, details, progress, apps, locations, context } = reading;
  const list = {
    path: '/api/mdm/devices/search',
    query: { lgid: config.organizationGroupId },
    order: { orderby: 'deviceid', sortorder: 'ASC' },
    key: 'Devices',
    pageSize: apps || locations || details.many ? Math.min(config.pageSize, SMALL_PAGE) : config.pageSize,
  };
  return readWholeList({
    dataset,
    state: progress.now.devices,
    begin: () => ({
      ...BEGINNING,
      apps: NOBODY_ASKED,
      locating: locations ? context.clock.now().toISOString() : null,
    }),
    pages: (from) => client.pages(list, from),
    page: (page, state) => readPage(reading, page, state),
    checkpoint: (devices) => progress.with({ devices }),
    finish: ({ locating }) => progress.with({ devices: null, locatedUntil: locating ?? progress.now.locatedUntil }),
    lacking: () => details.lacking,
    children: apps && { dataset: 'device_app', asked: (state) => state.apps, silent: apps.silent },
  });
}

async function* readPage(
  reading: DeviceReading,
  { records }: ReadPage,
  before: DevicesState,
): AsyncGenerator<PollStep, DevicesState, void> {
  const { config, details, progress, apps, locations, context, apart } = reading;
  let state = before;
  const rows = await inParallel(records, config.parallelRequests, (record) => details.rowOf(record));
  yield { dataset, rows };
  const devices = records.flatMap((record, i) => nameOf(record, rows[i]));
  if (locations && state.locating !== null) {
    const ids = devices.filter(({ company }) => company || config.personalDevices).map(({ id }) => id);
    const steps = readLocationsOf(locations, ids, progress.now.locatedUntil, context.clock.now());
    const read = yield* apart.read('location', steps);
    // The next pass asks for the same time again.
    if (read === undefined) state = { ...state, locating: null };
  }
  // One that cannot be read may be any: what the other pages would give proves nothing.
  if (!apps || state.apps === null || isUnknownCall(state.apps)) return state;
  const read = yield* apart.read('device_app', readAppsOf(apps, devices));
  return { ...state, apps: read === undefined ? null : plus(state.apps, read) };
}

/** Whose it is stands on the wire even where it is not collected. */
function nameOf(record: WireRecord, row: MappedRow | undefined): { id: string; uuid: string; company: boolean }[] {
  const id = row?.external_id;
  if (!isPathSegment(id)) return [];
  const uuid = isPathSegment(record.Uuid) ? record.Uuid : '';
  return [{ id, uuid, company: ownership(record.Ownership) === 'company' }];
}
