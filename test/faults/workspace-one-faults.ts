// The faults of Workspace ONE UEM: those of every connector over HTTP, and its own.
import { type Fault, type FaultTable, OK, type Outcome, type Written } from './fault.ts';
import { HINTS } from './hints.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { throttlingFaults } from './http-throttling.ts';
import { workspaceOne } from './workspace-one-target.ts';

const REPEATED = 'Nothing was removed; the next poll tries again.';
const INCOMPLETE = 'Nothing was removed; the next poll reads all of them again.';

const USERS = /\/system\/users\/search$/;
const APPS = /\/mdm\/devices\/\d+\/apps$/;
const TOKEN = /\/connect\/token$/;

export const workspaceOneBinding: HttpBinding = {
  rules: ({ fleet }) => fleet.workspaceOne.faults,
  origin: ({ fleet }) => fleet.workspaceOne.url,
  requests: ({ fleet }) => fleet.workspaceOne.requests,
  api: /^\/api\//,
  list: /\/mdm\/devices\/search$/,
  dataset: 'device',
  key: { wire: 'Id', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'LastEnrolledOn', rejected: 'device.enrolledAt: not instant' },
  withoutList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  beforeList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  outcomes: {
    // The users were read whole before.
    'a request is never answered': { poll: 'partial' },
    '404 for the list': { hint: 'Check address and version of the product.' },
    'JSON of another shape': { hint: HINTS.shape },
    // One pass proves no absence yet: a second one alike would be held.
    'an empty list': { state: 'ok' },
    'a page comes a second time in place of the next one': { hint: REPEATED },
    'fewer rows than were counted': { hint: INCOMPLETE },
  },
  without: [
    // No answer holds a link, or says that more follow.
    'the last page leads to itself',
    'pages without end',
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
    name: 'the secret of the OAuth client was replaced',
    group: 'status',
    strike: ({ fleet }) => {
      fleet.workspaceOne.credentials.secretReplaced = true;
    },
    outcome: {
      state: 'failing',
      poll: 'failed',
      code: 'auth-invalid_client',
      hint: 'Check clientId, region (or tokenUrl), and the secret of the OAuth client, which may have been replaced.',
      written: 'nothing',
    },
    remedy: 'Put the new secret into the file that `clientSecret` names; it is read with the next poll.',
  },
  {
    name: 'the token server answers in another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'wrong-shape', path: TOKEN }),
    outcome: { state: 'failing', poll: 'failed', code: 'wrong-shape', hint: HINTS.shape, written: 'nothing' },
    remedy: 'Look at `region` and `tokenUrl`, and at what answers there.',
  },
  {
    name: '403 for apps',
    group: 'status',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'forbidden', path: APPS }),
    outcome: without('device_app', 'http-403', HINTS.permission),
    remedy: 'Grant `REST API Apps Read`, or set `apps: false`.',
  },
  {
    name: 'apps of another shape',
    group: 'body',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'wrong-shape', path: APPS }),
    outcome: without('device_app', 'wrong-shape', HINTS.shape),
    remedy: 'Look at the version of the console; tell us its answer, or set `apps: false`.',
  },
  {
    name: 'a device is gone when its apps are asked for',
    group: 'rows',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'not-found', path: APPS, count: 1 }),
    outcome: OK,
    remedy: 'Nothing: its apps go with it.',
  },
  {
    name: '403 for users',
    group: 'status',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'forbidden', path: USERS }),
    outcome: without('emm_user', 'http-403', HINTS.permission),
    remedy: 'Grant `REST API Users Read`.',
  },
  {
    name: 'fewer users than were counted',
    group: 'paging',
    strike: ({ fleet }) => fleet.workspaceOne.faults.set({ fault: 'empty-pages', path: USERS, after: 1 }),
    outcome: { ...without('emm_user', 'incomplete', INCOMPLETE), written: { ...only('emm_user'), emm_user: 'a part' } },
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
  {
    name: 'a row twice in a page: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.workspaceOne.faults.set({ fault: 'duplicate-in-page', path: workspaceOneBinding.list }),
    outcome: inMidList('incomplete', INCOMPLETE),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
  {
    name: 'a row on two pages: more rows than were counted',
    group: 'paging',
    strike: ({ fleet }) =>
      fleet.workspaceOne.faults.set({ fault: 'duplicate-across-pages', path: workspaceOneBinding.list }),
    outcome: inMidList('incomplete', INCOMPLETE),
    remedy: 'Nothing, unless it stays: devices come and go while they are listed.',
  },
];

export const workspaceOneFaults: FaultTable = {
  target: workspaceOne,
  faults: [
    ...boundTo(workspaceOneBinding, connectionFaults),
    ...boundTo(workspaceOneBinding, statusFaults),
    ...boundTo(workspaceOneBinding, throttlingFaults),
    ...boundTo(workspaceOneBinding, bodyFaults),
    ...boundTo(workspaceOneBinding, rowFaults),
    ...boundTo(workspaceOneBinding, pagingFaults),
    ...ownFaults,
  ],
};
