// The parts of rules alone: windows of sums, lists of hosts, times of the week.
import { describe, expect, it } from '@jest/globals';
import { keptTooShort } from '../../lib/retention/sums.ts';
import { suffixOf } from '../../lib/rules/hosts.ts';
import { isWithin } from '../../lib/rules/time.ts';
import { spanOf } from '../../lib/rules/windows.ts';
import { rulesIn } from '../../lib/settings/index.ts';

describe('a window', () => {
  it.each([
    ['hour', '2026-11-30T08:59:59.999Z', '2026-11-30T08:00', '2026-11-30T09:00'],
    ['day', '2026-11-30T00:00:00Z', '2026-11-30T00:00', '2026-12-01T00:00'],
    ['week', '2026-11-29T23:59:59Z', '2026-11-23T00:00', '2026-11-30T00:00'],
    ['week', '2026-11-30T00:00:00Z', '2026-11-30T00:00', '2026-12-07T00:00'],
    ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00', '2027-01-01T00:00'],
    ['month', '2028-02-29T12:00:00Z', '2028-02-01T00:00', '2028-03-01T00:00'],
  ] as const)('%s of %s begins and ends in UTC', (window, at, from, until) => {
    expect(spanOf(window, new Date(at))).toEqual({ from: new Date(`${from}Z`), until: new Date(`${until}Z`) });
  });

  it('is told of that its rows are not kept for', () => {
    const { rules } = rulesIn(
      (['week', 'month'] as const).map((within) => ({
        ...{ name: within, on: 'call', severity: 'low', within, atLeast: { count: 2 }, purpose: 'For a test alone.' },
      })),
    );
    const kept = (RETENTION_OVERRIDES: Readonly<Record<string, number>>) =>
      keptTooShort(rules, { RETENTION_DAYS: 30, RETENTION_OVERRIDES, UNVERIFIED_DAYS: 30 });
    expect(kept({})).toEqual([expect.stringContaining('month sums up a month of call, which is kept for 30 days')]);
    expect(kept({ call: 31 })).toEqual([]);
    expect(kept({ call: 6 })).toHaveLength(2);
  });
});

describe('a list of hosts', () => {
  it('holds what it names and what stands below, label by label', () => {
    const of = suffixOf(['Casino.example.', '*.bücher.example', 'co.uk', '.lead.example', '10.0.0.1', '[2001:DB8::1]']);
    const hosts = [
      'casino.example',
      'WWW.casino.example',
      'xcasino.example',
      'example',
      'a.xn--bcher-kva.example',
      'shop.co.uk',
      'lead.example.',
      '10.0.0.1',
      '2001:db8::1',
      '',
      `${'a.'.repeat(120)}co.uk`,
      // Longer than a host may be.
      `${'a.'.repeat(125)}co.uk`,
    ];
    expect(hosts.map(of)).toEqual([
      'casino.example',
      'casino.example',
      null,
      null,
      'xn--bcher-kva.example',
      'co.uk',
      'lead.example',
      '10.0.0.1',
      '2001:db8::1',
      null,
      'co.uk',
      null,
    ]);
  });
});

describe('a window of time', () => {
  it('that ends before it begins goes on to the next day, also where clocks change', () => {
    const week = { zone: 'Europe/Berlin', days: ['Sun'], from: '22:00', to: '06:00', outside: false } as const;
    const inside = isWithin(week);
    // On 25 October 2026 clocks go back: 23:00 in Berlin is 22:00 UTC.
    const times = [
      '2026-10-25T20:59Z',
      '2026-10-25T21:00Z',
      '2026-10-25T22:59Z',
      '2026-10-25T23:00Z',
      '2026-10-25T04:59Z',
      '2026-10-25T05:00Z',
    ];
    expect(times.map((time) => inside(new Date(time)))).toEqual([false, true, true, false, true, false]);
  });
});
