// What the status makes of the answers of the API.
import { describe, expect, it } from '@jest/globals';
import { SOURCE_STATES } from '../../lib/operations/source-state.ts';
import { WARNING_KINDS } from '../../lib/warning-kinds.ts';
import { becameOf } from '../../pages/status/became.ts';
import {
  daysUntil,
  gravityOf,
  isGone,
  isOverdue,
  isUnread,
  needsAttention,
  neverBecause,
  shownState,
  worstFirst,
} from '../../pages/status/judge.ts';
import { texts as holds } from '../../pages/status/texts/holds.ts';
import { texts as logs } from '../../pages/status/texts/logs.ts';
import { texts as overview } from '../../pages/status/texts/overview.ts';
import { texts as table } from '../../pages/status/texts/sources.ts';
import { texts as states } from '../../pages/status/texts/states.ts';
import { texts as warnings } from '../../pages/status/texts/warnings.ts';
import { hold, lastPoll, NOW, source } from './sources.ts';

const MINUTE = 60_000;
const at = (offset: number): string => new Date(NOW + offset).toISOString();

describe('the state of a source', () => {
  it('is never that it is polled: the last result stays told', () => {
    expect(shownState({ state: 'polling', lastSuccessAt: at(0) })).toBe('ok');
    expect(shownState({ state: 'polling', lastSuccessAt: null })).toBe('waiting');
    expect(shownState({ state: 'failing', lastSuccessAt: at(0) })).toBe('failing');
  });

  it('is in words of both languages, and each is another one', () => {
    for (const told of [states.en, states.de])
      expect(new Set(SOURCE_STATES.map((state) => told[state].name)).size).toBe(SOURCE_STATES.length);
  });

  it.each([
    ['fails', { state: 'failing' }, 'bad', true],
    ['waits for a decision', { state: 'held' }, 'warn', true],
    ['is well, with a hold', { holds: [hold()] }, 'warn', true],
    ['is well, with a hold that was rejected', { holds: [hold({ state: 'rejected' })] }, 'ok', false],
    ['is well', {}, 'ok', false],
    ['is polled', { state: 'polling' }, 'ok', false],
    ['waits', { state: 'waiting' }, 'quiet', false],
    ['is switched off', { state: 'disabled' }, 'quiet', false],
    ['is well, and long due', { due: true, nextPollAt: at(-16 * MINUTE) }, 'bad', true],
  ] as const)('of one that %s', (_name, of, gravity, needs) => {
    expect([gravityOf(source(of), NOW), needsAttention(source(of), NOW)]).toEqual([gravity, needs]);
  });

  it('is overdue where nobody polls it, not where a timer is a little late or a poll runs', () => {
    const due = { due: true, nextPollAt: at(-16 * MINUTE), runningPoll: null };
    expect(isOverdue(due, NOW)).toBe(true);
    expect(isOverdue({ ...due, nextPollAt: at(-14 * MINUTE) }, NOW)).toBe(false);
    expect(isOverdue({ ...due, runningPoll: { startedAt: null } }, NOW)).toBe(false);
    expect(isOverdue({ ...due, nextPollAt: null }, NOW)).toBe(false);
  });

  it('puts broken ones first, then by name', () => {
    const all = [
      source({ name: 'b' }),
      source({ name: 'z', state: 'failing' }),
      source({ name: 'a' }),
      source({ name: 'w', state: 'waiting' }),
      source({ name: 'h', state: 'held' }),
    ];
    expect(worstFirst(all, NOW).map(({ name }) => name)).toEqual(['z', 'h', 'w', 'a', 'b']);
  });

  it.each([
    ['misconfigured', { state: 'misconfigured' }],
    ['disabled', { state: 'disabled' }],
    ['failed', { state: 'failing', lastPoll: lastPoll({ outcome: 'failed' }) }],
    ['running', { state: 'polling', lastPoll: null, runningPoll: { startedAt: null } }],
    ['first', { state: 'waiting', lastPoll: null }],
    ['cut', { state: 'waiting', lastPoll: lastPoll({ outcome: 'aborted', errorCode: 'stopped' }) }],
  ] as const)('says why there was no success yet: %s', (why, of) => {
    expect(neverBecause(source({ lastSuccessAt: null, ...of }))).toBe(why);
  });
});

it('a source is not read yet while its first poll runs, and not one that lines are pushed to', () => {
  const fresh = { lastPoll: null, lastSuccessAt: null };
  expect(isUnread(source({ ...fresh, state: 'polling' }))).toBe(true);
  expect(isUnread(source({ ...fresh, state: 'waiting' }))).toBe(true);
  expect(isUnread(source({ state: 'polling' }))).toBe(false);
  const cutOff = lastPoll({ outcome: 'aborted', errorCode: 'collector-ended' });
  expect(isUnread(source({ ...fresh, state: 'waiting', lastPoll: cutOff }))).toBe(true);
  expect(isUnread(source({ ...fresh, state: 'disabled' }))).toBe(false);
});

it.each([
  [overview.en.summary.sources(0, 18, 18), '18 of 18 sources were not read yet'],
  [overview.de.summary.sources(0, 18, 0), 'Alle 18 Quellen sind in Ordnung oder warten'],
  [overview.de.summary.expiring(3), '3 laufen binnen 30 Tagen ab oder sind abgelaufen'],
  [overview.de.summary.expiring(1), '1 läuft binnen 30 Tagen ab oder ist abgelaufen'],
  [table.en.rejected('1'), '1 value rejected'],
  [table.de.rejected('1'), '1 Wert verworfen'],
  [table.de.rejected('2'), '2 Werte verworfen'],
  [logs.en.push('1', '1', '2'), '1 sender, 1 line taken, 2 rejected'],
  [holds.en.kinds.removal('1', '1', 'devices'), '1 of 1 row of “devices” is gone at the source.'],
  [holds.de.kinds.values('1', '20', 'Geräte'), '1 von 20 Zeilen von „Geräte“ hat Werte verloren.'],
])('says numbers in the grammar of their language: %s', (said, right) => {
  expect(said).toBe(right);
});

it('a warning of each kind has a title and advice in words of both languages, each other ones', () => {
  const words = [warnings.en, warnings.de].flatMap((told) =>
    Object.values(told).map(({ title, hint }) => title + hint),
  );
  expect(new Set(words).size).toBe(2 * Object.keys(WARNING_KINDS).length);
});

it.each([
  [at(0), 0],
  [at(86_400_000 * 14 + 1), 14],
  [at(-1), -1],
])('until %s are %d days', (end, days) => {
  expect(daysUntil(end, NOW)).toBe(days);
});

it.each([
  ['not answered', 'unanswered'],
  ['key unreadable', 'aside'],
  ['missing', 'aside'],
  ['no instant, or too long', 'unreadable'],
  ['not phone', 'unreadable'],
  ['repeated-hour', 'doubted'],
  ['nested too deep', 'unreadable'],
  ['name concealed', 'unreadable'],
  ['not collected', 'left-out'],
  ['more rows than a day may bring', 'left-out'],
] as const)('of what was rejected for %s became: %s', (reason, became) => {
  expect(becameOf(reason)).toBe(became);
});

it('a collector is gone that was not seen for a quarter of an hour', () => {
  expect([isGone(at(-14 * MINUTE), NOW), isGone(at(-16 * MINUTE), NOW)]).toEqual([false, true]);
});
