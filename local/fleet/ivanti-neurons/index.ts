// Ivanti Neurons for MDM (MobileIron Cloud), simulated: one tenant with two device spaces.
// A request passes: faults, account (401), route (404), rights (403), handler.
import type { Authority } from '../authority.ts';
import type { Estate } from '../estate/estate.ts';
import { COMPANY } from '../estate/names.ts';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { HttpServer } from '../http/server.ts';
import { hex } from '../random.ts';
import { accountHolders, accountRecord, deviceCounts } from './account-record.ts';
import { answered, DEFAULT_SPACE, listed, NEURONS_LIST, NeuronsError, SPACES } from './answer.ts';
import { Devices } from './devices.ts';

export interface NeuronsSettings {
  /** The service may answer in smaller pages than `rows` asks for. */
  maxPage: number;
  /** How many of 100 devices are in the second space. */
  fieldPercent: number;
  /** Device inventories that one user may ask for in a minute. */
  appCallsPerMinute: number;
  /** Without it the API user sees devices and accounts, and not the tenant. */
  tenantAdmin: boolean;
}

export interface Neurons {
  url: string;
  username: string;
  password: string;
  settings: NeuronsSettings;
  faults: FaultRules;
  requests: RequestRecord[];
  close(): Promise<void>;
}

export interface NeuronsOptions {
  estate: Estate;
  authority: Authority;
  clock: () => number;
}

type Route = readonly [path: RegExp, answer: (exchange: Exchange, id: string) => Answer];

function routesOf({ estate, clock }: NeuronsOptions, settings: NeuronsSettings): readonly Route[] {
  const devices = new Devices(estate, settings, clock);
  return [
    [/^\/api\/v1\/tenant\/partition\/device$/, (exchange) => listed(exchange, SPACES, 500, (space) => ({ ...space }))],
    [/^\/api\/v1\/metadata\/tenant$/, () => tenant(settings)],
    [/^\/api\/v1\/device$/, (exchange) => devices.list(exchange)],
    [/^\/api\/v1\/device\/([^/]+)\/appinventory$/, (exchange, id) => devices.apps(exchange, id)],
    [/^\/api\/v1\/account$/, (exchange) => accounts(exchange, estate, settings)],
  ];
}

function tenant({ tenantAdmin }: NeuronsSettings): Answer {
  if (!tenantAdmin) throw new NeuronsError(403, 'Access is denied');
  return answered({
    id: 20_003,
    name: COMPANY.name,
    defaultDmPartitionId: DEFAULT_SPACE.id,
    cmPartitionId: 23_000,
  });
}

function accounts(exchange: Exchange, estate: Estate, { maxPage }: NeuronsSettings): Answer {
  const counts = deviceCounts(estate);
  return listed(exchange, accountHolders(estate), maxPage, (person) => accountRecord(person, counts));
}

export async function startNeurons(options: NeuronsOptions): Promise<Neurons> {
  const username = `api-user@${COMPANY.mailDomain}`;
  const password = `Nrn-${hex(24, options.estate.options.seed, 480)}`;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const settings: NeuronsSettings = { maxPage: 500, fieldPercent: 25, appCallsPerMinute: 30, tenantAdmin: true };
  const routes = routesOf(options, settings);

  const route = (exchange: Exchange): Answer => {
    if (exchange.headers.authorization !== authorization)
      throw new NeuronsError(401, 'Unauthorized', null, { 'www-authenticate': 'Basic realm="MobileIron"' });
    const found = routes.find(([path]) => path.test(exchange.path));
    if (!found || exchange.method !== 'GET') throw new NeuronsError(404, 'Not found');
    const [path, answer] = found;
    return answer(exchange, path.exec(exchange.path)?.[1] ?? '');
  };
  const handle = (exchange: Exchange): Answer => {
    try {
      return route(exchange);
    } catch (error) {
      if (error instanceof NeuronsError) return error.toAnswer();
      throw error;
    }
  };

  const { authority, clock } = options;
  const json = 'application/json;charset=UTF-8';
  const server = new HttpServer({ authority, clock, handle, list: NEURONS_LIST, json });
  await server.open();
  const { url, faults, requests } = server;
  return { url, username, password, settings, faults, requests, close: () => server.close() };
}
