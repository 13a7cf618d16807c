// Workspace ONE UEM, simulated: the token server and the API on one HTTPS port.
// A request passes: faults, credentials (401), route and version (404, 406), role (403), handler.
import { randomUUID } from 'node:crypto';
import type { Authority } from '../authority.ts';
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { listNamed } from '../http/list-shape.ts';
import { HttpServer } from '../http/server.ts';
import { Credentials } from './credentials.ts';
import { Records, ROLES, type Role, routesOf, type Settings } from './routes.ts';
import { ApiError } from './wire.ts';

export interface WorkspaceOne {
  url: string;
  tokenUrl: string;
  credentials: Credentials;
  faults: FaultRules;
  requests: RequestRecord[];
  settings: Settings;
  /** What the account may read; take one away to see a 403. */
  roles: Set<Role>;
  close(): Promise<void>;
}

export interface WorkspaceOneOptions {
  estate: Estate;
  authority: Authority;
  clock: () => number;
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

const versionOf = ({ headers }: Exchange): number =>
  Number(/^application\/json;\s*version=(\d)$/.exec(headers.accept ?? '')?.[1] ?? 0);

export async function startWorkspaceOne({ estate, authority, clock }: WorkspaceOneOptions): Promise<WorkspaceOne> {
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

  const handle = (exchange: Exchange): Answer => {
    try {
      return credentials.answer(exchange) ?? route(exchange);
    } catch (error) {
      if (error instanceof ApiError) return error.toAnswer(randomUUID());
      throw error;
    }
  };

  const server = new HttpServer({ authority, clock, handle, list: LISTS, json: 'application/json; charset=utf-8' });
  await server.open();
  return {
    url: server.url,
    tokenUrl: `${server.url}/connect/token`,
    credentials,
    faults: server.faults,
    requests: server.requests,
    settings,
    roles,
    close: () => server.close(),
  };
}
