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
  linesPerDay(happened, ({ kind }) => kind, { isCut, until, timeZone: 'UTC' }, most).lines.map(({ name, points }) => [
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
    expect(linesPerDay([], () => '', { isCut: false, until }, 6)).toEqual({ lines: [], left: [] });
  });

  it('names what has no line', () => {
    const { left } = linesPerDay(happened, ({ kind }) => kind, { isCut: false, until, timeZone: 'UTC' }, 1);
    expect(left).toEqual([
      { name: 'call', count: 3 },
      { name: 'app', count: 1 },
    ]);
  });

  it.each([
    ['Europe/Berlin', '2026-11-28T23:30:00Z', '2026-11-29'],
    ['America/New_York', '2026-11-29T03:30:00Z', '2026-11-28'],
    ['UTC', '2026-11-28T23:30:00Z', '2026-11-28'],
  ])('is counted on the day that the table tells in %s', (timeZone, occurredAt, day) => {
    const asked = { isCut: false, until: Date.parse(occurredAt), timeZone };
    const { lines } = linesPerDay([{ occurredAt }], () => '', asked, 1);
    expect(lines).toEqual([{ name: '', points: [{ at: Date.parse(day), value: 1 }] }]);
  });
});
