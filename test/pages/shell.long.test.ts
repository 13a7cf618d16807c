// The pages in a real browser: key, routes, languages, and what is said of each cause.
import { expect, it } from '@jest/globals';
import { APPEARANCES, staged } from './browser.ts';
import { Clock } from './clock.ts';
import { WELL } from './scenes.ts';
import { lastPoll, source } from './sources.ts';
import { ok, problem } from './stage.ts';

const GERMAN = { language: 'de', scheme: 'light', width: 1280 } as const;

staged('the pages in a browser', WELL, ({ stage, at, inside }) => {
  it.each(APPEARANCES)('ask for a key, in $language, $scheme, $width wide', async (appearance) => {
    const visit = await at('', appearance);
    await visit.page.locator('.told').waitFor();
    expect(await visit.page.evaluate('document.documentElement.lang')).toBe(appearance.language);
    await visit.look('key');
  });

  it('hold the key in memory alone: no store has it, no address, and a reload asks again', async () => {
    const visit = await inside('#/status');
    const kept = 'JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])';
    expect(await visit.page.evaluate(kept)).toBe(JSON.stringify([{}, {}, '', `${stage.url}#/status`]));
    await visit.page.reload();
    await visit.page.locator('input[type=password]').waitFor();
  });

  it('say that a key was refused, and ask again in the same place', async () => {
    const visit = await at('#/status');
    await visit.enter('a wrong one');
    await visit.page.getByText('The key was refused. Enter a key').waitFor();
    expect(await visit.focused()).toBe('Function key');
    await visit.look('refused');
  });

  it('let a proxy that signs people in know them by its cookie, and set none', async () => {
    const visit = await at();
    await visit.page.context().addCookies([{ name: 'proxy', value: 'session', url: new URL('/', stage.url).href }]);
    const asking = visit.page.waitForRequest('**/roles');
    await visit.enter(stage.key);
    expect((await (await asking).allHeaders()).cookie).toBe('proxy=session');
    await visit.page.locator('nav').waitFor();
    expect(await visit.page.context().cookies()).toHaveLength(1);
  });

  it('forget the key when they are told to', async () => {
    const visit = await inside();
    await visit.page.getByRole('button', { name: 'Forget the key' }).click();
    await visit.page.getByText('The key is forgotten.').waitFor();
  });

  it('forget the key when nobody used them for a while, but on a screen on a wall', async () => {
    for (const stays of [false, true]) {
      const visit = await at();
      const clock = await Clock.stop(visit.page);
      if (stays) await visit.page.getByLabel('Keep the key').check();
      await visit.enter(stage.key);
      await visit.page.locator('nav').waitFor();
      await clock.pass(14 * 60_000);
      await visit.page.keyboard.press('Tab');
      await clock.pass(14 * 60_000);
      expect(await visit.page.locator('nav').count()).toBe(1);
      await clock.pass(60_000);
      const isOpen = async () => (await visit.page.locator('nav').count()) === 1;
      await clock.until(`the key stays: ${stays}`, async () => (await isOpen()) === stays);
      if (!stays) await visit.page.getByText('nobody used the page for 15 minutes').waitFor();
    }
  });

  it('speak another language on demand, and take the focus to the heading of a view', async () => {
    const visit = await inside('#/nothing');
    expect(await visit.focused()).toBe('There is no such page.');
    await visit.page.getByRole('button', { name: 'Deutsch' }).click();
    await visit.page.getByText('Diese Seite gibt es nicht.').waitFor();
    expect(await visit.page.evaluate('document.documentElement.lang')).toBe('de');
    await visit.page.getByRole('link', { name: 'Zum Status' }).click();
    await visit.page.getByRole('heading', { name: 'Status' }).waitFor();
    expect(await visit.focused()).toBe('Status');
    await visit.look('language');
  });

  it('keep the language that was chosen, and nothing else, for the next document', async () => {
    const { page } = await inside('#/status');
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.reload();
    await page.getByLabel('Funktionsschlüssel').waitFor();
    await page.goto(new URL('docs.html', stage.url).href);
    await page.getByLabel('Funktionsschlüssel').waitFor();
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).toBe(
      JSON.stringify([{ 'emm-lens.language': 'de' }, {}, '']),
    );
  });

  it('speak the language that is chosen where the browser keeps nothing', async () => {
    const { page } = await at();
    await page.addInitScript(
      "Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })",
    );
    await page.reload();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByLabel('Funktionsschlüssel').waitFor();
  });

  it('say in German what the API says by a code, and mark as English what has none', async () => {
    const said = problem(503, 'secret-missing', 'A secret is missing.', 'AUDIT_KEY names no file.');
    stage.answers = { ...WELL, 'GET sources': said };
    const { page } = await inside('#/status', GERMAN);
    await page.getByText('seine Einstellungen sind falsch').waitFor();
    await page.getByText('Ein Geheimnis fehlt oder kann nicht gelesen werden.').waitFor();
    expect(await page.locator('.problem [lang=en]').allInnerTexts()).toEqual(['AUDIT_KEY names no file.']);
  });

  it('say in German what a product is, and why a value is not stored', async () => {
    const rejected = [{ dataset: 'device', field: 'imei', reason: 'not phone', count: 3 }];
    const proxy = source({ name: 'proxy', product: 'Web traffic', lastPoll: lastPoll({ rejected }) });
    stage.answers = { ...WELL, 'GET sources/proxy': ok(proxy), 'GET sources/proxy/polls': ok({ items: [] }) };
    const { page } = await inside('#/status/source/proxy', GERMAN);
    await page.getByText('Webverkehr').waitFor();
    await page.getByText('keine Telefonnummer').waitFor();
  });

  it('say under which id the log has a request that failed', async () => {
    const { body, ...failed } = problem(500, 'internal', 'Internal error.', 'The log of the collector says more.');
    stage.answers = { ...WELL, 'GET sources': { ...failed, body: { ...Object(body), instance: 'urn:uuid:0ff8a44d' } } };
    const { page } = await inside('#/status');
    await page.getByText('In its log this request is 0ff8a44d').waitFor();
  });

  it('can be walked through with the keyboard alone', async () => {
    const visit = await at();
    expect(await visit.focused()).toBe('Function key');
    expect(await visit.tabOrder(3)).toEqual([
      'Keep the key while this page is open (for a screen on a wall)',
      'Open',
      'Licences',
    ]);
  });

  it('tell before a key is given that the collector is not ready', async () => {
    stage.answers = { ...WELL, 'GET health': { status: 503, body: { status: 'failed', code: 'settings' } } };
    const visit = await at();
    await visit.page.getByText('The collector is not ready (settings).').waitFor();
    await visit.look('not-ready');
  });

  it.each([
    ['a page of a proxy', { status: 200, body: 'sign in', type: 'text/html' }],
    ['JSON of something else', { status: 200, body: { ok: true } }],
    [
      'a redirect to what is ready',
      (query: URLSearchParams) =>
        query.has('to') ? ok({ status: 'ready' }) : { status: 302, headers: { location: 'health?to' } },
    ],
  ])('do not take %s for a collector that is ready', async (_what, health) => {
    stage.answers = { ...WELL, 'GET health': health };
    const visit = await at();
    await visit.page.getByText('Something else than the collector answered').waitFor();
    expect(await visit.page.getByText('The collector is ready.').count()).toBe(0);
  });

  it.each([
    ['connection', null, 'No connection'],
    ['proxy', { status: 200, body: 'sign in', type: 'text/html' }, 'Something else than the collector'],
    ['sign-in page', { status: 302, headers: { location: '/sign-in' } }, 'Something else than the collector'],
    ['settings', problem(503, 'settings', 'A setting is wrong or missing.', 'AUDIT_KEY is missing.'), null],
  ] as const)(
    'open with a key that is good, whatever else is wrong, and say what is: %s',
    async (_cause, reply, said) => {
      const visit = await at('#/nothing');
      if (reply) stage.answers = { ...WELL, 'GET roles': reply };
      else await visit.page.route('**/roles', (route) => route.abort());
      await visit.enter(stage.key);
      if (said === null) await visit.page.locator('nav').waitFor();
      else await visit.page.getByText(said).waitFor();
    },
  );

  it('offer a key with roles what they are for, and ask for nothing else', async () => {
    stage.answers = {
      ...WELL,
      ...allowing('sources', 'source', 'collectors', 'listDevices', 'listUsers', 'searchByBody'),
    };
    const visit = await inside();
    await visit.page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();
    const links = () => visit.page.getByRole('navigation').getByRole('link').allTextContents();
    expect(await links()).toEqual(['Status', 'Estate', 'API']);
    await visit.page.getByRole('heading', { level: 2, name: 'Database' }).waitFor();
    expect(await visit.page.getByRole('heading', { level: 2, name: 'Licence' }).count()).toBe(0);
    const refused = (asked: string) => /licen[cs]e|journal|infrastructure|polls|retention/.test(asked);
    await visit.settled();
    expect(visit.asked.filter(refused)).toEqual([]);
  });

  it('begin with what a key is for, and say at the form that it has no role', async () => {
    stage.answers = {
      ...WELL,
      ...allowing('countApps', 'listStatistics'),
      'GET apps': ok({ items: [], other: null, countedAt: null, nextCursor: null }),
    };
    const visit = await inside('');
    await visit.page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor();
    expect(await visit.page.getByRole('navigation', { name: 'Estate' }).getByRole('link').allTextContents()).toEqual([
      'Apps',
      'Statistics',
    ]);
    stage.answers = {
      ...WELL,
      'GET roles': problem(403, 'no-role', 'This key has no role for that.', 'An operator ..'),
    };
    const other = await at();
    await other.enter(stage.key);
    await other.page.getByRole('alert').getByText('has no role, so that it may do nothing here').waitFor();
  });
});

const allowing = (...operations: readonly string[]) => ({ 'GET roles': ok({ roles: ['service-desk'], operations }) });
