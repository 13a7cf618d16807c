// Which path of the tenant is answered by what, and since which version. Nothing else.
import type { Estate } from '../estate/estate.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';
import { answerOf, notFound, pageOf } from './answers.ts';
import { applications, deviceApplications } from './applications.ts';
import { userDeviceGuid, userDeviceRecord } from './devices.ts';
import * as tenant from './tenant.ts';
import { type Account, type Users, userRecord } from './users.ts';

export interface Route {
  /** Behind the address of the tenant; its groups are ids. */
  path: RegExp;
  /** The first version that has it. */
  since?: string;
  handle: (exchange: Exchange, ids: readonly string[]) => Answer;
}

export interface UemParts {
  estate: Estate;
  users: Users;
  vppToken: string;
}

/** Links name the server as it calls itself, which is not how it is reached. */
const addressOf = ({ path }: Exchange): string =>
  `https://uem01.corp.contoso.example:18084/${path.split('/').slice(1, 4).join('/')}`;

const whole =
  (type: string, json: () => JsonObject): Route['handle'] =>
  (exchange) =>
    answerOf(exchange, type, json());

export function uemRoutes({ estate, users, vppToken }: UemParts): readonly Route[] {
  return [
    ...userRoutes(users),
    { path: /^\/applications$/, handle: whole('applications', () => ({ applications: applications() })) },
    { path: /^\/groups$/, handle: whole('groups', () => ({ groups: tenant.groups() })) },
    { path: /^\/profiles$/, handle: whole('profiles', () => ({ profiles: tenant.profiles() })) },
    {
      path: /^\/deviceGroups$/,
      since: '12.13',
      handle: (exchange) => pageOf(exchange, 'devicegroups', 'deviceGroups', tenant.deviceGroups(), (group) => group),
    },
    {
      path: /^\/depDevices$/,
      since: '12.14',
      handle: (exchange) => pageOf(exchange, 'depdevices', 'depDevices', tenant.depDevices(estate), tenant.depDevice),
    },
    {
      path: /^\/depAccounts$/,
      since: '12.15',
      handle: (exchange) => pageOf(exchange, 'depaccounts', 'depAccounts', tenant.depAccounts(estate), (one) => one),
    },
    {
      path: /^\/vppAccounts$/,
      since: '12.18',
      handle: whole('vppaccounts', () => ({ vppAccounts: tenant.vppAccounts(estate, vppToken) })),
    },
    { path: /^\/apnscert$/, since: '12.18', handle: whole('apnscert', () => tenant.apnsCertificate(estate)) },
    { path: /^\/licensing$/, handle: whole('licensing', () => tenant.licensing(estate)) },
  ];
}

function userRoutes(users: Users): readonly Route[] {
  const known = (guid: string | undefined): Account => {
    const user = users.account(guid ?? '');
    if (!user) throw notFound('User');
    return user;
  };
  return [
    {
      path: /^\/users$/,
      handle: (exchange) =>
        pageOf(exchange, 'users', 'users', users.accounts, (user) => userRecord(user, addressOf(exchange))),
    },
    {
      path: /^\/users\/([^/]+)\/userDevices$/,
      handle: (exchange, [id]) => {
        const user = known(id);
        const address = `${addressOf(exchange)}/users/${user.guid}`;
        const userDevices = users.devicesOf(user).map((device) => userDeviceRecord(device, user.person, address));
        return answerOf(exchange, 'userdevices', { userDevices });
      },
    },
    {
      path: /^\/users\/([^/]+)\/userDevices\/([^/]+)\/applications$/,
      handle: (exchange, [id, deviceId]) => {
        const device = users.devicesOf(known(id)).find((one) => userDeviceGuid(one) === deviceId);
        if (!device) throw notFound('User device');
        return answerOf(exchange, 'userdevice.applications', { deviceApplications: deviceApplications(device) });
      },
    },
  ];
}
