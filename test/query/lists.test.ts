import { beforeAll, describe, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { type Called, clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { onEachEngine } from '../store/stores.ts';
import { app, change, device, idsBy, insert, mirrored, subject } from './estate.ts';

interface Item {
  readonly [name: string]: unknown;
}
const page = (called: Called): { items: Item[]; nextCursor: string | null } => {
  expect(called.text).toContain('{');
  if (called.status !== 200) throw new Error(`${called.status}: ${called.text}`);
  return Object(called.body);
};

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const purpose = { headers: { 'x-purpose': PURPOSE } };
  let subjects: Record<string, number> = {};
  let devices: Record<string, number> = {};

  /** All items of a list, page by page. */
  async function all(target: string, limit: number): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const join = target.includes('?') ? '&' : '?';
      const read = page(await call(`${target}${join}limit=${limit}${cursor && `&cursor=${cursor}`}`));
      expect(read.items.length).toBeLessThanOrEqual(limit);
      items.push(...read.items);
      if (items.length > 100) throw new Error('the pages do not end');
      cursor = read.nextCursor;
    }
    return items;
  }
  const names = (items: readonly Item[]): unknown[] => items.map((item) => item.deviceName);

  beforeAll(async () => {
    const { store } = open();
    await insert(store, 'subject', [
      subject('Ännchen Groß'),
      subject('Bert 100%'),
      subject('Bert_1'),
      subject('Leaver Gone', { present: false }),
      subject(null),
    ]);
    subjects = await idsBy(store, 'subject', 'display_name');
    await insert(store, 'emm_user', [
      mirrored('intune', 'u1', {
        external_id: 'u1',
        display_name: 'Ännchen Groß',
        subject_id: subjects['Ännchen Groß'],
        subject_link: 'strong',
      }),
      mirrored('mobileiron', 'u1', {
        external_id: 'u1',
        display_name: 'Bert',
        subject_id: subjects.Bert_1,
        subject_link: 'weak',
      }),
    ]);
    await insert(store, 'directory_user', [
      // Of another directory, where another person has that name.
      mirrored('ad2', 'a3', { external_id: 'a3', subject_id: subjects.Bert_1, dn_key: Buffer.alloc(16, 2) }),
      mirrored('ad', 'a2', { external_id: 'a2', subject_id: subjects['Bert 100%'], dn_key: Buffer.alloc(16, 2) }),
      mirrored('ad', 'a1', {
        external_id: 'a1',
        display_name: 'Ännchen Groß',
        subject_id: subjects['Ännchen Groß'],
        subject_link: 'own',
        manager_key: Buffer.alloc(16, 2),
      }),
    ]);
    const seen = (minute: number) => new Date(Date.UTC(2026, 10, 2, 0, minute));
    await insert(store, 'device', [
      device('iPhone von Ännchen', {
        user_external_id: 'u1',
        last_seen_at: seen(3),
        phone_number_hash: 'h',
        phone_number_2_hash: 'h2',
        encrypted: true,
        storage_free_bytes: 5_000_000_000,
      }),
      device('=cmd|calc', { last_seen_at: seen(1), compliance: 'compliant' }),
      device('b[1]', { last_seen_at: seen(1), os_version: '17.1', encrypted: false }),
      device('never seen', { compliance: 'noncompliant' }),
      device('never seen either', { platform: 'android', absent_since: seen(9) }),
      device('other source', { user_external_id: 'u1', last_seen_at: seen(2) }, 'mobileiron'),
    ]);
    devices = await idsBy(store, 'device', 'device_name');
    await insert(store, 'device_app', [
      app('iPhone von Ännchen', 'mail'),
      app('iPhone von Ännchen', 'maps'),
      app('b[1]', 'mail'),
    ]);
    await insert(store, 'change', [
      ...[1, 2, 3].map((n) => change('iPhone von Ännchen', n, { subject_id: subjects['Ännchen Groß'] })),
      change('b[1]', 9),
    ]);
  });

  describe('a list', () => {
    it.each(['lastSeenAt', '-lastSeenAt', 'deviceName', '-deviceName', 'osVersion', '-osVersion', 'id', '-id'])(
      'sorted by %s shows each row once, whatever the size of its pages',
      async (sort) => {
        const whole = names(await all(`devices?sort=${sort}`, 1000));
        expect(new Set(whole).size).toBe(6);
        for (const limit of [1, 2, 3, 4, 5]) expect(names(await all(`devices?sort=${sort}`, limit))).toEqual(whole);
      },
    );

    it('puts what is unknown first when ascending and last when descending', async () => {
      const ascending = names(await all('devices?sort=lastSeenAt', 2));
      expect(ascending.slice(0, 2)).toEqual(['never seen', 'never seen either']);
      expect(ascending.at(-1)).toBe('iPhone von Ännchen');
      expect(names(await all('devices?sort=-lastSeenAt', 2))).toEqual([...ascending].reverse());
    });

    it.each([
      ['platform=android', ['never seen either']],
      ['platform.ne=ios', ['never seen either']],
      ['compliance.ne=compliant&platform=ios&source=intune', ['iPhone von Ännchen', 'b[1]', 'never seen']],
      ['deviceName=IPHONE VON ÄNNCHEN', ['iPhone von Ännchen']],
      ['deviceName.startsWith=B[', ['b[1]']],
      ['deviceName.startsWith=%25', []],
      ['deviceName.in=B[1],Never Seen', ['b[1]', 'never seen']],
      ['encrypted=false', ['b[1]']],
      ['encrypted.isNull=false', ['iPhone von Ännchen', 'b[1]']],
      ['absentSince.isNull=false', ['never seen either']],
      ['storageFreeBytes.ge=5000000000', ['iPhone von Ännchen']],
      ['lastSeenAt.lt=2026-11-02T00:02:00Z', ['=cmd|calc', 'b[1]']],
      ['lastSeenAt.gt=2026-11-02T01:01:00%2B01:00&source=intune', ['iPhone von Ännchen']],
      ['phoneNumberHash=h', ['iPhone von Ännchen']],
      ['phoneNumberHash=h2', ['iPhone von Ännchen']],
      ['phoneNumberHash.in=h2,h3&source=intune', ['iPhone von Ännchen']],
      ['phoneNumberHash.ne=h2&encrypted.isNull=false', ['b[1]']],
      ['q=never seen', ['never seen', 'never seen either']],
      ['q=_', []],
    ])('filters by %s', async (query, expected) => {
      expect(names(await all(`devices?${query}`, 2))).toEqual(expected);
    });

    it('shows the rows of a refused removal, with the time since when they are absent', async () => {
      const [item] = await all('devices?deviceName.startsWith=never seen e', 10);
      expect(item?.absentSince).toBe('2026-11-02T00:09:00.000Z');
    });

    it('answers camelCase, instants with milliseconds, ids as text, and no hash or key', async () => {
      const [item] = page(await call('devices?deviceName.startsWith=iphone')).items;
      expect(item).toMatchObject({
        id: String(devices['iPhone von Ännchen']),
        userId: String(subjects['Ännchen Groß']),
        attributes: { wifiName: 'office' },
        firstSeenAt: '2026-11-01T10:00:00.123Z',
        encrypted: true,
        storageFreeBytes: 5_000_000_000,
      });
      expect(Object.keys(item ?? {}).filter((name) => /hash|key/i.test(name))).toEqual([]);
    });

    it('links a device to the user of its own source, though another source has the same id', async () => {
      const items = await all('devices?userPrincipalName.isNull=true&fields=deviceName,userId', 10);
      const users = Object.fromEntries(items.map((item) => [item.deviceName, item.userId]));
      expect(users['iPhone von Ännchen']).toBe(String(subjects['Ännchen Groß']));
      expect(users['other source']).toBe(String(subjects.Bert_1));
      expect(users['never seen']).toBeNull();
    });

    it('answers only the fields that were asked for', async () => {
      expect(page(await call('devices?limit=1&fields=platform,id')).items).toEqual([
        { id: String(devices['iPhone von Ännchen']), platform: 'ios' },
      ]);
    });

    it('leaves out persons whom no source knows any more', async () => {
      expect((await all('users', 2)).map((u) => u.displayName)).toEqual(['Ännchen Groß', 'Bert 100%', 'Bert_1', null]);
      expect(page(await call('users?q=leaver')).items).toEqual([]);
      expect((await call(`users/${subjects['Leaver Gone']}`)).status).toBe(410);
    });
  });

  describe('a cursor', () => {
    it('holds for its own query alone', async () => {
      const { nextCursor } = page(await call('devices?sort=deviceName&limit=2'));
      expect((await call(`devices?sort=deviceName&limit=4&cursor=${nextCursor}`)).status).toBe(200);
      for (const other of ['sort=-deviceName', 'sort=deviceName&platform=ios', 'sort=deviceName&q=b', 'limit=2'])
        expect((await call(`devices?${other}&cursor=${nextCursor}`)).status).toBe(400);
      expect((await call(`users?cursor=${nextCursor}`)).status).toBe(400);
    });

    it('of one device is refused for another', async () => {
      const { nextCursor } = page(await call(`devices/${devices['iPhone von Ännchen']}/apps?limit=1`));
      expect((await call(`devices/${devices['b[1]']}/apps?limit=1&cursor=${nextCursor}`)).status).toBe(400);
    });
  });

  describe('a download', () => {
    it('is CSV whose cells no spreadsheet runs as a formula', async () => {
      const answered = await call('devices?fields=deviceName,platform&format=csv&sort=deviceName&limit=2');
      expect(answered.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
      expect(answered.text).toBe("\uFEFFsep=,\r\ndeviceName,platform\r\n'=cmd|calc,ios\r\nb[1],ios\r\n");
      const raw = await call('devices?fields=deviceName,platform&format=csv&raw=true&sort=deviceName&limit=2');
      expect(raw.text).toBe('deviceName,platform\r\n=cmd|calc,ios\r\nb[1],ios\r\n');
      expect(
        page(await call(`devices?sort=deviceName&cursor=${answered.headers.get('x-next-cursor')}`)).items,
      ).toHaveLength(4);
    });
  });

  describe('one record', () => {
    it('a device shows its user and the number of its apps', async () => {
      const { body } = await call(`devices/${devices['iPhone von Ännchen']}`);
      expect(body).toMatchObject({
        user: { id: String(subjects['Ännchen Groß']), displayName: 'Ännchen Groß' },
        appCount: 2,
      });
      expect((await call(`devices/${devices['never seen']}`)).body).toMatchObject({
        user: null,
        userId: null,
        appCount: 0,
      });
    });

    it("a device's apps are its own", async () => {
      const { items } = page(await call(`devices/${devices['iPhone von Ännchen']}/apps?sort=-title`));
      expect(items.map((item) => item.title)).toEqual(['maps', 'mail']);
    });

    it('changes come latest first, and only with a purpose', async () => {
      const target = `devices/${devices['iPhone von Ännchen']}/changes`;
      expect((await call(target)).status).toBe(400);
      const { items } = page(await call(target, purpose));
      expect(items.map((item) => item.oldValue)).toEqual(['17.3', '17.2', '17.1']);
      const ofUser = page(await call(`users/${subjects['Ännchen Groß']}/changes?limit=2`, purpose));
      expect(ofUser.items.map((item) => item.oldValue)).toEqual(['17.3', '17.2']);
    });

    it('a user shows what each source holds, how it was linked, and the devices', async () => {
      const { body } = await call(`users/${subjects['Ännchen Groß']}`);
      expect(body).toMatchObject({
        displayName: 'Ännchen Groß',
        views: {
          directory: [{ source: 'ad', link: 'own', managerId: String(subjects['Bert 100%']) }],
          emm: [{ source: 'intune', link: 'strong' }],
        },
        // So that a person's devices stand once, whatever systems have them.
        devices: [{ deviceName: 'iPhone von Ännchen', hardwareId: null }],
      });
      expect(JSON.stringify(body)).not.toMatch(/userId|recordKey|rowHash|Key/);
      const manager = page(await call(`users/${subjects['Bert 100%']}`));
      expect(manager).toMatchObject({ views: { directory: [{ managerId: null }] } });
    });

    it('that is not there is a 404, and what is no id a 400', async () => {
      expect((await call('devices/999999999')).status).toBe(404);
      expect((await call('devices/999999999/apps')).status).toBe(404);
      expect((await call('devices/abc')).status).toBe(400);
      expect((await call('users/1e3')).status).toBe(400);
    });
  });

  describe('search', () => {
    it('finds users and devices by the beginning of a name, whatever its case', async () => {
      const { body } = await call('search?q=BERT');
      expect(body).toMatchObject({ users: [{ displayName: 'Bert 100%' }, { displayName: 'Bert_1' }], devices: [] });
      expect((await call('search?q=bert_')).body).toMatchObject({ users: [{ displayName: 'Bert_1' }] });
      expect((await call('search?q=iphone')).body).toMatchObject({
        users: [],
        devices: [{ deviceName: 'iPhone von Ännchen' }],
      });
    });

    const post = (body: unknown) =>
      call('search', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

    it('takes the same in a body, so that names stand in no URL', async () => {
      expect((await post({ q: 'bert', limit: 1 })).body).toMatchObject({
        users: [{ displayName: 'Bert 100%' }],
        devices: [],
      });
    });

    it('takes a whole list in a body, and its cursor goes on in the URL', async () => {
      const query = {
        dataset: 'devices',
        filters: { 'platform.in': ['ios', 'ipados'], 'lastSeenAt.isNull': false },
        sort: '-deviceName',
      };
      const first = page(await post({ ...query, fields: ['deviceName'], limit: 2 }));
      expect(names(first.items)).toEqual(['other source', 'iPhone von Ännchen']);
      const next = page(
        await call(
          `devices?platform.in=ios,ipados&lastSeenAt.isNull=false&sort=-deviceName&cursor=${first.nextCursor}`,
        ),
      );
      expect(names(next.items)).toEqual(['b[1]', '=cmd|calc']);
    });

    it('takes a download in a body, page by page, and the beginning of the title of an app', async () => {
      const query = { dataset: 'devices', fields: ['deviceName'], sort: 'deviceName', limit: 1, format: 'csv' };
      const first = await post(query);
      expect(first.headers.get('content-type')).toContain('text/csv');
      const next = await post({ ...query, cursor: first.headers.get('x-next-cursor') });
      expect([next.status, next.text === first.text]).toEqual([200, false]);
      const apps = { dataset: 'apps', filters: { 'title.startsWith': 'a', platform: 'ios' }, limit: 5 };
      const { status, body } = await post(apps);
      expect([status, body]).toEqual([200, (await call('apps?title.startsWith=a&platform=ios&limit=5')).body]);
      for (const wrong of [{ fields: ['id'] }, { filters: { 'title.startsWith': ['a', 'b'] } }, { filters: 1 }])
        expect((await post({ dataset: 'apps', ...wrong })).status).toBe(400);
    });

    it('names every mistake in a body', async () => {
      const { status, body } = await post({
        dataset: 'users',
        filters: { shoeSize: 1, 'mail.lt': 'x', present: true },
        sort: 'shoe',
        foo: 1,
        limit: [1],
      });
      expect(status).toBe(400);
      const parameters = Object(body).errors.map((e: { parameter: string }) => e.parameter);
      expect(parameters.sort()).toEqual(['foo', 'limit', 'mail.lt', 'present', 'shoeSize', 'sort']);
      for (const wrong of [
        {},
        [],
        null,
        { q: '' },
        { q: 'a', foo: 1 },
        { dataset: 'access_log' },
        { dataset: 'users', filters: 1 },
      ])
        expect((await post(wrong)).status).toBe(400);
    });
  });
});
