// Removals that are too many wait for an operator, for the source, or for 14 days.
import { describe, expect, it } from '@jest/globals';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import type { Store } from '../../lib/store/index.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, type Script, ScriptedSource, wholePass } from './scripted.ts';

describe('removal of too much', () => {
  onEachEngine((open) => {
    const loaded = async (count: number) => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(count)));
      return source;
    };
    const names = async (source: ScriptedSource) => (await source.rows('device')).map((row) => row.external_id);
    const holds = (source: ScriptedSource) => source.rows('deletion_hold');
    /** Writes while it `lives`; then nothing any more. */
    const dying = (lives: () => boolean): Store => ({
      ...open().store,
      write: (work, options) => (lives() ? open().store.write(work, options) : Promise.reject(new Error('dead'))),
    });
    const leaseRunsOut = (source: ScriptedSource) =>
      open().store.write(({ db }) =>
        db.updateTable('source_state').set({ lease_until: null }).where('source', '=', source.name).execute(),
      );

    it('is refused above the bound, shown, and offered again by the next pass', async () => {
      const source = await loaded(20);
      for (let pass = 0; pass < 2; pass += 1) {
        const receipt = await source.poll(() => wholePass(devices(8)));
        expect(receipt.datasets.device).toMatchObject({ held: 12, removed: 0 });
      }
      expect(await names(source)).toHaveLength(20);
      expect((await source.rows('device')).filter((row) => row.absent_since !== null)).toHaveLength(12);
      const [hold, ...others] = await holds(source);
      expect(others).toEqual([]);
      expect(hold).toMatchObject({ state: 'open', absent: 12, total: 20 });
      expect(JSON.parse(String(hold?.sample))).toHaveLength(12);
    });

    it('is refused where nothing at all is left, however little that is', async () => {
      const source = await loaded(2);
      await source.poll(() => wholePass([]));
      expect(await names(source)).toHaveLength(2);
    });

    it('is carried out once it is approved, without asking the source', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      expect(await decideHolds(open().store, source.name, 'approved')).toEqual([{ dataset: 'device', absent: 12 }]);
      expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
      expect(await names(source)).toHaveLength(8);
      expect(await holds(source)).toMatchObject([{ state: 'done' }]);
    });

    it('does not follow a pass at whose end a collector died, wherever that was', async () => {
      const pages = [0, 1, 2].map((page) => devices(15).slice(page * 5, page * 5 + 5));
      // The last page has no checkpoint of its own: it is read again.
      const script: Script = function* ({ checkpoint }) {
        const from = Number(checkpoint?.page ?? 0);
        if (from === 0) yield { dataset: 'device', pass: 'start' };
        for (const [page, rows] of pages.entries())
          if (page >= from) yield { dataset: 'device', rows, ...(page < 2 ? { checkpoint: { page: page + 1 } } : {}) };
        yield { dataset: 'device', complete: { marker: 'test', rows: 15 }, checkpoint: { page: 0 } };
      };
      const source = await loaded(15);
      for (let writes = 0, dies = true; dies; writes += 1) {
        let left = writes;
        await source.poll(script, { store: dying(() => left-- > 0) }).catch(() => null);
        dies = left < 0;
        await leaseRunsOut(source);
        await source.poll(script);
        const absent = (await source.rows('device')).filter((row) => row.absent_since !== null);
        expect([writes, absent.length, await holds(source)]).toEqual([writes, 0, []]);
        const keys = open().store.db.selectFrom('pass_key').select('pass').where('source', '=', source.name);
        expect([writes, await keys.execute()]).toEqual([writes, []]);
      }
    });

    it('is told done once it is approved, wherever its collector dies', async () => {
      for (let writes = 0, dies = true; dies; writes += 1) {
        const source = await loaded(20);
        await source.poll(() => wholePass(devices(8)));
        await decideHolds(open().store, source.name, 'approved');
        let left = writes;
        await carryOutApproved(source.dependencies(() => [], { store: dying(() => left-- > 0) })).catch(() => null);
        dies = left < 0;
        await leaseRunsOut(source);
        await carryOutApproved(source.dependencies(() => []));
        expect([writes, await holds(source)]).toMatchObject([writes, [{ state: 'done' }]]);
        expect(await names(source)).toHaveLength(8);
      }
    });

    it('stays away once it is rejected, while what vanishes later is still removed', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      await decideHolds(open().store, source.name, 'rejected');
      await source.poll(() => wholePass(devices(7)));
      expect(await names(source)).toHaveLength(19);
      expect(await names(source)).not.toContain('d7');
    });

    it('forgets a rejection when its rows come back, so that a later approval takes effect at once', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      await decideHolds(open().store, source.name, 'rejected');
      await source.poll(() => wholePass(devices(20)));
      expect(await holds(source)).toMatchObject([{ state: 'recovered' }]);
      await source.poll(() => wholePass(devices(8)));
      expect(await decideHolds(open().store, source.name, 'approved')).toEqual([{ dataset: 'device', absent: 12 }]);
      expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
      expect(await names(source)).toHaveLength(8);
    });

    it('is carried out at once where an approval takes a rejection back and speaks of later absences too', async () => {
      const source = await loaded(40);
      await source.poll(() => wholePass(devices(28)));
      await decideHolds(open().store, source.name, 'rejected');
      await source.poll(() => wholePass(devices(8)));
      const decided = await decideHolds(open().store, source.name, 'approved');
      expect(decided.map(({ absent }) => absent).sort()).toEqual([12, 20]);
      expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
      expect(await names(source)).toHaveLength(8);
      expect(await holds(source)).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    });

    it('is refused above the bound bit by bit, too', async () => {
      const source = await loaded(300);
      let left = 300;
      for (let poll = 0; poll < 14; poll += 1) {
        left = Math.ceil(left * 0.91);
        await source.poll(() => wholePass(devices(left)));
        source.clock.leap(1 / 96);
      }
      expect(await names(source)).toHaveLength(273);
      expect(await holds(source)).toMatchObject([{ state: 'open', total: 273 }]);
    });

    it('is bounded by the day: the next one may lose as much', async () => {
      const source = await loaded(100);
      for (const left of [91, 82, 74]) {
        await source.poll(() => wholePass(devices(left)));
        source.clock.leap(1.1);
      }
      expect(await names(source)).toHaveLength(74);
    });

    it('counts newcomers for none of those that left', async () => {
      const source = await loaded(100);
      for (let poll = 1; poll <= 5; poll += 1)
        await source.poll(() => wholePass(devices(100, (i) => (i < poll * 9 ? { external_id: `n${poll}-${i}` } : {}))));
      expect((await names(source)).filter((name) => String(name).startsWith('d'))).toHaveLength(91);
    });

    it('is judged by the rows of a day ago: strays make no room for more to leave', async () => {
      const source = await loaded(100);
      source.clock.leap(2);
      const strays = (n: number, left: number) =>
        devices(n + left, (i) => (i < n ? { external_id: `stray ${i}` } : { external_id: `d${i - n}` }));
      await source.poll(() => wholePass(strays(900, 100)));
      await source.poll(() => wholePass(strays(900, 80)));
      expect((await names(source)).filter((name) => String(name).startsWith('d'))).toHaveLength(100);
      expect(await holds(source)).toMatchObject([{ state: 'open', absent: 20 }]);
      // A day later they are rows like any others.
      source.clock.leap(2);
      await source.poll(() => wholePass(strays(900, 80)));
      expect(await names(source)).toHaveLength(980);
    });

    it('that an operator approved counts towards no bound', async () => {
      const source = await loaded(100);
      await source.poll(() => wholePass(devices(50)));
      await decideHolds(open().store, source.name, 'approved');
      await source.poll(() => wholePass(devices(50)));
      await source.poll(() => wholePass(devices(46)));
      expect(await names(source)).toHaveLength(46);
      await source.poll(() => wholePass(devices(44)));
      expect(await names(source)).toHaveLength(46);
    });

    it('that waited for 14 days goes on waiting while the clock is not believed', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      source.clock.leap(40);
      await source.poll(() => wholePass(devices(8)), { believesClock: async () => false });
      expect(await names(source)).toHaveLength(20);
    });

    it('has no object any more when the rows come back', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      await source.poll(() => wholePass(devices(20)));
      expect(await holds(source)).toMatchObject([{ state: 'recovered' }]);
      expect((await source.rows('device')).every((row) => row.absent_since === null)).toBe(true);
    });

    it('is carried out after 14 days of confirmed absence', async () => {
      const source = await loaded(20);
      await source.poll(() => wholePass(devices(8)));
      source.clock.leap(13);
      await source.poll(() => wholePass(devices(8)));
      expect(await names(source)).toHaveLength(20);
      source.clock.leap(2);
      await source.poll(() => wholePass(devices(8)));
      expect(await names(source)).toHaveLength(8);
    });

    it('is offered anew with what vanished meanwhile when its first part was carried out after 14 days', async () => {
      const source = await loaded(40);
      await source.poll(() => wholePass(devices(28)));
      source.clock.leap(15);
      const receipt = await source.poll(() => wholePass(devices(12)));
      expect(receipt.datasets.device).toMatchObject({ removed: 12, held: 16 });
      expect(await holds(source)).toMatchObject([{ state: 'open', absent: 16, total: 28 }]);
      await decideHolds(open().store, source.name, 'rejected');
      source.clock.leap(15);
      await source.poll(() => wholePass(devices(12)));
      expect(await names(source)).toHaveLength(28);
    });
  });
});
