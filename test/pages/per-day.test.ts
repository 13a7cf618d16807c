// What happened around a person or on a device, by the day.
import { describe, expect, it } from '@jest/globals';
import { linesPerDay } from '../../pages/estate/per-day.ts';

const happened = [
  { occurredAt: '2026-11-30T09:00:00.000Z', kind: 'call' },
  { occurredAt: '2026-11-30T08:00:00.000Z', kind: 'mail', requests: 7 },
  { occurredAt: '2026-11-28T23:59:59.999Z', kind: 'call' },
  { occurredAt: '2026-11-28T00:00:00.000Z', kind: 'call' },
  { occurredAt: '2026-11-27T12:00:00.000Z', kind: 'app' },
];
const until = Date.parse('2026-12-01T10:00:00.000Z');
const lines = (isCut: boolean, most = 6) =>
  linesPerDay(happened, ({ kind }) => kind, { isCut, until }, most).map(({ name, points }) => [
    name,
    ...points.map(({ value }) => value),
  ]);

describe('what happened by the day', () => {
  it('is counted by kind up to today, counters by what they count, and is zero where nothing happened', () => {
    expect(lines(false)).toEqual([
      ['mail', 0, 0, 0, 7, 0],
      ['call', 0, 2, 0, 1, 0],
      ['app', 1, 0, 0, 0, 0],
    ]);
  });

  it('begins with the first day that is whole where there is more', () => {
    expect(lines(true)).toEqual([
      ['mail', 0, 0, 7, 0],
      ['call', 2, 0, 1, 0],
      ['app', 0, 0, 0, 0],
    ]);
  });

  it('shows the most frequent kinds where there are many', () => {
    expect(lines(false, 1)).toEqual([['mail', 0, 0, 0, 7, 0]]);
  });

  it('is nothing where nothing happened', () => {
    expect(linesPerDay([], () => '', { isCut: false, until }, 6)).toEqual([]);
  });
});
