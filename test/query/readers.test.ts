// What readers of lists ask for beyond their rows: how long ago, how many in all, and whose a device is.
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { countPages } from '../../lib/query/page.ts';
import { parseQuery } from '../../lib/query/parse.ts';
import { devices } from '../../lib/query/resource.ts';
import { clientOf, dependenciesOver, NOW, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { device, idsBy, insert, mirrored, subject } from './estate.ts';

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS);

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const judge = judgeOf(queryEndpoints);
  const counted = { headers: { prefer: 'respond-async, count="exact"; why=none' } };
  let ids: Record<string, number> = {};

  /** As the document says that it answers. */
  async function listed(query: string, more = {}) {
    const called = await call(`devices?${query}`, more);
    const endpoint = queryEndpoints.find(({ name }) => name === 'listDevices');
    if (endpoint && called.status === 200 && called.text.startsWith('{')) judge(endpoint, called);
    return {
      called,
      body: Object(called.body),
      names: Object(called.body).items?.map((one: object) => Object(one).deviceName),
    };
  }

  beforeAll(async () => {
    const { store } = open();
    await insert(store, 'subject', [
      subject('Ada', { mail: 'ada@corp.example' }),
      subject('Bert'),
      subject('Leaver', { present: false }),
    ]);
    ids = await idsBy(store, 'subject', 'display_name');
    const account = (name: string, id: string) =>
      mirrored('intune', id, { external_id: id, subject_id: ids[name], subject_link: 'strong' });
    await insert(store, 'emm_user', [account('Ada', 'a'), account('Bert', 'b'), account('Leaver', 'l')]);
    const seen = (name: string, minutes: number | null, user?: string) =>
      device(name, { user_external_id: user ?? null, last_seen_at: minutes === null ? null : ago(minutes) });
    await insert(store, 'device', [
      seen('now', 0, 'a'),
      seen('a day', 1_440, 'b'),
      seen('a day and more', 1_441, 'l'),
      seen('a week', 10_080, 'a'),
      seen('ahead', -5),
      seen('never', null),
    ]);
  });
  beforeEach(async () => emptyTables(open().store, ['access_log']));

  describe('an age', () => {
    it.each([
      ['olderThan=1d', ['a day and more', 'a week']],
      ['olderThan=1441m', ['a week']],
      ['olderThan=1w', []],
      ['newerThan=24h', ['now', 'a day', 'ahead']],
      ['newerThan=99999w', ['now', 'a day', 'a day and more', 'a week', 'ahead']],
    ])('is told from now: %s, and what was never seen has none', async (filter, names) => {
      expect((await listed(`lastSeenAt.${filter}`)).names).toEqual(names);
    });

    it('goes on from page to page, though time passes, and not with another', async () => {
      const { store } = open();
      let now = NOW;
      const later = clientOf(queryEndpoints, async () => ({ ...dependenciesOver(store), clock: { now: () => now } }));
      const query = 'devices?lastSeenAt.newerThan=8d&sort=lastSeenAt&limit=2&fields=deviceName';
      const first = Object((await later(query)).body);
      now = ago(-10);
      const { items } = Object((await later(`${query}&cursor=${first.nextCursor}`)).body);
      expect([...first.items, ...items].map(({ deviceName }) => deviceName)).toEqual([
        'a week',
        'a day and more',
        'a day',
        'now',
      ]);
      expect((await later(`${query.replace('8d', '9d')}&cursor=${first.nextCursor}`)).status).toBe(400);
    });

    it.each(['lastSeenAt.olderThan=14', 'lastSeenAt.olderThan=0d', 'lastSeenAt.newerThan=1.5d', 'model.olderThan=1d'])(
      'is a number with its unit, of an instant: %s is refused',
      async (query) => {
        const { called, body } = await listed(query);
        expect([called.status, body.errors?.[0].parameter]).toEqual([400, query.split('=')[0]]);
      },
    );
  });

  describe('a total', () => {
    it('is told to those who prefer it, of all pages, and to nobody else', async () => {
      const { called, body } = await listed('limit=2', counted);
      expect([body.items.length, body.total, body.totalIsExact]).toEqual([2, 6, true]);
      expect(called.headers.get('preference-applied')).toBe('count=exact');
      const next = await listed(`limit=2&cursor=${body.nextCursor}`, counted);
      expect(next.body.total).toBe(6);
      expect((await listed('lastSeenAt.newerThan=24h&limit=1', counted)).body.total).toBe(3);
      for (const headers of [{}, { prefer: 'count=estimated' }])
        expect(Object.keys((await listed('limit=2', { headers })).body)).toEqual(['items', 'nextCursor']);
    });

    it('of rows of devices says how many devices they are: one that two systems have is one', async () => {
      const { store } = open();
      const twin = device('twin', { hardware_id: null }, 'uem');
      await insert(store, 'device', [twin]);
      const ofDevices = async (query = '') => {
        const { total, totalDevices } = (await listed(`limit=1${query}`, counted)).body;
        return [total, totalDevices];
      };
      const apart = await ofDevices();
      const { id } = await store.db
        .selectFrom('device')
        .select('id')
        .where('device_name', '=', 'never')
        .executeTakeFirstOrThrow();
      const join = (hardware_id: number | null) =>
        store.write(({ db }) =>
          db.updateTable('device').set({ hardware_id }).where('device_name', 'in', ['never', 'twin']).execute(),
        );
      await join(id);
      const joined = [await ofDevices(), await ofDevices('&source=uem')];
      await store.write(({ db }) => db.deleteFrom('device').where('source', '=', 'uem').execute());
      await join(null);
      expect([apart, ...joined]).toEqual([
        [7, 7],
        [7, 6],
        [1, 1],
      ]);
    });

    it('is logged as a reading of all whom it counts, while they are few', async () => {
      await listed('limit=1', counted);
      const [row] = await open().store.db.selectFrom('access_log').selectAll().execute();
      // Ada's is shown; Bert's and the leaver's are counted. Eight bytes of each.
      expect(row?.subject_hashes).toHaveLength(24);
    });

    it('stands in the head of a download, and of an answer that is a head alone', async () => {
      for (const [query, method] of [
        ['format=csv&limit=1', 'GET'],
        ['limit=1', 'HEAD'],
      ])
        expect((await listed(query ?? '', { ...counted, method })).called.headers.get('x-total-count')).toBe('6');
    });

    it('is not told where only looking at the attributes of each row would tell', async () => {
      const { called, body } = await listed('attributes.managementAgent.isNull=true', counted);
      expect([called.status, body.total, called.headers.get('preference-applied')]).toEqual([200, undefined, null]);
    });

    it('is counted no further than it may cost', async () => {
      const all = parseQuery(devices, new URLSearchParams());
      expect(await countPages(open().store, all, {}, 4)).toEqual({ rows: 5, devices: 5 });
      expect(await countPages(open().store, all, {}, 6)).toEqual({ rows: 6, devices: 6 });
    });
  });

  describe('a list of devices with their users', () => {
    const FIELDS = 'fields=deviceName,user.displayName,user.mail';

    it('tells on request who they are, of those whom a source still knows', async () => {
      const { body } = await listed(`${FIELDS}&limit=5`);
      expect(body.items).toEqual([
        { deviceName: 'now', user: { displayName: 'Ada', mail: 'ada@corp.example' } },
        { deviceName: 'a day', user: { displayName: 'Bert', mail: null } },
        { deviceName: 'a day and more', user: null },
        { deviceName: 'a week', user: { displayName: 'Ada', mail: 'ada@corp.example' } },
        { deviceName: 'ahead', user: null },
      ]);
      expect((await listed('limit=1')).body.items[0]).not.toHaveProperty('user');
      const { called } = await listed(`${FIELDS}&format=csv&raw=true&limit=1`);
      expect(called.text).toBe('deviceName,user.displayName,user.mail\r\nnow,Ada,ada@corp.example\r\n');
      expect((await listed('fields=user.id')).called.status).toBe(400);
    });

    it('is logged as a reading of these persons, beside that of the devices', async () => {
      await listed(`${FIELDS}&limit=4`);
      const logged = await open().store.db.selectFrom('access_log').selectAll().orderBy('id').execute();
      expect(logged).toMatchObject([
        { dataset: 'device', row_count: 4 },
        { dataset: 'subject', fields: '["displayName","mail"]', filters: '["id"]', row_count: 2 },
      ]);
      // Eight bytes of each.
      expect(logged[1]?.subject_hashes).toHaveLength(16);
    });
  });

  describe('the access log', () => {
    const purposed = { headers: { 'x-purpose': PURPOSE } };

    it('tells who read what and why, not whom, to those who say what for; and is logged itself', async () => {
      expect((await call('privacy/access-log')).status).toBe(400);
      await listed('limit=1&deviceName=now&fields=deviceName,userId', purposed);
      const called = await call('privacy/access-log', purposed);
      const endpoint = queryEndpoints.find(({ name }) => name === 'listAccessLog');
      if (endpoint) judge(endpoint, called);
      expect(Object(called.body).items).toEqual([
        {
          id: expect.any(String),
          occurredAt: NOW.toISOString(),
          principal: 'anonymous',
          operation: 'listDevices',
          dataset: 'device',
          purpose: PURPOSE,
          fields: ['deviceName', 'userId'],
          filters: ['deviceName'],
          sort: 'id',
          roles: null,
          rowCount: 1,
        },
      ]);
      const { items } = Object((await call('privacy/access-log?dataset=access_log', purposed)).body);
      expect(items).toMatchObject([{ operation: 'listAccessLog', rowCount: 1 }]);
    });

    it('finds a key alone and behind the name that a proxy gave, and no name that only looks like one', async () => {
      const key = 'key:0123456789abcdef';
      const principals = [key, `olga ${key}`, `olga ${key} too`, 'key:0123456789abcdee', 'olga'];
      const of = (principal: string) => ({
        ...{ principal, occurred_at: NOW, operation: 'listDevices', dataset: 'device', purpose: PURPOSE },
        ...{ fields: '[]', filters: '[]', sort: null, row_count: 1, subject_hash: null, subject_hashes: null },
      });
      await insert(open().store, 'access_log', principals.map(of));
      const found = async (query: string): Promise<readonly unknown[]> =>
        Object((await call(`privacy/access-log?dataset=device&${query}`, purposed)).body)
          .items.map(({ principal }: { readonly principal: unknown }) => principal)
          .sort();
      expect(await found(`principal=${key}`)).toEqual([key, `olga ${key}`]);
      expect(await found(`principal.in=${key},olga`)).toEqual([key, 'olga', `olga ${key}`]);
      expect(await found('principal=olga')).toEqual(['olga']);
      expect(await found(`principal.ne=${key}`)).toEqual(['key:0123456789abcdee', 'olga', `olga ${key} too`]);
    });
  });
});
