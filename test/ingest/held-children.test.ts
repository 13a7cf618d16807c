// Apps of devices that their source has no more: bounded over pages, and over the day, as the devices are.
import { describe, expect, it } from '@jest/globals';
import { decideHolds, heldLines } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import type { PollStep } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

describe('apps that are gone', () => {
  onEachEngine((open) => {
    const COUNT = 20;
    /** Each device with as many apps as `of` says, some devices a page. */
    function* apps(of: (device: number) => number, size = 5): Generator<PollStep> {
      yield { dataset: 'device_app', pass: 'start' };
      let rows = 0;
      for (let from = 0; from < COUNT; from += size) {
        const page = Array.from({ length: size }, (_, i) => from + i);
        const told = page.flatMap((d) =>
          Array.from({ length: of(d) }, (_, i) => ({ device_external_id: `d${d}`, app_id: `a${i}`, title: 'App' })),
        );
        rows += told.length;
        yield { dataset: 'device_app', scope: page.map((d) => [`d${d}`]), rows: told };
      }
      yield { dataset: 'device_app', complete: { marker: 'test', rows } };
    }
    const loaded = async (each = 10) => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(COUNT)));
      await source.poll(() => apps(() => each));
      source.clock.leap(2);
      return source;
    };
    const stored = async (source: ScriptedSource) => (await source.rows('device_app')).length;
    const holds = (source: ScriptedSource) => source.rows('deletion_hold');

    it('are held beyond the bound, however few devices a page has, and whether they lost all or most', async () => {
      for (const left of [0, 1]) {
        const source = await loaded();
        const receipt = await source.poll(() => apps(() => left));
        expect(receipt.datasets.device_app).toMatchObject({ removed: 0, held: 200 - left * 20, complete: true });
        expect(await stored(source)).toBe(200);
        expect(await holds(source)).toMatchObject([
          { dataset: 'device_app', state: 'open', absent: 200 - left * 20, total: 200 },
        ]);
        expect(await heldLines(open().store, source.name)).toHaveLength(1);
      }
    });

    it('are held beyond the bound bit by bit, too, which newcomers do not widen', async () => {
      const source = await loaded();
      for (const left of [19, 18, 17, 16]) await source.poll(() => apps((d) => (d < left - 10 ? 10 : 9)));
      expect(await stored(source)).toBeGreaterThanOrEqual(180);
      const other = await loaded();
      await other.poll(() => apps((d) => (d === 0 ? 2_000 : 10)));
      await other.poll(() => apps((d) => (d === 0 ? 2_000 : 1)));
      expect(await holds(other)).toMatchObject([{ absent: 19 * 9, state: 'open' }]);
    });

    it('leave below the bound with the poll that tells it, without a hold, and cost nothing the next time', async () => {
      const source = await loaded();
      const receipt = await source.poll(() => apps((d) => (d === 0 ? 0 : 10)));
      expect(receipt.datasets.device_app).toMatchObject({ removed: 10, held: 0 });
      expect(await stored(source)).toBe(190);
      const digests = () => open().store.db.selectFrom('parent_digest').select('digest').execute();
      const before = await digests();
      await source.poll(() => apps((d) => (d === 0 ? 0 : 10)));
      expect(await digests()).toEqual(before);
    });

    it('leave once it is approved, and no others with them', async () => {
      const source = await loaded();
      await source.poll(() => apps((d) => (d < 10 ? 5 : 10)));
      expect(await decideHolds(open().store, source.name, 'approved')).toEqual([{ dataset: 'device_app', absent: 50 }]);
      await source.poll(() => apps((d) => (d < 10 ? 5 : 0)));
      expect(await stored(source)).toBe(150);
      expect(await holds(source)).toMatchObject([{ state: 'done' }, { state: 'open', absent: 100, total: 150 }]);
    });

    it('leave without a poll once it is approved, stay once it is rejected, and are no more held once they are back', async () => {
      const [approved, rejected, back] = [await loaded(), await loaded(), await loaded()];
      for (const source of [approved, rejected, back]) await source.poll(() => apps(() => 5));
      await decideHolds(open().store, approved.name, 'approved');
      expect(await carryOutApproved(approved.dependencies(() => []))).toBe(true);
      expect(await stored(approved)).toBe(100);
      await decideHolds(open().store, rejected.name, 'rejected');
      rejected.clock.leap(20);
      expect((await rejected.poll(() => apps(() => 5))).datasets.device_app).toMatchObject({ held: 0, removed: 0 });
      expect(await stored(rejected)).toBe(200);
      await back.poll(() => apps(() => 10));
      expect(await holds(back)).toMatchObject([{ state: 'recovered' }]);
      expect((await back.rows('device_app')).filter((row) => row.absent_since !== null)).toEqual([]);
    });

    it('leave after 14 days in which every complete reading confirmed it', async () => {
      const source = await loaded();
      await source.poll(() => apps(() => 5));
      source.clock.leap(13);
      await source.poll(() => apps(() => 5));
      expect(await stored(source)).toBe(200);
      source.clock.leap(1);
      await source.poll(() => apps(() => 5), { believesClock: async () => false });
      expect(await stored(source)).toBe(200);
      await source.poll(() => apps(() => 5));
      expect(await stored(source)).toBe(100);
    });
  });
});
