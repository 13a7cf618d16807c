// Devices and the apps on them: UEM gives the devices of one user, and the apps of one device. So the list of users is
// read again, page by page, and each page's users and devices are asked for, some at a time. GET /devices is not read: it
// has no last contact, no compliance and no user.

import { mapInTurns } from '../../turns.ts';
import type { Apart } from '../apart.ts';
import { isPathSegment, isUnknownCall, NOBODY_ASKED, plus, type Silent } from '../asked.ts';
import type { PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { BEGINNING, type ReadPage } from '../offset-pages.ts';
import type { Progress } from '../progress.ts';
import { slices } from '../slices.ts';
import { readWholeList } from '../whole-list.ts';
import type { DevicesState, UemCheckpoint } from './checkpoint.ts';
import type { UemClient } from './client.ts';
import type { DeviceRows, FoundDevice } from './device-row.ts';
import { type AppReading, readApps } from './read-apps.ts';
import { userDevices, userPages } from './read-users.ts';

const dataset = 'device' as const;
/** So many users' devices are in memory at a time. */
const USERS_AT_A_TIME = 200;

export interface DeviceReading {
  readonly uem: UemClient;
  readonly rows: DeviceRows;
  /** Users of whose devices nothing was told. */
  readonly silent: Silent;
  /** Null where apps are not read. */
  readonly apps: Omit<AppReading, 'devices'> | null;
  readonly progress: Progress<UemCheckpoint>;
  readonly pageSize: number;
  readonly parallelRequests: number;
  readonly apart: Apart;
}

/** Throws SourceError, `incomplete` among them. */
export const readDevices = (reading: DeviceReading): AsyncGenerator<PollStep, unknown, void> =>
  readWholeList({
    dataset,
    state: reading.progress.now.devices,
    begin: () => ({ ...BEGINNING, devices: NOBODY_ASKED, apps: NOBODY_ASKED }),
    pages: (from) => userPages(reading.uem, reading.pageSize, from),
    page: (page, state) => readPage(reading, page, state),
    checkpoint: (devices) => reading.progress.with({ devices }),
    asked: ({ devices }) => devices,
    silent: reading.silent,
    children: reading.apps && { dataset: 'device_app', asked: ({ apps }) => apps, silent: reading.apps.silent },
  });

/** The devices of a page of users. */
async function* readPage(
  reading: DeviceReading,
  { records }: ReadPage,
  before: DevicesState,
): AsyncGenerator<PollStep, DevicesState, void> {
  const guids = records.flatMap(({ guid }) => (isPathSegment(guid) ? [guid] : []));
  // The devices of a user whose id cannot be read are not absent: nobody can ask for them.
  const silent = records.length - guids.length;
  if (silent > 0) reading.silent.add(null);
  let state = { ...before, devices: plus(before.devices, { ...NOBODY_ASKED, silent }) };
  for (const users of slices(guids, USERS_AT_A_TIME)) state = yield* readDevicesOf(reading, users, state);
  return state;
}

/** The devices of some users, and their apps. */
async function* readDevicesOf(
  reading: DeviceReading,
  users: readonly string[],
  state: DevicesState,
): AsyncGenerator<PollStep, DevicesState, void> {
  if (isUnknownCall(state.devices)) return state;
  const { rows, apps, parallelRequests, apart } = reading;
  const answers = await inParallel(users, parallelRequests, (guid) => devicesOf(reading, guid));
  const told = answers.filter((answer) => answer !== null);
  for (const [i, guid] of users.entries()) if (answers[i] === null) reading.silent.add(guid);
  const devices = told.flat();
  if (devices.length > 0) yield { dataset, rows: await mapInTurns(devices, (device) => rows.row(device)) };
  const events = devices.flatMap((device) => rows.positions(device));
  if (events.length > 0) yield { dataset: 'location', events };
  const asked = { rows: devices.length, told: told.length, silent: answers.length - told.length };
  const next = { ...state, devices: plus(state.devices, asked) };
  // After a failure the apps of later devices are not asked for: they would fail alike.
  if (apps === null || state.apps === null || isUnknownCall(state.apps)) return next;
  const read = yield* apart.read('device_app', readApps({ ...apps, devices }));
  return { ...next, apps: read === undefined ? null : plus(state.apps, read) };
}

/** Null where UEM says nothing of them. */
async function devicesOf({ uem, rows }: DeviceReading, userGuid: string): Promise<readonly FoundDevice[] | null> {
  const records = await userDevices(uem, userGuid);
  return records?.map((record) => rows.found(userGuid, record)) ?? null;
}
