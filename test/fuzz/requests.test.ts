// Requests that no client library would send: the API answers what it declares, bounded, and repeats no value.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { devices } from '../../lib/query/resource.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { device, insert } from '../query/estate.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { runs } from './runs.ts';

const SECRET = 'Zq7marker';
const judge = judgeOf(queryEndpoints);
const lists = queryEndpoints.filter(({ method, route }) => method === 'GET' && !route.includes('{'));
const searchByBody = queryEndpoints.find(({ name }) => name === 'searchByBody');

const names = [
  ...devices.fields.keys(),
  'q',
  'limit',
  'sort',
  'fields',
  'cursor',
  'format',
  'code',
  '__proto__',
  '',
  '%00',
];
const operators = ['', '.eq', '.ne', '.lt', '.ge', '.in', '.startsWith', '.isNull', '.', '.constructor', '..'];
const piece = fc.constantFrom(
  ...[
    '%',
    '%F',
    '%ff',
    '%00',
    '%ED%A0%80',
    '+',
    ',',
    '%2C',
    '1',
    'true',
    '2026-01-01T00:00:00Z',
    '\u{1F600}',
    "'--",
    '[',
    '=',
    '#',
    ';',
  ],
);
const value = fc.array(piece, { maxLength: 6 }).map((pieces) => `${SECRET}${pieces.join('')}`);
const pair = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...operators), fc.oneof(value, piece), fc.boolean())
  .map(([name, operator, text, bare]) => (bare ? `${name}${operator}` : `${name}${operator}=${text}`));
const rawQuery = fc.array(pair, { maxLength: 5 }).map((pairs) => pairs.join('&'));

const headers = fc.record(
  {
    'x-purpose': fc.constantFrom(PURPOSE, SECRET, '', ` ${PURPOSE} `),
    'x-functions-key': fc.constantFrom('', SECRET, 'x'.repeat(9_000)),
    'x-ms-client-principal': fc.constantFrom('e30=', SECRET, '{}'),
    'x-ms-client-principal-name': fc.constantFrom(SECRET, '\u00FF'.repeat(500), ' '),
    accept: fc.constantFrom('text/html', '*/*;q=0', ';;;'),
    'if-none-match': fc.constantFrom('*', '"a"', 'W/"'),
    'content-type': fc.constantFrom(
      'application/json',
      'APPLICATION/JSON ; charset=latin1',
      'text/json',
      '',
      ';',
      'application/json,x',
    ),
  },
  { requiredKeys: [] },
);

describe('the API', () => {
  let opened: TestStore | undefined;
  const call = clientOf(queryEndpoints, async () => {
    if (!opened) throw new Error('no store');
    return dependenciesOver(opened.store);
  });
  beforeAll(async () => {
    opened = await openTestStore();
    await insert(opened.store, 'device', [device('d1', { device_name: '=1+1' })]);
  });
  afterAll(() => opened?.remove());

  const judged = async (endpoint: Endpoint, called: Awaited<ReturnType<typeof call>>) => {
    judge(endpoint, called);
    expect(called.status).toBeLessThan(500);
    expect(called.text).not.toContain(SECRET);
    expect(called.logged.join()).not.toContain(SECRET);
    expect(called.text.length).toBeLessThan(200_000);
  };

  it('answers any query string and any header as it declares', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), rawQuery, headers, async (endpoint, query, sent) => {
        await judged(endpoint, await call(`${endpoint.route}?${query}`, { headers: sent }));
      }),
      { numRuns: runs(400) },
    );
  });

  it('answers any body, of any content type, as it declares', async () => {
    if (!searchByBody) throw new Error('no search');
    const filter = fc.dictionary(
      fc.tuple(fc.constantFrom(...names), fc.constantFrom(...operators)).map((parts) => parts.join('')),
      fc.oneof(value, fc.array(fc.oneof(value, fc.double(), fc.boolean()), { maxLength: 200 }), fc.jsonValue()),
      { maxKeys: 5 },
    );
    const body = fc.oneof(
      fc
        .record({ dataset: fc.constantFrom('users', 'devices', SECRET), filters: filter })
        .map((json) => JSON.stringify(json)),
      fc.constantFrom(`{"filters":${'['.repeat(20_000)}`, `${'{"filters":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
      fc.constantFrom(
        '{"q":"a","q":["b"]}',
        '{"__proto__":{"q":"a"}}',
        '\uFEFF{}',
        '{"q":"\\ud800"}',
        `"${SECRET}"`,
        'x'.repeat(70_000),
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, headers, async (text, sent) => {
        await judged(searchByBody, await call('search', { method: 'POST', headers: sent, body: text }));
      }),
      { numRuns: runs(400) },
    );
  });

  it('answers ten thousand mistakes shortly', async () => {
    const unknown = Array.from({ length: 10_000 }, (_, i) => `x${i}=1`).join('&');
    const called = await call(`devices?${unknown}`);
    expect(called.status).toBe(400);
    expect(called.text.length).toBeLessThan(100_000);
    expect(called.text).toContain('there are 9950 more');
  });

  it('refuses more values than a statement of SQL Server takes', async () => {
    const lists = [...devices.fields.values()].filter(({ field }) => field.filterable && field.kind === 'text');
    const many = Array.from({ length: 100 }, (_, i) => `v${i}`).join(',');
    const query = (count: number): string =>
      lists
        .slice(0, count)
        .map(({ name }) => `${name}.in=${many}`)
        .join('&');
    expect((await call(`devices?${query(6)}`, { headers: { 'x-purpose': PURPOSE } })).status).toBe(200);
    expect((await call(`devices?${query(7)}`, { headers: { 'x-purpose': PURPOSE } })).status).toBe(400);
  });

  it('gives no spreadsheet a formula to run', async () => {
    const called = await call('devices?format=csv&fields=deviceName', { headers: { 'x-purpose': PURPOSE } });
    expect(called.text).toBe("deviceName\r\n'=1+1\r\n");
  });
});
