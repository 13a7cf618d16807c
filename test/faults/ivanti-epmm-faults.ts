// The faults of Ivanti EPMM: those of every connector over HTTP, and its own.
import { uuidOf } from '../../local/fleet/ivanti-epmm/answer.ts';
import { twoOf } from './estate-changes.ts';
import { type Fault, type FaultTable, OK, TRIED } from './fault.ts';
import { HINTS } from './hints.ts';
import { answerFaults } from './http-answers.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { throttlingFaults } from './http-throttling.ts';
import { epmm } from './ivanti-epmm-target.ts';
import {
  COUNT_FAULTS,
  inMidList,
  LINK_FAULTS,
  notSupported,
  OFFSET_OUTCOMES,
  offsetFaults,
  USERS_ONLY,
  without,
} from './offset-lists.ts';

const USERS = /\/authorized\/users$/;
const INVENTORY = /\/devices\/appinventory$/;

export const ivantiEpmmBinding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['ivanti-epmm'],
  api: /^\/(api|msa)\/v2\//,
  list: /\/api\/v2\/devices$/,
  keys: { address: '`url`', account: '`username` and `password`' },
  dataset: 'device',
  key: { wire: 'common.uuid', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'common.registration_date', rejected: 'device.enrolledAt: not instant' },
  withoutList: USERS_ONLY,
  beforeList: USERS_ONLY,
  about: {
    path: INVENTORY,
    pair: ({ fleet }) => twoOf(fleet.systems['ivanti-epmm'].devices.inOrder().map(uuidOf)),
    outcome: {
      poll: 'partial',
      written: { emm_user: 'everything', device: 'a part', device_app: 'nothing' },
      polls: 2,
    },
  },
  outcomes: {
    ...OFFSET_OUTCOMES,
    // The users were read whole before.
    'a request is never answered': { poll: 'partial' },
    'pages without end': { ...OK, polls: 1 },
  },
  without: [
    // HTTP Basic: there is no token to renew.
    '401 for one request',
    ...LINK_FAULTS,
    ...COUNT_FAULTS,
  ],
};

const ownFaults: readonly Fault[] = [
  {
    name: '401 in the middle of the list',
    group: 'status',
    strike: ({ fleet }) =>
      fleet.systems['ivanti-epmm'].faults.set({ fault: 'unauthorized', path: ivantiEpmmBinding.list, after: 1 }),
    outcome: inMidList('http-401', HINTS.credentials(ivantiEpmmBinding.keys)),
    remedy: `Look at the account: it may be locked. ${TRIED}`,
  },
  {
    name: '403 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['ivanti-epmm'].faults.set({ fault: 'forbidden', path: INVENTORY }),
    outcome: without('device_app', 'http-403', HINTS.permission),
    remedy: 'Grant `View app inventory`, or set `apps: false`.',
  },
  {
    name: '404 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['ivanti-epmm'].faults.set({ fault: 'not-found', path: INVENTORY }),
    outcome: notSupported('Ivanti EPMM 12.1.0.0', 'device_app'),
    remedy: 'Look at the version of EPMM, or set `apps: false`.',
  },
  {
    name: '403 for users',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['ivanti-epmm'].faults.set({ fault: 'forbidden', path: USERS }),
    outcome: without('emm_user', 'http-403', HINTS.permission),
    remedy: 'Grant `View user`.',
  },
  {
    name: '400: the version does not know a field of devices',
    group: 'status',
    strike: ({ fleet }) => void fleet.systems['ivanti-epmm'].devices.unknown.add('common.device_encrypted'),
    outcome: { ...OK, state: 'held', held: 'values' },
    remedy:
      'The other fields were read, and the former values are kept. Where it stays so: `POST .../deletions/approve`. The log says how many are unknown.',
  },
  {
    name: 'apps of one device without an end',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['ivanti-epmm'].faults.set({
        fault: 'planted',
        path: INVENTORY,
        plant: { set: { appInventory: Array.from({ length: 20_001 }, () => ({})) } },
      }),
    outcome: without('device_app', 'too-large', HINTS.countlessRows),
    remedy: 'Look at the device, and at what answers; or set `apps: false`.',
  },
  {
    name: 'apps of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.systems['ivanti-epmm'].faults.set({ fault: 'wrong-shape', path: INVENTORY }),
    outcome: without('device_app', 'wrong-shape', HINTS.shape),
    remedy: 'Look at the version of EPMM; tell us its answer, or set `apps: false`.',
  },
  {
    name: 'a device is gone when its apps are asked for',
    group: 'rows',
    strike: ({
      fleet: {
        systems: { 'ivanti-epmm': epmm },
      },
    }) => {
      const [first] = epmm.devices.inOrder();
      if (first) epmm.apps.missing.add(uuidOf(first));
    },
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Nothing: its apps go with it.',
  },
  {
    name: 'a row twice in a page: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['ivanti-epmm'].faults.set({ fault: 'duplicate-in-page', path: ivantiEpmmBinding.list }),
    outcome: inMidList('incomplete', HINTS.incomplete),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'a row on two pages: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['ivanti-epmm'].faults.set({ fault: 'duplicate-across-pages', path: ivantiEpmmBinding.list }),
    outcome: inMidList('incomplete', HINTS.incomplete),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'fewer users than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.systems['ivanti-epmm'].faults.set({ fault: 'empty-pages', path: USERS, after: 1 }),
    outcome: {
      ...without('emm_user', 'incomplete', HINTS.incomplete),
      written: { emm_user: 'a part', device: 'everything', device_app: 'everything' },
    },
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
];

export const ivantiEpmmFaults: FaultTable = {
  target: epmm,
  faults: [
    ...boundTo(ivantiEpmmBinding, connectionFaults),
    ...boundTo(ivantiEpmmBinding, statusFaults),
    ...boundTo(ivantiEpmmBinding, throttlingFaults),
    ...boundTo(ivantiEpmmBinding, bodyFaults),
    ...boundTo(ivantiEpmmBinding, rowFaults),
    ...boundTo(ivantiEpmmBinding, answerFaults),
    ...boundTo(ivantiEpmmBinding, pagingFaults),
    ...boundTo(ivantiEpmmBinding, offsetFaults),
    ...ownFaults,
  ],
};
