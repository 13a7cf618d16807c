import { describe, expect, it } from '@jest/globals';
import { backoffWait, httpDate, politeWait, retryAfterMs } from '../../lib/net/retry.ts';

const now = new Date('2026-11-02T08:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', undefined, 120_000],
    ['zero', '0', undefined, 0],
    ['an IMF date', 'Mon, 02 Nov 2026 08:00:30 GMT', undefined, 30_000],
    ['an RFC 850 date', 'Monday, 02-Nov-26 08:00:30 GMT', undefined, 30_000],
    ['an asctime date', 'Mon Nov  2 08:00:30 2026', undefined, 30_000],
    ['a date in the past', 'Mon, 02 Nov 2026 07:00:00 GMT', undefined, 0],
    ['a date by a clock that is an hour ahead', 'Mon, 02 Nov 2026 09:00:05 GMT', 'Mon, 02 Nov 2026 09:00:00 GMT', 5000],
    ['nothing', undefined, undefined, null],
    ['a word', 'soon', undefined, null],
    ['a negative number', '-5', undefined, null],
    ['a fraction, rounded up', '1.5', undefined, 2000],
    ['eleven digits as the longest wait there is', '99999999999', undefined, 366 * 86_400_000],
    ['the longer of two values', '5, 120', undefined, 120_000],
    ['two values without a blank', '120,5', undefined, 120_000],
    ['the later of two dates', 'Mon, 02 Nov 2026 08:00:30 GMT, Mon, 02 Nov 2026 08:01:00 GMT', undefined, 60_000],
    ['a number before a date', '5, Mon, 02 Nov 2026 08:00:30 GMT', undefined, 30_000],
    ['a date before a number', 'Monday, 02-Nov-26 08:00:30 GMT, 60', undefined, 60_000],
    ['a number beside a word', 'soon, 5', undefined, 5000],
  ])('reads %s', (_, value, serverDate, expected) => {
    expect(retryAfterMs(value, serverDate, now)).toBe(expected);
  });

  it('takes an ISO date for no HTTP date', () => {
    expect(httpDate('2026-11-02T08:00:00Z')).toBeNull();
  });
});

describe('waiting', () => {
  it('is never shorter than the server asked, and at most a tenth or a second longer', () => {
    expect(politeWait(100_000, () => 0)).toBe(100_000);
    expect(politeWait(20_000, () => 1)).toBe(22_000);
    expect(politeWait(0, () => 1)).toBe(1000);
  });

  it('grows from one second to one minute, with full jitter', () => {
    const backoff = { firstMs: 1000, maxMs: 60_000 };
    expect([0, 1, 2, 6, 1000].map((n) => backoffWait(n, backoff, () => 1))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
    expect(backoffWait(5, backoff, () => 0)).toBe(0);
  });
});
