import { describe, expect, it } from '@jest/globals';
import {
  compliance,
  directoryGuid,
  earliestEnd,
  expiryDate,
  megabytes,
  ownership,
  topicOfSubject,
} from '../../../lib/sources/blackberry-uem/transforms.ts';

describe('dates without a zone', () => {
  const cases: readonly (readonly [text: unknown, offset: string, at: string | null | undefined])[] = [
    ['12-Mar-2027 13:00:00', '+00:00', '2027-03-12T13:00:00.000Z'],
    ['12-Mar-2027 13:00:00', '+02:00', '2027-03-12T11:00:00.000Z'],
    ['01-Jan-2027 00:30:00', '+01:00', '2026-12-31T23:30:00.000Z'],
    ['31-Dec-2026 23:30:00', '-03:30', '2027-01-01T03:00:00.000Z'],
    ['2028-04-20T04:04:00.000Z', '+02:00', '2028-04-20T04:04:00.000Z'],
    ['2028-04-20T04:04:00Z', '+00:00', '2028-04-20T04:04:00.000Z'],
    ['31-Feb-2027 13:00:00', '+00:00', undefined],
    ['12-Mär-2027 13:00:00', '+00:00', undefined],
    ['12/03/2027', '+00:00', undefined],
    ['', '+00:00', null],
    [null, '+00:00', null],
    [1_804_856_400_000, '+00:00', undefined],
  ];
  it.each(cases)('%p at %s is %p', (text, offset, at) => {
    const read = expiryDate(offset)(text);
    expect(read instanceof Date ? read.toISOString() : read).toBe(at);
  });

  it('are the same in every month', () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const read = months.map((month) => expiryDate('+00:00')(`07-${month}-2027 01:02:03`));
    expect(read).toEqual(months.map((_, i) => new Date(Date.UTC(2027, i, 7, 1, 2, 3))));
  });
});

describe('values of UEM', () => {
  it.each([
    ['e7aad64542784faeab305304abea36fa', 'e7aad645-4278-4fae-ab30-5304abea36fa'],
    ['E7AAD645-4278-4FAE-AB30-5304ABEA36FA', 'e7aad645-4278-4fae-ab30-5304abea36fa'],
    ['cn=somebody,dc=example', null],
    [7, undefined],
  ])('directory id %p is the objectGUID %p', (value, guid) => {
    expect(directoryGuid(value)).toBe(guid);
  });

  it('sizes are megabytes with a fraction, and 0 where none was told', () => {
    expect([122_070.3, 0, -1, '12', Number.NaN].map(megabytes)).toEqual([
      127_999_986_893,
      null,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('owners are named in two words, and any other is unknown', () => {
    expect(['CORPORATE', 'personal', 'LEASED', null].map(ownership)).toEqual([
      'company',
      'personal',
      'unknown',
      'unknown',
    ]);
  });

  it('a list of reasons says that a rule is broken', () => {
    expect([[{ reason: 'jailbroken' }], [], 'jailbroken'].map(compliance)).toEqual([
      'noncompliant',
      'compliant',
      undefined,
    ]);
  });

  it('the topic of the push certificate stands in its subject', () => {
    const subject = 'C=CA,CN=APSP:1,UID=com.apple.mgmt.External.1,O=Contoso';
    expect([subject, 'C=CA', null].map(topicOfSubject)).toEqual(['com.apple.mgmt.External.1', null, null]);
  });

  it('licences end when the first of them does', () => {
    const [late, soon] = ['2027-01-01T00:00:00Z', '2026-12-01T00:00:00.45Z'].map((expirationDate) => ({
      expirationDate,
    }));
    expect(earliestEnd([late, soon, { type: 'PERPETUAL' }, 'x'])).toEqual(new Date('2026-12-01T00:00:00.450Z'));
    expect([earliestEnd([{}]), earliestEnd('x')]).toEqual([null, undefined]);
  });
});
