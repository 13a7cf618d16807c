import { describe, expect, it } from '@jest/globals';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, type Script, ScriptedSource, wholePass } from './scripted.ts';

describe('apps of devices', () => {
  onEachEngine((open) => {
    const app = (device: number, id: string, version = '1') => ({
      device_external_id: `d${device}`,
      app_id: id,
      title: `App ${id}`,
      version,
    });
    const page = (rows: SourceRow[], count: number): PollStep => ({
      dataset: 'device_app',
      rows,
      scope: Array.from({ length: count }, (_, i) => [`d${i}`]),
    });
    const loaded = async (count: number, config = {}, more: (i: number) => SourceRow = () => ({})) => {
      const s = new ScriptedSource(open().store, config);
      await s.poll(() => wholePass(devices(count, more)));
      return s;
    };
    const apps = async (s: ScriptedSource) =>
      (await s.rows('device_app')).map((row) => `${row.device_external_id} ${row.app_id} ${row.version}`);

    it('follow their device: what is gone there is gone here, and an update changes the row', async () => {
      const s = await loaded(2);
      await s.poll(() => [page([app(0, 'a'), app(0, 'b'), app(1, 'a')], 2)]);
      const [before] = await s.rows('device_app');
      await s.poll(() => [page([app(0, 'a', '2'), app(1, 'c'), app(1, 'a')], 2)]);
      expect((await apps(s)).sort()).toEqual(['d0 a 2', 'd1 a 1', 'd1 c 1']);
      expect((await s.rows('device_app')).find((row) => row.version === '2')?.id).toBe(before?.id);
    });

    it('are not thought absent by a pass of theirs: the scope of each page is their proof', async () => {
      const s = await loaded(20);
      const all = Array.from({ length: 20 }, (_, i) => app(i, 'a'));
      const whole = (): PollStep[] => [
        { dataset: 'device_app', pass: 'start' },
        page(all, 20),
        { dataset: 'device_app', complete: { marker: 'test', rows: 20 } },
      ];
      await s.poll(whole);
      const receipt = await s.poll(whole);
      expect(receipt.datasets.device_app).toMatchObject({ complete: true, held: 0, removed: 0 });
      expect((await s.rows('device_app')).every((row) => row.absent_since === null)).toBe(true);
    });

    it('are read again after a value that did not fit, until it fits again', async () => {
      const s = await loaded(1);
      const unfit = { ...app(0, 'a'), version: 7.5, title: new Unreadable('not string') };
      await s.poll(() => [page([app(0, 'a')], 1)]);
      expect((await s.poll(() => [page([unfit], 1)])).rejected).toBe(1);
      expect((await s.poll(() => [page([unfit], 1)])).rejected).toBe(1);
      expect(await s.rows('device_app')).toMatchObject([{ title: null }]);
      await s.poll(() => [page([app(0, 'a')], 1)]);
      expect(await s.rows('device_app')).toMatchObject([{ title: 'App a', version: '1' }]);
    });

    it('are not stored of a device that has left, though it comes back with the same ones', async () => {
      const s = await loaded(2);
      const pages = [page([app(0, 'a'), app(1, 'a')], 2)];
      const told: (readonly boolean[])[] = [];
      const ask: Script = async function* (context) {
        told.push(await context.childrenStored('device_app', [['d0'], ['d1']]));
        yield { dataset: 'device', rows: [] };
      };
      await s.poll(ask);
      await s.poll(() => pages);
      await s.poll(ask);
      await s.poll(() => [{ dataset: 'device', gone: [['d0']] }]);
      expect(await apps(s)).toEqual(['d1 a 1']);
      await s.poll(() => wholePass(devices(2)));
      await s.poll(ask);
      await s.poll(() => pages);
      await s.poll(ask);
      expect(told).toEqual([
        [false, false],
        [true, true],
        [false, true],
        [true, true],
      ]);
      expect((await apps(s)).sort()).toEqual(['d0 a 1', 'd1 a 1']);
    });

    it('touch no row when they are listed in another order', async () => {
      const s = await loaded(1);
      await s.poll(() => [page([app(0, 'a'), app(0, 'b')], 1)]);
      const receipt = await s.poll(() => [page([app(0, 'b'), app(0, 'a')], 1)]);
      expect(receipt.datasets.device_app).toMatchObject({ read: 2, inserted: 0, updated: 0, removed: 0 });
    });

    it('of personally owned devices, and of those of unknown ownership, are stored on request only', async () => {
      const ownership = (i: number) => ({ ownership: ['company', 'personal', null][i] });
      const s = await loaded(3, {}, ownership);
      const all = [app(0, 'a'), app(1, 'a'), app(2, 'a')];
      await s.poll(() => [page(all, 3)]);
      expect(await apps(s)).toEqual(['d0 a 1']);
      s.config = { personalDevices: true };
      await s.poll(() => [...wholePass(devices(3, ownership)), page(all, 3)]);
      expect(await apps(s)).toHaveLength(3);
      s.config = {};
      await s.poll(() => []);
      expect(await apps(s)).toEqual(['d0 a 1']);
    });

    it('of a device that the mirror does not have are left out', async () => {
      const s = await loaded(1);
      await s.poll(() => [page([app(0, 'a'), app(1, 'a')], 2)]);
      expect(await apps(s)).toEqual(['d0 a 1']);
    });

    it('are counted where they are not stored for the device, by the reason, in every poll', async () => {
      const s = await loaded(3, {}, (i) => ({ ownership: ['company', 'personal', null][i] }));
      const told = [app(0, 'a'), app(1, 'a'), app(1, 'b'), app(2, 'a'), app(3, 'a')];
      for (const poll of [1, 2]) {
        const { rejected } = await s.poll(() => [page(told, 4)]);
        expect([poll, rejected]).toEqual([poll, 4]);
        const counted = JSON.parse(String((await s.rows('poll_run')).at(-1)?.rejected));
        expect(counted).toEqual(
          [
            ['device personally owned', 2],
            ['ownership of the device unknown', 1],
            ['device unknown', 1],
          ].map(([reason, count]) => ({ dataset: 'device_app', field: 'deviceExternalId', reason, count })),
        );
      }
    });

    it('stay where one of a device cannot be read: it may be any of those that seem gone', async () => {
      const s = await loaded(1);
      await s.poll(() => [page([app(0, 'a'), app(0, 'b')], 1)]);
      await s.poll(() => [page([app(0, 'a'), { ...app(0, 'b'), app_id: null }], 1)]);
      expect(await apps(s)).toHaveLength(2);
    });
  });
});
