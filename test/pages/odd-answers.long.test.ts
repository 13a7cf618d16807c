// What no page can show is said to have come, in every view: none goes on saying that it loads.
import { expect, it } from '@jest/globals';
import { staged } from './browser.ts';
import { Clock } from './clock.ts';
import { ALL } from './estate-scenes.ts';
import { WELL } from './scenes.ts';
import { type Answers, ok, type Reply } from './stage.ts';

const PLACES = [
  ...['#/status', '#/status/source/intune', '#/estate/devices', '#/estate/people', '#/estate/apps'],
  ...['#/estate/mailboxes', '#/estate/mailboxes/1', '#/estate/mail-devices', '#/estate/mail-devices/1'],
  ...['#/estate/statistics', '#/estate/devices/1', '#/estate/people/224', '#/privacy', '#/privacy/record'],
  ...['#/privacy/record/device', '#/privacy/retention', '#/privacy/readings', '#/privacy/person'],
];
const text = (sent: string): Reply => ({ status: 200, text: sent });
/** Whatever is asked for. */
const always = (reply: Reply): Answers => new Proxy({}, { get: () => reply });
const FOREIGN = 'Something else than the collector answered';

/** What a part asks for, what heads it, and what stays beside it. */
const PARTS: readonly (readonly [place: string, asked: string, part: string, stays: string])[] = [
  ['#/estate/people/224', 'GET users/224/mailboxes', 'Mailboxes', '#views ~ table'],
  ['#/estate/people/224', 'GET users/224/mail-devices', 'Devices that synchronise', '#mailboxes ~ table'],
  ['#/estate/devices/1', 'GET devices/1/apps', 'Apps', '#positions'],
  ['#/estate/devices/1', 'GET sources', 'In these systems', '#apps ~ table'],
  ['#/estate/devices/1', 'GET devices/1/mail-devices', 'Mailboxes that it synchronises', '#apps ~ table'],
  ['#/estate/mailboxes/1', 'POST search', 'Devices that synchronise', '.facts'],
  ['#/estate/statistics', 'GET statistics/traffic', 'Web traffic by host', '[id="devices.platform"] ~ div'],
  ['#/status', 'GET collectors', 'Collectors', '#section-retention'],
  ['#/status', 'GET operator-journal', 'What operators decided and asked for', '#section-collectors'],
  ['#/status/source/intune', 'GET sources/intune/polls', 'Past polls', '.facts'],
];

staged('a part that cannot show what it asked for', { ...WELL, ...ALL }, ({ stage, inside }) => {
  it.each(PARTS)('takes nothing else away: %s, where %s is odd', async (place, asked, part, stays) => {
    stage.answers = { ...WELL, ...ALL, [asked]: ok({ items: [null], message: 'no healthy upstream' }) };
    const { page } = await inside(place);
    const told = page.locator('.problem', { hasText: 'This part cannot show what was answered' });
    await told.waitFor();
    expect(await told.count()).toBe(1);
    expect(await page.locator('h2:has(+ .problem)').textContent()).toBe(part);
    await page.locator(stays).first().waitFor();
    expect(await page.locator('h1').count()).toBe(1);
    stage.answers = { ...WELL, ...ALL };
    await told.getByRole('button', { name: 'Try again' }).click();
    await told.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 2, name: part }).waitFor();
  });

  it('takes no list away where it is what sources collect', async () => {
    stage.answers = { ...WELL, ...ALL, 'GET privacy/sources': ok({ items: [null, { name: 'x' }] }) };
    const { page } = await inside('#/estate/devices');
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('.problem').count()).toBe(0);
  });
});

staged('an answer that is none', WELL, ({ stage, inside }) => {
  it.each<readonly [string, Reply, understood: readonly string[]]>([
    ['null', ok(null), ['#/privacy/retention']],
    ['a word', ok('signed out'), []],
    ['an empty list', ok([]), ['#/privacy/record', '#/privacy/record/device']],
    ['an object of another shape', ok({ message: 'no healthy upstream' }), []],
    ['half of an answer', text('{"items":['), []],
  ])('is told in every view: %s', async (_name, reply, understood) => {
    const { page } = await inside('#/nothing');
    stage.answers = always(reply);
    for (const place of PLACES.filter((one) => !understood.includes(one))) {
      await page.evaluate(`location.hash = ${JSON.stringify('#/nothing')}`);
      await page.getByText('There is no such page.').waitFor();
      await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
      await page.locator('.problem').first().waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    }
  });

  it('is told to be from somebody else, where it cannot be ours', async () => {
    stage.answers = { ...WELL, 'GET sources': ok(null) };
    const { page } = await inside('#/status');
    await page.getByText(FOREIGN).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  });

  it('is not read to its end where it has no end in sight', async () => {
    stage.answers = { ...WELL, 'GET sources': text(JSON.stringify({ items: ['x'.repeat(101_000_000)] })) };
    const { page } = await inside('#/status');
    await page.getByText('The answer is larger than this page can show.').waitFor();
  });

  it('is not waited for without end', async () => {
    const never = new Promise<Reply>(() => {});
    const visit = await inside('#/nothing');
    const { page } = visit;
    const clock = await Clock.stop(page);
    stage.answers = { ...WELL, 'GET sources': () => never };
    await page.evaluate("location.hash = '#/status'");
    const asked = () => visit.asked.filter((one) => one === 'GET sources').length;
    await clock.until('the question', () => asked() === 1);
    // It is asked anew after one minute, two and four; the last of them is given up after five.
    for (const minutes of [1, 2, 4]) {
      const before = asked();
      await clock.pass(minutes * 60_000);
      await clock.until('the question anew', () => asked() > before);
    }
    const told = page.getByText('No connection: nothing answered.');
    await clock.pass(5 * 60_000 - 1_000);
    expect([asked(), await told.count()]).toEqual([4, 0]);
    await clock.pass(1_000);
    await told.waitFor();
  });
});
