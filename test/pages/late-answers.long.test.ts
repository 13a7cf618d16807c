// What comes late: it is shown to nobody who asked for something else since, and takes the focus from nobody who went on.
import { expect, it } from '@jest/globals';
import { staged } from './browser.ts';
import { Clock } from './clock.ts';
import { ALL, devicePages, SHOWN } from './estate-scenes.ts';
import { PRIVACY } from './privacy-scenes.ts';
import { held, ok, problem, type Reply } from './stage.ts';

/** Of an answer that is a function of the question. */
const replyOf = (answer: unknown): Reply =>
  Object(typeof answer === 'function' ? answer(new URLSearchParams()) : answer);

staged('an answer that comes late', { ...PRIVACY, ...ALL }, ({ stage, inside }) => {
  it('is of a device that was gone to: who went on to the navigation stays there', async () => {
    const late = held(replyOf(ALL['GET devices/1']));
    stage.answers = { ...stage.answers, 'GET devices/1': late.answer };
    const visit = await inside('#/estate/devices');
    const { page } = visit;
    await page.locator('tbody').getByRole('link', { name: SHOWN }).first().click();
    await late.asked;
    await page.getByRole('link', { name: 'People' }).focus();
    late.free();
    await page.getByRole('heading', { level: 1, name: SHOWN }).waitFor();
    await visit.settled();
    expect(await visit.focused()).toBe('People');
  });

  it('is of further rows: who went on to a filter stays there', async () => {
    const late = held(devicePages(new URLSearchParams({ cursor: '100' })));
    const answer = (query: URLSearchParams) => (query.has('cursor') ? late.answer() : devicePages(query));
    stage.answers = { ...stage.answers, 'GET devices': answer };
    const visit = await inside('#/estate/devices');
    const { page } = visit;
    await page.getByRole('button', { name: '100 more' }).click();
    await late.asked;
    await page.getByLabel('Version below').focus();
    late.free();
    await page.locator('tbody tr').nth(150).waitFor();
    await visit.hears('200 rows are shown.');
    expect(await visit.focused()).toBe('Version below');
  });

  it('is of another filter: when that was asked, and what it said, is told of none that was chosen since', async () => {
    const late = Promise.withResolvers<Reply>();
    const visit = await inside('#/estate/people');
    const { page } = visit;
    await page.locator('tbody tr').first().waitFor();
    stage.answers = { ...stage.answers, 'GET users': () => late.promise };
    const clock = await Clock.stop(page);
    const asked = () => visit.asked.filter((one) => one.startsWith('GET users?')).length;
    await page.locator('#enabled').selectOption('false');
    await clock.until('the question', () => asked() === 2);
    await page.getByText('Loading …').first().waitFor();
    expect(await page.locator('.as-of').count()).toBe(0);
    await clock.pass(15_000);
    const isLate = page.getByText('no answer yet');
    await isLate.waitFor();
    await page.locator('#enabled').selectOption('true');
    await clock.until('the next question', () => asked() === 3);
    expect(await isLate.count()).toBe(0);
    await clock.pass(15_000);
    await isLate.waitFor();
    late.resolve(ok({ items: [], nextCursor: null, total: 0, totalIsExact: true }));
    await page.locator('.as-of').waitFor();
  });

  it('is of other days: the log of readings shows nothing of it', async () => {
    const late = held(replyOf(PRIVACY['GET privacy/access-log']));
    stage.answers = { ...stage.answers, 'GET privacy/access-log': late.answer };
    const visit = await inside('#/privacy/readings');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').selectOption('support');
    const ended = page.waitForEvent('requestfinished', (one) => one.url().includes('access-log')).catch(() => null);
    const failed = page.waitForEvent('requestfailed', (one) => one.url().includes('access-log')).catch(() => null);
    await page.getByRole('button', { name: 'Show the log' }).click();
    await late.asked;
    await page.getByLabel('From').fill('2026-11-30');
    late.free();
    await Promise.race([ended, failed]);
    await visit.settled();
    expect(await page.locator('tbody tr').count()).toBe(0);
  });

  it('is of the words of an export: no file is there to be saved without them', async () => {
    const late = held(replyOf(PRIVACY['GET privacy/processing']));
    stage.answers = { ...stage.answers, 'GET privacy/processing': late.answer };
    const visit = await inside('#/privacy/person');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').selectOption('support');
    await page.getByLabel('Name', { exact: true }).fill('ada@corp.example');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /\(Person 1\)/ }).click();
    await late.asked;
    await page.locator('#export').waitFor();
    const save = page.getByRole('button', { name: 'Save to read' });
    expect(await save.count()).toBe(0);
    late.free();
    await save.waitFor();
  });

  it('is not had in the words of an export: the file of all is to be saved, and none to hand over until they come', async () => {
    const failing = problem(503, 'busy', 'Too many large answers are made just now.', 'Try again.');
    stage.answers = { ...stage.answers, 'GET privacy/processing': failing };
    const visit = await inside('#/privacy/person');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').selectOption('support');
    await page.getByLabel('Name', { exact: true }).fill('ada@corp.example');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /\(Person 1\)/ }).click();
    await page.getByText('What is to be handed over cannot be told from our own ids').waitFor();
    await page.getByRole('button', { name: 'Save all of it (JSON)' }).waitFor();
    expect(await page.getByRole('button', { name: 'Save to read' }).count()).toBe(0);
    await visit.look('export-without-words');
    stage.answers = { ...stage.answers, 'GET privacy/processing': replyOf(PRIVACY['GET privacy/processing']) };
    await page.locator('#export ~ * button', { hasText: 'Try again' }).click();
    await page.getByRole('button', { name: 'Save to read' }).waitFor();
  });

  it('is of people who were looked for: how many there are is said nowhere else', async () => {
    const late = held(replyOf(PRIVACY['POST privacy/find-person']));
    stage.answers = { ...stage.answers, 'POST privacy/find-person': late.answer };
    const visit = await inside('#/privacy/person');
    const { page } = visit;
    await page.getByLabel('Purpose of this reading').selectOption('support');
    await page.getByLabel('Name', { exact: true }).fill('ada@corp.example');
    const ended = page.waitForEvent('requestfinished', (one) => one.url().includes('find-person')).catch(() => null);
    const failed = page.waitForEvent('requestfailed', (one) => one.url().includes('find-person')).catch(() => null);
    await page.keyboard.press('Enter');
    await late.asked;
    await page.evaluate("location.hash = '#/privacy/retention'");
    await page.getByRole('heading', { level: 1, name: 'Retention' }).waitFor();
    late.free();
    await Promise.race([ended, failed]);
    await visit.settled();
    expect(visit.said).toEqual([]);
  });
});
