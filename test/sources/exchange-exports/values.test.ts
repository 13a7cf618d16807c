// Values of exports, whatever culture and version of PowerShell wrote them.
import { describe, expect, it } from '@jest/globals';
import {
  booleanOf,
  countOf,
  cultureOf,
  enumOf,
  instantOf,
  plain,
  sizeOf,
  textOf,
} from '../../../lib/sources/exchange-exports/values.ts';
import { UTC, zoneOf } from '../../../lib/sources/logs/zones.ts';
import { Unreadable } from '../../../lib/sources/map.ts';

/** A reason where it cannot be read. */
const value = (read: { readonly value: unknown }): unknown =>
  read.value instanceof Unreadable
    ? `unreadable: ${read.value.reason}`
    : read.value instanceof Date
      ? read.value.toISOString().replace('.000Z', 'Z')
      : read.value;

it.each([
  ['6.065 GB (6,512,255,010 bytes)', 6_512_255_010],
  ['6,065 GB (6.512.255.010 bytes)', 6_512_255_010],
  ['6,065 GB (6\u00a0512\u00a0255\u00a0010 bytes)', 6_512_255_010],
  ['6,065 GB (6\u202f512\u202f255\u202f010 octets)', 6_512_255_010],
  ["6.065 GB (6'512'255'010 bytes)", 6_512_255_010],
  ['6.065 GB (6,51,22,55,010 bytes)', 6_512_255_010],
  ['1.2 GB (1,288,490,188 bytes)', 1_288_490_188],
  ['0 B (0 bytes)', 0],
  ['49.5 GB', 53_150_220_288],
  ['1,5 KB', 1536],
  ['6512255010', 6_512_255_010],
  [6_512_255_010, 6_512_255_010],
  ['Unlimited', null],
  ['', null],
  [{ IsUnlimited: true, Value: null }, null],
  [{ IsUnlimited: false, Value: '49.5 GB (53,150,220,288 bytes)' }, 53_150_220_288],
  ['many', 'unreadable: not integer'],
  ['1,500 MB', 'unreadable: not integer'],
  ['1.23', 'unreadable: not integer'],
  ['1.234,56', 'unreadable: not integer'],
  ['(12x bytes)', 'unreadable: not integer'],
])('a size %j is %j', (raw, expected) => {
  expect(value(sizeOf(plain(raw)))).toBe(expected);
});

it.each([
  ['18.234', 18_234],
  ['18,234', 18_234],
  ['18\u00a0234', 18_234],
  [18_234, 18_234],
  ['1.2', 'unreadable: not integer'],
  ['1.50', 'unreadable: not integer'],
  ['12,34,567', 1_234_567],
  [1.5, 'unreadable: not integer'],
  ['', null],
])('a count %j is %j', (raw, expected) => {
  expect(value(countOf(raw))).toBe(expected);
});

it.each([
  ['Allowed', 'Allowed'],
  [2, 'Blocked'],
  ['3', 'Quarantined'],
  [{ value: 1, Value: 'Allowed' }, 'Allowed'],
  [77, 'code 77'],
  ['', null],
])('an enum %j is %j', (raw, expected) => {
  const read = enumOf({ 1: 'Allowed', 2: 'Blocked', 3: 'Quarantined' });
  expect(read(plain(raw))).toBe(expected);
});

it('takes the names of types for nothing, and flags as they are', () => {
  expect(value(textOf('Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]'))).toBeNull();
  expect([booleanOf('True'), booleanOf('false'), booleanOf(true), booleanOf('')].map(value)).toEqual([
    true,
    false,
    true,
    null,
  ]);
  expect(value(booleanOf('vrai'))).toBe('unreadable: not boolean');
});

describe('a time', () => {
  const berlin = zoneOf('Europe/Berlin') ?? UTC;

  it.each([
    [undefined, '/Date(1793577600000)/', '2026-11-02T00:00:00Z'],
    [undefined, '\\/Date(1793577600000+0100)\\/', '2026-11-02T00:00:00Z'],
    [undefined, { value: '/Date(1793577600000)/', DisplayHint: 2, DateTime: 'Montag' }, '2026-11-02T00:00:00Z'],
    [undefined, '2026-11-02T06:12:44.1234567Z', '2026-11-02T06:12:44.123Z'],
    [undefined, '2026-11-02T07:12:44+01:00', '2026-11-02T06:12:44Z'],
    [undefined, '2026-11-02T07:12:44', '2026-11-02T06:12:44Z'],
    [undefined, '2026-11-02', '2026-11-01T23:00:00Z'],
    [undefined, '0001-01-01T00:00:00Z', null],
    [undefined, '/Date(-62135596800000)/', null],
    [undefined, '01/01/0001 00:00:00', null],
    ['de-DE', '02.11.2026 07:12:44', '2026-11-02T06:12:44Z'],
    ['en-US', '11/2/2026 7:12:44 AM', '2026-11-02T06:12:44Z'],
    ['en-US', '11/2/2026 12:12:44 PM', '2026-11-02T11:12:44Z'],
    ['en-US', '11/2/2026 12:12:44 AM', '2026-11-01T23:12:44Z'],
    ['en-US', '11/2/2026 7:12:44 PM', '2026-11-02T18:12:44Z'],
    ['en-GB', '02/11/2026 07:12:44', '2026-11-02T06:12:44Z'],
    ['ja-JP', '2026/11/02 7:12:44', '2026-11-02T06:12:44Z'],
    ['zh-TW', '2026/11/2 下午 07:12:44', '2026-11-02T18:12:44Z'],
    ['ko-KR', '2026-11-02 오후 7:12:44', '2026-11-02T18:12:44Z'],
    ['el-GR', '2/11/2026 7:12:44 μ.μ.', '2026-11-02T18:12:44Z'],
    ['fi-FI', '2.11.2026 7.12.44', '2026-11-02T06:12:44Z'],
    ['hu-HU', '2026. 11. 02. 7:12:44', '2026-11-02T06:12:44Z'],
    ['nl-NL', '2-11-2026 07:12:44', '2026-11-02T06:12:44Z'],
    ['de-DE', '02.11.26', '2026-11-01T23:00:00Z'],
    ['en-US', '02/30/2026 07:12:44', 'unreadable: not instant'],
    ['de-DE', '11/13/2026 07:12:44', 'unreadable: not instant'],
    ['de-DE', 'gestern', 'unreadable: not instant'],
    ['en-US', '11/2/2026 13:12:44 PM', 'unreadable: not instant'],
    ['en-US', '11/2/2026 7:12:44 abends', 'unreadable: not instant'],
    ['zh-TW', '2026/11/2 上午 07:12:44', '2026-11-02T06:12:44Z'],
  ])('in %s %j is %j', (name, raw, expected) => {
    expect(value(instantOf(plain(raw), cultureOf(name, berlin)))).toBe(expected);
  });

  it.each([
    ['03/04/2026 07:12:44', 'unreadable: day or month: no culture'],
    ['3.4.2026', 'unreadable: day or month: no culture'],
    ['13/04/2026 00:00:00', '2026-04-13T00:00:00Z'],
    ['04/13/2026 00:00:00', '2026-04-13T00:00:00Z'],
    ['04/04/2026 00:00:00', '2026-04-04T00:00:00Z'],
    ['2026/04/03', '2026-04-03T00:00:00Z'],
  ])('without a culture is not guessed: %s', (raw, expected) => {
    expect(value(instantOf(raw, cultureOf(undefined, UTC)))).toBe(expected);
  });

  it('that clocks showed twice is the earlier, and says so', () => {
    const read = instantOf('25.10.2026 02:30:00', cultureOf('de-DE', berlin));
    expect([value(read), read.doubt]).toEqual(['2026-10-25T00:30:00Z', 'repeated-hour']);
  });
});
