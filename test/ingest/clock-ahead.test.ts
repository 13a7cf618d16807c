// A collector's clock that was ahead for a poll: what it dated is not believed, and what was decided meanwhile speaks of
// what was there.
import { describe, expect, it } from '@jest/globals';
import { decideHolds } from '../../lib/ingest/holds.ts';
import type { PollStep } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

describe('after a poll with a clock that was ahead', () => {
  onEachEngine((open) => {
    const AHEAD = 400;
    const loaded = async () => {
      const source = new ScriptedSource(open().store);
      await source.poll(() => wholePass(devices(100)));
      return source;
    };
    const ahead = async (source: ScriptedSource, left: number) => {
      source.clock.leap(AHEAD);
      await source.poll(() => wholePass(devices(left)));
    };
    const back = (source: ScriptedSource) => source.clock.leap(1 / 24 - AHEAD);
    const passesOf = async ({ name }: ScriptedSource): Promise<Record<string, unknown>> => {
      const states = open().store.db.selectFrom('source_state').select('passes').where('source', '=', name);
      return JSON.parse((await states.executeTakeFirstOrThrow()).passes ?? '{}');
    };
    const stored = async (source: ScriptedSource) => (await source.rows('device')).length;
    const holds = (source: ScriptedSource) => source.rows('deletion_hold');

    it('a removal goes on being held, for 14 days from now, and no instant lies ahead', async () => {
      const source = await loaded();
      await ahead(source, 80);
      back(source);
      const now = source.clock.last;
      expect((await source.poll(() => wholePass(devices(80)))).datasets.device).toMatchObject({ held: 20 });
      const [hold] = await holds(source);
      expect(hold).toMatchObject({ state: 'open', absent: 20 });
      const passes = await passesOf(source);
      const dates = [
        ...[hold?.opened_at, hold?.confirmed_at, ...Object.values(passes)],
        ...(await source.rows('device')).flatMap((row) => row.absent_since ?? []),
      ].map((at) => Date.parse(String(at instanceof Date ? at.toISOString() : at)));
      expect(Math.min(...dates)).toBeGreaterThanOrEqual(now.getTime());
      expect(Math.max(...dates)).toBeLessThanOrEqual(source.clock.last.getTime());
      source.clock.leap(14);
      await source.poll(() => wholePass(devices(80)));
      expect(await stored(source)).toBe(80);
    });

    it('the last complete pass is not dated ahead, whatever becomes of the next poll', async () => {
      const source = await loaded();
      await ahead(source, 100);
      back(source);
      await source.poll(() => []);
      expect(Date.parse(String((await passesOf(source)).device))).toBeLessThanOrEqual(source.clock.last.getTime());
    });

    it('one during which the clock is set back took no time', async () => {
      const source = await loaded();
      const { seconds } = await source.poll(() => {
        source.clock.leap(-1);
        return wholePass(devices(100));
      });
      expect(seconds).toBe(0);
      expect((await source.rows('poll_run')).map(({ duration_ms }) => Number(duration_ms) >= 0)).toEqual([true, true]);
    });

    it('an approval removes what was held then, and nothing that left later', async () => {
      const source = await loaded();
      await ahead(source, 80);
      await decideHolds(open().store, source.name, 'approved');
      back(source);
      expect((await source.poll(() => wholePass(devices(5)))).datasets.device).toMatchObject({ removed: 20, held: 75 });
      expect(await holds(source)).toMatchObject([{ state: 'done' }, { state: 'open', absent: 75 }]);
    });

    it('a rejection keeps what was held then, and nothing that left later', async () => {
      const source = await loaded();
      await ahead(source, 80);
      await decideHolds(open().store, source.name, 'rejected');
      back(source);
      await source.poll(() => wholePass(devices(78)));
      expect(await stored(source)).toBe(98);
      await source.poll(() => wholePass(devices(100)));
      expect(await holds(source)).toMatchObject([{ state: 'recovered' }]);
    });

    it('a pass by offset that was begun then removes nothing of its own absences', async () => {
      const source = await loaded();
      source.clock.leap(AHEAD);
      await source.poll(function* (): Generator<PollStep> {
        yield { dataset: 'device', pass: 'start', checkpoint: { at: 0 } };
        yield { dataset: 'device', rows: devices(50), checkpoint: { at: 50 } };
      });
      back(source);
      const rest = devices(98).slice(50);
      await source.poll(function* (): Generator<PollStep> {
        yield { dataset: 'device', rows: rest };
        yield { dataset: 'device', complete: { marker: 'test', rows: 98, offsetPaged: true }, checkpoint: {} };
      });
      expect(await stored(source)).toBe(100);
    });

    it('or one that goes forth and back, the removals of a day are bounded together', async () => {
      const source = await loaded();
      for (let poll = 0, left = 100; poll < 10; poll += 1) {
        source.clock.leap((poll % 2 === 0 ? 2 : -2) / 24);
        left = Math.ceil(left * 0.92);
        await source.poll(() => wholePass(devices(left)));
      }
      expect(await stored(source)).toBe(92);
      // The hours of this day are not forgotten for those that a clock far ahead counted.
      const other = await loaded();
      await other.poll(() => wholePass(devices(92)));
      await ahead(other, 91);
      back(other);
      await other.poll(() => wholePass(devices(84)));
      expect(await stored(other)).toBe(91);
    });
  });
});
