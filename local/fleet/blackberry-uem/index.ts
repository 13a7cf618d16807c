// BlackBerry UEM, simulated: REST web services of one tenant and the token endpoint of BlackBerry Enterprise Identity on
// one HTTPS port. A request passes: faults, account (401), route (404), media type (406), handler.
import type { Authority } from '../authority.ts';
import type { Estate } from '../estate/estate.ts';
import { COMPANY } from '../estate/names.ts';
import type { Answer, Exchange, RequestRecord } from '../http/exchange.ts';
import type { FaultRules } from '../http/fault-rules.ts';
import { listNamed } from '../http/list-shape.ts';
import { HttpServer } from '../http/server.ts';
import { digits, hex } from '../random.ts';
import { Accounts } from './accounts.ts';
import { answerOf, notFound, UemError } from './answers.ts';
import { type Route, uemRoutes } from './routes.ts';
import { servers } from './tenant.ts';
import { Users } from './users.ts';

export interface Uem {
  /** Origin of the web services; the tenant's id follows. */
  url: string;
  tenantId: string;
  username: string;
  password: string;
  /** Of the same account as a directory knows it. */
  domain: string;
  clientId: string;
  clientSecret: string;
  tokenUrl: string;
  /** In clear text in the answer of `vppAccounts`. */
  vppToken: string;
  faults: FaultRules;
  requests: RequestRecord[];
  accounts: Accounts;
  users: Users;
  /** Of the core: what came later is not found. */
  version: string;
  close(): Promise<void>;
}

export interface UemOptions {
  estate: Estate;
  authority: Authority;
  clock: () => number;
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

export async function startUem({ estate, authority, clock }: UemOptions): Promise<Uem> {
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

  const answer = (exchange: Exchange): Answer => {
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

  const handle = (exchange: Exchange): Answer => {
    try {
      return answer(exchange);
    } catch (error) {
      if (error instanceof UemError) return error.toAnswer();
      throw error;
    }
  };
  const list = listNamed({ rows: LISTS, total: 'total' });
  const server = new HttpServer({ authority, clock, handle, list, json: 'application/json' });
  await server.open();
  return Object.assign(uem, {
    ...account,
    url: server.url,
    tokenUrl: server.url + tokenPath,
    vppToken,
    faults: server.faults,
    requests: server.requests,
    accounts,
    users,
    close: () => server.close(),
  });
}
