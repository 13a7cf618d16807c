// The faults of Workspace ONE UEM: those of every connector over HTTP, and its own.
import { deviceNumber } from '../../local/fleet/workspace-one/ids.ts';
import { twoOf } from './estate-changes.ts';
import { type Fault, type FaultTable, OK, TRIED } from './fault.ts';
import { HINTS } from './hints.ts';
import { answerFaults } from './http-answers.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { signInFaults, tokenFaults } from './http-sign-in.ts';
import { throttlingFaults } from './http-throttling.ts';
import {
  COUNT_FAULTS,
  failing,
  inMidList,
  LINK_FAULTS,
  notSupported,
  OFFSET_OUTCOMES,
  offsetFaults,
  USERS_ONLY,
  without,
} from './offset-lists.ts';
import { workspaceOne } from './workspace-one-target.ts';

const USERS = /\/system\/users\/search$/;
const APPS = /\/mdm\/devices\/\d+\/apps$/;

export const workspaceOneBinding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['workspace-one'],
  api: /^\/api\//,
  list: /\/mdm\/devices\/search$/,
  keys: { address: '`url`', account: '`tenantCode` and the role of `clientId`' },
  signIn: { path: /\/connect\/token$/, name: 'The token server', keys: '`tokenUrl`' },
  dataset: 'device',
  key: { wire: 'Id', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'LastEnrolledOn', rejected: 'device.enrolledAt: not instant' },
  withoutList: USERS_ONLY,
  beforeList: USERS_ONLY,
  about: {
    path: /^\/api\/mdm\/devices\/\d+\/apps$/,
    pair: ({ fleet }) => twoOf(fleet.estate.devicesOf('workspace-one').map((device) => String(deviceNumber(device)))),
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
    // By numbers of pages nobody can follow pages of different lengths.
    'fewer rows than were counted': { code: 'repeated-page', hint: HINTS.repeated },
  },
  without: [...LINK_FAULTS, 'pages without end', ...COUNT_FAULTS],
};

const ownFaults: readonly Fault[] = [
  {
    name: 'the secret of the OAuth client was replaced',
    group: 'status',
    strike: ({ fleet }) => {
      fleet.systems['workspace-one'].credentials.secretReplaced = true;
    },
    outcome: {
      state: 'failing',
      poll: 'failed',
      code: 'auth-invalid_client',
      hint: 'Check clientId, region (or tokenUrl), and the secret of the OAuth client, which may have been replaced.',
      written: 'nothing',
    },
    remedy: `Put the new secret into the file that \`clientSecret\` names. ${TRIED}`,
  },
  {
    name: '403 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'forbidden', path: APPS }),
    outcome: without('device_app', 'http-403', HINTS.permission),
    remedy: 'Grant `REST API Apps Read`, or set `apps: false`.',
  },
  {
    name: 'apps of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'wrong-shape', path: APPS }),
    outcome: without('device_app', 'wrong-shape', HINTS.shape),
    remedy: 'Look at the version of the console; tell us its answer, or set `apps: false`.',
  },
  {
    name: 'apps of one device without an end',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['workspace-one'].faults.set({
        fault: 'endless-newcomers',
        path: APPS,
        key: 'ApplicationIdentifier',
      }),
    outcome: without('device_app', 'too-large', HINTS.countlessRows),
    remedy: 'Look at the device, and at what answers; or set `apps: false`.',
  },
  {
    name: 'a device is gone when its apps are asked for',
    group: 'rows',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'not-found', path: APPS, count: 1 }),
    outcome: { ...OK, state: 'incomplete', poll: 'partial' },
    remedy: 'Nothing: its apps go with it.',
  },
  {
    name: '404 for the apps of all devices',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'not-found', path: APPS }),
    outcome: notSupported('Omnissa Workspace ONE UEM 24.6.0.12', 'device_app'),
    remedy: 'Look at the version of the console, or set `apps: false`.',
  },
  {
    name: '403 for users',
    group: 'status',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'forbidden', path: USERS }),
    outcome: without('emm_user', 'http-403', HINTS.permission),
    remedy: 'Grant `REST API Users Read`.',
  },
  {
    name: 'fewer users than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.systems['workspace-one'].faults.set({ fault: 'empty-pages', path: USERS, after: 1 }),
    outcome: {
      ...without('emm_user', 'incomplete', HINTS.incomplete),
      written: { emm_user: 'a part', device: 'everything', device_app: 'everything' },
    },
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
  {
    name: 'a row twice in a page: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['workspace-one'].faults.set({ fault: 'duplicate-in-page', path: workspaceOneBinding.list }),
    outcome: { ...failing('incomplete', HINTS.incomplete, 'everything'), polls: 2 },
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'a row on two pages: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.systems['workspace-one'].faults.set({ fault: 'duplicate-across-pages', path: workspaceOneBinding.list }),
    outcome: inMidList('incomplete', HINTS.incomplete),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
];

export const workspaceOneFaults: FaultTable = {
  target: workspaceOne,
  faults: [
    ...boundTo(workspaceOneBinding, connectionFaults),
    ...boundTo(workspaceOneBinding, statusFaults),
    ...boundTo(workspaceOneBinding, [...signInFaults, ...tokenFaults]),
    ...boundTo(workspaceOneBinding, throttlingFaults),
    ...boundTo(workspaceOneBinding, bodyFaults),
    ...boundTo(workspaceOneBinding, rowFaults),
    ...boundTo(workspaceOneBinding, answerFaults),
    ...boundTo(workspaceOneBinding, pagingFaults),
    ...boundTo(workspaceOneBinding, offsetFaults),
    ...ownFaults,
  ],
};
