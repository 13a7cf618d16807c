// Searches for a request that the API answers otherwise than its own document says.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentationEndpoint } from '../../lib/http/documentation.ts';
import type { ApiParameter, Endpoint, JsonSchema } from '../../lib/http/endpoint.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { app, change, device, idsBy, insert, insertDeviceEvents, mirrored, subject } from '../query/estate.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { clientOf, dependenciesOver, PURPOSE } from './api.ts';
import { judgeOf } from './contract.ts';

const endpoints: Endpoint[] = [...queryEndpoints, documentationEndpoint(() => endpoints)];
const judge = judgeOf(endpoints);
const RUNS = 40;

const hostile = fc.constantFrom(
  '',
  ' ',
  '-1',
  '9'.repeat(40),
  '%',
  '[a',
  'a\0b',
  '2026-13-45T00:00:00Z',
  "' OR 1=1 --",
  '\u{1F600}',
  '\uD800',
  '＝',
  'x'.repeat(5000),
  'null',
  '__proto__',
  ',',
  '1,2',
  'true',
);

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

type Pair = readonly [name: string, value: string];

/** Some parameters of an operation, each valid or, with `hostility`, perhaps not. */
function parametersOf(endpoint: Endpoint, hostility: fc.Arbitrary<string> | null): fc.Arbitrary<readonly Pair[]> {
  // An object stands for parameters of many names.
  const declared = endpoint.parameters.filter((p) => p.in === 'query' && p.schema.type !== 'object');
  const valued = (p: ApiParameter): fc.Arbitrary<Pair> =>
    (hostility ? fc.oneof(validValue(p.schema), hostility) : validValue(p.schema)).map((value) => [p.name, value]);
  return fc
    .subarray(declared, { maxLength: Math.min(4, declared.length) })
    .chain((chosen) => fc.tuple(...chosen.map(valued)));
}

describe('every operation', () => {
  let opened: TestStore | undefined;
  let id = '';
  const call = clientOf(endpoints, async () => {
    if (!opened) throw new Error('no store');
    return dependenciesOver(opened.store);
  });
  const headers = { 'x-purpose': PURPOSE };
  const target = (endpoint: Endpoint, query: readonly Pair[], place = id): string =>
    `${endpoint.route.replace('{id}', encodeURIComponent(place))}?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))}`;

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
        device(`d${n}`, { user_external_id: 'u', last_seen_at: n === 1 ? null : new Date(n * 1e12) }),
      ),
    );
    await insert(
      store,
      'device_app',
      [1, 2, 3].map((n) => app('d1', `app ${n}`)),
    );
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

  const gets = endpoints.filter((e) => e.method === 'GET').map((endpoint) => [endpoint.name, endpoint] as const);

  it.each(gets)('%s answers a valid request as it declares', async (_name, endpoint) => {
    const query = endpoint.parameters
      .filter((p) => p.in === 'query' && p.required)
      .map((p): [string, string] => [p.name, 'a']);
    const called = await call(target(endpoint, query), { headers });
    judge(endpoint, called);
    expect(called.status).toBe(200);
  });

  it.each(gets)('%s answers hostile values with what it declares, and never with a 500', async (_name, endpoint) => {
    const place = endpoint.route.includes('{id}')
      ? fc.oneof(
          fc.constant(id),
          hostile.filter((v) => v.isWellFormed()),
        )
      : fc.constant(id);
    await fc.assert(
      fc.asyncProperty(parametersOf(endpoint, hostile), place, async (query, where) => {
        const called = await call(target(endpoint, query, where), { headers });
        judge(endpoint, called);
        expect(called.status).toBeLessThan(500);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(gets)('%s refuses what it does not know, by name, and anything given twice', async (_name, endpoint) => {
    await fc.assert(
      fc.asyncProperty(parametersOf(endpoint, null), async (query) => {
        const unknown = await call(target(endpoint, [...query, ['shoeSize', '43']]), { headers });
        expect(unknown.status).toBe(400);
        expect(unknown.text).toContain('"shoeSize"');
        if (query.length > 0)
          expect((await call(target(endpoint, [...query, ...query]), { headers })).status).toBe(400);
      }),
      { numRuns: 10 },
    );
  });

  it('of the search takes any JSON in its body without a 500', async () => {
    const endpoint = endpoints.find((e) => e.name === 'searchByBody');
    if (!endpoint) throw new Error('no search');
    const member = fc.constantFrom('dataset', 'filters', 'sort', 'fields', 'limit', 'cursor', 'q', 'foo', '__proto__');
    const value = fc.oneof(hostile, fc.constantFrom('users', 'devices'), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.dictionary(member, value), fc.jsonValue({ maxDepth: 1 })), async (body) => {
        const called = await call('search', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        judge(endpoint, called);
        expect(called.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
