// The faults of Intune: those of every connector over HTTP, and its own.

import { inEntra } from '../../local/fleet/estate/person.ts';
import type { FaultName, FaultRule } from '../../local/fleet/http/faults.ts';
import { twoOf } from './estate-changes.ts';
import { type Fault, type FaultTable, OK, type Outcome, TRIED, type Written } from './fault.ts';
import { HINTS } from './hints.ts';
import { answerFaults } from './http-answers.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { signInFaults, tokenFaults } from './http-sign-in.ts';
import { throttlingFaults } from './http-throttling.ts';
import { dayPasses, intune } from './intune-target.ts';

const REPORT = 'Nothing was removed; the next poll asks for a new report.';
const FOREIGN = 'The link was not followed, so the token did not leave. Check `graphUrl` and `proxy`.';
const REPEATED = 'Nothing was removed; the next poll tries again.';

export const intuneBinding: HttpBinding = {
  system: ({ fleet }) => fleet.systems.intune,
  api: /^\/(v1\.0|beta)\//,
  list: /managedDevices$/,
  keys: { address: '`cloud` and `graphUrl`', account: 'the app registration `clientId`' },
  signIn: {
    path: /\/oauth2\/v2\.0\/token$/,
    name: 'The token server of Entra ID',
    keys: '`tenantId`, `cloud` and `authorityHost`',
  },
  dataset: 'device',
  key: { wire: 'id', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'enrolledDateTime', rejected: 'device.enrolledAt: not instant' },
  withoutList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  beforeList: { emm_user: 'everything', device: 'nothing', device_app: 'nothing' },
  // Users that have changed, each one of a batch: the first, and who has come.
  about: {
    path: /^\/v1\.0\/users\/(?!delta)[^/]+$/,
    pair: ({ fleet }) => twoOf(fleet.estate.people.filter(inEntra).map(({ id }) => id)),
    outcome: { poll: 'failed', written: 'nothing' },
  },
  outcomes: {
    '404 for the list': { hint: 'Check `cloud` and `graphUrl`, and the licence of the tenant.' },
    'JSON of another shape': { hint: HINTS.shape },
    'a page comes a second time in place of the next one': { hint: REPEATED },
    'the last page leads to itself': { hint: REPEATED },
    'pages without end': { hint: REPEATED },
    'the next page is on another server': { hint: FOREIGN },
    'the next page is on the same server, without TLS': { hint: FOREIGN },
    'fewer rows than were counted': { hint: 'Nothing was removed; the next poll reads all devices again.' },
  },
};

const USERS = /\/users\/delta$/;
const JOBS = /exportJobs/;
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

const delta = (name: string, rules: readonly FaultRule[], outcome: Outcome, remedy: string): Fault => ({
  name,
  group: 'delta',
  strike: ({ fleet }) => fleet.systems.intune.faults.set(...rules.map((rule) => ({ path: USERS, ...rule }))),
  outcome,
  remedy,
});

const deltaFaults: readonly Fault[] = [
  delta(
    'an expired delta link (410, resync)',
    [{ fault: 'delta-gone', count: 1 }],
    OK,
    'Nothing: all users were read anew.',
  ),
  delta(
    'a delta link that answers with everything anew',
    [{ fault: 'delta-resets', count: 1 }],
    OK,
    'Nothing: rows that are the same are not written again.',
  ),
  {
    ...delta(
      'a delta link that answers with an empty list and a new delta link, although users had changed',
      [{ fault: 'empty-pages', count: 1 }],
      { ...OK, written: only('emm_user') },
      'Nothing: users are read in full once a day, whatever the changes say.',
    ),
    verify: dayPasses,
  },
  delta(
    'an expired delta link, and a list of users then that ends without its end marker',
    [{ fault: 'delta-gone', count: 1 }, { fault: 'empty-list' }],
    without('emm_user', 'incomplete', REPEATED),
    'Nothing, unless it stays: then tell the vendor.',
  ),
  delta(
    'an expired delta link, and pages without users then',
    [{ fault: 'delta-gone', count: 1 }, { fault: 'empty-pages' }],
    { ...OK, state: 'held', written: only('emm_user') },
    'Look at the permissions of the app. If all are gone indeed: `POST .../deletions/approve`.',
  ),
  delta(
    'changes that lead to another server',
    [{ fault: 'foreign-next-link' }],
    without('emm_user', 'foreign-link', FOREIGN),
    'Find out who rewrites answers: a proxy, or somebody who wants the token. It did not leave.',
  ),
  delta(
    '403 for changes',
    [{ fault: 'forbidden' }],
    without('emm_user', 'http-403', HINTS.permission),
    'Grant `User.Read.All`.',
  ),
];

const jobFault = (name: string, fault: FaultName, outcome: Outcome, remedy: string): Fault => ({
  name,
  group: 'report',
  strike: ({ fleet }) => fleet.systems.intune.faults.set({ fault, path: JOBS }),
  outcome,
  remedy,
});
const blobFault = (name: string, fault: FaultName, code: string, hint: string, remedy: string): Fault => ({
  name,
  group: 'report',
  strike: ({ fleet }) => fleet.systems.intune.blobFaults.set({ fault }),
  outcome: without('device_app', code, hint),
  remedy,
});

const STAYS = 'Nothing, unless it stays: then take `apps: relation`, and tell the vendor.';

const reportFaults: readonly Fault[] = [
  jobFault('the job fails', 'job-fails', without('device_app', 'export-failed', REPORT), STAYS),
  jobFault(
    'the job is never done',
    'job-runs-on',
    { ...without('device_app', 'time-budget', HINTS.budget) },
    'Raise `timeBudgetSeconds`, or take `apps: relation`.',
  ),
  jobFault('the job is of another shape', 'wrong-shape', without('device_app', 'wrong-shape', HINTS.shape), STAYS),
  blobFault(
    'the address of the report has expired (403)',
    'signature-expired',
    'http-403',
    HINTS.permission,
    'Look at the clock of the machine, and at the proxy: it must let `*.blob.core.windows.net` pass.',
  ),
  blobFault('a login page in place of the archive', 'login-page', 'broken-archive', REPORT, 'Let the proxy pass it.'),
  blobFault('the archive is corrupt', 'corrupt-archive', 'broken-archive', REPORT, STAYS),
  blobFault('the archive inflates to one endless row', 'archive-bomb', 'too-large', REPORT, STAYS),
  blobFault('a quote in the report never closes', 'open-quote', 'too-large', REPORT, STAYS),
  blobFault('the report ends within a row', 'truncated-rows', 'broken-archive', REPORT, STAYS),
  blobFault('the report has a hundred thousand columns', 'countless-columns', 'too-large', REPORT, STAYS),
  {
    ...blobFault(
      'the report has more apps of one device than it can have',
      'countless-apps',
      'too-large',
      REPORT,
      STAYS,
    ),
    outcome: without(
      'device_app',
      'too-large',
      'It has more than 20,000 apps of one device: the address may not be the API, or something answers in its place.',
    ),
  },
  blobFault('the report has other columns', 'other-columns', 'wrong-shape', HINTS.shape, STAYS),
];

const identityFaults: readonly Fault[] = [
  {
    name: 'the client secret has expired',
    group: 'status',
    strike: ({
      fleet: {
        systems: { intune: graph },
      },
    }) => {
      graph.tokens.secretExpired = true;
    },
    outcome: {
      state: 'failing',
      poll: 'failed',
      code: 'auth-7000222',
      hint: 'The client secret has expired: make a new one in the app registration.',
      written: 'nothing',
    },
    remedy: `Make a new secret and put it into the file that \`clientSecret\` names. ${TRIED}`,
  },
];

/** A tenant with a thousand devices on one page. */
export const largeIntuneFaults: FaultTable = {
  isLarge: true,
  target: {
    ...intune,
    fleet: { users: 5, devices: 1_000, appsPerDevice: 1 },
    prepare: () => undefined,
  },
  faults: [
    {
      name: 'one row in a thousand has a key of another type',
      group: 'rows',
      strike: ({ fleet }) =>
        fleet.systems.intune.faults.set({
          fault: 'wrong-rows',
          path: intuneBinding.list,
          every: 1_000,
          spoil: intuneBinding.key.wire,
        }),
      outcome: { ...OK, state: 'incomplete', poll: 'partial', rejected: ['device.externalId: not string'] },
      remedy: 'Tell the vendor, with the fields under `rejected`: removals wait until every key can be read.',
    },
  ],
};

export const intuneFaults: FaultTable = {
  inOwnProcess: true,
  target: intune,
  faults: [
    ...boundTo(intuneBinding, connectionFaults),
    ...boundTo(intuneBinding, statusFaults),
    ...identityFaults,
    ...boundTo(intuneBinding, [...signInFaults, ...tokenFaults]),
    ...boundTo(intuneBinding, throttlingFaults),
    ...boundTo(intuneBinding, bodyFaults),
    ...boundTo(intuneBinding, rowFaults),
    ...boundTo(intuneBinding, answerFaults),
    ...boundTo(intuneBinding, pagingFaults),
    ...deltaFaults,
    ...reportFaults,
  ],
};
