// A page that is left open asks on by timers. What is logged as a reading of people is none of it: each row of the access log has
// somebody behind it who wanted to know. The pages of a role's reader, hours long.
import { expect, it } from '@jest/globals';
import { eventually } from '../end-to-end/collector-process.ts';
import { everyEndpoint } from '../privacy/every-route.ts';
import { staged, type Visit } from './browser.ts';
import { ALL as ESTATE } from './estate-scenes.ts';
import { PRIVACY } from './privacy-scenes.ts';
import { ALL as STATUS } from './scenes.ts';
import { hold, lastPoll, source } from './sources.ts';
import { type Answers, ok, operationOf } from './stage.ts';

const LOGGED: ReadonlySet<string> = new Set(
  everyEndpoint.filter(({ dataset }) => dataset !== null).map(({ name }) => name),
);
const HASHES = [
  ...[
    '#/status',
    '#/status/source/intune',
    '#/estate',
    '#/estate/devices',
    '#/estate/devices/1',
    '#/estate/people/224',
  ],
  ...['#/estate/mailboxes', '#/estate/apps', '#/estate/statistics', '#/privacy', '#/privacy/record'],
  ...['#/privacy/retention', '#/privacy/readings', '#/privacy/person'],
];
/** A poll ends, and what expires and is warned of is another, whenever anybody asks. */
const told = (asked: number) =>
  source({
    lastPoll: lastPoll({ startedAt: new Date(Date.UTC(2026, 10, 30, 0, asked)).toISOString() }),
    holds: [hold({ absent: 12 + asked, seen: String(asked) })],
    expiring: [{ component: 'vpp-token', count: 1, days: -asked }],
  });
const STEP = '10:00';
const STEPS = 18;

let asked = 0;
const moving = () => {
  asked += 1;
  return told(asked);
};
const ANSWERS: Answers = {
  ...{ ...ESTATE, ...PRIVACY, ...STATUS },
  'GET sources': () => ok({ items: [moving()], problems: [], warned: [], database: [] }),
  'GET sources/intune': () => ok(moving()),
};

staged('a page that is left open', ANSWERS, ({ stage, at }) => {
  const logged = ({ asked }: Visit, from: number): readonly string[] =>
    asked.slice(from).filter((asking) => {
      const [method = '', path = ''] = asking.split('?')[0]?.split(' ') ?? [];
      return LOGGED.has(operationOf(method, path) ?? '');
    });

  it('asks for nothing that is logged as a reading, whichever it is, for hours', async () => {
    expect(LOGGED).toContain('listOperatorJournal');
    const visit = await onAWall();
    const { page } = visit;
    for (const hash of HASHES) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await visit.settled();
      const from = visit.asked.length;
      for (let step = 0; step < STEPS; step += 1) {
        await page.clock.fastForward(STEP);
        await visit.settled();
      }
      expect([hash, logged(visit, from)]).toEqual([hash, []]);
    }
    // It asks by timers at all.
    expect(asked).toBeGreaterThan(2 * STEPS - 2);
    stage.unanswered.length = 0;
  });

  it('asks for the journal once more where what is held became another, and where its reader reloads', async () => {
    const visit = await onAWall();
    const { page } = visit;
    await page.getByText('rejected what was held').waitFor();
    await visit.settled();
    const journals = () => stage.asked.filter((asking) => asking.startsWith('GET operator-journal')).length;
    expect(journals()).toBe(1);
    stage.answers = { ...ANSWERS, 'GET sources': ok({ items: [source()], problems: [], warned: [], database: [] }) };
    await page.clock.fastForward(STEP);
    await eventually('the journal', async () => journals() === 2 || undefined);
    await visit.settled();
    await page.getByRole('button', { name: 'Reload' }).click();
    await eventually('the journal', async () => journals() === 3 || undefined);
    stage.unanswered.length = 0;
  });

  const onAWall = async () => {
    const visit = await at();
    await visit.page.clock.install();
    await visit.page.getByLabel('Keep the key').check();
    await visit.enter(stage.key);
    await visit.page.locator('.bar nav').waitFor();
    return visit;
  };
});
