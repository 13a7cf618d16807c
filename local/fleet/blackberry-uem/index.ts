// BlackBerry UEM, simulated: REST web services of one tenant and the token endpoint of BlackBerry Enterprise Identity on
// one HTTPS port. A request passes: faults, account (401), route (404), media type (406), handler.
import { COMPANY } from '../estate/names.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { listNamed } from '../http/list-shape.ts';
import { HttpServer, type HttpSystem } from '../http/server.ts';
import type { Access, FleetMember, SystemOptions } from '../member.ts';
import { digits, hex } from '../random.ts';
import { type Account, Accounts } from './accounts.ts';
import { answerOf, notFound, UemError } from './answers.ts';
import { type Route, uemRoutes } from './routes.ts';
import { servers } from './tenant.ts';
import { Users } from './users.ts';

/** Its address is the origin of the web services; the tenant's id follows. */
export interface BlackberryUem extends HttpSystem, Account {
  tokenUrl: string;
  /** In clear text in the answer of `vppAccounts`. */
  vppToken: string;
  accounts: Accounts;
  users: Users;
  /** Of the core: what came later is not found. */
  version: string;
}

const LISTS = [
  'users',
  'userDevices',
  'deviceApplications',
  'applications',
  'groups',
  'deviceGroups',
  'profiles',
  'depDevices',
  'depAccounts',
  'vppAccounts',
  'servers',
];
const OLDER = new Intl.Collator('en', { numeric: true });

async function start(options: SystemOptions): Promise<BlackberryUem> {
  const { estate, clock } = options;
  const { seed } = estate.options;
  const account = {
    tenantId: `S${digits(8, seed, 2000)}`,
    username: 'svc-collector',
    password: `Pä55-${hex(20, seed, 2001)}`,
    domain: COMPANY.dnsDomain,
    clientId: `emm-lens-${hex(8, seed, 2002)}`,
    clientSecret: `${hex(30, seed, 2003)}+/=%`,
  };
  const accounts = new Accounts(account, clock);
  const users = new Users(estate);
  const vppToken = `eyJleHBEYXRl${hex(60, seed, 2004)}`;
  const base = `/${account.tenantId}/api/v1`;
  const tokenPath = `/op/tenant/${account.tenantId}/token`;
  const uem = { version: '12.21.0' };

  const routes: readonly Route[] = [
    ...uemRoutes({ estate, users, vppToken }),
    {
      path: /^\/servers$/,
      handle: (exchange) => answerOf(exchange, 'servers', { servers: servers(estate, uem.version) }),
    },
  ];

  const handle = (exchange: Exchange): Answer => {
    const { method, path } = exchange;
    if (method === 'POST' && path === tokenPath) return accounts.token(exchange);
    if (!path.startsWith(`${base}/`)) throw notFound('Tenant');
    const inner = path.slice(base.length);
    if (method === 'POST' && inner === '/util/authorization') return accounts.authorization(exchange);
    if (!accounts.accepts(exchange)) throw new UemError(401, 'UNAUTHORIZED', 'Authentication failed.');
    const route = routes.find((one) => one.path.test(inner));
    const tooOld = route?.since !== undefined && OLDER.compare(uem.version, route.since) < 0;
    if (!route || tooOld || method !== 'GET') throw notFound('Resource');
    return route.handle(exchange, route.path.exec(inner)?.slice(1) ?? []);
  };

  const list = listNamed({ rows: LISTS, total: 'total' });
  const server = new HttpServer(options, { handle, list, json: 'application/json' });
  const system = await server.open();
  return Object.assign(uem, {
    ...account,
    ...system,
    tokenUrl: system.url + tokenPath,
    vppToken,
    accounts,
    users,
  });
}

const access = ({ url, tenantId, username, password }: BlackberryUem): Access => ({
  settings: { url, tenantId, username },
  secrets: { password },
});

export const blackberryUem: FleetMember<BlackberryUem> = { managesDevices: true, start, access };
