// Which request asks for what, in which version, and what an account needs for it.
import type { Device, Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { inEntra, type Person } from '../estate/person.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { assignedApps, catalogue, deviceApps } from './apps.ts';
import {
  deviceCounts,
  groupRow,
  pushCertificate,
  sampleRates,
  systemInfo,
  tunnelHealth,
  userGroups,
} from './console.ts';
import * as details from './device-details.ts';
import { deviceRow } from './device-row.ts';
import { bulkValues, positions, usage } from './events.ts';
import { deviceNumber, deviceUuid, groupOf, ORGANIZATION_GROUPS, ROOT, userNumber, userUuid } from './ids.ts';
import { userRecord, userRow } from './people.ts';
import { listed, noContent, notFound, page, results } from './wire.ts';

export const ROLES = ['devices', 'bitlocker', 'users', 'groups', 'apps', 'telecom', 'location', 'system'] as const;
export type Role = (typeof ROLES)[number];

export interface Settings {
  /** How far the console's dates are ahead of UTC. */
  timeZoneOffsetMinutes: number;
  /** Decimals with a comma, as a server in Germany writes them. */
  decimalComma: boolean;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly role: Role;
  /** By the Accept header. */
  readonly version: number;
  readonly handle: (exchange: Exchange, id: string) => Answer;
}

type Handle = Route['handle'];

const found = (json: Json): Answer => ({ status: 200, json });

/** The console's view of the estate, in the order of its numbers. */
export class Records {
  readonly estate: Estate;
  #version = -1;
  #devices: readonly Device[] = [];
  #byName: ReadonlyMap<string, Device> = new Map();

  constructor(estate: Estate) {
    this.estate = estate;
  }

  get devices(): readonly Device[] {
    this.#refresh();
    return this.#devices;
  }

  /** By number or UUID. Throws ApiError. */
  device(name: string): Device {
    this.#refresh();
    const device = this.#byName.get(name);
    if (!device) throw notFound();
    return device;
  }

  get users(): readonly Person[] {
    return this.estate.people.filter(inEntra);
  }

  #refresh(): void {
    if (this.#version === this.estate.deviceListVersion) return;
    this.#version = this.estate.deviceListVersion;
    const devices = this.estate.devicesOf('workspace-one');
    this.#devices = [...devices].sort((a, b) => deviceNumber(a) - deviceNumber(b));
    this.#byName = new Map(
      devices.flatMap((device): [string, Device][] => [
        [String(deviceNumber(device)), device],
        [deviceUuid(device), device],
      ]),
    );
  }
}

function deviceRoutes(records: Records, settings: Settings): Route[] {
  const { estate } = records;
  const offset = (): number => settings.timeZoneOffsetMinutes;
  const route = (path: RegExp, handle: Handle, role: Role = 'devices', version = 1): Route => ({
    method: 'GET',
    path,
    role,
    version,
    handle,
  });
  const one = (path: RegExp, map: (device: Device) => Json, role: Role = 'devices', version = 1): Route =>
    route(path, (_exchange, id) => found(map(records.device(id))), role, version);
  const list = (path: RegExp, rows: (device: Device) => readonly Json[], envelope: typeof listed, key: string): Route =>
    route(path, (exchange, id) => {
      const items = rows(records.device(id));
      return page(exchange, items, (item) => item, envelope(key, items.length));
    });
  const inGroup =
    (lgid: string | null) =>
    (device: Device): boolean =>
      lgid === null ||
      lgid === String(ROOT.number) ||
      String(groupOf(estate.ownerOf(device)?.seed ?? device.seed).number) === lgid;
  return [
    route(/^\/api\/mdm\/devices\/search$/, (exchange) => {
      const devices = records.devices.filter(inGroup(exchange.query.get('lgid')));
      return page(
        exchange,
        devices,
        (device) => deviceRow(device, estate, offset()),
        listed('Devices', devices.length),
      );
    }),
    route(/^\/api\/mdm\/devices\/extensivesearch$/, (exchange) => {
      const id = exchange.query.get('deviceid');
      const devices =
        id === null ? records.devices : records.devices.filter((device) => String(deviceNumber(device)) === id);
      return page(
        exchange,
        devices,
        (device) => details.extensive(device, estate, offset()),
        listed('Devices', devices.length),
      );
    }),
    route(/^\/api\/mdm\/devices\/devicecountinfo$/, () => found(deviceCounts(estate))),
    list(/^\/api\/mdm\/devices\/(\d+)\/apps$/, deviceApps, listed, 'DeviceApps'),
    list(/^\/api\/mdm\/devices\/([0-9a-f-]{36})\/apps\/search$/, assignedApps, results, 'app_items'),
    one(/^\/api\/mdm\/devices\/(\d+)\/network$/, details.network),
    one(/^\/api\/mdm\/devices\/(\d+)\/security$/, details.security),
    ...Object.entries(details.LISTS).map(([part, { key, rows }]) =>
      list(new RegExp(`^/api/mdm/devices/(\\d+)/${part}$`), (device) => rows(device, offset()), listed, key),
    ),
    one(/^\/api\/mdm\/devices\/(\d+)\/loggedinusers$/, (device) => details.loggedInUsers(device, offset())),
    one(/^\/api\/mdm\/tunnel\/devices\/([0-9a-f-]{36})\/action$/, details.tunnelAccess),
    route(
      /^\/api\/mdm\/devices\/([0-9a-f-]{36})\/bitlocker\/drives$/,
      (_exchange, id) => {
        const device = records.device(id);
        if (device.platform !== 'windows') throw notFound();
        return found(details.bitlocker(device));
      },
      'bitlocker',
    ),
    one(/^\/api\/mdm\/devices\/([0-9a-f-]{36})$/, (device) => details.recordV3(device, estate, offset()), 'devices', 3),
  ];
}

function eventRoutes(records: Records, settings: Settings): Route[] {
  return [
    {
      method: 'POST',
      path: /^\/api\/mdm\/devices\/gps\/search$/,
      role: 'location',
      version: 1,
      handle: (exchange) => {
        const wanted = bulkValues(exchange);
        const { timeZoneOffsetMinutes: offset, decimalComma } = settings;
        const samples = records.devices
          .filter((device) => wanted.has(String(deviceNumber(device))))
          .flatMap((device) => positions(device, exchange, offset, decimalComma));
        return samples.length === 0 ? noContent() : found(samples);
      },
    },
    {
      method: 'GET',
      path: /^\/api\/mdm\/telecom\/devices\/bulkusagehistory$/,
      role: 'telecom',
      version: 1,
      handle: (exchange) => {
        const day = exchange.query.get('date') ?? new Date(records.estate.now).toISOString().slice(0, 10);
        const rows = records.devices.flatMap((device) => usage(device, day));
        return page(exchange, rows, (row) => row, results('ResultSet', rows.length));
      },
    },
  ];
}

export function routesOf(records: Records, settings: Settings): readonly Route[] {
  const { estate } = records;
  const get = (path: RegExp, role: Role, handle: Handle, version = 1): Route => ({
    method: 'GET',
    path,
    role,
    version,
    handle,
  });
  const groups = ORGANIZATION_GROUPS;
  return [
    ...deviceRoutes(records, settings),
    ...eventRoutes(records, settings),
    get(/^\/api\/system\/users\/search$/, 'users', (exchange) => {
      const { users } = records;
      const owned = Map.groupBy(records.devices, (device) => device.ownerNumber);
      const row = (person: Person): Json => userRow(person, owned.get(person.number)?.length ?? 0);
      return page(
        exchange,
        [...users].sort((a, b) => userNumber(a) - userNumber(b)),
        row,
        listed('Users', users.length),
      );
    }),
    get(
      /^\/api\/system\/users\/([0-9a-f-]{36})$/,
      'users',
      (_exchange, id) => {
        const person = records.users.find((user) => userUuid(user) === id);
        if (!person) throw notFound();
        return found(userRecord(person, estate));
      },
      2,
    ),
    get(/^\/api\/system\/groups\/search$/, 'groups', (exchange) =>
      page(
        exchange,
        groups,
        (group) => groupRow(group, estate, settings.timeZoneOffsetMinutes),
        listed('LocationGroups', groups.length),
      ),
    ),
    get(/^\/api\/system\/groups\/(\d+)\/samplerates$/, 'groups', (_exchange, id) => {
      if (!groups.some(({ number }) => String(number) === id)) throw notFound();
      return found(sampleRates());
    }),
    get(
      /^\/api\/system\/groups\/([0-9a-f-]{36})\/apns$/,
      'groups',
      (_exchange, id) => {
        if (!groups.some(({ uuid }) => uuid === id)) throw notFound();
        return found(pushCertificate(estate, settings.timeZoneOffsetMinutes));
      },
      2,
    ),
    get(/^\/api\/system\/usergroups\/search$/, 'groups', (exchange) => {
      const all = userGroups();
      return page(exchange, all, (group) => group, listed('ResultSet', all.length));
    }),
    get(/^\/api\/mam\/apps\/search$/, 'apps', (exchange) => {
      const all = catalogue();
      return page(exchange, all, (app) => app, listed('Application', all.length));
    }),
    get(/^\/api\/system\/info$/, 'system', ({ origin }) => found(systemInfo(origin))),
    get(/^\/api\/mdm\/tunnel\/health$/, 'system', () => found(tunnelHealth())),
  ];
}
