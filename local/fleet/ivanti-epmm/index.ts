// Ivanti EPMM, simulated: the V2 interface behind HTTP Basic. A request passes: faults, password (401), route (404),
// role (403), device space, handler.
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Access, FleetMember, SystemOptions } from '../member.ts';
import { hex } from '../random.ts';
import { checkSpace, EPMM_LIST, EpmmError, listed } from './answer.ts';
import { AppInventories } from './apps.ts';
import { DeviceList } from './devices.ts';
import { catalogue, labels, ping, vppAccounts } from './system.ts';
import { userRecord, usersOf } from './users.ts';

/** As an administrator of EPMM finds them. */
export const ROLES = ['view devices', 'view users', 'view app inventory', 'manage apps', 'view labels'] as const;
export type Role = (typeof ROLES)[number];

export interface IvantiEpmm extends HttpSystem {
  username: string;
  password: string;
  devices: DeviceList;
  apps: AppInventories;
  /** What the account may do; take one away to see a 403. */
  roles: Set<Role>;
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

async function start(options: SystemOptions): Promise<IvantiEpmm> {
  const { estate } = options;
  const account = { username: 'emm-lens', password: `Ep${hex(24, estate.options.seed, 1_010)}` };
  const credentials = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  const devices = new DeviceList(estate);
  const apps = new AppInventories((uuid) => devices.find(uuid));
  const roles = new Set<Role>(ROLES);
  const routes = routesOf(estate, devices, apps);

  const handle = (exchange: Exchange): Answer => {
    if (exchange.headers.authorization !== `Basic ${credentials}`)
      throw new EpmmError(401, 'auth.unauthorized', 'Authentication failed.');
    const route = routes.find(({ path }) => path === exchange.path);
    if (!route || exchange.method !== 'GET') throw new EpmmError(404, 'not.found', 'The resource was not found.');
    if (route.role && !roles.has(route.role)) throw new EpmmError(403, 'access.denied', 'Access is denied.');
    if (route.role) checkSpace(exchange);
    return route.handle(exchange);
  };
  const server = new HttpServer(options, { handle, list: EPMM_LIST, json: 'application/json;charset=UTF-8' });
  return { ...account, ...(await server.open()), devices, apps, roles };
}

const access = ({ url, username, password }: IvantiEpmm): Access => ({
  settings: { url, username },
  secrets: { password },
});

export const ivantiEpmm: FleetMember<IvantiEpmm> = { managesDevices: true, start, access };
