// Counts of apps that are kept: what is answered from them is what counting anew would give, after whatever happened.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { markAlike, markDevices, markDevicesOf, markLeaving, markWritten } from '../../lib/counts/app-marks.ts';
import { recountApps, verifyAppCounts } from '../../lib/operations/app-counts.ts';
import { countAppsOfPolls } from '../../lib/operations/apps-of-polls.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import type { Store } from '../../lib/store/index.ts';
import { acquireLease, announceSource, releaseLease } from '../../lib/store/lease.ts';
import { type Call, clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { app, device, insert, mirrored } from '../query/estate.ts';
import { groupsCounted, groupsKept } from '../query/groups.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const never = (): boolean => false;
const GOES_ON = new AbortController().signal;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const purpose: Call = { headers: { 'x-purpose': PURPOSE } };
  const TABLES = ['device_app', 'device', 'emm_user', 'setting', 'app_group', 'app_mark', 'source_state'] as const;

  beforeEach(() => emptyTables(open().store, [...TABLES]));

  /** Device `n` is person `n`'s. */
  async function estate(installed: Readonly<Record<string, readonly number[]>>): Promise<void> {
    const { store } = open();
    const numbers = [...new Set(Object.values(installed).flat())];
    await insert(
      store,
      'emm_user',
      numbers.map((n) => mirrored('intune', `p${n}`, { external_id: `p${n}`, subject_id: n })),
    );
    await insert(
      store,
      'device',
      numbers.map((n) => device(`d${n}`, { user_external_id: `p${n}` })),
    );
    const apps = Object.entries(installed).flatMap(([name, on]) => on.map((n) => app(`d${n}`, name)));
    await insert(store, 'device_app', apps);
  }
  const ids = async (table: 'device' | 'device_app' | 'emm_user', column: string, value: string) =>
    (await open().store.rows.selectFrom(`${table}`).select('id').where(column, '=', value).execute()).map(({ id }) =>
      Number(id),
    );

  describe('behind polls', () => {
    const HOUR_MS = 3_600_000;
    const endOfPoll = () => countAppsOfPolls({ store: open().store, stopping: GOES_ON }, console);
    const told = async () => Object((await call('apps')).body).items.map((item: { devices: number }) => item.devices);
    /** Somebody has an app more. */
    const install = async (n: number): Promise<void> => {
      const row = app(`d${n}`, 'mail');
      await open().store.write(async (tx) => {
        await markWritten(tx, [row], []);
        await tx.insert('device_app', [row]);
      });
    };

    it('are of the day: what one device brings is in nobody’s difference of minutes', async () => {
      await estate({ mail: upTo(6), maps: upTo(9) });
      await endOfPoll();
      expect(await told()).toEqual([9, 6]);
      await install(7);
      await endOfPoll();
      expect(await told()).toEqual([9, 6]);
      const { store } = open();
      const yesterday = new Date((await store.now()).getTime() - 24 * HOUR_MS);
      await store.write(({ db }) =>
        db.updateTable('setting').set({ changed_at: yesterday }).where('name', '=', 'duty:app-counts').execute(),
      );
      await endOfPoll();
      expect(await told()).toEqual([9, 7]);
    });

    it('are those of the first source until all were read, and then of all', async () => {
      const { store } = open();
      await estate({ mail: upTo(6), maps: upTo(9) });
      await announceSource(store, 'slow', 'intune');
      const lease = await acquireLease(store, 'slow', 'another');
      if (!lease) throw new RangeError('somebody has it');
      await endOfPoll();
      await install(7);
      await endOfPoll();
      expect(await told()).toEqual([9, 6]);
      await releaseLease(store, lease);
      await endOfPoll();
      expect(await told()).toEqual([9, 7]);
    });
  });

  describe('kept counts of apps', () => {
    it('answer page by page, with what is left, all of it and since when', async () => {
      await estate({ mail: upTo(9), maps: upTo(8), news: upTo(7), diary: [1, 2, 3], chess: [4, 5, 6] });
      expect((await call('apps')).body).toMatchObject({ countedAt: null, nextCursor: null, totals: null });
      expect(await recountApps(open().store, never)).toBe(true);
      const whole = Object((await call('apps')).body);
      expect(whole).toMatchObject({
        items: [
          { title: 'mail', version: '1.0', platform: 'ios', devices: 9, installations: 9, appId: 'mail' },
          { title: 'maps', devices: 8 },
          { title: 'news', devices: 7 },
        ],
        other: { apps: 2, installations: 6 },
        nextCursor: null,
        countedAt: expect.stringMatching(/^20\d\d-.*Z$/),
        totals: { apps: 5, installations: 30 },
      });
      const pages: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { items, other, nextCursor } = Object((await call(`apps?limit=1${cursor}`)).body);
        pages.push([items.map((item: { title: string }) => item.title), other]);
        if (nextCursor === null) break;
        cursor = `&cursor=${nextCursor}`;
      }
      expect(pages).toEqual([
        [['mail'], { apps: 4, installations: 21 }],
        [['maps'], { apps: 3, installations: 13 }],
        [['news'], { apps: 2, installations: 6 }],
      ]);
    });

    it.each([
      ['', { mail: upTo(9), maps: upTo(6), diary: [1, 2, 3], chess: [2, 3] }],
      ['?limit=1', { mail: upTo(9), maps: upTo(6), news: upTo(7), diary: [1, 2, 3] }],
      ['', { diary: [1, 2, 3], chess: [2, 3] }],
      ['', { diary: [1, 2, 3], chess: [4, 5] }],
      ['', {}],
      ['?title.startsWith=MA', { mail: upTo(9), maps: upTo(6), news: upTo(7), diary: [1, 2, 3], chess: [4, 5, 6] }],
      ['?title.startsWith=ma&limit=1', { mail: upTo(9), maps: upTo(6), news: upTo(7) }],
      ['?platform=android', { mail: upTo(9) }],
    ])('tell no more of few persons than counting anew does: apps%s of %j', async (query, installed) => {
      await estate(installed);
      const { items, other } = Object((await call(`apps${query}`)).body);
      await recountApps(open().store, never);
      const from = Object((await call(`apps${query}`)).body);
      const shown = (all: readonly { title: string; devices: number }[]) => all.map((one) => [one.title, one.devices]);
      expect([shown(from.items), from.other]).toEqual([shown(items), other]);
    });

    it('say nothing of all of them together where these are few people’s', async () => {
      await estate({ mail: [1, 2], maps: [1] });
      await recountApps(open().store, never);
      expect((await call('apps')).body).toMatchObject({ items: [], other: null, totals: null });
    });

    it('lead to the devices that were counted, for a purpose', async () => {
      await estate({ mail: upTo(6), maps: upTo(12).slice(6), news: upTo(5) });
      await insert(open().store, 'device', [device('personal', { ownership: 'personal' })]);
      await insert(open().store, 'device_app', [
        app('personal', 'mail'),
        app('d1', 'mail older', { title: 'mail', version: '0.9' }),
        app('d7', 'mail', { version: '0.9' }),
        ...[8, 9, 10, 11].map((n) => app(`d${n}`, 'mail', { version: '0.8' })),
      ]);
      await recountApps(open().store, never);
      const item = Object((await call('apps?title.startsWith=mail')).body).items[0];
      expect((await call(`apps/${item.id}/devices`)).status).toBe(400);
      const counted = { headers: { ...purpose.headers, prefer: 'count=exact' } };
      const { body } = await call(`apps/${item.id}/devices?sort=deviceName`, counted);
      expect(body).toMatchObject({ total: item.devices });
      expect(Object(body).items.map((one: { deviceName: string }) => one.deviceName)).toEqual(
        upTo(6).map((n) => `d${n}`),
      );
      // One has an older one, too, which is not asked for.
      expect(new Set(Object(body).items.map((one: { appVersion: string }) => one.appVersion))).toEqual(
        new Set(['1.0']),
      );
      expect(Object((await call(`apps/${item.id}/devices?app=maps`, purpose)).body).errors).toMatchObject([
        { parameter: 'app' },
      ]);
      expect((await call('apps/999999/devices', purpose)).status).toBe(404);
    });
  });

  describe('what is marked in the writing transaction', () => {
    const APPS = { mail: upTo(7), maps: [1, 2, 3, 4, 5, 6], own: [1] };

    /** The changes, each with its mark, as the rooms make them. */
    const CHANGES: Readonly<Record<string, (store: Store) => Promise<void>>> = {
      'an app that comes': (store) =>
        store.write(async (tx) => {
          const rows = [app('d2', 'new app')];
          await markWritten(tx, rows, []);
          await tx.insert('device_app', rows);
        }),
      'an app with another title and version': async (store) => {
        const [id] = await ids('device_app', 'app_id', 'own');
        await store.write(async (tx) => {
          const row = { id, app_id: 'own', title: 'Renamed', version: '2.0' };
          await markWritten(tx, [], [row]);
          await tx.update('device_app', [row]);
        });
      },
      'an app that leaves': async (store) => {
        const leaving = await ids('device_app', 'app_id', 'own');
        await store.write(async (tx) => {
          await markLeaving(tx, leaving);
          await tx.db.deleteFrom('device_app').where('id', 'in', leaving).execute();
        });
      },
      'a device that becomes personal': async (store) => {
        const moved = await ids('device', 'device_name', 'd1');
        await store.write(async (tx) => {
          await markDevices(tx, moved);
          await tx.update(
            'device',
            moved.map((id) => ({ id, ownership: 'personal' })),
          );
        });
      },
      'two devices that prove to be one': async (store) => {
        const [one, two] = [await ids('device', 'device_name', 'd1'), await ids('device', 'device_name', 'd2')].flat();
        await writeFreely(store, async (tx) => {
          await markAlike(tx, [Number(one), Number(two)]);
          await tx.update('device', [
            { id: one, hardware_id: one },
            { id: two, hardware_id: one },
          ]);
        });
      },
      'an account that becomes that of another person': async (store) => {
        const accounts = await ids('emm_user', 'external_id', 'p1');
        await writeFreely(store, async (tx) => {
          await markDevicesOf(tx, 'intune', ['p1']);
          await tx.update(
            'emm_user',
            accounts.map((id) => ({ id, subject_id: 2 })),
          );
        });
      },
    };

    it.each(Object.keys(CHANGES))('is counted anew, and nothing else: %s', async (name) => {
      const { store } = open();
      await estate(APPS);
      await recountApps(store, never);
      await CHANGES[name]?.(store);
      expect(await groupsKept(store)).not.toEqual(await groupsCounted(store));
      await recountApps(store, never);
      expect(await groupsKept(store)).toEqual(await groupsCounted(store));
      expect(await store.db.selectFrom('app_mark').selectAll().execute()).toEqual([]);
      expect(await verifyAppCounts(store, never)).toBe(0);
    });

    it('keeps the ids of what stays', async () => {
      const { store } = open();
      await estate(APPS);
      await recountApps(store, never);
      const before = await store.db.selectFrom('app_group').select(['id', 'title_key']).orderBy('id').execute();
      await CHANGES['a device that becomes personal']?.(store);
      await recountApps(store, never);
      const after = await store.db.selectFrom('app_group').select(['id', 'title_key']).orderBy('id').execute();
      expect(after).toEqual(before.filter(({ title_key }) => title_key !== 'own'));
    });
  });

  describe('two that count at once', () => {
    it('leave the later count: the other writes nothing more, and what was noted stays counted', async () => {
      const { store } = open();
      await estate({ mail: upTo(7) });
      await recountApps(store, never);
      const comes = (name: string) =>
        store.write(async (tx) => {
          await markWritten(tx, [app('d1', name)], []);
          await tx.insert('device_app', [app('d1', name)]);
        });
      await comes('one');
      let isCounting = false;
      // Between its reading and its writing another app comes, and another collector counts.
      const slow: Store = {
        ...store,
        now: async () => {
          if (isCounting) {
            isCounting = false;
            await store.write(({ db }) => db.deleteFrom('device_app').where('title', '=', 'one').execute());
            await recountApps(store, never);
          }
          return store.now();
        },
      };
      expect(
        await recountApps(slow, () => {
          isCounting = true;
          return false;
        }),
      ).toBe(false);
      expect(await groupsKept(store)).toEqual(await groupsCounted(store));
    });
  });

  describe('the nightly comparison', () => {
    it('finds what was changed without a mark, tells how many apps, and has it counted anew', async () => {
      const { store } = open();
      await estate({ mail: upTo(7), maps: upTo(6), news: upTo(5) });
      await recountApps(store, never);
      await insert(store, 'device_app', [app('d1', 'from nowhere')]);
      await store.write(({ db }) => db.deleteFrom('device_app').where('title', '=', 'news').execute());
      await store.write(({ db }) =>
        db.updateTable('app_group').set({ persons: 9 }).where('title_key', '=', 'maps').execute(),
      );
      expect(await verifyAppCounts(store, never)).toBe(3);
      expect(await groupsKept(store)).toEqual(await groupsCounted(store));
      expect(await verifyAppCounts(store, never)).toBe(0);
    });

    it('leaves to the next count what is noted already, and stops when it is told to', async () => {
      const { store } = open();
      await estate({ mail: upTo(7) });
      await recountApps(store, never);
      await store.write(async (tx) => {
        await markWritten(tx, [app('d1', 'new')], []);
        await tx.insert('device_app', [app('d1', 'new')]);
      });
      expect(await verifyAppCounts(store, never)).toBe(0);
      expect(await verifyAppCounts(store, () => true)).toBeNull();
    });
  });
});
