// The status in a real browser: everything at once, in every appearance; and the two journeys of an operator, a stale source and
// a hold.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { APPEARANCES, browserIsInstalled, openBrowser, PAIRS, Visit } from './browser.ts';
import { hold, lastPoll, source } from './sources.ts';
import { type Answers, ok, problem, Stage } from './stage.ts';

const real = browserIsInstalled() ? describe : describe.skip;

/** A name that is markup, and one with a mark that turns the direction of what follows. */
const [MARKUP, TURNED] = ['<img src=x onerror=alert(1)>', 'directory \u202Eeralc'];
const HOUR = 3_600_000;
const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();

const REFUSED = lastPoll({
  ...{ startedAt: ago(HOUR), outcome: 'failed', errorCode: 'auth-7000222', seconds: 1.2, rowsRead: 0, throttled: 14 },
  hint: 'The client secret has expired: make a new one in the app registration.',
});
const items = [
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
      hold({ state: 'rejected', dataset: 'mailbox', carriedOutAt: null }),
    ],
    lastPoll: lastPoll({
      rejected: [{ dataset: 'device', field: 'imei', reason: 'not an IMEI', count: 3 }],
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
    ...{ name: 'proxy', type: 'http-proxy', product: 'Web traffic', state: 'permission', lastPoll: null, datasets: {} },
    files: {
      ...{ known: 4, behind: 2, bytesBehind: 1_240_000, oldestUnread: ago(3 * HOUR) },
      problems: { permission: 2, truncated: 1 },
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

/** Everything that there can be, at once. */
const ALL: Answers = {
  'GET sources': ok({
    items,
    problems: ['COLLECTOR_SOURCES names directry, which is none of the sources file.'],
    warnings: ['Source epmm: 12 of 40 rows of device are held.', 'A setting is ignored: NODE_TLS_REJECT_UNAUTHORIZED.'],
    database: [
      { name: 'engine', value: 'sqlite 3.53.4' },
      { name: 'encryption', value: 'none', advice: 'Keep the file on an encrypted volume.' },
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
const WELL: Answers = {
  ...ALL,
  'GET sources': ok({ items: [source()], problems: [], warnings: [], database: [] }),
  'GET privacy/retention': ok(null),
  'GET license/update': ok({ update: null }),
  'GET license/history': ok({ items: [] }),
  'GET infrastructure': ok({ items: [], nextCursor: null }),
  'GET operator-journal': ok({ items: [], nextCursor: null }),
};

real('the status in a browser', () => {
  let browser: Browser;
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    browser = await openBrowser();
  }, 120_000);
  beforeEach(() => {
    stage.answers = ALL;
    stage.asked.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  const settled = (visit: Visit) =>
    visit.page
      .locator('svg.sparkline')
      .nth(items.length - 1)
      .waitFor();

  it.each([...APPEARANCES, { language: 'en', scheme: 'light', width: 1280, forced: true } as const])(
    'shows everything that can be wrong at once, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await Visit.inside(browser, stage, '#/status', appearance);
      await settled(visit);
      await visit.look('status');
      await visit.close();
    },
  );

  it.each(PAIRS)('shows a source with what is wrong, in $language, $scheme, $width wide', async (appearance) => {
    const visit = await Visit.inside(browser, stage, '#/status/source/intune', appearance);
    await visit.page.locator('figure svg').nth(1).waitFor();
    await visit.look('source');
    await visit.close();
  });

  it('shows names of sources as text, whatever is in them', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    await visit.page.getByRole('link', { name: MARKUP, exact: true }).first().click();
    await visit.page.getByRole('heading', { level: 1, name: MARKUP, exact: true }).waitFor();
    expect(await visit.page.locator('img').count()).toBe(0);
    await visit.look('markup');
    await visit.close();
  });

  it('shows a collector where all is well, and says so', async () => {
    stage.answers = WELL;
    const visit = await Visit.inside(browser, stage, '#/status');
    await visit.page.getByText('All 1 sources are well or wait').waitFor();
    await visit.page.getByText('Retention has not run yet.').waitFor();
    await visit.look('well');
    await visit.close();
  });

  it('says which setting is wrong while the collector answers 503, and goes on when it is mended', async () => {
    stage.answers = Object.fromEntries(
      Object.keys(ALL).map((asked) => [
        asked,
        problem(503, 'settings', 'A setting is wrong or missing.', 'AUDIT_KEY is missing. Example: AUDIT_KEY=file:..'),
      ]),
    );
    const visit = await Visit.inside(browser, stage, '#/status');
    await visit.page.getByText('AUDIT_KEY is missing.').waitFor();
    await visit.look('settings');
    stage.answers = ALL;
    await visit.page.getByRole('button', { name: 'Try again' }).click();
    await settled(visit);
    await visit.close();
  });

  it('keeps what it showed when the connection is lost, and says from when it is', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    await settled(visit);
    await visit.page.route('**/api/sources', (route) => route.abort());
    await visit.page.getByRole('button', { name: 'Reload' }).click();
    await visit.page.getByText('No connection').waitFor();
    await visit.page.getByText('What is shown is from').waitFor();
    expect(await visit.page.locator('svg.sparkline').count()).toBe(items.length);
    await visit.look('lost');
    await visit.close();
  });

  it('leads from a stale source to its cause and to what to do', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    // The first row is the worst.
    const row = visit.page.locator('#section-sources ~ table tbody tr').nth(1);
    expect(await row.textContent()).toContain('intune');
    expect(await row.textContent()).toContain('(2 days ago)');
    await row.getByRole('link').click();
    await visit.page.getByRole('heading', { level: 1, name: 'intune' }).waitFor();
    expect(await visit.focused()).toBe('intune');
    await visit.page.getByText('The client secret has expired: make a new one').first().waitFor();
    await visit.page.getByText('Make a new secret and put it into the file that').waitFor();
    await visit.page.goBack();
    await visit.page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();
    expect(await visit.focused()).toBe('Status');
    await visit.close();
  });

  it('lets a hold be understood and rejected: by typing how many rows it is about', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    const decided: string[] = [];
    stage.answers = {
      ...ALL,
      'POST sources/epmm/deletions/reject': (query) => {
        decided.push(String(query));
        return ok({ decided: [{ dataset: 'device', absent: 12 }], carriedOut: false });
      },
    };
    const card = visit.page.locator('.cards > li').first();
    expect(await card.textContent()).toContain('12 of 40 rows of “devices” are gone at the source.');
    await card.getByRole('button', { name: 'Reject …' }).click();
    expect(await visit.focused()).toBe('Type 12 to confirm');
    await visit.look('confirm');
    await visit.page.keyboard.type('13');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('This is not 12.').waitFor();
    expect(decided).toEqual([]);
    await visit.page.getByLabel('Type 12 to confirm').fill('12');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByRole('status').getByText('Rejected: everything stays.').waitFor();
    expect(decided).toEqual(['dataset=device&kind=removal']);
    expect(await visit.page.locator('dialog').count()).toBe(0);
    expect(await visit.focused()).toBe('Reject …');
    expect(visit.faults).toEqual([]);
    await visit.close();
  });

  it('says why a decision was refused, and stays', async () => {
    const refusal = problem(
      409,
      'nothing-held',
      'Nothing is held that could be decided on.',
      'GET /api/sources shows it.',
    );
    stage.answers = { ...ALL, 'POST sources/epmm/deletions/approve': refusal };
    const visit = await Visit.inside(browser, stage, '#/status/source/epmm');
    await visit.page.getByRole('button', { name: 'Approve …' }).first().click();
    await visit.page.keyboard.type('12');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Nothing is held that could be decided on.').waitFor();
    await visit.look('refusal');
    await visit.page.keyboard.press('Escape');
    expect(await visit.focused()).toBe('Approve …');
    await visit.close();
  });

  it('filters to what needs attention, in the address, and can be sent to somebody', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    await visit.page.getByLabel('Only those that need attention').check();
    expect(await visit.page.evaluate('location.hash')).toBe('#/status?only=attention');
    expect(await visit.page.locator('#section-sources ~ table tbody tr').count()).toBe(5);
    await visit.close();
  });

  it('is printed without its tools', async () => {
    const visit = await Visit.inside(browser, stage, '#/status');
    await settled(visit);
    await visit.page.emulateMedia({ media: 'print' });
    expect(await visit.page.getByRole('button').count()).toBe(0);
    await visit.look('print');
    await visit.close();
  });
});
