// Ivanti EPMM, simulated: the V2 interface behind HTTP Basic. A request passes: faults, password (401), route (404),
// role (403), device space, handler.
import type { Authority } from '../authority.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { HttpServer } from '../http/server.ts';
import { hex } from '../random.ts';
import { checkSpace, EPMM_LIST, EpmmError, listed } from './answer.ts';
import { AppInventories } from './apps.ts';
import { DeviceList } from './devices.ts';
import { catalogue, labels, ping, vppAccounts } from './system.ts';
import { userRecord, usersOf } from './users.ts';

/** As an administrator of EPMM finds them. */
export const ROLES = ['view devices', 'view users', 'view app inventory', 'manage apps', 'view labels'] as const;
export type Role = (typeof ROLES)[number];

export interface Epmm {
  url: string;
  username: string;
  password: string;
  faults: FaultRules;
  requests: RequestRecord[];
  devices: DeviceList;
  apps: AppInventories;
  /** What the account may do; take one away to see a 403. */
  roles: Set<Role>;
  close(): Promise<void>;
}

export interface EpmmOptions {
  estate: Estate;
  authority: Authority;
  clock: () => number;
}

interface Route {
  readonly path: string;
  readonly role: Role | null;
  readonly handle: (exchange: Exchange) => Answer;
}

const USERS_MOST = 200;
const VPP_MOST = 50;

function routesOf(estate: Estate, devices: DeviceList, apps: AppInventories): readonly Route[] {
  const same = <T>(row: T): T => row;
  return [
    { path: '/api/v2/ping', role: null, handle: () => ({ status: 200, json: ping }) },
    {
      path: '/api/v2/authorized/users',
      role: 'view users',
      handle: (exchange) => listed(exchange, usersOf(estate), { most: USERS_MOST, cap: devices.cap }, userRecord),
    },
    { path: '/api/v2/devices', role: 'view devices', handle: (exchange) => devices.list(exchange) },
    { path: '/api/v2/devices/search_fields', role: 'view devices', handle: () => devices.searchFields() },
    { path: '/api/v2/devices/appinventory', role: 'view app inventory', handle: (exchange) => apps.answer(exchange) },
    {
      path: '/api/v2/appstore/apps',
      role: 'manage apps',
      handle: (exchange) => listed(exchange, catalogue(estate), { most: USERS_MOST }, same),
    },
    {
      path: '/api/v2/labels/label_summary',
      role: 'view labels',
      handle: (exchange) => listed(exchange, labels(estate), { most: USERS_MOST }, same),
    },
    {
      path: '/msa/v2/vpp/accounts',
      role: 'manage apps',
      handle: (exchange) => listed(exchange, vppAccounts(estate), { most: VPP_MOST }, same),
    },
  ];
}

export async function startEpmm({ estate, authority, clock }: EpmmOptions): Promise<Epmm> {
  const account = { username: 'emm-lens', password: `Ep${hex(24, estate.options.seed, 1_010)}` };
  const credentials = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  const devices = new DeviceList(estate);
  const apps = new AppInventories((uuid) => devices.find(uuid));
  const roles = new Set<Role>(ROLES);
  const routes = routesOf(estate, devices, apps);

  const answer = (exchange: Exchange): Answer => {
    if (exchange.headers.authorization !== `Basic ${credentials}`)
      throw new EpmmError(401, 'auth.unauthorized', 'Authentication failed.');
    const route = routes.find(({ path }) => path === exchange.path);
    if (!route || exchange.method !== 'GET') throw new EpmmError(404, 'not.found', 'The resource was not found.');
    if (route.role && !roles.has(route.role)) throw new EpmmError(403, 'access.denied', 'Access is denied.');
    if (route.role) checkSpace(exchange);
    return route.handle(exchange);
  };
  const handle = (exchange: Exchange): Answer => {
    try {
      return answer(exchange);
    } catch (error) {
      if (!(error instanceof EpmmError)) throw error;
      return error.toAnswer();
    }
  };

  const server = new HttpServer({ authority, clock, handle, list: EPMM_LIST, json: 'application/json;charset=UTF-8' });
  await server.open();
  return {
    ...account,
    url: server.url,
    faults: server.faults,
    requests: server.requests,
    devices,
    apps,
    roles,
    close: () => server.close(),
  };
}
