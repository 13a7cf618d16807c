// What an operator is told where something is wrong: which of it, with the numbers and names of the case, in the reader's language,
// and nothing that would be refused.
import { expect, it } from '@jest/globals';
import type { SourceStatus } from '../../pages/status/api.ts';
import { type OnStage, staged } from './browser.ts';
import { WELL } from './scenes.ts';
import { hold, lastPoll, source } from './sources.ts';
import { type Answers, ok } from './stage.ts';

const GERMAN = { scheme: 'light', width: 1280, language: 'de' } as const;
const of = (one: SourceStatus): Answers => ({
  ...WELL,
  'GET sources': ok({ items: [one], problems: [], warned: [], database: [] }),
  [`GET sources/${one.name}`]: ok(one),
  [`GET sources/${one.name}/polls`]: ok({ items: [], nextCursor: null }),
});
const counts = { ...{ read: 325, inserted: 0, updated: 0, removed: 0, held: 0, complete: false }, unproven: true };

staged('what is wrong', WELL, ({ stage, inside }: OnStage) => {
  it.each([
    ['device', 'a key with the role service-desk or investigator is shown them', false],
    ['device', null, true],
    ['device_app', 'no page shows rows of this dataset one by one', false],
  ] as const)('with what is held of %s: %s', async (dataset, says, hasRight) => {
    stage.answers = of(source({ state: 'held', holds: [hold({ dataset })] }));
    stage.role = hasRight ? null : 'operator';
    const visit = await inside('#/status');
    await visit.page.getByText('Some of the rows (').click();
    await visit.page.getByText('7', { exact: true }).waitFor();
    const notes = await visit.page.locator('.cards details .note').allTextContents();
    expect(notes.map((note) => note.toLowerCase())).toEqual(says === null ? [] : [expect.stringContaining(says)]);
    expect(await visit.page.locator('.cards details a').count()).toBe(hasRight ? 3 : 0);
  });

  it.each([
    ['en', '325 rows', '324 different ones', 'The next poll reads it again by itself'],
    ['de', '325 Zeilen', '324 verschiedene', 'Die nächste Abfrage liest es von selbst noch einmal'],
  ] as const)('with what was not read whole, in numbers (%s)', async (language, rows, read, next) => {
    const proof = { marker: 'count', rows: 325, again: 0, read: 324 };
    stage.answers = of(
      source({ state: 'incomplete', lastPoll: lastPoll({ datasets: { device: { ...counts, proof } } }) }),
    );
    const visit = await inside('#/status/source/intune', { ...GERMAN, language });
    const part = visit.page.locator('section').filter({ hasText: next });
    await part.locator('li').first().waitFor();
    expect(await part.locator('li').allTextContents()).toEqual([expect.stringMatching(`${rows}.+${read}`)]);
    await visit.look('incomplete');
  });

  it('with a source that is set up wrongly: that a restart is needed; and nothing is offered that is refused', async () => {
    const wrong = { state: 'misconfigured', problems: ['url: must begin with https://.'] } as const;
    stage.answers = of(source({ ...wrong, lastPoll: null, nextPollAt: null, due: false }));
    const visit = await inside('#/status/source/intune');
    await visit.page.getByText('then restart the collector').waitFor();
    expect(await visit.page.getByRole('button', { name: /Poll now|Read everything/ }).count()).toBe(0);
    stage.answers = of(source());
    await visit.page.getByRole('button', { name: 'Reload' }).click();
    await visit.page.getByRole('button', { name: 'Poll now' }).waitFor();
  });

  it('with what ends: whether it has, and when, in the warning and on the page of its source', async () => {
    const expiring = [
      { component: 'vpp-token', count: 2, days: -4 },
      { component: 'dep-token', count: 1, days: 1 },
    ];
    const one = source({ expiring });
    const warning = { kind: 'expiring', source: one.name, since: null, text: 'As the API says it.' } as const;
    const warned = expiring.map(({ component: about }) => ({ ...warning, about }));
    stage.answers = { ...of(one), 'GET sources': ok({ items: [one], problems: [], warned, database: [] }) };
    const { page } = await inside('#/status');
    const lines = page.locator('section:has(> #section-attention) li');
    await lines.first().waitFor();
    expect(await lines.allTextContents()).toEqual([
      expect.stringContaining('intune, token of Apps and Books: expired 4 days ago, the first of 2.'),
      expect.stringContaining('intune, token of Apple Business Manager: expires in 1 day.'),
    ]);
    await lines.first().getByRole('link').click();
    await page.getByText('token of Apps and Books: expired 4 days ago, the first of 2').waitFor();
  });

  it('with a secret: where it should be, in German, and which part of a poll failed', async () => {
    const hint = 'The secret file:/run/secrets/graph does not exist. Mount that file.';
    const failed = lastPoll({ outcome: 'failed', errorCode: 'secret-missing', hint });
    stage.answers = of(source({ state: 'failing', lastPoll: failed }));
    const visit = await inside('#/status/source/intune', GERMAN);
    await visit.page.getByText('Gemeint ist file:/run/secrets/graph.').waitFor();
    await visit.page.getByText('Die letzte Abfrage ist fehlgeschlagen.', { exact: true }).waitFor();
    await visit.look('secret-missing');
  });
});
