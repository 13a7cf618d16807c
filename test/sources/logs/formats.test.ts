// Lines that are easily read wrong, each by what it must come out as.
import { describe, expect, it } from '@jest/globals';
import { readerOf } from '../../../lib/sources/http-proxy/read.ts';
import { accountOf } from '../../../lib/sources/logs/formats/account.ts';
import { columnsOf } from '../../../lib/sources/logs/formats/columns.ts';
import { readCombined } from '../../../lib/sources/logs/formats/combined.ts';
import { readServerLog } from '../../../lib/sources/logs/formats/eas-log.ts';
import { haproxyReader } from '../../../lib/sources/logs/formats/haproxy.ts';
import { logformatReader } from '../../../lib/sources/logs/formats/logformat.ts';
import type { LineState, ReadLine } from '../../../lib/sources/logs/formats/reading.ts';
import { readSquid } from '../../../lib/sources/logs/formats/squid.ts';
import { behindSyslog, readSyslog } from '../../../lib/sources/logs/formats/syslog.ts';
import { readW3c } from '../../../lib/sources/logs/formats/w3c.ts';
import { UTC, zoneOf } from '../../../lib/sources/logs/zones.ts';
import { state } from './lines.ts';

const berlin = state({ zone: zoneOf('Europe/Berlin') ?? UTC });

/** What a line is in short: its event, or its kind and reason. */
function read<Event>(reader: ReadLine<Event>, line: string, before: LineState = berlin): Event | string {
  const reading = reader(line, before);
  return reading.is === 'event'
    ? reading.event
    : [reading.is, 'reason' in reading ? reading.reason : ''].join(' ').trim();
}

const LONG = 'p'.repeat(8_500);

describe('the native log of Squid', () => {
  const line = (url: string, user: string, status = 'TCP_MISS/200', method = 'GET'): string =>
    `1793599964.029    156 192.0.2.10 ${status} 16464 ${method} ${url} ${user} HIER_DIRECT/198.51.100.7 text/html`;

  it.each([
    ['http://user:secret@www.example.org:81/x@y', { host: 'www.example.org', port: 81 }],
    ['http://www.example.org./', { host: 'www.example.org', port: null }],
    ['http://bücher.example/ä', { host: 'xn--bcher-kva.example' }],
    ['ftp://192.0.2.1/x', { host: '192.0.2.1' }],
    ['HTTPS://WWW.Example.ORG?a://b', { host: 'www.example.org' }],
    ['http://[FE80::1%25eth0]:8080/', { host: 'fe80::1', port: 8080 }],
    ['http://www.example.org:99999/', { host: 'www.example.org', port: null }],
    ['/relative?u=http://www.example.org/', 'ignored no-request'],
    ['error:invalid-request', 'ignored no-request'],
    ['http:///x', 'ignored no-request'],
    ['http://exa"mple.org/', 'ignored no-request'],
  ])('has the host of %s', (url, expected) => {
    const event = read(readSquid, line(url, 'anna'));
    if (typeof expected === 'string') expect(event).toBe(expected);
    else expect(event).toMatchObject(expected);
  });

  it.each([
    ['TCP_DENIED/403', { blocked: true, error: true }],
    ['TCP_DENIED_REPLY/403', { blocked: true, error: true }],
    ['TAG_NONE_ABORTED/000', { blocked: false, error: true }],
    ['NONE_NONE/503', { blocked: false, error: true }],
    ['TCP_MISS/304', { blocked: false, error: false }],
    ['TCP_TUNNEL/000', { blocked: false, error: false }],
  ])('tells of %s whether it was refused or failed', (status, expected) => {
    expect(read(readSquid, line('http://www.example.org/', 'anna', status))).toMatchObject(expected);
  });

  it('reads a name with anything in it, and none of the headers that may follow', () => {
    expect(read(readSquid, line('http://www.example.org/', 'j%c3%b6rg HIER_NONE/- x'))).toMatchObject({
      user: 'jörg HIER_NONE/- x',
    });
    const headers = '[Cookie: secret=1\\r\\n] [Set-Cookie: secret=2\\r\\n]';
    expect(read(readSquid, `${line('http://www.example.org/', 'corp\\\\j doe')} ${headers}`)).toMatchObject({
      user: 'corp\\\\j doe',
      mime: 'text/html',
      truncated: false,
    });
  });

  it('keeps what stands before the cut, and gives nobody what the next record says', () => {
    const cut = line(`http://www.example.org/${LONG}`, 'anna').slice(0, 8_191);
    const first = { host: 'www.example.org', status: 200, bytes: 16_464, user: null, mime: null, truncated: true };
    expect(read(readSquid, cut)).toMatchObject(first);
    expect(read(readSquid, cut + line('http://other.example/', 'ben'))).toMatchObject(first);
    const behindUrl = line(`http://www.example.org/${LONG.slice(0, 8_090)}`, 'anna').slice(0, 8_191);
    expect(read(readSquid, behindUrl + line('http://other.example/', 'ben'))).toMatchObject(first);
    expect(read(readSquid, line('http://www.example.org/', 'anna').slice(0, 80))).toBe('rejected format');
  });
});

describe('common and combined logs', () => {
  const STAMP = '[02/Nov/2026:06:12:44 +0100]';

  it.each([
    [
      'www.example.org:443 192.0.2.10 - anna [#] "GET / HTTP/2.0" 200 5 "-" "a"',
      { client: '192.0.2.10', user: 'anna', host: 'www.example.org', port: 443 },
    ],
    ['::1 - - [#] "GET / HTTP/1.1" 200 5', { client: '::1', user: null, host: null }],
    [
      'client.example - "" [#] "GET / HTTP/1.1" 499 0 "-" "a" "203.0.113.9" 0.005',
      { client: null, user: null, error: true, userAgent: 'a' },
    ],
    // An ident is the name of a person, not of a host.
    ['192.0.2.10 anna - [#] "GET / HTTP/1.1" 200 5', { host: null }],
    ['192.0.2.10 anna.berg - [#] "GET / HTTP/1.1" 200 5', { host: null }],
    ['192.0.2.10 anna.berg@corp.example - [#] "GET / HTTP/1.1" 200 5', { host: null }],
    // What somebody calls himself cannot end the line before its end.
    [
      String.raw`192.0.2.10 - x [#\] \"GET http://evil.example/ HTTP/1.1\" 200 1 [#] "GET http://www.example.org/ HTTP/1.1" 404 7`,
      { host: 'www.example.org', status: 404, bytes: 7 },
    ],
    [
      String.raw`192.0.2.10 - a [#] "GET http://www.example.org/\" 200 1 \"x HTTP/1.1" 404 7 "-" "-"`,
      { status: 404, bytes: 7 },
    ],
    [
      String.raw`192.0.2.10 - a [#] "GET http://www.example.org/ HTTP/1.1" 404 7 "x\" 200 5 \"" "-"`,
      { status: 404, userAgent: null },
    ],
    ['192.0.2.10 - a [#] "GET http://www.example.org/ HTTP/1.1" 404 7 "-" "Mozil', { status: 404, truncated: true }],
    ['192.0.2.10 - a [#] "PRI * HTTP/2.0" 400 7', { method: 'PRI', host: null }],
    ['192.0.2.10 - a [#] "get / HTTP/1.1" 400 7', 'ignored no-request'],
    ['192.0.2.10 - a [#] "GET http://www.example.org/', 'rejected format'],
    [
      `192.0.2.10 - a [#] "GET http://www.example.org/${LONG}192.0.2.11 - b [#] "GET http://other.example/ HTTP/1.1" 200 1`,
      'rejected truncated',
    ],
    ['192.0.2.10 - a [29/Feb/2026:06:12:44 +0100] "GET / HTTP/1.1" 200 1', 'rejected time'],
    [
      'Nov  2 06:12:44 proxy prog[1]: 192.0.2.10 - a [#] "GET / HTTP/1.1" 200 1',
      { user: 'a', at: Date.parse('2026-11-02T05:12:44Z') },
    ],
  ])('%s', (line, expected) => {
    const event = read(behindSyslog(readCombined), line.replaceAll('[#', STAMP.slice(0, -1)));
    if (typeof expected === 'string') expect(event).toBe(expected);
    else expect(event).toMatchObject(expected);
  });
});

describe('HAProxy', () => {
  const line = (flags: string, status: string, rest: string): string =>
    `<134>Nov  2 06:12:45 lb haproxy[1]: 2001:db8::9:49636 [02/Nov/2026:06:12:44.853] f b/s 0/0/1/3/1500 ${status} 170 - - ${flags} 1/1/0/0/0 0/0 ${rest}`;
  const reader = behindSyslog(haproxyReader(2));

  it.each([
    [
      line('----', '200', '{curl/7|WWW.example.org:81} "GET /a HTTP/1.1"'),
      {
        at: Date.parse('2026-11-02T05:12:46.353Z'),
        ms: 1_500,
        client: '2001:db8::9',
        host: 'www.example.org',
        port: 81,
        bytes: 170,
      },
    ],
    [line('PR--', '403', '{a|b.example} "GET http://c.example/ HTTP/1.1"'), { blocked: true, host: 'c.example' }],
    [line('CD--', '-1', '"GET /a HTTP/1.1"'), { status: 0, host: null }],
    [line('----', '200', '{a|b.example} "GET /aaaa'), { host: 'b.example', method: null, truncated: true }],
    [line('PR--', '400', '"<BADREQ>"'), 'ignored no-request'],
    ['<134>Nov  2 06:12:45 lb haproxy[1]: Proxy f started.', 'rejected format'],
  ])('%s', (text, expected) => {
    const event = read(reader, text);
    if (typeof expected === 'string') expect(event).toBe(expected);
    else expect(event).toMatchObject(expected);
  });
});

describe('W3C logs of web traffic', () => {
  const w3c = (fields: string, line: string) => read(readW3c, line, { ...berlin, columns: columnsOf(fields) });
  const FIELDS = 'date time cs-username sc-status cs-method cs-host cs(User-Agent)';

  it.each([
    [FIELDS, '2026-11-02 06:12:44 anna 200 GET a.example "a"', { at: Date.parse('2026-11-02T06:12:44Z') }],
    [
      FIELDS,
      `2026-11-02 06:12:44.250 anna 200 GET a.example 'Mozilla (a b)'`,
      { at: Date.parse('2026-11-02T06:12:44.250Z'), userAgent: 'Mozilla (a b)' },
    ],
    [
      FIELDS,
      '2026-11-02 06:12:44 "CORP\\j doe" 200 GET a.example "a"b c"',
      { user: 'CORP\\j doe', userAgent: 'a"b c' },
    ],
    [FIELDS, '2026-11-02 06:12:44 CORP\\xabel 200 GET a.example -', { user: 'CORP\\xabel' }],
    [
      'date time cs-host sc-status sc-filter-result',
      '2026-11-02 06:12:44 a.example 200 DENIED',
      { blocked: true, error: false },
    ],
    [FIELDS, '2026-11-02 06:12:44 j doe 200 GET a.example a', 'rejected field-count'],
    // One value is missing, one too many: as many as there should be.
    [FIELDS, '2026-11-02 06:12:44 CORP\\j doe GET a.example a', 'rejected format'],
    [FIELDS, '2026-11-02 06:12:44 anna 407 GET a.example -', 'ignored auth-challenge'],
    [FIELDS, '2026-11-02 06:12:44 - 400 - - -', 'ignored no-request'],
    [FIELDS, '2026-13-02 06:12:44 anna 200 GET a.example -', 'rejected time'],
    [
      'localtime cs-host sc-status cs-method',
      '[02/Nov/2026:06:12:44 +0300] a.example 200 GET',
      { at: Date.parse('2026-11-02T03:12:44Z') },
    ],
    [
      'gmttime cs-host sc-status cs-method',
      '[02/11/2026:06:12:44 GMT] a.example 200 GET',
      { at: Date.parse('2026-11-02T06:12:44Z') },
    ],
    ['x-timestamp-unix cs-host sc-status cs-method', '1793599964 a.example 200 GET', { at: 1_793_599_964_000 }],
    [
      'date\ttime\tr-host\tsc-status\ts-operation\tc-agent',
      '2026-11-02\t06:12:44\ta.example\t200\tGET\tMozilla (a b)',
      { host: 'a.example', userAgent: 'Mozilla (a b)' },
    ],
    [
      'date time cs-method cs-uri sc-status',
      '2026-11-02 06:12:44 GET http://a.example:81/x?y 200',
      { host: 'a.example', port: 81 },
    ],
    [
      'date time cs-host sc-status cs-categories',
      '2026-11-02 06:12:44 a.example 200 "A b;C/d"',
      { categories: ['A b', 'C/d'] },
    ],
    ['date time cs-host', '2026-11-02 06:12:44 a.example', 'rejected fields'],
  ])('%s: %s', (fields, line, expected) => {
    if (typeof expected === 'string') expect(w3c(fields, line)).toBe(expected);
    else expect(w3c(fields, line)).toMatchObject(expected);
  });

  it('says nothing before its #Fields, and keeps its columns as text', () => {
    expect(read(readW3c, '2026-11-02 06:12:44 a.example 200')).toBe('rejected fields');
    const header = readW3c('#Fields: date time cs-host sc-status', berlin);
    const columns = header.is === 'header' ? header.columns : undefined;
    expect(columns && columnsOf(columns.text)).toEqual(columns);
  });
});

it('structured data of syslog ends where its quotes are closed', () => {
  const line = String.raw`<134>1 2026-11-02T06:12:44Z proxy squid 1 - [a b="\"] c"][d e="\\"] message`;
  expect(readSyslog(line, berlin)).toMatchObject({ message: 'message', program: 'squid' });
});

describe('a logformat', () => {
  const custom = (format: string, line: string) => {
    const reader = logformatReader(format);
    return 'problem' in reader ? reader.problem : read(reader.read, line);
  };
  const COMBINED = '%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h" "%{User-Agent}>h" %Ss:%Sh';
  const AGENT_LAST = '%ts.%03tu %-6tr %>Hs %rm %>rd %un "%{User-Agent}>h"';

  it.each([
    [
      COMBINED,
      '192.0.2.10 - corp\\\\j doe [02/Nov/2026:06:12:44 +0100] "GET http://a.example:81/x HTTP/1.1" 200 5 "-" "say \\"hi\\"" TCP_MISS:HIER_DIRECT',
      {
        at: Date.parse('2026-11-02T05:12:44Z'),
        host: 'a.example',
        port: 81,
        user: 'corp\\\\j doe',
        userAgent: 'say "hi"',
        action: 'TCP_MISS',
      },
    ],
    [
      AGENT_LAST,
      '1793599964.029 12     200 GET a.example j doe "x"',
      { ms: 12, user: 'j doe', userAgent: 'x', truncated: false },
    ],
    [
      AGENT_LAST,
      `1793599964.029 12     200 GET a.example j doe "${LONG}`,
      { user: 'j doe', userAgent: null, truncated: true },
    ],
    [AGENT_LAST, '1793599964.029 12     200 GET a.example j doe "x', 'rejected format'],
    [AGENT_LAST, '1793599964.029 12     200 GET - - "x"', 'ignored no-request'],
    [AGENT_LAST, '1793599964.029 12     200 GET a.example j doe "x" more', 'rejected format'],
    [
      '%{%F %T}tl %>Hs %ru',
      '2026-10-25 02:30:00 200 http://a.example/',
      { at: Date.parse('2026-10-25T00:30:00Z'), doubt: 'repeated-hour' },
    ],
  ])('%s: %s', (format, line, expected) => {
    if (typeof expected === 'string') expect(custom(format, line)).toBe(expected);
    else expect(custom(format, line)).toMatchObject(expected);
  });

  it.each([
    ['%ts %>Hs', 'It names no host (%>rd or %ru).'],
    ['%ts %ru', 'It names no status (%>Hs).'],
    ['%>Hs %ru', 'It names no time (%ts or %tl).'],
    ['%ts%>Hs %ru', 'Nothing stands between two values at character 4.'],
    ['%ts %zz', 'A code at character 5 is not known.'],
    ['%{%A}tl %>Hs %ru', 'The time is written with a directive that is not read.'],
  ])('%s is told what it lacks', (format, problem) => expect(custom(format, '')).toBe(problem));
});

it.each([
  ['CORP\\\\anna', { domain: 'CORP', name: 'anna' }],
  ['CORP\\anna@corp.example', { upn: 'anna@corp.example' }],
  ['\\anna', { domain: null, name: 'anna' }],
  ['anna', { domain: null, name: 'anna' }],
  ['CORP\\', null],
  ['-', null],
])('the account of %s', (user, account) => expect(accountOf(user)).toEqual(account));

it('formats have names, and all may stand behind syslog', () => {
  const lines = {
    squid: '1793599964.029 15 192.0.2.1 TCP_MISS/200 16 GET http://a.example/ anna HIER_DIRECT/- -',
    combined: '192.0.2.1 - anna [02/Nov/2026:06:12:44 +0000] "GET http://a.example/ HTTP/1.1" 200 1 "-" "-"',
    lighttpd: '192.0.2.1 a.example - [02/Nov/2026:06:12:44 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
    common: '192.0.2.1 - anna [02/Nov/2026:06:12:44 +0000] "GET http://a.example/ HTTP/1.1" 200 1',
    w3c: '2026-11-02 06:12:44 a.example 200',
    haproxy: '192.0.2.1:1 [02/Nov/2026:06:12:44.0] f b/s 0/0/0/0/0 200 1 - - ---- 0/0 0/0 {a.example} "GET / HTTP/1.1"',
    '%ts %>Hs %>rd': '1793599964 200 a.example',
  };
  const columns = columnsOf('date time cs-host sc-status');
  for (const [format, line] of Object.entries(lines)) {
    const reader = behindSyslog(readerOf({ format, hostCapture: 1 }));
    for (const prefix of ['', '<134>Nov  2 06:12:44 proxy prog[1]: '])
      expect(read(reader, prefix + line, { ...berlin, columns })).toMatchObject({ host: 'a.example' });
  }
});

it('no line makes readers hold, or walk, more than a log has', () => {
  expect(columnsOf('date '.repeat(257)).names).toEqual([]);
  expect(columnsOf(`date ${'x'.repeat(9_000)}`)).toMatchObject({ text: '', names: [] });
  expect(columnsOf('date '.repeat(256)).names).toHaveLength(256);
  expect(readServerLog('Fid:1_'.repeat(2_000)).folders).toHaveLength(1_000);
});

it('a prefix of syslog may lack its stamp', () => {
  expect(readSyslog('<134>squid[99]: x y', berlin)).toMatchObject({
    program: 'squid',
    message: 'x y',
    timeFrom: 'receipt',
  });
  expect(readSyslog('<134>x y', berlin)).toMatchObject({ program: null, message: 'x y' });
  expect(readSyslog('squid[99]: x y', berlin)).toMatchObject({ program: null, message: 'squid[99]: x y' });
});

it('a prefix of syslog from ahead is of its receipt', () => {
  for (const prefix of ['<134>1 2027-06-01T00:06:00Z proxy squid 1 - - x', '2027-06-01T00:06:00Z proxy squid: x'])
    expect(readSyslog(prefix, berlin)).toMatchObject({ at: berlin.receivedAt, doubt: 'ahead' });
});
