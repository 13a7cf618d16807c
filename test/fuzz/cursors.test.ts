// No forged cursor reads anything: changed in any bit, cut, spliced, of another list, filter, person or key, it is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCursor, sealCursor } from '../../lib/query/cursor.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { app, device, idsBy, insert } from '../query/estate.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { runs } from './runs.ts';

describe('a cursor', () => {
  let opened: TestStore | undefined;
  let ids: string[] = [];
  const call = clientOf(queryEndpoints, async () => {
    if (!opened) throw new Error('no store');
    return dependenciesOver(opened.store);
  });
  const read = (target: string) => call(target, { headers: { 'x-purpose': PURPOSE } });
  const cursorOf = async (target: string): Promise<string> => {
    const { status, body } = await read(target);
    const cursor: unknown = Reflect.get(Object(body), 'nextCursor');
    if (status !== 200 || typeof cursor !== 'string') throw new Error(`no cursor from ${target}: ${status}`);
    return cursor;
  };
  const join = (target: string, cursor: string): string =>
    `${target}${target.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

  beforeAll(async () => {
    opened = await openTestStore();
    const { store } = opened;
    await insert(
      store,
      'device',
      [1, 2, 3, 4].map((n) => device(`d${n}`, { last_seen_at: n < 3 ? null : new Date(n * 1e11), platform: 'ios' })),
    );
    ids = Object.values(await idsBy(store, 'device', 'external_id')).map(String);
    await insert(
      store,
      'device_app',
      ['d1', 'd2'].flatMap((id) => [1, 2, 3].map((n) => app(id, `app ${n}`))),
    );
  });
  afterAll(() => opened?.remove());

  const queries = (): string[] => [
    'devices?limit=1',
    'devices?limit=1&sort=deviceName',
    'devices?limit=1&sort=-deviceName',
    'devices?limit=1&sort=lastSeenAt',
    'devices?limit=1&platform=ios',
    'devices?limit=1&platform.ne=android',
    ...ids.slice(0, 2).map((id) => `devices/${id}/apps?limit=1`),
  ];

  it('goes on with its own query, and is refused by every other one', async () => {
    for (const own of queries()) {
      const cursor = await cursorOf(own);
      expect((await read(join(own, cursor))).status).toBe(200);
      for (const other of queries().filter((query) => query !== own)) {
        const refused = await read(join(other, cursor));
        expect([own, other, refused.status]).toEqual([own, other, 400]);
        expect(refused.text).not.toContain(cursor);
      }
    }
  });

  it('is refused by any query with one bit changed, cut, spliced, or made up', async () => {
    const [one = '', two = ''] = await Promise.all(
      ['devices?limit=1', 'devices?limit=1&sort=deviceName'].map(cursorOf),
    );
    const bytes = Buffer.from(one, 'base64url');
    const other = Buffer.from(two, 'base64url');
    const forged = fc.oneof(
      fc.nat(bytes.length * 8 - 1).map((bit) => {
        const wrong = Buffer.from(bytes);
        wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return wrong;
      }),
      fc.nat(bytes.length - 1).map((end) => bytes.subarray(0, end)),
      fc.nat(bytes.length - 1).map((at) => Buffer.concat([bytes.subarray(0, at), other.subarray(at)])),
      fc.uint8Array({ maxLength: 200 }).map((random) => Buffer.from(random)),
      fc.uint8Array({ minLength: 1, maxLength: 20 }).map((more) => Buffer.concat([bytes, more])),
    );
    await fc.assert(
      fc.asyncProperty(forged, async (wrong) => {
        fc.pre(!wrong.equals(bytes) && !wrong.equals(other));
        const { status, body, text } = await read(join('devices?limit=1', wrong.toString('base64url')));
        expect([status, Reflect.get(Object(body), 'type')]).toEqual([400, 'urn:emm-lens:problem:invalid-request']);
        expect(text).not.toContain('deviceName');
      }),
      runs(400),
    );
  });

  it('of another key, or sealed for another text, opens for nobody', () => {
    process.env.FUZZ_KEY = 'one key';
    process.env.FUZZ_OTHER = 'another key';
    const [key, other] = [new SecretReference('env:FUZZ_KEY'), new SecretReference('env:FUZZ_OTHER')];
    const position = fc.record({
      value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)),
      identity: fc.array(fc.oneof(fc.nat(), fc.string()), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.string(), fc.string(), position, (binding, wrong, at) => {
        const cursor = sealCursor(key, binding, at);
        expect(openCursor(key, binding, cursor)).toEqual(at);
        expect(openCursor(other, binding, cursor)).toBeNull();
        if (wrong !== binding) expect(openCursor(key, wrong, cursor)).toBeNull();
      }),
      runs(300),
    );
  });
});
