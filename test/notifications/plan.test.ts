// What is told of what is found, and when: once, again after a while, and when it is over.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Known, OVER_AFTER_MS, type PlanSettings, planOf } from '../../lib/notifications/plan.ts';
import { NOTIFIED } from '../../lib/settings/index.ts';
import { WARNING_KINDS, type Warning } from '../../lib/warning-kinds.ts';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-30T22:30:00Z');
const past = (ms: number): Date => new Date(NOW.getTime() - ms);
const SETTINGS: PlanSettings = { kinds: NOTIFIED, reminderMs: 24 * HOUR_MS, isQuiet: false };

const stale = (source = 'intune', kind: Warning['kind'] = 'source-stale'): Warning => ({
  kind,
  source,
  about: 'device',
  line: `Erika Mustermann's device of ${source}`,
});
const row = (id: number, told: number | null, more: Partial<Known> = {}): Known => ({
  id,
  kind: 'source-stale',
  source: 'intune',
  about: 'device',
  opened_at: past(HOUR_MS),
  seen_at: past(60_000),
  told_at: told === null ? null : past(told),
  ...more,
});
const unseen = { seen_at: past(OVER_AFTER_MS) };
const QUIET = { isQuiet: true };

type Case = readonly [
  name: string,
  known: readonly Known[],
  warnings: readonly Warning[],
  settings: Partial<PlanSettings>,
  messages: readonly string[],
  ids: { readonly told?: readonly number[]; readonly over?: readonly number[] },
];
const cases: readonly Case[] = [
  ['something new is told', [], [stale()], {}, ['opened 1'], {}],
  ['forty of a kind are one message', [], Array.from({ length: 40 }, (_, n) => stale(`s${n}`)), {}, ['opened 40'], {}],
  ['what is said twice counts once', [], [stale(), stale()], {}, ['opened 1'], {}],
  ['what was told is not told again', [row(1, HOUR_MS)], [stale()], {}, [], {}],
  ['it is after the hours of a reminder', [row(1, 24 * HOUR_MS)], [stale()], {}, ['reminder 1'], { told: [1] }],
  [
    'all of a kind are in a reminder',
    [row(1, 24 * HOUR_MS), row(2, HOUR_MS, { source: 'epmm' })],
    [stale(), stale('epmm')],
    {},
    ['reminder 2'],
    { told: [1, 2] },
  ],
  [
    'what was told by a clock that ran ahead is told again',
    [row(1, -48 * HOUR_MS)],
    [stale()],
    {},
    ['reminder 1'],
    { told: [1] },
  ],
  ['what is not seen by one collector may be by another', [row(1, HOUR_MS)], [], {}, [], {}],
  ['what none has seen for a while is over', [row(1, HOUR_MS, unseen)], [], {}, ['over 1'], { over: [1] }],
  ['what is seen again was never over', [row(1, HOUR_MS, unseen)], [stale()], {}, [], {}],
  ['in quiet hours nothing is told', [], [stale()], QUIET, [], {}],
  ['and after them what is still there', [row(1, null)], [stale()], {}, ['opened 1'], { told: [1] }],
  ['but what is urgent is', [], [stale('intune', 'sign-in-refused')], QUIET, ['opened 1'], {}],
  ['what came and went in them is told to nobody', [row(1, null, unseen)], [], QUIET, [], { over: [1] }],
  ['what ended in them is told to be over after them', [row(1, HOUR_MS, unseen)], [], QUIET, [], {}],
  ['kinds that are not asked for are not told', [], [stale()], { kinds: ['expiring'] }, [], {}],
  ['nor is their end', [row(1, HOUR_MS, unseen)], [], { kinds: ['expiring'] }, [], { over: [1] }],
  [
    'a kind of another version ends in silence',
    [row(1, HOUR_MS, { ...unseen, kind: 'new' })],
    [],
    {},
    [],
    { over: [1] },
  ],
  ['that notifications fail is no notification', [], [stale('x', 'notification-failed')], {}, [], {}],
];

it('docs/notifications.md has each kind, and whether quiet hours hold it back', () => {
  const page = readFileSync(new URL('../../docs/notifications.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| (told|waits) +\|$/gm)];
  const kinds = NOTIFIED.map((kind) => [
    kind,
    WARNING_KINDS[kind].title,
    WARNING_KINDS[kind].urgent ? 'told' : 'waits',
  ]);
  expect(rows.map(([, ...cells]) => cells)).toEqual(kinds);
});

describe('what operators are told', () => {
  it.each(cases)('%s', (_, known, warnings, settings, messages, { told = [], over = [] }) => {
    const plan = planOf(known, warnings, NOW, { ...SETTINGS, ...settings });
    expect(plan.messages.map(({ phase, items }) => `${phase} ${items.length}`)).toEqual(messages);
    expect([plan.told, plan.over]).toEqual([told, over]);
    const isOpened = messages.some((message) => message.startsWith('opened'));
    for (const added of plan.added) expect(added.told_at).toEqual(isOpened ? NOW : null);
    expect(JSON.stringify(plan)).not.toContain('Erika');
  });

  it('says since when, by what is known of it', () => {
    const since = past(3 * HOUR_MS);
    const { messages, added } = planOf([], [{ ...stale(), since }], NOW, SETTINGS);
    expect([messages[0]?.items[0]?.since, added[0]?.opened_at]).toEqual([since.toISOString(), since]);
  });

  it('says since when, else by the first sight', () => {
    const { messages } = planOf([row(1, 24 * HOUR_MS)], [stale()], NOW, SETTINGS);
    expect(messages[0]?.items).toEqual([{ source: 'intune', about: 'device', since: past(HOUR_MS).toISOString() }]);
  });
});
