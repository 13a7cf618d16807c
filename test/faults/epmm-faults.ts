// The faults of Ivanti EPMM: those of every connector over HTTP, and its own.
import { uuidOf } from '../../local/fleet/epmm/answer.ts';
import { epmm } from './epmm-target.ts';
import { type Fault, type FaultTable, OK, type Outcome, type Written } from './fault.ts';
import { HINTS } from './hints.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { throttlingFaults } from './http-throttling.ts';

const REPEATED = 'Nothing was removed; the next poll tries again.';
const INCOMPLETE = 'Nothing was removed; the next poll reads all of them again.';

const USERS = /\/authorized\/users$/;
const INVENTORY = /\/devices\/appinventory$/;

export const epmmBinding: HttpBinding = {
  rules: ({ fleet }) => fleet.epmm.faults,
  origin: ({ fleet }) => fleet.epmm.url,
  requests: ({ fleet }) => fleet.epmm.requests,
  api: /^\/(api|msa)\/v2\//,
  list: /\/api\/v2\/devices$/,
  dataset: 'device',
  key: { wire: 'common.uuid', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'common.registration_date', rejected: 'device.enrolledAt: not instant' },
  withoutList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  beforeList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  outcomes: {
    // The users were read whole before.
    'a request is never answered': { poll: 'partial' },
    '404 for the list': { hint: 'Check address and version of the product.' },
    'JSON of another shape': { hint: HINTS.shape },
    // Absent once is not gone yet.
    'an empty list': { state: 'ok' },
    'a page comes a second time in place of the next one': { hint: REPEATED },
    'pages without end': { ...OK, polls: 1 },
    'fewer rows than were counted': { hint: INCOMPLETE },
  },
  without: [
    // HTTP Basic: there is no token to renew.
    '401 for one request',
    // No answer holds a link.
    'the last page leads to itself',
    'the next page is on another server',
    'the next page is on the same server, without TLS',
    // Rows are counted: see below.
    'a row twice in a page',
    'a row on two pages',
  ],
};

const only = (dataset: 'emm_user' | 'device_app'): Readonly<Record<string, Written>> => ({
  emm_user: 'everything',
  device: 'everything',
  device_app: 'everything',
  [dataset]: 'nothing',
});
const without = (dataset: 'emm_user' | 'device_app', code: string, hint: string): Outcome => ({
  state: 'failing',
  poll: 'partial',
  code,
  hint,
  written: only(dataset),
});
const inMidList = (code: string, hint: string): Outcome => ({
  state: 'failing',
  poll: 'partial',
  code,
  hint,
  written: { emm_user: 'everything', device: 'a part', device_app: 'nothing' },
  polls: 2,
});

const ownFaults: readonly Fault[] = [
  {
    name: '401 in the middle of the list',
    group: 'status',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'unauthorized', path: epmmBinding.list, after: 1 }),
    outcome: inMidList('http-401', HINTS.credentials),
    remedy: 'Look at the account: it may be locked. The password is not tried again before the next poll.',
  },
  {
    name: '403 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'forbidden', path: INVENTORY }),
    outcome: without('device_app', 'http-403', HINTS.permission),
    remedy: 'Grant `View app inventory`, or set `apps: false`.',
  },
  {
    name: '404 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'not-found', path: INVENTORY }),
    outcome: without(
      'device_app',
      'http-404',
      'Check the version of EPMM, and whether the account may view the app inventory.',
    ),
    remedy: 'Look at the version of EPMM, or set `apps: false`.',
  },
  {
    name: '403 for users',
    group: 'status',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'forbidden', path: USERS }),
    outcome: without('emm_user', 'http-403', HINTS.permission),
    remedy: 'Grant `View user`.',
  },
  {
    name: '400: the version does not know a field of devices',
    group: 'status',
    strike: ({ fleet }) => void fleet.epmm.devices.unknown.add('common.device_encrypted'),
    outcome: OK,
    remedy: 'Nothing: the other fields were read. The log says how many are unknown.',
  },
  {
    name: 'apps of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'wrong-shape', path: INVENTORY }),
    outcome: without('device_app', 'wrong-shape', HINTS.shape),
    remedy: 'Look at the version of EPMM; tell us its answer, or set `apps: false`.',
  },
  {
    name: 'a device is gone when its apps are asked for',
    group: 'rows',
    strike: ({ fleet: { epmm } }) => {
      const [first] = epmm.devices.inOrder();
      if (first) epmm.apps.missing.add(uuidOf(first));
    },
    outcome: OK,
    remedy: 'Nothing: its apps go with it.',
  },
  {
    name: 'a row twice in a page: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'duplicate-in-page', path: epmmBinding.list }),
    outcome: inMidList('incomplete', INCOMPLETE),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'a row on two pages: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'duplicate-across-pages', path: epmmBinding.list }),
    outcome: inMidList('incomplete', INCOMPLETE),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'fewer users than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.epmm.faults.set({ fault: 'empty-pages', path: USERS, after: 1 }),
    outcome: { ...without('emm_user', 'incomplete', INCOMPLETE), written: { ...only('emm_user'), emm_user: 'a part' } },
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
];

export const epmmFaults: FaultTable = {
  target: epmm,
  faults: [
    ...boundTo(epmmBinding, connectionFaults),
    ...boundTo(epmmBinding, statusFaults),
    ...boundTo(epmmBinding, throttlingFaults),
    ...boundTo(epmmBinding, bodyFaults),
    ...boundTo(epmmBinding, rowFaults),
    ...boundTo(epmmBinding, pagingFaults),
    ...ownFaults,
  ],
};
