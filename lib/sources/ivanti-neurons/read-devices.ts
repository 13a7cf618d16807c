// Devices: a full pass each poll, one device space after the other, since there is no change feed. It can be resumed at
// any page. The list is ordered by the last check-in, the newest first: a device that checks in meanwhile moves to its
// top, and would be missed where it was not read yet. So the top is read once more at the end, down to where it began.
import { type Clock, isAhead } from '../../clock.ts';
import { expectAbout } from '../about.ts';
import type { Collection } from '../collection.ts';
import type { Checkpoint, PollStep } from '../contract.ts';
import { type MappedRow, mapRecord, positionsOf, tellIpad } from '../map.ts';
import { completeNetworks, networkOfImsi } from '../networks.ts';
import { BEGINNING, type Place, repeatedPage } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { readPass } from '../resumed-pass.ts';
import { Seen } from '../seen.ts';
import type { WireRecord } from '../wire.ts';
import type { DevicesState, NeuronsCheckpoint } from './checkpoint.ts';
import type { NeuronsClient, Query } from './client.ts';
import type { DueApps } from './due-apps.ts';
import { checkInOf, tellBattery, toldInPercent } from './transforms.ts';

const dataset = 'device' as const;
const DEVICES = '/api/v1/device';

export interface DeviceReading {
  readonly neurons: NeuronsClient;
  readonly collection: Collection;
  /** Names of the fields of devices that are collected. */
  readonly fields: ReadonlySet<string>;
  readonly progress: Progress<NeuronsCheckpoint>;
  /** Ids of the device spaces. */
  readonly spaces: readonly string[];
  /** Is told of devices whose apps can be read; null where none are. */
  readonly due: DueApps | null;
  readonly clock: Clock;
}

/** Gives whether this poll saw every device, or only the rest of a pass. Throws SourceError, `incomplete` among them. */
export function readDevices(reading: DeviceReading): AsyncGenerator<PollStep, boolean, void> {
  const { progress, spaces, clock } = reading;
  const { devices } = progress.now;
  // A space that is gone took its devices along; of a check-in to come nobody knows who has checked in since.
  const goesOn = devices !== null && spaces.includes(devices.space) && !isAhead(devices.newest, clock.now());
  return readPass({
    state: goesOn ? devices : null,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: progress.with({ devices: null }) }),
  });
}

/** The spaces that are left. */
async function* readFrom(
  reading: DeviceReading,
  resumed: DevicesState | null,
): AsyncGenerator<PollStep, boolean, void> {
  const { progress, spaces } = reading;
  // A pass that starts over must not be taken up again in the middle of the former one.
  if (resumed === null) yield { dataset, pass: 'start', checkpoint: progress.with({ devices: null }) };
  const done = [...(resumed?.done ?? [])];
  let counted: Counted = { rows: 0, again: 0 };
  if (resumed !== null) {
    counted = yield* readSpace(reading, resumed);
    done.push(resumed.space);
  }
  for (const space of spaces.filter((id) => !done.includes(id))) {
    counted = yield* readSpace(reading, { done: [...done], space, ...BEGINNING, ...counted });
    done.push(space);
  }
  const complete = { marker: 'rows-equal-total', ...counted, offsetPaged: true };
  yield { dataset, complete, checkpoint: progress.with({ devices: null }) };
  return resumed === null;
}

/** Where a pass is in a space; the newest check-in is not known before its first page. */
type PassPlace = Omit<DevicesState, 'newest'> & { readonly newest?: number };
type Counted = Pick<DevicesState, 'rows' | 'again'>;

/** The devices of one space, from a row on; gives the rows of the pass with them. */
async function* readSpace(reading: DeviceReading, place: PassPlace): AsyncGenerator<PollStep, Counted, void> {
  const { progress, due } = reading;
  let again = place.again;
  const list = listSpace(reading, place);
  let page = await list.next();
  for (; !page.done; page = await list.next()) {
    const { records, next, newest, moved } = page.value;
    if (moved) again += records.length;
    const checkpoint = next === null ? null : progress.with({ devices: { ...place, newest, ...next } });
    yield* stepsOf(reading, records, checkpoint);
    await due?.add(place.space, records);
  }
  return { rows: place.rows + page.value, again };
}

/**
 * Finds the devices whose apps are due, for a poll that saw only the rest of a pass. Their rows are handed on again: apps
 * of a device that came meanwhile would not be stored without it. Throws SourceError.
 */
export async function* findDue(reading: DeviceReading, due: DueApps): AsyncGenerator<PollStep, void, void> {
  due.clear();
  for (const space of reading.spaces)
    for await (const { records } of listSpace(reading, { space, ...BEGINNING })) {
      yield* stepsOf(reading, records, null);
      await due.add(space, records);
    }
}

/** Who is listed now, in all spaces. Throws SourceError. */
export async function* listed(reading: DeviceReading): AsyncGenerator<ListedDevices, void, void> {
  for (const space of reading.spaces) yield* listSpace(reading, { space, ...BEGINNING });
}

interface ListedDevices {
  readonly records: readonly WireRecord[];
  /** Where the next page begins; null where none follows that could be taken up. */
  readonly next: Place | null;
  readonly newest: number;
  /** Whether these have moved to the top of the list since it was begun. */
  readonly moved: boolean;
}

/** The list of a space, from a row on, and then what has moved to its top; gives the rows of the list. */
async function* listSpace(
  { neurons, clock }: DeviceReading,
  { space, newest: since, ...from }: Place & Pick<PassPlace, 'space' | 'newest'>,
): AsyncGenerator<ListedDevices, number, void> {
  let newest = since;
  let whole = from.offset === 0;
  const pages = neurons.pages(DEVICES, byCheckIn(space), from);
  let page = await pages.next();
  for (; !page.done; page = await pages.next()) {
    const { records, next } = page.value;
    expectSpace(space, records);
    newest ??= records.map(checkInOf).find((at) => !isAhead(at, clock.now()));
    whole &&= next === null;
    yield { records, next, newest: newest ?? 0, moved: false };
  }
  // What came as one page did not move while it was read.
  if (!whole) yield* listTop(neurons, space, newest ?? 0, clock.now());
  return page.value.rows;
}

/** Devices that have checked in since the list was begun: their rows are in the mirror already, or were missed. */
async function* listTop(
  neurons: NeuronsClient,
  space: string,
  newest: number,
  now: Date,
): AsyncGenerator<ListedDevices, void, void> {
  const seen = new Seen();
  for (let start = 0; ; ) {
    const { records } = await neurons.page(DEVICES, byCheckIn(space), start);
    expectSpace(space, records);
    // Above all are those with a check-in to come: they have not moved.
    const believed = records.filter((record) => !isAhead(checkInOf(record), now));
    const later = believed.filter((record) => checkInOf(record) > newest);
    if (later.length > 0) yield { records: later, next: null, newest, moved: true };
    if (later.length < believed.length || records.length === 0) return;
    if (records.filter(({ id }) => seen.add(String(id))).length === 0) throw repeatedPage('Neurons for MDM');
    start += records.length;
  }
}

/** A device names its space. Throws SourceError where it is another one. */
const expectSpace = (space: string, records: readonly WireRecord[]): void =>
  expectAbout('Neurons for MDM', space, ...records.map(({ dmPartitionId }) => dmPartitionId));

const byCheckIn = (space: string): Query => ({
  dmPartitionId: space,
  'sortFields[0].name': 'lastCheckin',
  'sortFields[0].order': 'DESC',
});

/** Rows, and the positions of the same devices where they are wanted. */
function* stepsOf(
  reading: DeviceReading,
  records: readonly WireRecord[],
  checkpoint: Checkpoint | null,
): Generator<PollStep, void, void> {
  const inPercent = toldInPercent(records);
  const rows = records.map((record) => deviceRow(reading, record, inPercent));
  yield checkpoint === null ? { dataset, rows } : { dataset, rows, checkpoint };
  const { parameters } = reading.collection.entity('devicePosition');
  const events = parameters.length === 0 ? [] : records.flatMap((one) => positionsOf(mapRecord(parameters, one)));
  if (events.length > 0) yield { dataset: 'location', events };
}

function deviceRow(
  { collection, fields }: DeviceReading,
  record: WireRecord,
  inPercent: ReadonlySet<unknown>,
): MappedRow {
  const row = mapRecord(collection.entity('device').parameters, record);
  tellBattery(row, record, inPercent);
  tellIpad(row);
  const { subscriberMcc, subscriberMnc, currentMcc, currentMnc } = record;
  const bySim = typeof row.home_network === 'string';
  const home = bySim ? { mcc: subscriberMcc, mnc: subscriberMnc } : networkOfImsi(row.imsi);
  completeNetworks(row, { home, current: { mcc: currentMcc, mnc: currentMnc } }, fields);
  return row;
}
