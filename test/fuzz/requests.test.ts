// Searches for a request that the API answers otherwise than its own document says: valid ones, hostile ones, and such as
// no client library would send. Answers are bounded, and repeat no value.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentationEndpoints } from '../../lib/http/documentation.ts';
import type { ApiParameter, Endpoint, JsonSchema } from '../../lib/http/endpoint.ts';
import { recountApps } from '../../lib/operations/app-counts.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { devices } from '../../lib/query/resource.ts';
import { type Call, type Called, clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { app, change, device, idsBy, insert, insertDeviceEvents, mirrored, subject } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { body, hostile, rawQuery, SECRET, sentHeaders } from './hostile-requests.ts';
import { runs } from './runs.ts';

const endpoints: Endpoint[] = [...queryEndpoints, ...documentationEndpoints(() => endpoints)];
const judge = judgeOf(endpoints);
const gets = endpoints.filter((e) => e.method === 'GET').map((endpoint, at) => ({ name: endpoint.name, endpoint, at }));
const headers = { 'x-purpose': PURPOSE };
type Pair = readonly [name: string, value: string];

function validValue(schema: JsonSchema): fc.Arbitrary<string> {
  const { enum: allowed, examples } = schema;
  if (Array.isArray(allowed)) return fc.constantFrom(...allowed.map(String));
  if (Array.isArray(examples)) return fc.constantFrom(...examples.map(String));
  if (schema.format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2030-01-01') })
      .map((d) => d.toISOString());
  if (schema.type === 'integer')
    return fc.integer({ min: Number(schema.minimum ?? -9), max: Number(schema.maximum ?? 9e15) }).map(String);
  if (schema.type === 'boolean') return fc.constantFrom('true', 'false');
  if (schema.type === 'array')
    return fc.array(validValue(Object(schema.items)), { minLength: 1, maxLength: 3 }).map(String);
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
}

/** Some parameters of an operation, each valid or perhaps not. */
function declaredQuery(endpoint: Endpoint): fc.Arbitrary<string> {
  // An object stands for parameters of many names.
  const declared = endpoint.parameters.filter((p) => p.in === 'query' && p.schema.type !== 'object');
  const valued = (p: ApiParameter): fc.Arbitrary<Pair> =>
    fc.oneof(validValue(p.schema), hostile).map((value) => [p.name, value]);
  return fc
    .subarray(declared, { maxLength: Math.min(4, declared.length) })
    .chain((chosen) => fc.tuple(...chosen.map(valued)))
    .map(queryOf);
}
const queryOf = (pairs: readonly Pair[]): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

describe('every operation', () => {
  let opened: TestStore | undefined;
  let id = '';
  const call = clientOf(endpoints, async () => {
    if (!opened) throw new Error('no store');
    return dependenciesOver(opened.store);
  });
  const target = (endpoint: Endpoint, query: string, place = id): string =>
    `${endpoint.route.replace('{id}', encodeURIComponent(place))}?${query}`;
  const required = (endpoint: Endpoint): readonly Pair[] =>
    endpoint.parameters.filter((p) => p.in === 'query' && p.required).map((p) => [p.name, 'ab']);
  async function judged(endpoint: Endpoint, asked: string, sent: Call): Promise<Called> {
    // It tells what callers before called themselves.
    if (opened && endpoint.dataset === 'access_log') await emptyTables(opened.store, ['access_log']);
    const called = await call(asked, sent);
    judge(endpoint, called);
    expect(called.status).toBeLessThan(500);
    expect(called.text + called.logged.join()).not.toContain(SECRET);
    expect(called.text.length).toBeLessThan(1_000_000);
    return called;
  }

  beforeAll(async () => {
    opened = await openTestStore();
    const { store } = opened;
    await insert(store, 'subject', [subject('Ada'), subject('Bert')]);
    id = String(Object.values(await idsBy(store, 'subject', 'id'))[0]);
    await insert(store, 'emm_user', [
      mirrored('intune', 'u', { external_id: 'u', subject_id: Number(id), subject_link: 'strong' }),
    ]);
    await insert(
      store,
      'device',
      [1, 2, 3].map((n) =>
        device(`d${n}`, {
          device_name: '=1+1',
          user_external_id: 'u',
          last_seen_at: n === 1 ? null : new Date(n * 1e12),
        }),
      ),
    );
    await insert(
      store,
      'device_app',
      [1, 2, 3].map((n) => app('d1', `app ${n}`)),
    );
    await recountApps(store, () => false);
    await insert(
      store,
      'change',
      [1, 2, 3].map((n) => change('d1', n, { subject_id: Number(id) })),
    );
    for (const number of [1, 2, 3]) await insertDeviceEvents(store, 'd1', number, { subject_id: Number(id) });
    await insert(store, 'infrastructure', [
      mirrored('intune', 'apns', { component: 'apns-certificate', external_id: 'apns', attributes: null }),
    ]);
  });
  afterAll(() => opened?.remove());

  it.each(gets)(
    '$name answers a valid request, and refuses what it does not know and what is given twice, by name',
    async ({ endpoint }) => {
      // With all that a client fills in which knows the document.
      const defaults = endpoint.parameters.flatMap(({ name, schema }): readonly Pair[] =>
        schema.default === undefined ? [] : [[name, String(schema.default)]],
      );
      const whole = queryOf([...required(endpoint), ...defaults]);
      expect((await judged(endpoint, target(endpoint, whole), { headers })).status).toBe(200);
      const query = queryOf(required(endpoint));
      expect((await judged(endpoint, target(endpoint, query), { headers })).status).toBe(200);
      const unknown = await judged(endpoint, target(endpoint, `${query}&shoeSize=43`), { headers });
      expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('"shoeSize"')]);
      for (const { name, schema } of endpoint.parameters.filter(
        (p) => p.in === 'query' && p.schema.type !== 'object',
      )) {
        const twice = queryOf([...required(endpoint), [name, sampleOf(schema)], [name, sampleOf(schema)]]);
        expect([name, (await judged(endpoint, target(endpoint, twice), { headers })).status]).toEqual([name, 400]);
      }
    },
  );

  it.each(gets)(
    '$name answers hostile values and headers with what it declares, and never with a 500',
    async ({ endpoint, at }) => {
      const place = endpoint.route.includes('{id}')
        ? fc.oneof(
            fc.constant(id),
            hostile.filter((v) => v.isWellFormed()),
          )
        : fc.constant(id);
      const sent = fc.oneof(fc.constant(headers), sentHeaders);
      await fc.assert(
        fc.asyncProperty(fc.oneof(declaredQuery(endpoint), rawQuery), place, sent, async (query, where, given) => {
          await judged(endpoint, target(endpoint, query, where), { headers: given });
        }),
        // Of the same parser for all of them: a thousand in all.
        runs(12, at),
      );
    },
  );

  it('of the search answers any body, of any content type, as it declares', async () => {
    const search = endpoints.find(({ name }) => name === 'searchByBody');
    if (!search) throw new Error('no search');
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.oneof(fc.constant({ 'content-type': 'application/json' }), sentHeaders),
        async (text, sent) => {
          await judged(search, 'search', { method: 'POST', headers: sent, body: text });
        },
      ),
      runs(200),
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
    expect((await call(`devices?${query(6)}`, { headers })).status).toBe(200);
    expect((await call(`devices?${query(7)}`, { headers })).status).toBe(400);
  });

  it('gives no spreadsheet a formula to run', async () => {
    const { text } = await call('devices?format=csv&fields=deviceName', { headers });
    expect(text).toBe(`\uFEFFsep=,\r\ndeviceName\r\n${"'=1+1\r\n".repeat(3)}`);
  });
});

const sampleOf = (schema: JsonSchema): string => String(fc.sample(validValue(schema), { numRuns: 1, seed: 1 })[0]);
