// What the status says needs attention: the same as it counts, and never "none" of what the key is not told.
import { expect, it } from '@jest/globals';
import type { SourceStatus } from '../../pages/status/api.ts';
import { staged } from './browser.ts';
import { Clock } from './clock.ts';
import { WELL } from './scenes.ts';
import { hold, lastPoll, source } from './sources.ts';
import { type Answers, ok, type Reply } from './stage.ts';

const sick = [
  source({ name: 'a', state: 'misconfigured', problems: ['url: must begin with https://.'], lastPoll: null }),
  source({ name: 'b', state: 'incomplete' }),
  source({ name: 'c', state: 'failing', lastPoll: lastPoll({ outcome: 'failed', errorCode: 'timeout' }) }),
];
const polls = Object.fromEntries(
  sick.flatMap((one) => [
    [`GET sources/${one.name}`, ok(one)],
    [`GET sources/${one.name}/polls`, ok({ items: [], nextCursor: null })],
  ]),
);
/** As a role is answered that is no operator's. */
const desk = (items: readonly SourceStatus[]): Answers => ({
  ...WELL,
  'GET sources': ok({ items: items.map(({ problems: _, ...one }) => one) }),
  'GET roles': ok({ roles: ['privacy'], operations: ['sources', 'source'] }),
});

staged('what needs attention', WELL, ({ stage, inside }) => {
  it('names the sources that the summary counts, each with a link, where there is no warning', async () => {
    stage.answers = {
      ...WELL,
      ...polls,
      'GET sources': ok({ items: sick, problems: [], warned: [], database: [] }),
    };
    const visit = await inside('#/status');
    const part = visit.page.locator('section:has(> #section-attention)');
    await visit.page.getByRole('button', { name: '3 of 3 sources need attention' }).waitFor();
    expect(await part.locator('li').allTextContents()).toEqual(['a: Misconfigured', 'c: Failing', 'b: Incomplete']);
    expect(await part.textContent()).not.toContain('Nothing');
    await visit.look('attention');
    await part.getByRole('link', { name: 'b' }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'b' }).waitFor();
  });

  it('tells a key that is not told warnings, configuration and database that it is not, and not that there are none', async () => {
    stage.answers = desk([source()]);
    const visit = await inside('#/status');
    const part = (name: string) => visit.page.locator(`section:has(> #section-${name})`);
    await part('database').getByText('Your key is not told this; an operator is.').waitFor();
    expect(await part('attention').locator('p').allTextContents()).toEqual([
      'Every source is well or waits.',
      'Your key is not told warnings, nor what is wrong with the configuration; an operator is.',
    ]);
    expect(await visit.page.locator('.summary li').allTextContents()).toEqual([
      'The source is well or waits',
      'Nothing is held',
      'Warnings: your key is not told them',
      'Nothing expires within 30 days',
    ]);
    expect(await visit.page.getByRole('columnheader', { name: 'last polls' }).count()).toBe(0);
    // What leads nowhere is no button.
    expect(await visit.page.locator('.summary button').count()).toBe(3);
    expect(await visit.page.locator('main').textContent()).not.toMatch(/No warning|None\./);
    await visit.look('not-told');
  });

  it('tells of a poll that a restart cut off that it goes on by itself, and of no error', async () => {
    const cutOff = source({
      lastPoll: lastPoll({ outcome: 'aborted', errorCode: 'stopped', hint: 'The next poll ..' }),
    });
    const polls = [
      { id: '1', ...cutOff.lastPoll },
      { id: '2', ...lastPoll() },
    ];
    stage.answers = {
      ...WELL,
      'GET sources': ok({ items: [cutOff], problems: [], warned: [], database: [] }),
      [`GET sources/${cutOff.name}`]: ok(cutOff),
      [`GET sources/${cutOff.name}/polls`]: ok({ items: polls, nextCursor: null }),
    };
    const visit = await inside('#/status');
    const says = visit.page.getByText('It goes on by itself.');
    await visit.page.getByRole('img', { name: /, 0 with an error/ }).waitFor();
    expect([await says.count(), await visit.page.locator('main').textContent()]).toEqual([
      1,
      expect.not.stringMatching(/stopped|Failing/),
    ]);
    await visit.look('cut-off');
    await visit.page.locator('#section-sources ~ table').getByRole('link').click();
    await visit.page.getByRole('heading', { level: 2, name: 'The last poll that ended' }).waitFor();
    await says.waitFor();
    expect(await visit.page.getByText('What is wrong, and what to do').count()).toBe(0);
    await visit.look('cut-off-source');
  });

  it('has a decision in the journal at once, and says of an approval whether it is done', async () => {
    const done = { id: '9', occurredAt: '2026-11-30T08:00:00.000Z', principal: 'key:1', source: 'intune', details: {} };
    const held = source({ state: 'held', holds: [hold()] });
    stage.answers = {
      ...WELL,
      'GET sources': ok({ items: [held], problems: [], warned: [], database: [] }),
      'POST sources/intune/deletions/approve': () => {
        stage.answers = {
          ...stage.answers,
          // The sources are not told yet: their answer hangs.
          'GET sources': () => new Promise((resolve) => void answers.push(resolve)),
          'GET operator-journal': ok({ items: [{ ...done, operation: 'source-deletions-approve' }], nextCursor: null }),
        };
        return ok({ decided: [], carriedOut: false });
      },
    };
    const answers: ((reply: Reply) => void)[] = [];
    const visit = await inside('#/status');
    await visit.page.getByRole('button', { name: 'Approve …' }).click();
    await visit.page.keyboard.type('12');
    await visit.page.keyboard.press('Enter');
    await visit.page.getByText('approved what was held').waitFor();
    expect(await visit.page.getByText('Nothing was decided').count()).toBe(0);
    for (const answer of answers) answer(ok({ items: [source()], problems: [], warned: [], database: [] }));
    await visit.page.getByText('Nothing is held.').waitFor();
    const said = visit.page.locator('section:has(> #section-holds) .told');
    expect(await said.textContent()).toBe('intune: Approved: the next poll carries it out.');
    await visit.look('approved');
  });

  it('warns before a try of a sign-in that was refused, and tells what came of it', async () => {
    const refused = (refusedAt: string) =>
      source({ state: 'failing', signIn: { refusedAt, tries: 2, nextTryAt: '2030-01-01T00:00:00.000Z' } });
    const tried: string[] = [];
    const told = (one: SourceStatus): Answers => ({
      ...WELL,
      'GET sources/intune': ok(one),
      'GET sources/intune/polls': ok({ items: [], nextCursor: null }),
      'POST sources/intune/poll': (query) => {
        tried.push(String(query));
        stage.answers = told(refused('2026-11-30T08:01:00.000Z'));
        return ok({ state: 'started' });
      },
    });
    stage.answers = told(refused('2026-11-30T08:00:00.000Z'));
    const visit = await inside('#/status/source/intune');
    await visit.page.getByRole('button', { name: 'Poll now' }).click();
    const dialog = visit.page.locator('dialog');
    await dialog.getByText('it may lock the account').waitFor();
    await visit.look('try');
    await visit.page.keyboard.press('Escape');
    expect(tried).toEqual([]);
    await visit.page.getByRole('button', { name: 'Read everything anew' }).click();
    await dialog.getByRole('button', { name: 'Try now' }).click();
    await visit.page.getByText('The sign-in was refused again; next try 01 Jan 2030').waitFor();
    expect(tried).toEqual(['full=true']);
  });

  it('says of a question that hangs since when it is asked, and asks anew, ever more patiently', async () => {
    stage.answers = { ...WELL, 'GET sources/intune': ok(source()), 'GET sources/intune/polls': ok({ items: [] }) };
    const visit = await inside('#/status');
    const toSource = visit.page.locator('#section-sources ~ table').getByRole('link');
    await toSource.waitFor();
    // Timers of the next page are these.
    const clock = await Clock.stop(visit.page);
    await toSource.click();
    const isAnswered = () => visit.page.getByRole('heading', { level: 2, name: 'The last poll that ended' }).count();
    await clock.until('the first answer', async () => (await isAnswered()) > 0);
    const answers = stage.answers;
    const late = Promise.withResolvers<Reply>();
    stage.answers = { ...answers, 'GET sources/intune': () => late.promise };
    const questions = () => visit.asked.filter((one) => one === 'GET sources/intune').length;
    const before = questions();
    const says = visit.page.getByText('and no answer yet: it is asked on. What is shown is from');
    for (const [seconds, asked, told] of [
      ...([
        [15, 1, 0],
        [14, 1, 0],
        [1, 1, 1],
      ] as const),
      ...([
        [44, 1, 1],
        [1, 2, 1],
        [119, 2, 1],
        [1, 3, 1],
      ] as const),
    ]) {
      await clock.pass(seconds * 1_000);
      // What it was to do in this time it has done, or never does.
      await clock.until('what is shown', async () => (await says.count()) >= told);
      expect([seconds, questions() - before, await says.count()]).toEqual([seconds, asked, told]);
    }
    await clock.go();
    await visit.look('hangs');
    late.resolve(ok(source()));
    await says.waitFor({ state: 'detached' });
  });

  it('is printed with the host, its numbers and all of each box', async () => {
    stage.answers = { ...WELL, 'GET sources': ok({ items: [source()], problems: [], warned: [], database: [] }) };
    const visit = await inside('#/status');
    await visit.page.getByText('What a licence check would send now').waitFor();
    await visit.settled();
    await visit.page.emulateMedia({ media: 'print' });
    const seen = (selector: string) => visit.page.locator(selector).first().isVisible();
    expect(await visit.page.locator('.bar .in-print').textContent()).toContain(new URL(stage.url).host);
    expect([await seen('.bar .in-print'), await seen('.summary button'), await seen('.check')]).toEqual([
      ...[true, true, false],
    ]);
    expect(await visit.page.evaluate("getComputedStyle(document.querySelector('.box')).maxHeight")).toBe('none');
  });

  it('tells such a key that why a source is misconfigured is not told', async () => {
    const answers = desk(sick);
    stage.answers = { ...answers, 'GET sources/a': ok({ ...sick[0], problems: undefined }) };
    const visit = await inside('#/status');
    const says = visit.page.getByText('Your key is not told what is wrong with its configuration; an operator is.');
    await says.waitFor();
    await visit.page.locator('#section-sources ~ table').getByRole('link', { name: 'a', exact: true }).click();
    await visit.page.getByRole('heading', { level: 1, name: 'a' }).waitFor();
    await says.waitFor();
    await visit.look('not-told-source');
  });
});
