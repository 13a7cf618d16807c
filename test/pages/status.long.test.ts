// The status in a real browser: everything at once, in every appearance; and the two journeys of an operator, a stale source and
// a hold.
import { expect, it } from '@jest/globals';
import { APPEARANCES, PAIRS, staged, type Visit } from './browser.ts';
import { ALL, items, MARKUP, TURNED, WELL } from './scenes.ts';
import { source } from './sources.ts';
import { ok, problem } from './stage.ts';

/** Bytes of the first view, as they came: compressed. */
const WEIGHT = `performance.getEntries()
  .filter(({ name, encodedBodySize }) => name.includes('/pages/') && encodedBodySize)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

staged('the status in a browser', ALL, ({ stage, inside }) => {
  const settled = (visit: Visit) =>
    visit.page
      .locator('svg.sparkline')
      .nth(items.length - 1)
      .waitFor();

  it.each([...APPEARANCES, { language: 'en', scheme: 'light', width: 1280, forced: true } as const])(
    'shows everything that can be wrong at once, in $language, $scheme, $width wide',
    async (appearance) => {
      const visit = await inside('#/status', appearance);
      await settled(visit);
      await visit.look('status');
    },
  );

  it.each(PAIRS)('shows a source with what is wrong, in $language, $scheme, $width wide', async (appearance) => {
    const visit = await inside('#/status/source/intune', appearance);
    await visit.page.locator('figure svg').nth(1).waitFor();
    await visit.look('source');
  });

  it('tells sums of an hour of a log as such, and nothing that a log cannot have', async () => {
    const hour = { id: '1', startedAt: '2026-11-30T07:00:00.000Z', outcome: 'complete', seconds: 1, rowsRead: 12 };
    const well = { ...hour, errorCode: null, errorServer: null, hint: null };
    stage.answers = { ...ALL, 'GET sources/proxy/polls': ok({ items: [well], nextCursor: null }) };
    const visit = await inside('#/status/source/proxy');
    await visit.page.getByRole('heading', { name: 'The last hour in which lines were read' }).waitFor();
    await visit.page.getByText('No permission: 2').waitFor();
    await visit.page.getByText('Its polls took together').waitFor();
    await visit.page.getByRole('columnheader', { name: 'In the last hour with lines' }).waitFor();
    for (const term of ['The last poll that ended', 'Requests', 'Rows removed'])
      expect(await visit.page.getByText(term, { exact: true }).count()).toBe(0);
    await visit.page.getByText('what is wrong with files now stands under “Logs”').waitFor();
    await visit.page.locator('figure svg').nth(1).waitFor();
    await visit.look('log');
  });

  it('tells a German reader in German what failed and what to do, with the words of the API below', async () => {
    const visit = await inside('#/status/source/intune', { language: 'de', scheme: 'light', width: 1280 });
    await visit.page.getByText('Das Geheimnis der App ist abgelaufen.').first().waitFor();
    const wording = visit.page.locator('.facts details');
    expect(await wording.locator('[lang=en]').textContent()).toBe(items[0]?.lastPoll?.hint);
    await wording.getByText('Wortlaut der API').click();
    await visit.look('wording');
    await visit.page.evaluate("location.hash = '#/status'");
    const ignored = visit.page.getByText('Einstellungen bleiben unbeachtet').locator('..');
    await ignored.getByText('Sind ihre Namen richtig geschrieben?').waitFor();
    expect(await ignored.locator('[lang=en]').textContent()).toContain('A setting is ignored');
    await visit.page.getByText(/^an Eintrag 3 von paths \(1\), seit/).waitFor();
    await visit.look('status-german');
  });

  it('says of rejected values what became of them, where their fields are described, and what to do', async () => {
    const visit = await inside('#/status/source/epmm');
    const row = visit.page.getByRole('row', { name: /^imei/ });
    await row.getByText('The value was not stored, all else of the row was.').waitFor();
    await visit.page.getByText('Tell the vendor, with the fields under').first().waitFor();
    await visit.look('rejected');
    expect(await row.getByRole('link').getAttribute('href')).toBe('#/privacy/record/device');
  });

  it('says once that there is no such source, with a way on', async () => {
    stage.answers = { ...ALL, 'GET sources/nope': problem(404, 'not-found', 'Not found.', 'There is no such thing.') };
    const visit = await inside('#/status/source/nope');
    await visit.page.getByText('No source of this name is').waitFor();
    expect(await visit.page.locator('main').textContent()).toBe(
      'No source of this name is in the sources file or in the database.All sources',
    );
    await visit.look('nope');
    await visit.page.getByRole('link', { name: 'All sources' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();
  });

  it('shows names of sources as text, whatever is in them', async () => {
    const visit = await inside('#/status');
    await visit.page.getByRole('link', { name: MARKUP, exact: true }).first().click();
    await visit.page.getByRole('heading', { level: 1, name: MARKUP, exact: true }).waitFor();
    expect(await visit.page.locator('img').count()).toBe(0);
    await visit.look('markup');
  });

  it('shows a hundred rows, then a hundred more, and takes the focus to the first of them', async () => {
    const many = Array.from({ length: 230 }, (_, index) => source({ name: `s${String(index).padStart(3, '0')}` }));
    stage.answers = {
      ...WELL,
      'GET sources': ok({ items: many, problems: [], warned: [], database: [] }),
      ...Object.fromEntries(many.map(({ name }) => [`GET sources/${name}/polls`, ok({ items: [], nextCursor: null })])),
    };
    const visit = await inside('#/status');
    const rows = visit.page.locator('#section-sources ~ table tbody tr');
    await rows.nth(99).waitFor();
    expect(await rows.count()).toBe(100);
    await visit.page.getByRole('button', { name: '100 more' }).click();
    await visit.hears('200 rows are shown.');
    expect([await rows.count(), await visit.focused()]).toEqual([200, 's100']);
    await visit.page.getByRole('button', { name: '30 more' }).click();
    await rows.nth(229).waitFor();
    expect([await visit.focused(), await visit.page.getByRole('button', { name: / more$/ }).count()]).toEqual([
      's200',
      0,
    ]);
  });

  it('shows a collector where all is well, and says so', async () => {
    stage.answers = WELL;
    const visit = await inside('#/status');
    await visit.page.getByText('The source is well or waits').waitFor();
    await visit.page.getByText('Retention has not run yet.').waitFor();
    const weight = Number(await visit.page.evaluate(WEIGHT));
    expect(weight).toBeGreaterThan(20_000);
    expect(weight).toBeLessThan(60_000);
    await visit.look('well');
  });

  it('says which setting is wrong while the collector answers 503, and goes on when it is mended', async () => {
    stage.answers = Object.fromEntries(
      Object.keys(ALL).map((asked) => [
        asked,
        problem(503, 'settings', 'A setting is wrong or missing.', 'AUDIT_KEY is missing. Example: AUDIT_KEY=file:..'),
      ]),
    );
    const visit = await inside('#/status');
    await visit.page.getByText('AUDIT_KEY is missing.').waitFor();
    await visit.look('settings');
    stage.answers = ALL;
    await visit.page.getByRole('button', { name: 'Try again' }).click();
    await settled(visit);
  });

  it('keeps what it showed when the connection is lost, and says from when it is', async () => {
    const visit = await inside('#/status');
    await settled(visit);
    await visit.page.route('**/api/sources', (route) => route.abort());
    await visit.page.getByRole('button', { name: 'Reload' }).click();
    await visit.page.getByText('No connection').waitFor();
    await visit.page.getByText('What is shown is from').waitFor();
    expect(await visit.page.locator('svg.sparkline').count()).toBe(items.length);
    await visit.look('lost');
  });

  it('leads from a stale source to its cause and to what to do', async () => {
    const visit = await inside('#/status');
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
    await visit.page.locator('#section-sources ~ table a:focus').waitFor();
    expect(await visit.focused()).toBe('intune');
  });

  it('lets a hold be understood and rejected: by typing how many rows it is about', async () => {
    const visit = await inside('#/status');
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
    await visit.hears('Rejected: everything stays.');
    expect(decided).toEqual(['dataset=device&kind=removal&absent=12&seen=5ee2']);
    await visit.page.locator('dialog').waitFor({ state: 'detached' });
    await visit.page.locator('#section-holds:focus').waitFor();
  });

  it('tells why something is held, with its numbers, and what was rejected apart from what waits', async () => {
    const visit = await inside('#/status');
    const parts = visit.page.locator('section:has(> #section-holds)');
    const [waits, rejected] = [parts.locator('.cards').nth(0), parts.locator('.cards').nth(1)];
    await rejected.locator('> li').first().waitFor();
    expect([await waits.locator('> li').count(), await rejected.locator('> li').count()]).toEqual([3, 1]);
    expect(await parts.locator('h3').allTextContents()).toEqual([
      'Rejected: nothing is removed or let in; can still be approved',
    ]);
    expect(await waits.textContent()).toMatch(
      /within 24 hours a source loses more than 10% of its rows, and more than 5, or all.*more than half.*to 10 times its rows, or by 10,000 rows/,
    );
    expect(await rejected.textContent()).not.toContain('Last confirmed');
    // Twenty links would stand before the buttons.
    await waits.getByText('Some of the rows (3)').click();
    expect(await waits.locator('li').first().locator('button, summary, .inline a').allTextContents()).toEqual([
      ...['Approve …', 'Reject …', 'Some of the rows (3)', '7', '8', '9'],
    ]);
    await rejected.getByText('Some of the rows (3)').click();
    await rejected.getByText('No page shows these rows; the API tells what they are').waitFor();
  });

  it('says why a decision was refused, and stays', async () => {
    const refusal = problem(
      409,
      'nothing-held',
      'Nothing is held that could be decided on.',
      'GET /api/sources shows it.',
    );
    stage.answers = { ...ALL, 'POST sources/epmm/deletions/approve': refusal };
    const visit = await inside('#/status/source/epmm');
    await visit.page.getByRole('button', { name: 'Approve …' }).first().click();
    await visit.page.keyboard.type('12');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('Nothing is held that could be decided on.').waitFor();
    await visit.look('refusal');
    await visit.page.keyboard.press('Escape');
    expect(await visit.focused()).toBe('Approve …');
  });

  it('says why a poll was refused in its place, in German, until the next try', async () => {
    const refusal = problem(
      409,
      'sign-in-refused',
      'The last sign-ins were refused.',
      'Put the right secret in its place.',
    );
    stage.answers = { ...ALL, 'POST sources/epmm/poll': refusal };
    const visit = await inside('#/status/source/epmm', { language: 'de', scheme: 'light', width: 1280 });
    await visit.page.getByRole('button', { name: 'Jetzt abfragen' }).click();
    const box = visit.page.locator('.problem');
    await box.getByText('Weitere Versuche könnten das Konto sperren.').waitFor();
    expect(await box.locator('[lang=en]').allTextContents()).toEqual(['Put the right secret in its place.']);
    await visit.look('poll-refused');
    stage.answers = { ...ALL, 'POST sources/epmm/poll': ok({ state: 'started' }) };
    await visit.page.getByRole('button', { name: 'Alles neu lesen' }).click();
    await box.waitFor({ state: 'detached' });
  });

  it('asks the licence section anew when the warnings change, and tells of a trouble of files by its own words', async () => {
    const visit = await inside('#/status');
    await visit.page.getByText('Version 0.3.0 is out.').waitFor();
    const warned = [
      { kind: 'update-out', source: null, about: '99.0', since: null, text: '' },
      { kind: 'log-trouble', source: 'proxy', about: 'files-missing', since: null, text: '' },
    ];
    stage.answers = {
      ...ALL,
      'GET sources': ok({ items, problems: [], warned, database: [] }),
      'GET license/update': ok({ update: null }),
    };
    await visit.page.getByRole('button', { name: 'Reload' }).click();
    await visit.page.getByText('The vendor has said nothing.').waitFor();
    const trouble = visit.page.locator('#section-attention ~ ul').last().locator('.told.warn').nth(1);
    expect(await trouble.textContent()).toMatch(/A path names no file/);
    expect(await trouble.textContent()).not.toMatch(/zone/);
  });

  it('words warnings by their kind, each with a way to its answer, and names no route of the API', async () => {
    const visit = await inside('#/status');
    const lines = visit.page.locator('#section-attention ~ ul').last().locator('.told.warn');
    const [held, setting] = [lines.nth(0), lines.nth(1)];
    expect(await held.textContent()).toMatch(
      /^Removals, lost values or new rows are held: epmm, devices, since .+ \(24 hours ago\)\. Approve or reject them\. Held/,
    );
    expect(await setting.textContent()).toBe(
      'Settings are ignored. A setting is ignored: NODE_TLS_REJECT_UNAUTHORIZED. ',
    );
    await held.getByRole('button').click();
    expect(await visit.focused()).toBe('Held, and waiting for a decision');
    expect(await visit.page.locator('section:has(> #section-attention)').textContent()).not.toContain('/api/');
  });

  it('filters to what needs attention, in the address, and can be sent to somebody', async () => {
    const visit = await inside('#/status');
    await visit.page.getByLabel('Only those that need attention').check();
    expect(await visit.page.evaluate('location.hash')).toBe('#/status?only=attention');
    expect(await visit.page.locator('#section-sources ~ table tbody tr').count()).toBe(5);
  });

  it('can be walked through with the keyboard alone, what is wrong first', async () => {
    const visit = await inside('#/status');
    await settled(visit);
    expect(await visit.focused()).toBe('Status');
    expect(await visit.tabOrder(8)).toEqual([
      ...['Reload', '5 of 9 sources need attention', '3 holds wait', '3 warnings'],
      ...['1 thing expires within 30 days, or has', TURNED.replace('\u202e', '\ufffd'), 'intune', 'proxy'],
    ]);
    await visit.page.getByRole('button', { name: '3 holds wait' }).focus();
    await visit.page.keyboard.press('Enter');
    expect(await visit.focused()).toBe('Held, and waiting for a decision');
  });

  it('is printed without its tools', async () => {
    const visit = await inside('#/status');
    await settled(visit);
    await visit.page.emulateMedia({ media: 'print' });
    expect(await visit.page.locator('.tools, .as-of button').filter({ visible: true }).count()).toBe(0);
    await visit.look('print');
  });

  it.each(['status', 'status/source/intune', 'status/source/proxy'])(
    'fits on paper in German, %s: nothing is cut off, and no code is broken',
    async (place) => {
      const visit = await inside(`#/${place}`, { language: 'de', scheme: 'dark', width: 1280 });
      await visit.page.locator('svg').nth(1).waitFor();
      expect(await visit.onPaper(`paper-${place.replaceAll('/', '-')}`)).toEqual([]);
      const codes = visit.page.getByRole('table').locator('td code');
      const lines = await codes.evaluateAll((all) => all.map((one) => one.getClientRects().length));
      expect(lines.filter((count) => count > 1)).toEqual([]);
    },
  );
});
