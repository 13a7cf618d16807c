// Ivanti Neurons for MDM (MobileIron Cloud), simulated: one tenant with two device spaces.
// A request passes: faults, account (401), route (404), rights (403), handler.
import type { Estate } from '../estate/estate.ts';
import { COMPANY } from '../estate/names.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Access, FleetMember, SystemOptions, Waits } from '../member.ts';
import { hex } from '../random.ts';
import { accountHolders, accountRecord, deviceCounts } from './account-record.ts';
import { answered, DEFAULT_SPACE, listed, NEURONS_LIST, NeuronsError, SPACES } from './answer.ts';
import { Devices } from './devices.ts';
import type { NeuronsSettings } from './settings.ts';

export interface IvantiNeurons extends HttpSystem {
  username: string;
  password: string;
  settings: NeuronsSettings;
}

const APP_CALLS_PER_MINUTE: Readonly<Record<Waits, number>> = { real: 30, short: 6_000, none: 60_000 };

type Route = readonly [path: RegExp, answer: (exchange: Exchange, id: string) => Answer];

function routesOf({ estate, clock }: SystemOptions, settings: NeuronsSettings): readonly Route[] {
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

async function start(options: SystemOptions): Promise<IvantiNeurons> {
  const username = `api-user@${COMPANY.mailDomain}`;
  const password = `Nrn-${hex(24, options.estate.options.seed, 480)}`;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const appCallsPerMinute = APP_CALLS_PER_MINUTE[options.waits ?? 'real'];
  const settings: NeuronsSettings = { maxPage: 500, fieldPercent: 25, appCallsPerMinute, tenantAdmin: true };
  const routes = routesOf(options, settings);

  const handle = (exchange: Exchange): Answer => {
    if (exchange.headers.authorization !== authorization)
      throw new NeuronsError(401, 'Unauthorized', null, { 'www-authenticate': 'Basic realm="MobileIron"' });
    const found = routes.find(([path]) => path.test(exchange.path));
    if (!found || exchange.method !== 'GET') throw new NeuronsError(404, 'Not found');
    const [path, answer] = found;
    return answer(exchange, path.exec(exchange.path)?.[1] ?? '');
  };
  const json = 'application/json;charset=UTF-8';
  const server = new HttpServer(options, { handle, list: NEURONS_LIST, json });
  return { ...(await server.open()), username, password, settings };
}

/** A collector that asks as often as the service allows it. */
const access = ({ url, username, password, settings }: IvantiNeurons): Access => ({
  settings: { url, username, appRequestsPerMinute: settings.appCallsPerMinute },
  secrets: { password },
});

export const ivantiNeurons: FleetMember<IvantiNeurons> = { managesDevices: true, start, access };
