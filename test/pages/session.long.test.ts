// The key and what was asked with it, in a real browser: with the key all of it goes, whatever comes late, and wherever it is gone
// back to.
import { expect, it } from '@jest/globals';
import type { Route } from 'playwright-core';
import { openBrowser, staged, Visit } from './browser.ts';
import { Clock } from './clock.ts';
import { user } from './estate.ts';
import { WELL } from './scenes.ts';
import { lastPoll, source } from './sources.ts';
import { type Answers, held, ok, problem } from './stage.ts';

const people = ok({ items: [{ ...user, sources: 2 }], nextCursor: null, total: 1, totalIsExact: true });
const found = ok({ users: [{ ...user, matched: [] }], devices: [], cut: {}, nextCursor: null });

const answers: Answers = { ...WELL, 'GET users': people };

staged('the key of a page', answers, ({ stage, at, inside }) => {
  it('is gone, with all that it showed, where somebody goes back to a page that was left', async () => {
    const browser = await openBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    try {
      stage.answers = {
        ...answers,
        'GET openapi.json': ok({ info: {}, paths: {}, components: { securitySchemes: {} } }),
      };
      const visit = await Visit.inside(browser, stage, '#/estate/people');
      const { page } = visit;
      await page.locator('tbody tr').first().waitFor();
      await page.evaluate('addEventListener("pageshow", ({ persisted }) => { globalThis.kept = persisted; })');
      await page.getByRole('link', { name: 'API' }).click();
      await visit.enter(stage.key);
      await page.getByRole('button', { name: 'Forget the key' }).click();
      await page.locator('input[type=password]').waitFor();
      await page.evaluate('history.back()');
      await page.getByText('since this page was left').waitFor();
      expect(await page.evaluate('globalThis.kept')).toBe(true);
      expect(await page.locator('tbody tr').count()).toBe(0);
    } finally {
      await browser.close();
    }
  });

  it('takes along what is answered when it is gone: the next who signs in sees nothing of it', async () => {
    const late = held(found);
    stage.answers = { ...answers, 'POST search': late.answer };
    const visit = await inside('#/estate');
    const { page } = visit;
    await page.locator('#q').fill('Andersson');
    await page.keyboard.press('Enter');
    await late.asked;
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await visit.enter(stage.key);
    await page.getByRole('link', { name: 'Estate' }).click();
    await page.locator('#q').waitFor();
    late.free();
    // An answer of later has come, too.
    stage.answers = { ...answers, 'POST search': ok({ users: [], devices: [], cut: {}, nextCursor: null }) };
    await page.getByRole('link', { name: 'People' }).click();
    await page.locator('tbody tr').first().waitFor();
    await page.getByRole('link', { name: 'Search' }).click();
    await page.locator('#q').waitFor();
    expect([await page.locator('#q').inputValue(), await page.locator('tbody tr').count()]).toEqual(['', 0]);
  });

  it('stays when one of before is refused late', async () => {
    const late = held({ status: 401 });
    stage.answers = { ...answers, 'GET users': late.answer };
    const visit = await inside('#/estate/people');
    const { page } = visit;
    await late.asked;
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await visit.enter(stage.key);
    await page.locator('nav').first().waitFor();
    late.free();
    stage.answers = answers;
    await page.getByRole('link', { name: 'Estate' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('input[type=password]').count()).toBe(0);
  });

  it('is forgotten by what is pressed first after a night in which the computer slept', async () => {
    const visit = await at();
    const { page } = visit;
    // No timer looks before somebody presses.
    await Clock.stop(page);
    await visit.enter(stage.key);
    await page.locator('nav').first().waitFor();
    await page.clock.setSystemTime(Date.now() + 8 * 3_600_000);
    await page.keyboard.press('Tab');
    await page.getByText('nobody used the page for 15 minutes').waitFor();
  });

  it.each([
    ['abc–def', 'Character 4 is a dash'],
    ['abcdef\u200Bg', 'Character 7 is one that cannot be seen'],
  ])('says what no key has: %j', async (entered, said) => {
    const visit = await at();
    await visit.enter(entered);
    await visit.page.getByText(said).waitFor();
    await visit.page.getByRole('button', { name: 'Deutsch' }).click();
    await visit.page.getByText('Das hat kein Schlüssel').waitFor();
    expect(visit.asked).toEqual(['GET health']);
  });

  it('is forgotten with the place where it was used', async () => {
    const visit = await inside('#/estate/people');
    await visit.page.getByRole('button', { name: 'Forget the key' }).click();
    await visit.enter(stage.key);
    await visit.page.getByRole('heading', { name: 'Status', level: 1 }).waitFor();
  });

  it('is forgotten where a download is refused', async () => {
    const { page } = await inside('#/estate/people');
    await page.locator('tbody tr').first().waitFor();
    stage.answers = { ...answers, 'GET users': { status: 401 } };
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    await page.getByText('The key was refused. Enter a key').waitFor();
  });
});

staged('a page that stays open', answers, ({ stage, inside }) => {
  it.each([false, true])(
    'shows an answer that takes longer than it is until the next is due, had it one: %s',
    async (had) => {
      const [first, second] = [11, 4321].map((rowsRead) =>
        ok(source({ name: 'intune', lastPoll: lastPoll({ rowsRead }) })),
      );
      const slow = held(Object(second));
      const quiet = { ...answers, 'GET sources/intune/polls': ok({ items: [] }) };
      stage.answers = { ...quiet, 'GET sources/intune': had ? Object(first) : slow.answer };
      const visit = await inside('#/nothing');
      const { page } = visit;
      const clock = await Clock.stop(page);
      await page.evaluate("location.hash = '#/status/source/intune'");
      if (had) {
        const first = page.getByText('11', { exact: true });
        await clock.until('the first answer', async () => (await first.count()) > 0);
        stage.answers = { ...quiet, 'GET sources/intune': slow.answer };
        await clock.pass(15_000);
      }
      const asked = () => visit.asked.filter((one) => one === 'GET sources/intune').length;
      await clock.until('the question', () => asked() === (had ? 2 : 1));
      await slow.asked;
      await clock.pass(16_500);
      expect(asked()).toBe(had ? 2 : 1);
      slow.free();
      await page.getByText('4,321').first().waitFor();
    },
  );

  it('says that it was renewed where its code is gone, and that it lost the connection where nothing answers', async () => {
    const { page } = await inside('#/nothing');
    await page.route('**/pages/*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Privacy' }).click();
    await page.getByText('No connection').waitFor();
    expect([await page.locator('h1').textContent(), await page.title()]).toEqual(['Privacy', 'Privacy – EMM Lens']);
    await page.unroute('**/pages/*.js');
    await page.route('**/pages/*.js', (route) => route.fulfill({ status: 404 }));
    await page.route(stage.url, (route) =>
      route.fulfill({ body: '<script type="module" src="main-NEWER.js"></script>' }),
    );
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The pages were renewed').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Reload' }).click();
    await page.locator('input[type=password]').waitFor();
  });

  it('shows the view that was gone to last, whichever code comes last', async () => {
    const { page } = await inside('#/estate');
    await page.locator('#q').waitFor();
    const asked = Promise.withResolvers<Route>();
    await page.route('**/pages/*.js', (route) => asked.resolve(route), { times: 1 });
    const views = page.getByRole('navigation').first();
    await views.getByRole('link', { name: 'Privacy' }).click();
    const late = await asked.promise;
    await views.getByRole('link', { name: 'Estate' }).click();
    await page.locator('#q').waitFor();
    await late.continue();
    await page.evaluate(`import(${JSON.stringify(late.request().url())})`);
    expect(await page.locator('main').textContent()).not.toContain('Loading');
  });

  it('tries a view again that could not show one odd answer', async () => {
    stage.answers = { ...answers, 'GET sources': ok({}) };
    const { page } = await inside('#/nothing');
    const clock = await Clock.stop(page);
    await page.evaluate("location.hash = '#/status'");
    const heading = page.getByRole('heading', { name: 'Status', level: 1 });
    const odd = page.getByText('This page cannot show what was answered.');
    await clock.until('what is odd', async () => (await odd.count()) > 0);
    stage.answers = answers;
    await clock.pass(29_000);
    expect(await heading.count()).toBe(0);
    await clock.pass(1_000);
    await clock.until('the view', async () => (await heading.count()) > 0);
  });

  it('shows nothing of one name under another', async () => {
    const hit = { id: '1', present: true, kind: 'mail', validFrom: '2026-01-01T00:00:00.000Z', validTo: null };
    stage.answers = { ...answers, 'POST privacy/find-person': ok({ items: [hit] }) };
    const { page } = await inside('#/privacy/person');
    const name = page.getByLabel('Name', { exact: true });
    await page.getByLabel('Purpose of this reading').selectOption('support');
    const find = () => page.getByRole('button', { name: 'Find' }).click();
    await find();
    await page.getByText('Enter a name.').waitFor();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByText('Geben Sie einen Namen ein.').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await name.fill('ada@corp.example');
    await find();
    await page.getByRole('button', { name: 'Show person 1' }).waitFor();
    await name.fill('bob@corp.example');
    await page.locator('tbody tr').waitFor({ state: 'detached' });
    await name.fill('ada@corp.example');
    await find();
    await page.getByRole('button', { name: 'Show person 1' }).waitFor();
    stage.answers = { ...answers, 'POST privacy/find-person': problem(503, 'db', 'Database', 'It is away.') };
    await find();
    await page.getByText('It is away.').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(0);
  });

  it('saves no file of filters that are not shown any more', async () => {
    const late = held({ status: 200, type: 'text/csv', text: 'sep=,\r\nid\r\n1\r\n' });
    const users = (query: URLSearchParams) => (query.has('format') ? late.answer() : people);
    stage.answers = { ...answers, 'GET users': users };
    const { page } = await inside('#/estate/people');
    const files: string[] = [];
    page.on('download', (file) => files.push(file.suggestedFilename()));
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    await late.asked;
    await page.locator('#enabled').selectOption('false');
    await page.getByText('No file was saved').waitFor();
    late.free();
    stage.answers = answers;
    await page.getByRole('button', { name: 'Reload' }).click();
    expect(files).toEqual([]);
  });
});
