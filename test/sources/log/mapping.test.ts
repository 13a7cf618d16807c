// What a mapping makes of lines, in each of the formats and types that it knows, and what it refuses.
import { describe, expect, it } from '@jest/globals';
import { minimisePhone } from '../../../lib/numbers/phone.ts';
import { mappedLogConfig } from '../../../lib/sources/log/config.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import { formatFor, formatOf, readingsOf, rowsOf } from './reading.ts';

const DIRECTION = { from: 'way', values: { In: 'incoming', Out: 'outgoing' } };
const FIELDS = { occurredAt: 'at', direction: DIRECTION, user: 'who', number: 'party', durationSeconds: 'took' };
const mapping = (lines: string, more: object = {}, fields: object = {}) => ({
  dataset: 'call',
  country: 'DE',
  mapping: { lines, fields: { ...FIELDS, ...fields }, ...more },
});

const SAID = {
  occurred_at: new Date('2026-11-02T06:12:44Z'),
  direction: 'outgoing',
  domain_account: 'CORP\\anna',
  number: '+4915112345678',
  number_kind: 'mobile',
  number_country: 'DE',
  duration_seconds: 125,
};
const plain = (rows: readonly object[]) => rows.map((row) => ({ ...row }));
/** A call with this party; what is counted as its reason. */
function party(text: string, fields: object = {}): Readonly<Record<string, unknown>> {
  const line = `${JSON.stringify({ at: '2026-11-02T06:12:44Z', way: 'In', party: text })}\n`;
  const [row = {}] = rowsOf(line, formatOf(mapping('json', {}, fields)));
  const told = (value: unknown) => (value instanceof Unreadable ? value.reason : value);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, told(value)]));
}
const hashes = (text: string) => minimisePhone(text, 'masked', 'a key', ['DE']).hashes;
const rejectedFor = (text: string, settings: object) =>
  readingsOf(text, formatOf(settings)).map((one) => ('reason' in one ? one.reason : one.is));

describe('lines', () => {
  it.each([
    ['delimited', {}, 'at,way,who,party,took,more\n2026-11-02T06:12:44Z,Out,CORP\\anna,0151 12345678,2:05,x\n'],
    [
      'delimited',
      { delimiter: ';' },
      '"a title; of the export"\r\nparty;at;way;who;took\r\n"0151;12345678";x;y;z;1\r\n015112345678;2026-11-02T07:12:44+01:00;OUT;"CORP\\anna";125\r\n',
    ],
    [
      'delimited',
      { columns: ['at', 'who', 'way', 'took', 'party'], delimiter: '\t' },
      '2026-11-02 06:12:44\tCORP\\anna\tOut\t125\t+4915112345678\n',
    ],
    [
      'json',
      {},
      '{"at":"2026-11-02T06:12:44Z","way":"Out","who":"CORP\\\\anna","party":"+4915112345678","took":125,"deep":{"er":[1]}}\n',
    ],
    [
      'json',
      {},
      'Nov  2 06:12:44 pbx calls[7]: {"at":"2026-11-02T06:12:44Z","way":"Out","who":"CORP\\\\anna","party":"+4915112345678","took":"125"}\n',
    ],
    [
      'w3c',
      {},
      '#Version: 1.0\n#Fields: at who way took party\n2026-11-02T06:12:44Z "CORP\\anna" Out 125 +4915112345678\n',
    ],
    ['key-value', {}, '<189>at=2026-11-02T06:12:44Z way=Out who="CORP\\\\anna" party="+49 151 12345678" took=125\n'],
    [
      'key-value',
      { delimiter: ',' },
      'at=2026-11-02T06:12:44Z,way=Out,who=CORP\\anna,party=+4915112345678,took=0:02:05\n',
    ],
  ])('of %s %j are read by names', (lines, more, text) => {
    const rows = rowsOf(text, formatOf(mapping(lines, more)));
    expect(plain(rows)).toEqual([SAID]);
  });

  it('are read by the header of their file wherever it comes again, in another order too', () => {
    const text = [
      'at,way,who,party,took',
      '2026-11-02T06:12:44Z,Out,CORP\\anna,+4915112345678,125',
      'at,way,who,party,took',
      'took,party,who,way,at',
      '125,+4915112345678,CORP\\anna,Out,2026-11-02T06:12:44Z',
      '',
    ].join('\n');
    const format = formatOf(mapping('delimited'));
    expect(readingsOf(text, format).map(({ is }) => is)).toEqual(['header', 'event', 'header', 'header', 'event']);
    expect(plain(rowsOf(text, format))).toEqual([SAID, SAID]);
    const first = format.begin({ fields: null, writtenAt: 2e12 });
    first.read('took,party,who,way,at');
    const later = format.begin({ fields: first.fields, writtenAt: 2e12 });
    expect(later.read('125,+4915112345678,CORP\\anna,Out,2026-11-02T06:12:44Z')).toMatchObject({ is: 'event' });
  });

  it('that are pushed are read by the header that the source names, and rejected at once where it is another', () => {
    const { begin } = formatOf({ ...mapping('delimited'), push: { keys: ['env:KEY'], fields: 'at,way' } });
    const first = (fields: string) => begin({ fields, writtenAt: 2e12 }).read('2026-11-02T06:12:44Z,Out,a,1,1');
    expect(first('at,way,who,party,took')).toMatchObject({ is: 'event' });
    expect(first('at,way,who')).toEqual({ is: 'rejected', reason: 'fields' });
  });

  it('are rejected where they have more values than columns, or fewer, no columns, or another form', () => {
    expect(rejectedFor('at,way,who,party,took\na,b,c,d\n1,2,3,4,5,6\n', mapping('delimited'))).toEqual([
      'header',
      'field-count',
      'field-count',
    ]);
    const before = Array.from({ length: 23 }, (_, i) => `${i},b,c,d,e\n`).join('');
    expect(rejectedFor(before, mapping('delimited')).slice(19)).toEqual(['header', 'fields', 'fields', 'fields']);
    expect(rejectedFor('[1,2]\nno\n{"at":\n\n', mapping('json'))).toEqual(['format', 'format', 'format', 'empty']);
    expect(rejectedFor('no pairs\na="open\n', mapping('key-value'))).toEqual(['format', 'truncated']);
    expect(rejectedFor('2026-11-02T06:12:44Z a b c d\n', mapping('w3c'))).toEqual(['fields']);
  });

  it('count where all conditions hold', () => {
    const where = [
      { from: 'way', in: ['Out', 'In'] },
      { from: 'party', notIn: [''] },
    ];
    const text =
      'at,way,who,party,took\n2026-11-02T06:12:44Z,Out,a,1,1\n2026-11-02T06:12:44Z,X,a,1,1\n2026-11-02T06:12:44Z,In,a,,1\n';
    expect(rejectedFor(text, mapping('delimited', { where }))).toEqual(['header', 'event', 'not-wanted', 'not-wanted']);
  });

  it('of JSON are read by paths: a point in a key is none', () => {
    const of = (from: string) =>
      rowsOf(
        '{"at":"2026-11-02T06:12:44Z","way":"In","a.b":"S-1-5-1","a":{"b":"anna@corp.example"}}\n',
        formatOf(mapping('json', {}, { user: from })),
      );
    expect(of('a.b')).toMatchObject([{ user_principal_name: 'anna@corp.example' }]);
    expect(of('a\\.b')).toMatchObject([{ security_identifier: 'S-1-5-1' }]);
    expect(of('constructor')[0]).not.toHaveProperty('domain_account');
  });

  it.each(['constructor', '__proto__', 'tostring'])('name a value %s, or do not', (user) => {
    const at = '2026-11-02T06:12:44Z';
    const read = (lines: string, text: string) => rowsOf(text, formatOf(mapping(lines, {}, { user })));
    expect(read('key-value', `at=${at} way=In party=110 took=1\n`)[0]).not.toHaveProperty('domain_account');
    for (const [lines, text] of [
      ['key-value', `at=${at} way=In party=110 took=1 ${user}=CORP\\anna\n`],
      ['delimited', `at,way,party,took,${user}\n${at},In,110,1,CORP\\anna\n`],
    ] as const)
      expect(read(lines, text)).toMatchObject([{ domain_account: 'CORP\\anna' }]);
  });
});

describe('values', () => {
  it.each([
    ['3', 3],
    ['999999999999999', 'unreadable'],
    ['-5', 'unreadable'],
  ])('that are added up are bounded: %s', (n, expected) => {
    const fields = { occurredAt: 'at', user: 'who', category: 'cat', requests: 'n', bytes: 'n' };
    const format = formatOf({ dataset: 'http_category', mapping: { lines: 'json', fields } });
    const [row] = rowsOf(`${JSON.stringify({ at: '2026-11-02T06:12:44Z', who: 'anna', cat: 'News', n })}\n`, format);
    const told = (value: unknown) => (value instanceof Unreadable ? 'unreadable' : value);
    expect([told(row?.requests), told(row?.bytes)]).toEqual([expected, expected]);
  });

  const usage = (fields: object, line: object) =>
    rowsOf(
      `${JSON.stringify({ at: '2026-11-02T06:12:44Z', day: '2026-11-02', ...line })}\n`,
      formatOf({
        dataset: 'data_usage',
        country: 'DE',
        zone: 'Europe/Berlin',
        mapping: { lines: 'json', fields: { occurredAt: 'at', day: 'day', ...fields } },
      }),
    )[0] ?? {};

  it.each([
    ['1.234,5', { decimal: ',', unit: 'MB' }, 1_234_500_000],
    ['1 234', { unit: 'KiB' }, 1_263_616],
    ['0,5', { decimal: ',', unit: 'GB' }, 500_000_000],
    ['12.5 MB', {}, 12_500_000],
    ['17', {}, 17],
    [17, { unit: 'kB' }, 17_000],
    ['', {}, null],
    ['-', {}, null],
  ])('of the size %j with %j are bytes', (value, more, bytes) => {
    expect(usage({ homeBytes: { from: 'v', ...more } }, { v: value }).home_bytes).toBe(bytes);
  });

  it.each([['1,5'], ['12 parsecs'], ['-3'], ['many'], [{ n: 1 }], ['1.2.3']])(
    'of the size %j are told as none',
    (value) => {
      expect(usage({ homeBytes: 'v' }, { v: value }).home_bytes).toBeInstanceOf(Unreadable);
    },
  );

  it.each([
    ['125', {}, 125],
    ['0:02:05', {}, 125],
    ['2:05', {}, 125],
    ['2.5', { unit: 'min' }, 150],
    ['1500 ms', {}, 2],
    [125_000, { unit: 'ms' }, 125],
  ])('of the duration %j with %j are seconds', (value, more, seconds) => {
    const line = JSON.stringify({ at: '2026-11-02T06:12:44Z', way: 'In', took: value });
    const [row] = rowsOf(`${line}\n`, formatOf(mapping('json', {}, { durationSeconds: { from: 'took', ...more } })));
    expect(row?.duration_seconds).toBe(seconds);
  });

  it.each([
    ['iso', '2026-11-02T06:12:44Z'],
    ['iso', '2026-11-02 07:12:44'],
    ['epoch', '1793599964'],
    ['epoch', '1793599964.0004'],
    ['epoch-ms', '1793599964000'],
    ['%d.%m.%Y %H:%M:%S', '2.11.2026 7:12:44'],
    ['%m/%d/%Y %I:%M:%S %p', '11/02/2026 07:12:44 AM'],
    ['%a %b %e %T %Y', 'Mon Nov  2 07:12:44 2026'],
    ['%Y%m%d%H%M%S', '20261102071244'],
  ])('of times by %s are instants', (format, text) => {
    expect(usage({ occurredAt: { from: 'v', formats: ['%Y', format] } }, { v: text }).occurred_at).toEqual(
      new Date('2026-11-02T06:12:44Z'),
    );
  });

  it.each([
    ['epoch-ms', '1793599966'],
    ['%d.%m.%Y', '31.02.2026'],
    ['iso', 'yesterday'],
    ['%I %p %d.%m.%Y', '13 PM 02.11.2026'],
  ])('of times by %s that are none reject the line: %s', (format, text) => {
    const settings = {
      dataset: 'call',
      mapping: {
        lines: 'json',
        fields: { occurredAt: { from: 'v', formats: [format] }, direction: { is: 'unknown' } },
      },
    };
    expect(rejectedFor(`${JSON.stringify({ v: text })}\n`, settings)).toEqual(['time']);
  });

  it('of days are those that are written, and of a month its first', () => {
    expect(usage({ day: { from: 'd', formats: ['%d.%m.%Y', '%m/%Y'] } }, { d: '01.11.2026' }).day).toBe('2026-11-01');
    expect(usage({ day: { from: 'd', formats: ['%d.%m.%Y', '%m/%Y'] } }, { d: '11/2026' }).day).toBe('2026-11-01');
  });

  it.each([
    ['0049 (0) 151/1234-5678', '+4915112345678', 'mobile', 'DE'],
    ['030 1234567', '+49301234567', 'fixed', 'DE'],
    ['+43 664 123456', '+43664123456', 'mobile', 'AT'],
    ['0900 1234567', '+499001234567', 'premium', 'DE'],
    ['110', '110', 'short', 'DE'],
    ['11833', '11833', 'short', 'DE'],
    ['+881612345678', '+881612345678', 'international', null],
    ['4915112345678', '+4915112345678', 'mobile', 'DE'],
    ['499001234567', '+499001234567', 'premium', 'DE'],
    ['33612345678', '+4933612345678', 'fixed', 'DE'],
    ['(+49) 900 1234567', '+499001234567', 'premium', 'DE'],
    ['0900 1234567 x12', '+499001234567', 'premium', 'DE'],
    ['#31#09001234567', '+499001234567', 'premium', 'DE'],
    ['*31#09001234567', '+499001234567', 'premium', 'DE'],
    ['+49\u2013900\u20111234567', '+499001234567', 'premium', 'DE'],
    ['\u202a+49900_1234567\u202c', '+499001234567', 'premium', 'DE'],
    ["'+499001234567", '+499001234567', 'premium', 'DE'],
    ['tel:+49-900-1234567;ext=5', '+499001234567', 'premium', 'DE'],
    ['sip:+499001234567@gateway.example;user=phone', '+499001234567', 'premium', 'DE'],
    ['Unknown', undefined, undefined, undefined],
    ['sip:anna@corp.example', undefined, undefined, undefined],
    ['Ben 015112345678', 'not phone', undefined, undefined],
    ['anna.1990@corp.example', 'not phone', undefined, undefined],
    ['+49151****678', 'not phone', undefined, undefined],
    ['*100#', 'not phone', undefined, undefined],
  ])('of the number %s are its kind and country', (text, number, kind, country) => {
    const row = party(text);
    expect([row.number, row.number_kind, row.number_country]).toEqual([number, kind, country]);
    // One hash, whoever reads it.
    if (kind !== undefined) expect(hashes(text)).toEqual(hashes(String(number)));
  });

  it.each([
    ['33612345678', '+33612345678', 'mobile', 'FR'],
    ['4930123456', '+4930123456', 'fixed', 'DE'],
    ['+33612345678', '+33612345678', 'mobile', 'FR'],
    ['015112345678', '+4915112345678', 'mobile', 'DE'],
    ['110', '110', 'short', 'DE'],
    ['447700900793', '+447700900793', 'other', null],
    ['21612345', 'not phone', undefined, undefined],
  ])('of the MSISDN %s are those of the country that it begins with', (text, number, kind, country) => {
    const row = party(text, { number: { from: 'party', type: 'msisdn' } });
    expect([row.number, row.number_kind, row.number_country]).toEqual([number, kind, country]);
  });

  it('of several numbers of which one is none are what the others tell, and it is counted', () => {
    const { number, number_kind } = party('09001234567, Ben 1');
    expect([number, number_kind]).toEqual(['not phone', 'premium']);
  });

  it('of several numbers are what they have in common, the dearest kind first', () => {
    const line = {
      'Send/Received Date': '2026-11-02T06:12:44Z',
      'Type of Message': 'Outgoing',
      To: ['015112345678', '09001234567', '+43664123456'],
      Body: 'x',
    };
    const settings = {
      dataset: 'message',
      country: 'DE',
      mapping: {
        lines: 'json',
        fields: {
          occurredAt: 'Send/Received Date',
          direction: { from: 'Type of Message', values: { Outgoing: 'outgoing' } },
          number: 'To',
          recipients: { from: 'To', type: 'count' },
        },
      },
    };
    expect(rowsOf(`${JSON.stringify(line)}\n`, formatOf(settings))).toEqual([
      {
        occurred_at: SAID.occurred_at,
        direction: 'outgoing',
        number: null,
        number_kind: 'premium',
        number_country: null,
        number_countries: ['AT', 'DE'],
        recipients: 3,
      },
    ]);
  });

  it('that are not collected are not read: content without what for, numbers that are off', () => {
    const text =
      '"Name.ID","Email Address","Type of Message","To","From","Body","Send/Received Date"\n"a","a@b.example","Outgoing","015112345678","","Hello","2026-11-02T06:12:44Z"\n';
    const read = (more: object) => rowsOf(text, formatFor('text-messages', more))[0] ?? {};
    expect(read({})).not.toHaveProperty('content');
    expect(read({ content: 'Finds what an attacker wrote.' })).toHaveProperty('content', 'Hello');
    expect(Object.keys(read({})).filter((name) => name.startsWith('number'))).toEqual([
      'number',
      'number_kind',
      'number_country',
      'number_countries',
    ]);
    expect(Object.keys(read({ phoneNumbers: 'off' })).filter((name) => name.startsWith('number'))).toEqual([]);
    expect(read({ exclude: ['number'] })).toMatchObject({ number_kind: 'mobile', number_country: 'DE' });
    expect(read({ exclude: ['numberKind'] })).not.toHaveProperty('number_kind');
  });
});

describe('the configuration', () => {
  const problems = (settings: object): readonly string[] => {
    const result = mappedLogConfig.safeParse({
      name: 'x',
      type: 'log',
      purpose: 'Shows what is wrong.',
      paths: ['/logs'],
      ...settings,
    });
    return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it.each([
    [{ dataset: 'location', mapping: { lines: 'json', fields: {} } }, /^dataset: must be one of .*call, message/],
    [mapping('json', {}, { wrong: 'x' }), /^mapping\.fields\.wrong: is no field: occurredAt, user, .*durationSeconds/],
    [
      { dataset: 'call', mapping: { lines: 'json', fields: { occurredAt: 'at' } } },
      /mapping\.fields\.direction: is missing/,
    ],
    [mapping('json', {}, { direction: 'way' }), /direction: needs values/],
    [mapping('json', {}, { direction: { is: 'sideways' } }), /direction: must be stored as one of incoming/],
    [mapping('json', {}, { occurredAt: { is: '2026-11-02' } }), /occurredAt: differs from line to line/],
    [mapping('json', {}, { occurredAt: { from: 'at', formats: ['%Q'] } }), /formats\.0: must be iso/],
    [mapping('json', {}, { number: { from: 'party', type: 'boolean' } }), /number: cannot be read as boolean/],
    [mapping('json', { where: [{ from: 'x' }] }), /where\.0: needs in or notIn/],
    [mapping('json', {}, { number: 7 }), /number: must be a column/],
    [{ ...mapping('delimited'), push: { keys: ['env:KEY'] } }, /^push\.fields: is missing: the header/],
    [{ ...mapping('json'), country: 'Germany' }, /^country: must be a country/],
    [{ ...mapping('json'), content: '' }, /^content: must say in some words/],
  ])('refuses %j', (settings, problem) => {
    expect(problems(settings).join('\n')).toMatch(problem);
  });

  it('takes the examples of the documents', () => {
    expect(problems(mapping('json'))).toEqual([]);
    for (const name of ['phone-calls', 'text-messages', 'pbx', 'carrier']) expect(formatFor(name)).toBeDefined();
  });
});
