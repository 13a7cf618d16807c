// Devices and the apps on them: UEM gives the devices of one user, and the apps of one device. So the list of users is
// read again, page by page, and each page's users and devices are asked for, some at a time. It can be resumed at any
// page of users. GET /devices is not read: it has no last contact, no compliance and no user.
import type { SourceError } from '../../errors.ts';
import { readApart } from '../apart.ts';
import type { PollContext, PollStep } from '../contract.ts';
import { inParallel } from '../in-parallel.ts';
import { readPass } from '../resumed-pass.ts';
import { slices } from '../slices.ts';
import type { DevicesState, Progress } from './checkpoint.ts';
import type { UemClient } from './client.ts';
import type { DeviceRows, FoundDevice } from './device-row.ts';
import { recordsIn } from './parts.ts';
import { type AppReading, readApps } from './read-apps.ts';
import { userPages } from './read-users.ts';

const dataset = 'device' as const;
/** So many users' devices are in memory at a time. */
const USERS_AT_A_TIME = 200;

export interface DeviceReading {
  readonly uem: UemClient;
  readonly rows: DeviceRows;
  /** Null where apps are not read. */
  readonly apps: Omit<AppReading, 'devices'> | null;
  readonly progress: Progress;
  readonly pageSize: number;
  readonly parallelRequests: number;
  readonly context: Pick<PollContext, 'log' | 'signal'>;
  /** Of apps: they do not keep the devices from being read. */
  readonly failures: SourceError[];
}

/** Throws SourceError, `incomplete` among them. */
export async function* readDevices(reading: DeviceReading): AsyncGenerator<PollStep, void, void> {
  const { progress } = reading;
  yield* readPass({
    state: progress.devices,
    read: (state) => readFrom(reading, state),
    forget: () => ({ dataset, rows: [], checkpoint: progress.withDevices(null) }),
  });
}

const NOTHING: DevicesState = { offset: 0, devices: 0, apps: 0, skipped: 0 };

async function* readFrom(reading: DeviceReading, resumed: DevicesState | null): AsyncGenerator<PollStep, void, void> {
  const { uem, apps, progress, pageSize } = reading;
  if (resumed === null) {
    yield { dataset, pass: 'start', checkpoint: progress.withDevices(null) };
    if (apps) yield { dataset: 'device_app', pass: 'start' };
  }
  let state = resumed ?? NOTHING;
  const pages = userPages(uem, pageSize, state.offset);
  let page = await pages.next();
  for (; !page.done; page = await pages.next()) {
    const { records, next } = page.value;
    const guids = records.flatMap(({ guid }) => (typeof guid === 'string' && guid !== '' ? [guid] : []));
    state = { ...state, skipped: state.skipped + records.length - guids.length };
    for (const users of slices(guids, USERS_AT_A_TIME)) state = yield* readDevicesOf(reading, users, state);
    if (next === null) continue;
    state = { ...state, offset: next };
    yield { dataset, rows: [], checkpoint: progress.withDevices(state) };
  }
  const checkpoint = progress.withDevices(null);
  const proven = state.skipped === 0;
  // The devices of a user whose id cannot be read are not absent: nobody could ask for them.
  if (!proven) reading.context.log.warn('Users cannot be read: devices prove no absence.', { users: state.skipped });
  yield proven
    ? { dataset, complete: { ...page.value, rows: state.devices }, checkpoint }
    : { dataset, rows: [], checkpoint };
  if (apps && state.apps !== null)
    yield { dataset: 'device_app', complete: { marker: 'all-devices-asked', rows: state.apps } };
}

/** The devices of some users, and their apps. */
async function* readDevicesOf(
  reading: DeviceReading,
  users: readonly string[],
  state: DevicesState,
): AsyncGenerator<PollStep, DevicesState, void> {
  const { rows, apps, parallelRequests, context, failures } = reading;
  const devices = (await inParallel(users, parallelRequests, (guid) => devicesOf(reading, guid))).flat();
  if (devices.length > 0) yield { dataset, rows: devices.map((device) => rows.row(device)) };
  const events = devices.map((device) => rows.position(device)).filter((event) => event !== null);
  if (events.length > 0) yield { dataset: 'location', events };
  const next = { ...state, devices: state.devices + devices.length };
  // After a failure the apps of later devices are not asked for: they would fail alike.
  if (apps === null || state.apps === null) return next;
  const read = yield* readApart(readApps({ ...apps, devices }), 'device_app', context, failures);
  return { ...next, apps: read === undefined ? null : state.apps + read };
}

/** A user who is gone since the page was read (404) has no devices. */
async function devicesOf({ uem, rows }: DeviceReading, userGuid: string): Promise<readonly FoundDevice[]> {
  const answer = await uem.find(`/users/${encodeURIComponent(userGuid)}/userDevices`, 'userdevices');
  return answer === null ? [] : recordsIn(answer, 'userDevices').map((record) => rows.found(userGuid, record));
}
