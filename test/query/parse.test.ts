import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../lib/http/problem.ts';
import { CONTROLS, parseQuery } from '../../lib/query/parse.ts';
import { devices, infrastructure, type Resource, searchable, statistics, users } from '../../lib/query/resource.ts';
import { parseInstant } from '../../lib/query/values.ts';

const parse = (query: string, resource: Resource = devices) => parseQuery(resource, new URLSearchParams(query));

function mistakes(query: string, resource: Resource = devices): Record<string, string> {
  try {
    parse(query, resource);
  } catch (error) {
    if (error instanceof ApiError) return Object.fromEntries(error.errors.map((e) => [e.parameter, e.detail]));
    throw error;
  }
  return {};
}

describe('a request for a list', () => {
  it('has a limit of 100 and all fields unless it says otherwise', () => {
    const { limit, fields, filters, cursor, q, format, raw } = parse('');
    expect({ limit, filters, cursor, q, format, raw }).toEqual({
      limit: 100,
      filters: [],
      cursor: null,
      q: null,
      format: 'json',
      raw: false,
    });
    expect(fields).toContain('lastSeenAt');
    expect(fields).not.toContain('phoneNumberHash');
  });

  it('compares folded text folded, and opaque text as it is', () => {
    const { filters } = parse('deviceName=ＩＰＨＯＮＥ&imei=ABC');
    expect(filters).toEqual([
      { name: 'deviceName', column: 'device_name_folded', operator: 'eq', values: ['iphone'] },
      { name: 'imei', column: 'imei', operator: 'eq', values: ['ABC'] },
    ]);
  });

  it('takes values of an enumeration that the catalogue does not know', () => {
    expect(parse('platform=tizen').filters).toMatchObject([{ values: ['tizen'] }]);
  });

  it('is refused with every mistake at once', () => {
    const found = mistakes(
      'platfrom=ios&lastSeenAt.like=x&encrypted=yes&lastSeenAt.lt=yesterday&limit=0&sort=mail&fields=a&q=%20&format=xml&cursor=!',
    );
    expect(Object.keys(found).sort()).toEqual(
      [
        'cursor',
        'encrypted',
        'fields',
        'format',
        'lastSeenAt.like',
        'lastSeenAt.lt',
        'limit',
        'platfrom',
        'q',
        'sort',
      ].sort(),
    );
    expect(found['lastSeenAt.like']).toContain('lastSeenAt.ge');
    expect(found.sort).toContain('-lastSeenAt');
  });

  it.each([
    ['limit=1001', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['platform=', 'platform'],
    ['platform=ios&platform=android', 'platform'],
    ['limit=1&limit=2', 'limit'],
    [`model=${'x'.repeat(129)}`, 'model'],
    ['model=a%00b', 'model'],
    ['platform.eq=ios', 'platform.eq'],
    ['encrypted.in=true', 'encrypted.in'],
    ['storageFreeBytes=99999999999999999', 'storageFreeBytes'],
    ['storageFreeBytes=1e3', 'storageFreeBytes'],
    ['fields=id,id', 'fields'],
    ['fields=phoneNumberHash', 'fields'],
    ['raw=true', 'raw'],
    ['format=csv&raw=yes', 'raw'],
    ['recordKey=x', 'recordKey'],
    ['rowHash.isNull=true', 'rowHash.isNull'],
    ['externalId.isNull=true', 'externalId.isNull'],
    [`platform.in=${'a,'.repeat(100)}a`, 'platform.in'],
    ['platform.in=ios,,', 'platform.in'],
    ['sort=', 'sort'],
    ['sort=--id', 'sort'],
    ['toString=1', 'toString'],
    ['__proto__=1', '(unreadable name)'],
  ])('is refused for %s', (query, parameter) => {
    expect(Object.keys(mistakes(query))).toEqual([parameter]);
  });

  it('never repeats a value, nor a name that is none', () => {
    const text = JSON.stringify(mistakes('platfrom=Ada&imei=&mail.lt=Ada&Ada Lovelace=1&limit=Ada&sort=Ada&q=%00Ada'));
    expect(text).not.toContain('Ada');
  });

  it('cannot filter users by whether they are present, nor search what has no searchable field', () => {
    expect(mistakes('present=false', users)).toHaveProperty('present');
    expect(mistakes('q=a', statistics)).toHaveProperty('q');
  });

  it('has no field that a control would hide', () => {
    for (const resource of [...searchable, infrastructure, statistics])
      for (const control of CONTROLS) expect(resource.fields.has(control)).toBe(false);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01t00:00:00.1234z', '2026-11-01T00:00:00.123Z'],
    ['2026-11-01T00:30:00+01:00', '2026-10-31T23:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is read', (text, expected) => {
    expect(parseInstant(text)).toEqual({ value: new Date(expected) });
  });

  it.each([
    '2026-11-01',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-01T24:00:00Z',
    '2026-11-01T00:00:00',
    '2026-11-01T00:00:60Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:00:00-05:00',
    '2026-11-01T00:00:00 01:00',
    '1',
  ])('%s is refused', (text) => expect(parseInstant(text)).toHaveProperty('allowed'));
});
