// What lines of web traffic tell: read by the source's own format, and gathered as one step gathers them.
import { describe, expect, it } from '@jest/globals';
import type { LogRows, SourceRow } from '../../../lib/sources/contract.ts';
import { httpProxyConfig } from '../../../lib/sources/http-proxy/config.ts';
import { linesOf } from '../../../lib/sources/http-proxy/index.ts';
import { type Encoding, Lines } from '../../../lib/sources/logs/lines.ts';
import { textOf } from '../logs/lines.ts';
import { squid } from './squid-lines.ts';

const parse = (more: object) =>
  httpProxyConfig.parse({
    name: 'proxy',
    type: 'http-proxy',
    purpose: 'Shows what the web is used for.',
    paths: ['/logs'],
    format: 'squid',
    ...more,
  });

interface Gathered {
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly LogRows[];
  of(dataset: string): readonly SourceRow[];
  /** Names of hosts (or what is asked for) with how often. */
  totals(kind: string): Readonly<Record<string, unknown>>;
}

function gathered(text: string, more: object = {}): Gathered {
  const { format, gather } = linesOf(parse(more));
  const reader = format.begin({ fields: null, writtenAt: Date.parse('2027-06-01T00:00:00Z') });
  const gathering = gather();
  const counts: Record<string, number> = {};
  for (const [i, line] of text.trimEnd().split('\n').entries()) {
    const reading = reader.read(line);
    if (reading.is === 'event') gathering.add(reading.event, () => `file:${i}`, 'file');
    const kind = 'reason' in reading ? `${reading.is} ${reading.reason}` : reading.is;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const rows = gathering.rows();
  const of = (dataset: string) => rows.flatMap((one) => (one.dataset === dataset ? one.events : []));
  const totals = (kind: string) =>
    Object.fromEntries(of('http_total').flatMap((row) => (row.kind === kind ? [[String(row.name), row]] : [])));
  return { counts, rows, of, totals };
}

describe('lines of web traffic', () => {
  it('are counted by the registrable domain of their hosts, and by whole names where the source says so', () => {
    const text = [
      'http://www.shop.example.co.uk/a',
      'http://cdn.shop.example.co.uk/b',
      'http://10.1.2.3/',
      'http://wiki/',
    ]
      .map((url) => squid('anna@corp.example', url))
      .join('');
    expect(Object.keys(gathered(text).totals('host'))).toEqual(['example.co.uk', '10.1.2.3', 'wiki']);
    expect(Object.keys(gathered(text, { hosts: 'full' }).totals('host'))).toContain('cdn.shop.example.co.uk');
  });

  it('tell of nobody’s path, query or address in any row, and of hosts of a person only where that is asked for', () => {
    const text = squid('anna@corp.example', 'http://www.clinic.example/secret?for=me#there', { client: '10.9.8.7' });
    const everything = gathered(text, { detail: 'person', requests: true, countClients: true });
    expect(everything.rows.map(({ dataset, events }) => [dataset, events.length])).toEqual([
      ['http_total', 1],
      ['http_category', 0],
      ['http_traffic', 1],
      ['http_request', 1],
    ]);
    expect(JSON.stringify(everything.rows)).not.toMatch(/secret|for=me|there|10\.9\.8\.7/);
    expect(gathered(text).rows.map(({ dataset }) => dataset)).toEqual(['http_total', 'http_category']);
  });

  it('tell apart of whom something was blocked, or failed', () => {
    const line = (user: string, status: number) =>
      `2026-11-29 10:00:00 ${user} www.a.example ${status} "News" ${status === 403 ? 'DENIED' : 'OBSERVED'}\n`;
    const fields = '#Fields: date time cs-username cs-host sc-status cs-categories sc-filter-result\n';
    const { of } = gathered(fields + line('anna', 200) + line('bert', 403) + line('carl', 500), { format: 'w3c' });
    const parts = of('http_total').map(({ kind, name, requests, people }) => [kind, name, requests, people]);
    const [anna, bert, carl] = ['anna', 'bert', 'carl'].map((domain_account) => ({ domain_account }));
    expect(new Set(parts)).toEqual(
      new Set([
        ['host', 'a.example', 3, [anna, bert, carl]],
        ['failed', 'a.example', 2, [bert, carl]],
        ['blocked', 'a.example', 1, [bert]],
        ['category', 'News', 3, [anna, bert, carl]],
        ['category-blocked', 'News', 1, [bert]],
        ['category-failed', 'News', 2, [bert, carl]],
      ]),
    );
  });

  it('with an absurd number of bytes are rejected, and take no sum along', () => {
    const line = (bytes: number) => squid('anna', 'http://a.example/', { bytes });
    const { counts, totals } = gathered(line(10) + line(9_007_199_254_740_991) + line(99_000_000_000));
    expect(counts).toEqual({ event: 2, 'rejected format': 1 });
    expect(totals('host')['a.example']).toMatchObject({ requests: 2, bytes: 99_000_000_010 });
  });

  it('name nobody who only claims a name: a web server that refuses it does not know it', () => {
    const line = (status: number, tail = '') =>
      `192.0.2.1 - anna [29/Nov/2026:10:00:00 +0000] "GET http://a.example/ HTTP/1.1" ${status} 1 "-" "-"${tail}\n`;
    const named = (text: string) => gathered(text, { format: 'combined', detail: 'person' }).of('http_traffic').length;
    expect([line(200), line(401), line(401, ' TCP_MISS:HIER_DIRECT')].map(named)).toEqual([1, 0, 1]);
  });

  it('take the second field for a host where the format says so alone, and never over the one of the source', () => {
    const line = (second: string) =>
      `192.0.2.1 ${second} - [29/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"\n`;
    const hosts = (format: string, second: string, more = {}) =>
      Object.keys(gathered(line(second), { format, ...more }).totals('host'));
    for (const ident of ['alice.smith', 'alice.smith@corp.example', '10.0.0.7']) {
      expect(hosts('combined', ident)).toEqual([]);
      expect(hosts('combined', ident, { host: 'www.example.org' })).toEqual(['example.org']);
    }
    expect(hosts('lighttpd', 'www.shop.example:8080')).toEqual(['shop.example']);
    expect(hosts('lighttpd', 'evil.example', { host: 'www.example.org' })).toEqual(['example.org']);
  });

  it('are rows of their hour and of their day, with all that they add up to', () => {
    const text = [
      squid('anna@corp.example', 'http://a.example/'),
      squid('anna@corp.example', 'http://a.example/', { at: 1_764_400_001_000, action: 'TCP_DENIED/403' }),
      squid('bert@corp.example', 'http://a.example/', { at: 1_764_403_600_000 }),
      squid('anna@corp.example', 'http://a.example/', { at: 1_764_486_400_000 }),
    ].join('');
    const { of, totals } = gathered(text, { detail: 'person' });
    expect(of('http_total').filter(({ kind }) => kind === 'host')).toMatchObject([
      { requests: 3, blocked: 1, errors: 1, bytes: 3_000, occurred_at: new Date(1_764_403_600_000) },
      { requests: 1, blocked: 0 },
    ]);
    expect(totals('blocked')).toMatchObject({ 'a.example': { requests: 1 } });
    expect(of('http_traffic')).toMatchObject([
      { user_principal_name: 'anna@corp.example', host: 'a.example', requests: 2, blocked: 1 },
      { user_principal_name: 'anna@corp.example', requests: 1 },
      { user_principal_name: 'bert@corp.example', requests: 1 },
    ]);
  });

  it('count each person once, and all whom no line names as one', () => {
    const text = ['anna@corp.example', 'anna@corp.example', 'bert@corp.example', '-', '-']
      .map((user, i) => squid(user, 'http://a.example/', { client: `10.0.0.${i}` }))
      .join('');
    const people = (more: object) => Object(gathered(text, more).totals('host')['a.example']).people;
    expect(people({})).toEqual([
      { user_principal_name: 'anna@corp.example', mail: 'anna@corp.example' },
      { user_principal_name: 'bert@corp.example', mail: 'bert@corp.example' },
      '',
    ]);
    expect(people({ countClients: true })).toHaveLength(4);
  });

  it('are blocked as their format says, and as the source does beyond that', () => {
    const text = [
      squid('-', 'http://a.example/', { action: 'TCP_DENIED/403' }),
      squid('-', 'http://b.example/', { action: 'TCP_MISS/451' }),
      squid('-', 'http://c.example/', { action: 'TCP_REFUSED/200' }),
    ].join('');
    expect(Object.keys(gathered(text).totals('blocked'))).toEqual(['a.example']);
    const blocked = { statuses: [451], actions: ['REFUSED'] };
    expect(Object.keys(gathered(text, { blocked }).totals('blocked'))).toEqual(['a.example', 'b.example', 'c.example']);
  });

  it('of a web server have the host that the source names, and are left out without one', () => {
    const text = '192.0.2.9 - anna [29/Nov/2026:10:00:00 +0000] "GET /a?b HTTP/1.1" 200 17 "-" "x"';
    expect(gathered(text, { format: 'combined' }).counts).toEqual({ 'ignored no-host': 1 });
    expect(Object.keys(gathered(text, { format: 'combined', host: 'intranet.corp.example' }).totals('host'))).toEqual([
      'corp.example',
    ]);
  });

  it.each([
    ['squid', 'squid-native', {}],
    ['w3c', 'w3c-proxysg', {}],
    ['combined', 'combined', { host: 'www.corp.example' }],
  ])('of %s are all counted, once', (format, sample, more) => {
    const { counts, of } = gathered(textOf(`samples/${sample}/input.log`), { format, ...more });
    const counted = of('http_total').filter(({ kind }) => kind === 'host');
    expect(counts.event ?? 0).toBeGreaterThan(3);
    expect(counted.reduce((sum, { requests }) => sum + Number(requests), 0)).toBe(counts.event);
  });

  it('of ProxySG are counted by category, of all and of each person', () => {
    const { of, totals } = gathered(textOf('samples/w3c-proxysg/input.log'), { format: 'w3c' });
    expect(Object.keys(totals('category')).length).toBeGreaterThan(1);
    expect(of('http_category').length).toBeGreaterThan(0);
    for (const { category } of of('http_category')) expect(totals('category')).toHaveProperty([String(category)]);
  });
});

it('a name is told as a directory may know it: an address, an account of a domain, or a SID', () => {
  const users = ['anna@corp.example', 'CORP\\\\bert', 'carl', 'S-1-5-21-1-2-3-1104'];
  const text = users.map((user) => squid(user, 'http://a.example/')).join('');
  expect(Object(gathered(text, { detail: 'person' }).totals('host')['a.example']).people).toEqual([
    { user_principal_name: 'anna@corp.example', mail: 'anna@corp.example' },
    { domain_account: 'CORP\\bert' },
    { domain_account: 'carl' },
    { security_identifier: 'S-1-5-21-1-2-3-1104' },
  ]);
});

it('a line is the same of its bytes and of its text, behind a prefix of syslog too', () => {
  const plain = `${textOf('samples/squid-native/input.log')}${textOf('real/squid-squid.log')}`;
  const text = `${plain}${plain.replace(/^(?=.)/gm, '<134>Nov  2 06:12:44 proxy squid[99]: ')}`.replaceAll(
    '\n',
    '\r\n',
  );
  const everything = { detail: 'person', requests: true, countClients: true };
  const rows = (encoding: Encoding): unknown => {
    const { format, gather } = linesOf(parse({ ...everything, blocked: { statuses: [200] } }));
    const reader = format.begin({ fields: null, writtenAt: Date.parse('2027-06-01T00:00:00Z') });
    const gathering = gather();
    const kinds: string[] = [];
    const lines = new Lines(encoding);
    lines.feed(Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le'));
    lines.read(Number.POSITIVE_INFINITY, (line) => {
      const reading = line && (reader.readLine?.(line) ?? reader.read(line.text));
      kinds.push(reading?.is ?? 'none');
      if (reading?.is === 'event') gathering.add(reading.event, () => String(kinds.length), 'file');
    });
    return [kinds, gathering.size, gathering.rows()];
  };
  expect(rows('utf-8')).toEqual(rows('utf-16le'));
});

describe('lines of any other form', () => {
  const mapping = {
    lines: 'json',
    fields: {
      occurredAt: { from: 'datetime', formats: ['%a %b %d %H:%M:%S %Y'] },
      host: 'url',
      user: 'login',
      status: 'respcode',
      bytes: 'respsize',
      action: 'action',
      categories: 'urlcat',
      blocked: { from: 'action', values: { Blocked: true, Allowed: false } },
      durationMs: { from: 'took', unit: 's' },
    },
    where: [{ from: 'proto', notIn: ['DNS'] }],
  };
  const line = (url: string, more: object = {}): string =>
    `${JSON.stringify({ datetime: 'Mon Nov 2 06:12:44 2026', url, login: 'anna@corp.example', respcode: '200', respsize: 700, action: 'Allowed', ...more })}\n`;

  it('are read by a mapping as any format is: of a URL the host alone', () => {
    const text = [
      line('https://www.news.example/secret?for=me', { urlcat: 'News;Media', took: '1.5' }),
      line('www.casino.example:443', { action: 'Blocked', respcode: 403 }),
      line('http://10.1.2.3/', { proto: 'DNS' }),
      line('http://a.example/', { respcode: 407 }),
      line('/only/a/path'),
    ].join('');
    const { counts, of, totals, rows } = gathered(text, { format: undefined, mapping, requests: true });
    expect(counts).toEqual({
      event: 2,
      'ignored not-wanted': 1,
      'ignored auth-challenge': 1,
      'ignored no-host': 1,
    });
    expect(of('http_request')).toMatchObject([
      { host: 'news.example', status: 200, bytes: 700, duration_ms: 1_500, is_blocked: false },
      { host: 'casino.example', status: 403, action: 'Blocked', is_blocked: true },
    ]);
    expect(Object.keys(totals('category'))).toEqual(['News', 'Media']);
    expect(Object.keys(totals('blocked'))).toEqual(['casino.example']);
    expect(JSON.stringify(rows)).not.toMatch(/secret|for=me/);
  });

  it.each([
    [{}],
    [{ format: 'squid', mapping }],
    [{ mapping: { ...mapping, fields: { occurredAt: 'at' } } }],
    [{ mapping: { ...mapping, fields: { ...mapping.fields, path: 'url' } } }],
  ])('are refused without one of the two, or with a wrong one: %j', (more) => {
    expect(() => parse({ format: undefined, ...more })).toThrow();
  });
});

describe('the configuration', () => {
  it.each(['elff', '%ts %Zz'])('refuses the format %s, and says why', (format) => {
    expect(() => parse({ format })).toThrow();
  });

  it('takes a logformat of Squid as it stands in squid.conf', () => {
    const format = '%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un';
    const line = '1764400000.123    120 10.0.0.1 TCP_MISS/200 1000 GET http://www.a.example/x anna@corp.example';
    expect(Object.keys(gathered(line, { format }).totals('host'))).toEqual(['a.example']);
  });
});
