// Devices: a full pass each poll, in the order of their ids, so that new ones come last. With each page come the positions
// and the apps of its devices: no device is held longer.
import type { Apart } from '../apart.ts';
import { isUnknownCall, NOBODY_ASKED, plus } from '../asked.ts';
import type { Collection } from '../collection.ts';
import type { PollContext, PollStep } from '../contract.ts';
import { type MappedRow, mapRecord, positionsOf, tellIpad } from '../map.ts';
import { completeNetworks, mcc, networkOfImsi } from '../networks.ts';
import { BEGINNING, type ReadPage } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readWholeList } from '../whole-list.ts';
import type { WireRecord } from '../wire.ts';
import type { DevicesState, EpmmCheckpoint } from './checkpoint.ts';
import type { EpmmClient } from './client.ts';
import { devicePages } from './device-pages.ts';
import { type AppReading, readAppsOf } from './read-apps.ts';

const dataset = 'device' as const;

export interface DeviceReading {
  readonly epmm: EpmmClient;
  readonly collection: Collection;
  readonly context: PollContext;
  readonly progress: Progress<EpmmCheckpoint>;
  /** Null where no apps are read. */
  readonly apps: AppReading | null;
  /** Whether positions are read. */
  readonly location: boolean;
  /** Whether users come without ids of their own, so that their principals are their keys. */
  readonly usersByPrincipal: boolean;
  readonly apart: Apart;
}

/** Goes on where the checkpoint says. Throws SourceError, `incomplete` among them. */
export const readDevices = (reading: DeviceReading): AsyncGenerator<PollStep, DevicesState, void> =>
  readWholeList({
    dataset,
    state: reading.progress.now.devices,
    begin: () => ({ ...BEGINNING, apps: NOBODY_ASKED }),
    pages: (from) => devicePages(reading, from),
    page: (page, state) => readPage(reading, page, state),
    checkpoint: (devices) => reading.progress.with({ devices }),
    children: reading.apps && { dataset: 'device_app', asked: ({ apps }) => apps, silent: reading.apps.silent },
  });

async function* readPage(
  reading: DeviceReading,
  { records }: ReadPage,
  state: DevicesState,
): AsyncGenerator<PollStep, DevicesState, void> {
  const { collection, apps, apart } = reading;
  const collected = new Set(collection.collectedOf(dataset).keys());
  const { parameters } = collection.entity('device');
  const rows = records.map((record) => deviceRow(mapRecord(parameters, record), record, collected));
  if (reading.usersByPrincipal)
    for (const [i, row] of rows.entries())
      if (typeof row.user_external_id === 'string') row.user_external_id = records[i]?.['user.user_id'] ?? null;
  yield { dataset, rows };
  const located = reading.location ? collection.entity('deviceLocation').parameters : [];
  const events = located.length === 0 ? [] : records.flatMap((record) => positionsOf(mapRecord(located, record)));
  if (events.length > 0) yield { dataset: 'location', events };
  // One that cannot be read may be any: what the other pages would give proves nothing.
  if (!apps || state.apps === null || isUnknownCall(state.apps)) return state;
  const read = yield* apart.read('device_app', readAppsOf(apps, rows));
  return { ...state, apps: read === undefined ? null : plus(state.apps, read) };
}

function deviceRow(row: MappedRow, record: WireRecord, collected: ReadonlySet<string>): MappedRow {
  tellIpad(row);
  // Only iOS tells the codes of the SIM; every IMSI begins with them.
  const sim = { mcc: record['ios.SIM MCC'], mnc: record['ios.SIM MNC'] };
  const home = mcc(sim.mcc) ? sim : networkOfImsi(record['common.imsi']);
  const current = { mcc: record['ios.Current MCC'], mnc: record['ios.Current MNC'] };
  completeNetworks(row, { home, current }, collected);
  return row;
}
