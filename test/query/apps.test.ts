import { beforeEach, describe, expect, it } from '@jest/globals';
import { FLOOR } from '../../lib/floor.ts';
import { recountApps } from '../../lib/operations/app-counts.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { app, device, insert, mirrored } from './estate.ts';

onEachEngine((open) => {
  const ask = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  /** Installs apps on so many devices each; device `n` belongs to person `n`, unless said otherwise. */
  async function estate(
    installed: Readonly<Record<string, readonly number[]>>,
    {
      personOf = (n: number): number | null => n,
      ownership = 'company',
      platform = 'ios',
    }: { personOf?: (n: number) => number | null; ownership?: string; platform?: string | null } = {},
  ): Promise<void> {
    const { store } = open();
    const numbers = [...new Set(Object.values(installed).flat())];
    const persons = [...new Set(numbers.map(personOf))].filter((p) => p !== null);
    await insert(
      store,
      'emm_user',
      persons.map((p) => mirrored('intune', `p${p}`, { external_id: `p${p}`, subject_id: p })),
    );
    await insert(
      store,
      'device',
      numbers.map((n) =>
        device(`d${n}`, { ownership, user_external_id: personOf(n) === null ? null : `p${personOf(n)}` }),
      ),
    );
    const apps = Object.entries(installed).flatMap(([name, on]) =>
      on.map((n) => ({ ...app(`d${n}`, name), platform })),
    );
    await insert(store, 'device_app', apps);
  }
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
  const listed = (body: unknown): unknown[] =>
    Object(body).items.map((item: { title: string; devices: number }) => [item.title, item.devices]);

  beforeEach(() => emptyTables(open().store, ['device_app', 'device', 'emm_user', 'setting', 'app_group', 'app_mark']));

  describe.each(['counted for the answer', 'kept'])('apps, %s,', (way) => {
    /** What both ways answer. */
    async function call(target: string) {
      if (way === 'kept') await recountApps(open().store, () => false);
      const { status, body } = await ask(target);
      if (status !== 200) return { status, body };
      const { items, other } = Object(body);
      const shown = (item: Readonly<Record<string, unknown>>) => {
        const { title, version, platform, devices } = item;
        return { title, version, platform, devices };
      };
      return { status, body: { items: items.map(shown), other } };
    }

    it('are counted by company devices, the most frequent first', async () => {
      await estate({ mail: upTo(9), maps: upTo(6) });
      const { body } = await call('apps');
      expect(body).toEqual({
        items: [
          { title: 'mail', version: '1.0', platform: 'ios', devices: 9 },
          { title: 'maps', version: '1.0', platform: 'ios', devices: 6 },
        ],
        other: null,
      });
    });

    it('whose system tells no platform have that of their device, for the filter too', async () => {
      await estate({ mail: upTo(6) });
      await estate({ mail: upTo(12).slice(6) }, { platform: null });
      const item = { title: 'mail', version: '1.0', platform: 'ios', devices: 12 };
      expect((await call('apps')).body).toEqual({ items: [item], other: null });
      expect((await call('apps?platform=ios')).body).toEqual({ items: [item], other: null });
      expect((await call('apps?platform=android')).body).toEqual({ items: [], other: null });
    });

    it('of fewer than five persons are folded into other', async () => {
      await estate({ mail: upTo(9), diary: [1, 2, 3, 4], chess: [5, 6] });
      const { body } = await call('apps');
      expect(listed(body)).toEqual([['mail', 9]]);
      expect(body).toMatchObject({ other: { apps: 2, installations: 6 } });
    });

    it('take the next smallest along where other would speak about fewer than five persons', async () => {
      await estate({ mail: upTo(9), maps: upTo(6), diary: [1, 2, 3], chess: [2, 3] });
      const { body } = await call('apps');
      expect(listed(body)).toEqual([['mail', 9]]);
      expect(body).toMatchObject({ other: { apps: 3, installations: 11 } });
    });

    it('of few persons alone are not shown at all', async () => {
      await estate({ mail: upTo(9), diary: [1, 2, 3] });
      expect((await call('apps?title.startsWith=diary')).body).toEqual({ items: [], other: null });
      expect((await call('apps?title.startsWith=nothing')).body).toEqual({ items: [], other: null });
    });

    it('count persons, not devices: many devices of few persons stay hidden', async () => {
      await estate({ mail: upTo(9), poker: upTo(20) }, { personOf: (n) => n % (FLOOR - 1) });
      expect((await call('apps')).body).toEqual({ items: [], other: null });
    });

    it('count a device without a known person as one of its own', async () => {
      await estate({ kiosk: upTo(5), diary: upTo(4) }, { personOf: () => null });
      const { body } = await call('apps');
      expect(listed(body)).toEqual([]);
      expect(body).toMatchObject({ other: { apps: 2, installations: 9 } });
    });

    it('beyond the limit are in other', async () => {
      await estate({ mail: upTo(9), maps: upTo(8), news: upTo(7) });
      const { body } = await call('apps?limit=1');
      expect(listed(body)).toEqual([['mail', 9]]);
      expect(body).toMatchObject({ other: { apps: 2, installations: 15 } });
    });

    // Compared with each other, so many would take many minutes on a slow machine, all others waiting.
    it('of which each is on few devices are counted in one go, however many', async () => {
      await estate(Object.fromEntries(upTo(6_000).map((n) => [`own ${n}`, [n % 3_000]])));
      expect((await call('apps')).body).toEqual({ items: [], other: { apps: 6_000, installations: 6_000 } });
    }, 60_000);

    it('on personal devices are not counted', async () => {
      await estate({ mail: upTo(9) }, { ownership: 'personal' });
      expect((await call('apps')).body).toEqual({ items: [], other: null });
    });

    it('are filtered by the beginning of a title and by platform', async () => {
      await estate({ mail: upTo(9), maps: upTo(8), news: upTo(7) });
      expect(listed((await call('apps?title.startsWith=MA')).body)).toEqual([
        ['mail', 9],
        ['maps', 8],
      ]);
      expect(listed((await call('apps?platform=android')).body)).toEqual([]);
    });

    it('are told no more by a filter than without: what is left of a part says nothing of few', async () => {
      await estate({ mail: upTo(9), news: upTo(8), maps: upTo(6), 'mail for prisoners': [3] });
      const mail = [['mail', 9]];
      for (const filter of ['title.startsWith=mail', 'title.startsWith=ma']) {
        const { body } = await call(`apps?${filter}`);
        expect([filter, listed(body), Object(body).other]).toEqual([filter, mail, null]);
      }
      expect((await call('apps?platform=ios&limit=1')).body).toMatchObject({ other: { apps: 1, installations: 8 } });
    });

    it('name every mistake of a request', async () => {
      const { status, body } = await call('apps?limit=0&title.startsWith=%20&platfrom=ios');
      expect(status).toBe(400);
      expect(Object(body).errors.map((e: { parameter: string }) => e.parameter)).toEqual([
        'platfrom',
        'title.startsWith',
        'limit',
      ]);
    });
  });
});
