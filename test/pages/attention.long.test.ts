// What the status says needs attention: the same as it counts, and never "none" of what the key is not told.
import { expect, it } from '@jest/globals';
import type { SourceStatus } from '../../pages/status/api.ts';
import { staged } from './browser.ts';
import { WELL } from './scenes.ts';
import { lastPoll, source } from './sources.ts';
import { type Answers, ok } from './stage.ts';

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

  it('tells of a poll that a restart cut off that nothing is to be done, and of no error', async () => {
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
    const says = visit.page.getByText('It goes on by itself: nothing is to be done.');
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
