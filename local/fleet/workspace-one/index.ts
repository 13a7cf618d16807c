// Workspace ONE UEM, simulated: the token server and the API on one HTTPS port.
// A request passes: faults, credentials (401), route and version (404, 406), role (403), handler.
import type { Answer, Exchange } from '../http/exchange.ts';
import { listNamed } from '../http/list-shape.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Access, FleetMember, SystemOptions } from '../member.ts';
import { Credentials } from './credentials.ts';
import { Records, ROLES, type Role, routesOf, type Settings } from './routes.ts';
import { ApiError } from './wire.ts';

export interface WorkspaceOne extends HttpSystem {
  tokenUrl: string;
  credentials: Credentials;
  settings: Settings;
  /** What the account may read; take one away to see a 403. */
  roles: Set<Role>;
}

const LISTS = listNamed({
  rows: [
    'Devices',
    'Users',
    'DeviceApps',
    'LocationGroups',
    'Application',
    'ResultSet',
    'app_items',
    'DeviceCompliance',
    'DeviceCertificates',
    'DeviceContents',
    'DeviceNotes',
    'DeviceEventLogEntries',
  ],
  total: 'Total',
});

/** The first one where the request names none. */
const versionOf = ({ headers: { accept = '' } }: Exchange): number =>
  accept === 'application/json' ? 1 : Number(/^application\/json;\s*version=(\d)$/.exec(accept)?.[1] ?? 0);

async function start(options: SystemOptions): Promise<WorkspaceOne> {
  const { estate, clock } = options;
  const credentials = new Credentials(estate.options.seed, clock);
  const settings: Settings = { timeZoneOffsetMinutes: 0, decimalComma: false };
  const routes = routesOf(new Records(estate), settings);
  const roles = new Set<Role>(ROLES);

  const route = (exchange: Exchange): Answer => {
    if (!credentials.accepts(exchange)) throw new ApiError(401, 1005, 'Invalid Credentials');
    const here = routes.filter(({ method, path }) => method === exchange.method && path.test(exchange.path));
    const found = here.find(({ version }) => version === versionOf(exchange));
    if (here.length === 0) throw new ApiError(404, 404, 'Resource not found.');
    if (!found) throw new ApiError(406, 406, 'No such version of the resource.');
    if (!roles.has(found.role)) throw new ApiError(403, 1013, 'Access is denied.');
    return found.handle(exchange, found.path.exec(exchange.path)?.[1] ?? '');
  };

  const handle = (exchange: Exchange): Answer => credentials.answer(exchange) ?? route(exchange);
  const server = new HttpServer(options, { handle, list: LISTS, json: 'application/json; charset=utf-8' });
  const system = await server.open();
  return { ...system, tokenUrl: `${system.url}/connect/token`, credentials, settings, roles };
}

const access = ({ url, tokenUrl, credentials: { clientId, clientSecret, tenantCode } }: WorkspaceOne): Access => ({
  settings: { url, tokenUrl, clientId },
  secrets: { clientSecret, tenantCode },
});

export const workspaceOne: FleetMember<WorkspaceOne> = { managesDevices: true, start, access };
