// Sources that are paged by offset prove an absence by two passes: neither an approval nor a rejection speaks of what one
// pass alone did not find.
import { describe, expect, it } from '@jest/globals';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource } from './scripted.ts';

describe('a decision on a held removal of a source that is paged by offset', () => {
  onEachEngine((open) => {
    function* pass(rows: readonly SourceRow[]): Generator<PollStep> {
      yield { dataset: 'device', pass: 'start' };
      yield { dataset: 'device', rows };
      yield { dataset: 'device', complete: { marker: 'test', rows: rows.length, offsetPaged: true } };
    }
    const stored = async (source: ScriptedSource) => (await source.rows('device')).length;
    /** `gone` for two passes, `fresh` others since the second. */
    const held = async (count: number, gone: number, fresh: number) => {
      const source = new ScriptedSource(open().store);
      const all = devices(count);
      for (const from of [0, gone, gone + fresh]) await source.poll(() => pass(all.slice(from)));
      expect(await source.rows('deletion_hold')).toMatchObject([{ state: 'open', absent: gone }]);
      return { source, left: all.slice(gone + fresh) };
    };

    it('approves exactly the rows that were counted, many or few', async () => {
      for (const [count, gone, fresh] of [
        [100, 20, 20],
        [100, 11, 1],
      ] as const) {
        const { source } = await held(count, gone, fresh);
        await decideHolds(open().store, source.name, 'approved');
        expect(await carryOutApproved(source.dependencies(() => []))).toBe(true);
        expect(await stored(source)).toBe(count - gone);
        expect(await source.rows('deletion_hold')).toMatchObject([{ state: 'done', absent: gone }]);
      }
    });

    it('keeps by a rejection exactly these', async () => {
      const { source, left } = await held(100, 20, 3);
      await decideHolds(open().store, source.name, 'rejected');
      await source.poll(() => pass(left));
      expect(await stored(source)).toBe(97);
    });
  });
});
