// What the API answers in the scenes that browsers are shown: everything that can be wrong at once, and nothing.
import type { WarningTold } from '../../pages/status/api.ts';
import { hold, lastPoll, source } from './sources.ts';
import { type Answers, ok } from './stage.ts';

/** A name that is markup, and one with a mark that turns the direction of what follows. */
export const [MARKUP, TURNED] = ['<img src=x onerror=alert(1)>', 'directory \u202Eeralc'];
const HOUR = 3_600_000;
const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();

const REFUSED = lastPoll({
  ...{ startedAt: ago(HOUR), outcome: 'failed', errorCode: 'auth-7000222', seconds: 1.2, rowsRead: 0, throttled: 14 },
  errorServer: 'login.microsoftonline.com',
  hint: 'The client secret has expired: make a new one in the app registration.',
});
const COUNTS = {
  ...{ read: 0, inserted: 0, updated: 0, removed: 0, held: 0, complete: false, unproven: false, proof: null },
};
export const items = [
  source({
    ...{ state: 'failing', lastPoll: REFUSED, lastSuccessAt: ago(50 * HOUR) },
    signIn: { refusedAt: ago(HOUR), tries: 3, nextTryAt: new Date(Date.now() + HOUR / 4).toISOString() },
    tls: [
      ...[{ host: 'graph.microsoft.com:443', protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' }].map((peer) => ({
        ...{
          ...peer,
          issuer: 'An authority',
          expiresAt: new Date(Date.now() + 20 * 24 * HOUR).toISOString(),
          days: 20,
        },
      })),
    ],
    expiring: [{ component: 'vpp-token', count: 1, days: -3 }],
  }),
  source({
    ...{ name: 'epmm', type: 'ivanti-epmm', product: 'Ivanti EPMM', version: '12.1.0.0', state: 'held' },
    holds: [
      hold(),
      hold({ kind: 'values', parameters: ['mail', 'department'], dataset: 'emm_user', sampleIds: ['3'] }),
      hold({ kind: 'growth', dataset: 'device_app', absent: 12_000, total: 900, carriedOutAt: null, sampleIds: [] }),
      hold({ state: 'rejected', dataset: 'infrastructure', carriedOutAt: null }),
    ],
    lastPoll: lastPoll({
      rejected: [{ dataset: 'device', field: 'imei', reason: 'not text', count: 3 }],
      datasets: {
        device: {
          ...{ read: 28, inserted: 0, updated: 2, removed: 0, held: 12, complete: false, unproven: true },
          ...{ why: 'not-answered', proof: null },
        },
      },
    }),
  }),
  source({ name: MARKUP, state: 'polling', runningPoll: { startedAt: ago(90_000) } }),
  source({ name: TURNED, type: 'active-directory', product: 'Active Directory', due: true, nextPollAt: ago(5 * HOUR) }),
  source({
    ...{ name: 'proxy', type: 'http-proxy', product: 'Web traffic', state: 'permission', datasets: {} },
    lastPoll: lastPoll({
      lines: { read: 8_000, ignored: { 'no user': 7 }, rejected: {}, doubted: {} },
      datasets: { web_traffic: { ...COUNTS, read: 120, inserted: 118 } },
    }),
    files: {
      ...{ known: 4, behind: 2, bytesBehind: 1_240_000, oldestUnread: ago(3 * HOUR) },
      problems: { permission: 2, truncated: 1 },
      places: [
        { trouble: 'permission', path: 1, files: 1, since: ago(HOUR) },
        { trouble: 'permission', path: 3, files: 1, since: ago(30 * HOUR) },
        { trouble: 'truncated', path: 2, files: 1, since: ago(2 * HOUR) },
      ],
    },
  }),
  source({
    ...{ name: 'branch', type: 'http-proxy', product: 'Web traffic', lastPoll: null, nextPollAt: null, datasets: {} },
    push: {
      ...{ senders: 2, lastAcceptedAt: ago(60_000), quietSince: ago(26 * HOUR) },
      ...{ accepted: 120_000, known: 12, ignored: 7, rejected: 3 },
    },
  }),
  source({
    name: 'new',
    state: 'waiting',
    lastSuccessAt: null,
    lastPoll: null,
    nextPollAt: null,
    due: true,
    datasets: {},
  }),
  source({ name: 'off', state: 'disabled', nextPollAt: null, lastSuccessAt: null, lastPoll: null, datasets: {} }),
  source({
    ...{ name: 'wrong', state: 'misconfigured', lastSuccessAt: null, lastPoll: null, nextPollAt: null, datasets: {} },
    problems: ['url: must begin with https://.'],
  }),
];

const polls = Array.from({ length: 40 }, (_, index) => ({
  id: String(index),
  startedAt: ago(index * HOUR),
  outcome: index % 9 === 4 ? 'failed' : 'complete',
  errorCode: index % 9 === 4 ? 'timeout' : null,
  errorServer: index % 9 === 4 ? 'graph.microsoft.com' : null,
  hint: index % 9 === 4 ? 'Check firewall and `proxy`; the next poll tries again.' : null,
  seconds: 10 + ((index * 7) % 13),
  rowsRead: index % 9 === 4 ? null : 1_000 + ((index * 37) % 200),
}));

const receipt = {
  ...{ startedAt: ago(9 * HOUR), endedAt: ago(9 * HOUR), complete: false, waitingSources: 1 },
  datasets: { change: { days: 30, due: 120, removed: 100, left: 20, oldestLeft: ago(40 * 24 * HOUR) } },
  ...{ unverified: [{ source: 'old', dataset: 'device', removed: 4 }], subjects: 2, names: 1, collectors: 3, holds: 0 },
};
const versions = { emmLens: '0.2.0', functionsHost: '4.1037.0', nodeJs: '24.21.0' };
const update = {
  ...{ issuedAt: ago(HOUR), newestVersion: '0.3.0', isNewer: true, minimumSchema: 40, needsStep: true, hasEnded: true },
  ...{ securityNote: { code: 'EL-2026-001', text: 'Update soon.' }, validUntil: ago(48 * HOUR), licensed: {} },
  exceeded: [{ what: 'devices', licensed: 100, counted: 120 }],
};
const exchange = { id: '1', occurredAt: ago(HOUR), payload: '{"format":1}', status: 200, errorCode: null };
const journal = {
  ...{ id: '1', occurredAt: ago(2 * HOUR), principal: 'olga key:0123456789abcdef', source: 'epmm' },
  ...{ operation: 'source-deletions-reject', details: { decided: [{ dataset: 'mailbox', absent: 12 }] } },
};
const collector = {
  ...{ instance: '0ff8a44d-f127-41bd-8bae-e6c6ba4d25f8', lensVersion: '0.2.0', hostVersion: '4.1037.0' },
  ...{ nodeVersion: '24.21.0', sources: ['intune', 'epmm'], startedAt: ago(90 * HOUR), lastSeenAt: ago(60_000) },
};

const warned = (of: Partial<WarningTold> & Pick<WarningTold, 'kind'>): WarningTold => ({
  ...{ source: null, about: null, since: null, text: 'As GET /api/sources has it.' },
  ...of,
});
const WARNED = [
  warned({ kind: 'hold-opened', source: 'epmm', about: 'device/removal', since: ago(24 * HOUR) }),
  warned({ kind: 'setting-ignored', text: 'A setting is ignored: NODE_TLS_REJECT_UNAUTHORIZED.' }),
];

/** Everything that there can be, at once. */
export const ALL: Answers = {
  'GET sources': ok({
    items,
    problems: ['COLLECTOR_SOURCES names directry, which is none of the sources file.'],
    warned: WARNED,
    database: [
      { name: 'engine', value: 'sqlite 3.53.4' },
      {
        name: 'encryption',
        value: 'none',
        advice: 'Keep the file on an encrypted volume, or use SQL Server with TDE.',
      },
      { name: 'READ_COMMITTED_SNAPSHOT', value: 'off', advice: 'A DBA runs: ALTER DATABASE [lens] SET ..' },
    ],
  }),
  ...Object.fromEntries(
    items.flatMap((one) => [
      [`GET sources/${encodeURIComponent(one.name)}`, ok(one)],
      [`GET sources/${encodeURIComponent(one.name)}/polls`, ok({ items: polls, nextCursor: null })],
    ]),
  ),
  'GET collectors': ok({ items: [collector, { ...collector, instance: 'lost', lastSeenAt: ago(HOUR), sources: [] }] }),
  'GET infrastructure': ok({
    items: [
      { id: '1', source: 'intune', component: 'vpp-token', name: 'Contoso', expiresAt: ago(72 * HOUR) },
      { id: '2', source: 'epmm', component: 'apns-certificate', name: 'APNs', expiresAt: ago(-9_000 * HOUR) },
    ],
    nextCursor: null,
  }),
  'GET privacy/retention': ok(receipt),
  'GET license/preview': ok({ format: 1, versions }),
  'GET license/update': ok({ update }),
  'GET license/history': ok({ items: [{ ...exchange, answerCode: 'accepted' }] }),
  'GET operator-journal': ok({ items: [journal], nextCursor: null }),
};
/** Where all is well. */
export const WELL: Answers = {
  ...ALL,
  'GET sources': ok({ items: [source()], problems: [], warned: [], database: [] }),
  'GET privacy/retention': ok(null),
  'GET license/update': ok({ update: null }),
  'GET license/history': ok({ items: [] }),
  'GET infrastructure': ok({ items: [], nextCursor: null }),
  'GET operator-journal': ok({ items: [], nextCursor: null }),
};
