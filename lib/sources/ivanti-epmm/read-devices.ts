// Devices: a full pass each poll, in the order of their ids, so that new ones come last. It can be resumed at any page.
// With each page come the positions and the apps of its devices: no device is held longer.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { Collection } from '../collection.ts';
import type { PollContext, PollStep, Proof } from '../contract.ts';
import { type MappedRow, mapRecord } from '../map.ts';
import { completeNetworks, mcc, networkOfImsi } from '../networks.ts';
import type { ReadPage } from '../offset-pages.ts';
import { readPass } from '../resumed-pass.ts';
import type { WireRecord } from '../wire.ts';
import { checkpointOf, type PassState, passOf } from './checkpoint.ts';
import type { EpmmClient } from './client.ts';
import { devicePages } from './device-pages.ts';
import type { AppReading } from './read-apps.ts';
import { readAppsOf } from './read-apps.ts';

const dataset = 'device' as const;

export interface DeviceReading {
  readonly epmm: EpmmClient;
  readonly collection: Collection;
  readonly context: PollContext;
  /** Null where no apps are read. */
  readonly apps: AppReading | null;
  /** Whether positions are read. */
  readonly location: boolean;
  /** Whether users come without ids of their own, so that their principals are their keys. */
  readonly usersByPrincipal: boolean;
  /** Takes what kept apps from being read. */
  readonly failures: SourceError[];
}

/** Goes on where the checkpoint says. Throws SourceError, `incomplete` among them. */
export async function* readDevices(reading: DeviceReading): AsyncGenerator<PollStep, void, void> {
  yield* readPass({
    state: passOf(reading.context.checkpoint),
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: checkpointOf(null) }),
  });
}

async function* readFrom(reading: DeviceReading, resumed: PassState | null): AsyncGenerator<PollStep, void, void> {
  const { apps } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (resumed === null) {
    yield { dataset, pass: 'start', checkpoint: checkpointOf(null) };
    if (apps) yield { dataset: 'device_app', pass: 'start' };
  }
  let count = resumed === null ? 0 : resumed.apps;
  const pages = devicePages(reading, resumed?.next ?? 0);
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) {
    count = yield* readPage(reading, step.value, count);
    const { next } = step.value;
    if (next !== null) yield { dataset, rows: [], checkpoint: checkpointOf({ next, apps: count }) };
  }
  const proof: Proof = step.value;
  if (apps && count !== null) yield { dataset: 'device_app', complete: { ...proof, rows: count } };
  yield { dataset, complete: proof, checkpoint: checkpointOf(null) };
}

/** Gives how many apps were read up to here; null where those of some device could not be. */
async function* readPage(
  reading: DeviceReading,
  { records }: ReadPage,
  count: number | null,
): AsyncGenerator<PollStep, number | null, void> {
  const { collection, apps, context, failures } = reading;
  const collected = new Set(collection.collectedOf(dataset).keys());
  const { parameters } = collection.entity('device');
  const rows = records.map((record) => deviceRow(mapRecord(parameters, record), record, collected));
  if (reading.usersByPrincipal)
    for (const [i, row] of rows.entries())
      if (typeof row.user_external_id === 'string') row.user_external_id = records[i]?.['user.user_id'] ?? null;
  yield { dataset, rows };
  const events = reading.location ? records.flatMap((record) => positionOf(reading, record)) : [];
  if (events.length > 0) yield { dataset: 'location', events };
  // One that cannot be read may be any: what the other pages would give proves nothing.
  if (!apps || count === null) return null;
  const read = yield* readApart(readAppsOf(apps, rows), 'device_app', context, failures);
  return read === undefined ? null : count + read;
}

function deviceRow(row: MappedRow, record: WireRecord, collected: ReadonlySet<string>): MappedRow {
  // EPMM calls an iPad's system iOS, too.
  if (row.platform === 'ios' && typeof row.model === 'string' && /^ipad/i.test(row.model)) row.platform = 'ipados';
  // Only iOS tells the codes of the SIM; every IMSI begins with them.
  const sim = { mcc: record['ios.SIM MCC'], mnc: record['ios.SIM MNC'] };
  const home = mcc(sim.mcc) ? sim : networkOfImsi(record['common.imsi']);
  const current = { mcc: record['ios.Current MCC'], mnc: record['ios.Current MNC'] };
  completeNetworks(row, { home, current }, collected);
  return row;
}

/** A position without a time cannot be told from the last one that was stored. */
function positionOf({ collection }: DeviceReading, record: WireRecord): readonly MappedRow[] {
  const row = mapRecord(collection.entity('deviceLocation').parameters, record);
  const { latitude, longitude, fixed_at } = row;
  if (latitude === null || longitude === null || fixed_at === null) return [];
  return [{ ...row, occurred_at: fixed_at }];
}
