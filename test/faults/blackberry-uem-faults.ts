// The faults of BlackBerry UEM: those of every connector over HTTP, and its own.

import { uem } from './blackberry-uem-target.ts';
import { twoOf } from './estate-changes.ts';
import { type Fault, type FaultTable, OK, type Outcome, TRIED } from './fault.ts';
import { HINTS } from './hints.ts';
import { answerFaults } from './http-answers.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { signInFaults } from './http-sign-in.ts';
import { throttlingFaults } from './http-throttling.ts';
import {
  COUNT_FAULTS,
  failing,
  LINK_FAULTS,
  notSupported,
  OFFSET_OUTCOMES,
  offsetFaults,
  USERS_ONLY,
} from './offset-lists.ts';

const nothing = { emm_user: 'nothing', device: 'nothing', device_app: 'nothing' } as const;
/** The list of users is read for the devices, too: without it there are none. */
const some = { emm_user: 'a part', device: 'a part', device_app: 'a part' } as const;

export const blackberryUemBinding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['blackberry-uem'],
  api: /\/api\/v1\/(?!util\/)/,
  list: /\/api\/v1\/users$/,
  keys: { address: '`url` and `tenantId`', account: 'the account and its role' },
  signIn: { path: /\/util\/authorization$/, name: 'BlackBerry UEM', keys: '`url` and `tenantId`' },
  dataset: 'emm_user',
  key: { wire: 'guid', rejected: 'emm_user.externalId: key unreadable' },
  property: { wire: 'created', rejected: 'emm_user.createdAt: not instant' },
  withoutList: nothing,
  beforeList: nothing,
  about: {
    path: /\/userDevices$/,
    pair: ({ fleet: { systems } }) => {
      const { users } = systems['blackberry-uem'];
      return twoOf(users.accounts.filter((user) => users.devicesOf(user).length > 0).map(({ guid }) => guid));
    },
    outcome: { poll: 'partial', written: USERS_ONLY },
  },
  outcomes: {
    ...OFFSET_OUTCOMES,
    'a page comes a second time in place of the next one': {
      ...OFFSET_OUTCOMES['a page comes a second time in place of the next one'],
      // The second reading, for the devices, meets it no more.
      written: { emm_user: 'a part', device: 'everything', device_app: 'everything' },
    },
    // Whom they miss had not changed.
    'a page begins half a page early, so that some rows come twice and others not at all': { written: 'everything' },
    // The second reading, for the devices, meets these, too.
    'a total that is too small, and that a full page reaches': { written: some },
    'the first page comes once more in place of the third one': { written: some },
    'two pages in turn, without end': { written: some },
    'fewer rows than were counted': { hint: HINTS.incomplete, written: some },
  },
  without: [...LINK_FAULTS, 'pages without end', ...COUNT_FAULTS],
};

const DEVICES = /\/userDevices$/;
const APPS = /\/userDevices\/[^/]+\/applications$/;

const withoutDevices = (code: string, hint: string): Outcome => failing(code, hint, USERS_ONLY);
const withoutApps = (code: string, hint: string): Outcome =>
  failing(code, hint, { emm_user: 'everything', device: 'everything', device_app: 'nothing' });

const accountFaults: readonly Fault[] = [
  {
    name: 'the administrator’s account is disabled, or its password was changed',
    group: 'status',
    strike: ({
      fleet: {
        systems: { 'blackberry-uem': uem },
      },
    }) => {
      uem.accounts.disabled = true;
      uem.accounts.revokeAll();
    },
    outcome: {
      ...failing(
        'auth',
        'Check `username`, `password`, `provider` and `domain`, and that the account is enabled. Else `url` and `tenantId`: another product may answer there.',
        nothing,
      ),
      poll: 'failed',
    },
    remedy: `Look at the account in UEM, and correct the password here. ${TRIED}`,
  },
];

const deviceFaults: readonly Fault[] = [
  {
    name: '403 for the devices of users',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'forbidden', path: DEVICES }),
    outcome: withoutDevices('http-403', HINTS.permission),
    remedy: 'Let the role view activated devices.',
  },
  {
    name: '404 for the devices of one user',
    group: 'rows',
    // The first of the list has none: the answer is the same as that to a user who has just left. Others are asked for beside.
    strike: ({
      fleet: {
        systems: { 'blackberry-uem': uem },
      },
    }) => uem.faults.set({ fault: 'not-found', path: new RegExp(`/${uem.users.accounts[0]?.guid}/userDevices$`) }),
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Nothing: that user has left while the others were read. If it stays, look at what the account may see.',
  },
  {
    name: 'answers that say nothing for the devices of one user',
    group: 'rows',
    strike: ({
      fleet: {
        systems: { 'blackberry-uem': uem },
      },
    }) => uem.faults.set({ fault: 'empty-object', path: new RegExp(`/${uem.users.accounts[0]?.guid}/userDevices$`) }),
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Look at the version of UEM, and tell us its answer.',
  },
  {
    name: '404 for the devices of all users',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'not-found', path: DEVICES }),
    outcome: notSupported('BlackBerry UEM 12.21.0', 'device', USERS_ONLY),
    remedy: 'Look at the version of UEM.',
  },
  {
    name: '404 for the apps of all devices',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'not-found', path: APPS }),
    outcome: notSupported('BlackBerry UEM 12.21.0', 'device_app'),
    remedy: 'Look at the version of UEM, or set `apps: false`.',
  },
  {
    name: 'devices of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'wrong-shape', path: DEVICES }),
    outcome: withoutDevices('wrong-shape', HINTS.shape),
    remedy: 'Look at the version of UEM, and tell us its answer.',
  },
  {
    name: 'the device in a record is none',
    group: 'rows',
    strike: ({ fleet }) =>
      fleet.systems['blackberry-uem'].faults.set({ fault: 'wrong-rows', path: DEVICES, every: 1, spoil: 'service' }),
    outcome: OK,
    remedy: 'Nothing: the rest of the record is stored.',
  },
  {
    name: '403 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'forbidden', path: APPS }),
    outcome: withoutApps('http-403', HINTS.permission),
    remedy: 'Let the role view apps on devices, or set `apps: false`.',
  },
  {
    name: 'apps of one device without an end',
    group: 'paging',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'countless-rows', path: APPS }),
    outcome: withoutApps('too-large', HINTS.countlessRows),
    remedy: 'Look at the device, and at what answers; or set `apps: false`.',
  },
  {
    name: 'apps of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.systems['blackberry-uem'].faults.set({ fault: 'wrong-shape', path: APPS }),
    outcome: withoutApps('wrong-shape', HINTS.shape),
    remedy: 'Look at the version of UEM, and tell us its answer; or set `apps: false`.',
  },
];

const ownPagingFaults: readonly Fault[] = [
  {
    name: 'a row twice in a page: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['blackberry-uem'].faults.set({ fault: 'duplicate-in-page', path: blackberryUemBinding.list }),
    outcome: failing('incomplete', HINTS.incomplete, 'everything'),
    remedy: 'Nothing, unless it stays: users come and go while they are listed.',
  },
  {
    name: 'a row on two pages: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['blackberry-uem'].faults.set({ fault: 'duplicate-across-pages', path: blackberryUemBinding.list }),
    outcome: failing('incomplete', HINTS.incomplete, 'everything'),
    remedy: 'Nothing, unless it stays: users come and go while they are listed.',
  },
];

const tenantFaults: readonly Fault[] = [
  {
    name: '403 for licences and tokens',
    group: 'status',
    strike: ({ fleet }) =>
      fleet.systems['blackberry-uem'].faults.set({ fault: 'forbidden', path: /(licensing|vppAccounts)$/ }),
    outcome: OK,
    remedy: 'Let the role view them; the log names the parts that are missing.',
  },
];

export const blackberryUemFaults: FaultTable = {
  target: uem,
  faults: [
    ...boundTo(blackberryUemBinding, connectionFaults),
    ...boundTo(blackberryUemBinding, statusFaults),
    ...accountFaults,
    ...boundTo(blackberryUemBinding, signInFaults),
    ...tenantFaults,
    ...boundTo(blackberryUemBinding, throttlingFaults),
    ...boundTo(blackberryUemBinding, bodyFaults),
    ...boundTo(blackberryUemBinding, rowFaults),
    ...boundTo(blackberryUemBinding, answerFaults),
    ...deviceFaults,
    ...boundTo(blackberryUemBinding, pagingFaults),
    ...boundTo(blackberryUemBinding, offsetFaults),
    ...ownPagingFaults,
  ],
};
