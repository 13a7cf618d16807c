// The faults of Neurons for MDM: those of every connector over HTTP, and its own.
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import { SPACES } from '../../local/fleet/ivanti-neurons/answer.ts';
import { twoOf } from './estate-changes.ts';
import { type Fault, type FaultTable, OK, type Outcome } from './fault.ts';
import { HINTS } from './hints.ts';
import { answerFaults } from './http-answers.ts';
import { bodyFaults, rowFaults } from './http-body.ts';
import { connectionFaults, statusFaults } from './http-connection.ts';
import { boundTo, type HttpBinding } from './http-faults.ts';
import { pagingFaults } from './http-paging.ts';
import { throttlingFaults } from './http-throttling.ts';
import { ivantiNeurons } from './ivanti-neurons-target.ts';
import { failing, LINK_FAULTS, OFFSET_OUTCOMES, offsetFaults, USERS_ONLY } from './offset-lists.ts';

const SPACES_HINT = 'Nothing was removed. Give the API user a role in the device spaces that are to be read.';

/** A page that holds a row twice leaves another one out, since lists go on by a count of rows. */
const miscounted = failing('incomplete', HINTS.incomplete, {
  emm_user: 'everything',
  device: 'a part',
  device_app: 'nothing',
});

export const ivantiNeuronsBinding: HttpBinding = {
  system: ({ fleet }) => fleet.systems['ivanti-neurons'],
  api: /^\/api\/v1\//,
  list: /^\/api\/v1\/device$/,
  keys: { address: '`url`', account: '`username` and `password`' },
  dataset: 'device',
  key: { wire: 'id', rejected: 'device.externalId: key unreadable' },
  property: { wire: 'lastRegistrationTime', rejected: 'device.enrolledAt: not instant' },
  withoutList: USERS_ONLY,
  beforeList: USERS_ONLY,
  // Apps name no device; a list names the space of its devices.
  about: {
    path: /^\/api\/v1\/device$/,
    pair: () => twoOf(SPACES.map(({ id }) => String(id))),
    outcome: { poll: 'partial', written: USERS_ONLY },
  },
  outcomes: {
    ...OFFSET_OUTCOMES,
    // The accounts were read whole before.
    'a request is never answered': { poll: 'partial' },
    'a row twice in a page': miscounted,
    'a row on two pages': miscounted,
  },
  without: [
    // A password cannot be renewed.
    '401 for one request',
    ...LINK_FAULTS,
    'pages without end',
    'every answer is that of the request before',
    'every answer about one record is that of the first',
  ],
};

const SPACES_LIST = /\/tenant\/partition\/device$/;
const APPS = /\/appinventory$/;

const withoutDevices = (code: string, hint: string): Outcome => failing(code, hint, USERS_ONLY);

const strike = (name: string, group: Fault['group'], rule: FaultRule, outcome: Outcome, remedy: string): Fault => ({
  name,
  group,
  strike: ({ fleet }) => fleet.systems['ivanti-neurons'].faults.set(rule),
  outcome,
  remedy,
});

const ownFaults: readonly Fault[] = [
  strike(
    'an account without a device space',
    'rows',
    { fault: 'empty-list', path: SPACES_LIST },
    withoutDevices('no-spaces', SPACES_HINT),
    'Give the API user a role in the spaces: without one nobody can say that devices are gone.',
  ),
  strike(
    '403 for the device spaces',
    'status',
    { fault: 'forbidden', path: SPACES_LIST },
    withoutDevices('http-403', HINTS.permission),
    'Give the API user the role Device Read Only.',
  ),
  strike(
    '403 for the apps of devices',
    'status',
    { fault: 'forbidden', path: APPS },
    {
      ...withoutDevices('http-403', HINTS.permission),
      written: { emm_user: 'everything', device: 'everything', device_app: 'nothing' },
    },
    'Give the API user the role Device Read Only, or set `apps` to false.',
  ),
  strike(
    'apps of one device without an end',
    'paging',
    { fault: 'endless-newcomers', path: APPS, key: 'identifier' },
    {
      ...withoutDevices('too-large', HINTS.countlessRows),
      written: { emm_user: 'everything', device: 'everything', device_app: 'nothing' },
    },
    'Look at the device, and at what answers; or set `apps` to false.',
  ),
  strike(
    '429 for the apps of devices',
    'throttling',
    { fault: 'throttled', path: APPS, retryAfter: 1, count: 2 },
    OK,
    'Nothing: it was waited for. Lower `appRequestsPerMinute` where others use the same account.',
  ),
  strike(
    'every device says that it checks in in the year 2100',
    'rows',
    { fault: 'planted', path: ivantiNeuronsBinding.list, plant: { set: { lastCheckin: Date.UTC(2100, 0) } } },
    { ...OK, written: { emm_user: 'everything', device: 'everything', device_app: 'a part' } },
    'Tell the vendor. Apps of such a device are read once a day, those of a new one at once; the log says how many they are.',
  ),
  strike(
    '403 for the accounts',
    'status',
    { fault: 'forbidden', path: /\/account$/ },
    {
      ...withoutDevices('http-403', HINTS.permission),
      written: { emm_user: 'nothing', device: 'everything', device_app: 'everything' },
    },
    'Give the API user the role User Read Only.',
  ),
];

export const ivantiNeuronsFaults: FaultTable = {
  target: ivantiNeurons,
  faults: [
    ...boundTo(ivantiNeuronsBinding, connectionFaults),
    ...boundTo(ivantiNeuronsBinding, statusFaults),
    ...boundTo(ivantiNeuronsBinding, throttlingFaults),
    ...boundTo(ivantiNeuronsBinding, bodyFaults),
    ...boundTo(ivantiNeuronsBinding, rowFaults),
    ...boundTo(ivantiNeuronsBinding, answerFaults),
    ...boundTo(ivantiNeuronsBinding, pagingFaults),
    ...boundTo(ivantiNeuronsBinding, offsetFaults),
    ...ownFaults,
  ],
};
