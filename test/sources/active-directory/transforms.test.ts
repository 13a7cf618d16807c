import { describe, expect, it } from '@jest/globals';
import {
  bits,
  filetime,
  flagNames,
  generalizedTime,
  guidText,
  nameOf,
  sidText,
} from '../../../lib/sources/active-directory/transforms.ts';

describe('objectGUID', () => {
  it('has its first three groups little-endian', () => {
    expect(guidText(Buffer.from('33221100554477668899AABBCCDDEEFF', 'hex'))).toBe(
      '00112233-4455-6677-8899-aabbccddeeff',
    );
  });
  it('is unreadable with another length', () => {
    expect(guidText(Buffer.alloc(15))).toBeUndefined();
  });
});

describe('objectSid', () => {
  it.each([
    ['010500000000000515000000a065cf7e784b9b5fe77c8770e9030000', 'S-1-5-21-2127521184-1604012920-1887927527-1001'],
    ['01020000000000052000000020020000', 'S-1-5-32-544'],
    ['01010000000000000000f0ff', 'S-1-0-4293918720'],
  ])('%s is %s', (hex, sid) => expect(sidText(Buffer.from(hex, 'hex'))).toBe(sid));
  it.each(['', '01', '0105000000000005150000', '010200000000000520000000'])('is unreadable when cut: %s', (hex) =>
    expect(sidText(Buffer.from(hex, 'hex'))).toBeUndefined(),
  );
});

describe('FILETIME', () => {
  it.each([['134378190845123456', '2026-10-30T07:31:24.512Z']])('%s is %s', (text, instant) =>
    expect(filetime(text)?.toISOString()).toBe(instant),
  );
  // The last lies in the year 30828: no database has it, and nobody meant it.
  it.each(['0', '10000', '116444736000000000', '9223372036854775807', '9223372036854775806'])('%s is never', (text) =>
    expect(filetime(text)).toBeNull(),
  );
  it.each(['', '-1', 'x', '1.5'])('"%s" is unreadable', (text) => expect(filetime(text)).toBeUndefined());
});

describe('GeneralizedTime', () => {
  it.each([
    ['20261123144928.0Z', '2026-11-23T14:49:28.000Z'],
    ['20261123144928Z', '2026-11-23T14:49:28.000Z'],
    ['20261123144928.123456Z', '2026-11-23T14:49:28.123Z'],
    ['202611231449+0130', '2026-11-23T13:19:00.000Z'],
    ['2026112314-05', '2026-11-23T19:00:00.000Z'],
  ])('%s is %s', (text, instant) => expect(generalizedTime(text)?.toISOString()).toBe(instant));
  it.each(['', '2026-11-23', '20261323144928Z', '20261123144928', '2026112314.5Z'])('"%s" is unreadable', (text) =>
    expect(generalizedTime(text)).toBeUndefined(),
  );
});

describe('userAccountControl', () => {
  it.each([
    ['512', ['normalAccount']],
    ['514', ['disabled', 'normalAccount']],
    ['66048', ['normalAccount', 'passwordNeverExpires']],
    ['8388624', ['locked', 'passwordExpired']],
    ['0', []],
  ])('%s is %j', (text, names) => expect(flagNames(text)).toEqual(names));
  it('is a signed integer on the wire', () => expect(bits('-2147483646')).toBe(0x80000002));
  it('is unreadable as text', () => expect(flagNames('many')).toBeUndefined());
});

describe('the name in a DN', () => {
  it.each([
    ['CN=Anna Berg,OU=Sales,DC=lab', 'Anna Berg'],
    ['CN=Berg\\, Anna,OU=Sales', 'Berg, Anna'],
    ['cn=a\\+b\\=c\\\\d\\"e,dc=x', 'a+b=c\\d"e'],
    ['CN=Lu\\C4\\8Di\\C4\\87,DC=x', 'Lučić'],
    ['CN=Ünal Şahin 🙂,DC=x', 'Ünal Şahin 🙂'],
    ['uid=a+sn=b,dc=x', 'a'],
    ['CN=\\ padded,DC=x', ' padded'],
  ])('%s is %s', (dn, name) => expect(nameOf(dn)).toBe(name));
  it.each(['', 'Anna', 'CN=,DC=x', 'CN=#04024869,DC=x'])('"%s" has none', (dn) => expect(nameOf(dn)).toBeUndefined());
});
