import { describe, expect, it } from '@jest/globals';
import { decideHolds, heldLines } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import { onEachEngine } from '../store/stores.ts';
import { growing } from './growing.ts';
import { devices, wholePass } from './scripted.ts';

describe('growth', () => {
  onEachEngine((open) => {
    const { source, rows, holds, poll } = growing(open);

    it('beyond ten times and 10,000 rows in a day is not stored, counted, and asked about', async () => {
      const s = source();
      await poll(s, 10);
      const receipt = await poll(s, 10_200);
      expect(await rows(s)).toBe(10_010);
      expect(receipt).toMatchObject({
        rejected: 190,
        datasets: { device: { inserted: 10_000, held: 190, removed: 0 } },
      });
      expect(await holds(s)).toMatchObject([{ state: 'open', kind: 'growth', absent: 190, total: 10 }]);
      expect(await heldLines(open().store, s.name)).toMatchObject(
        [/190 rows of device .* more than a day may bring to 10/].map((line) => expect.stringMatching(line)),
      );
      await decideHolds(open().store, s.name, 'rejected');
      // Nor on a later day: what is held makes no room.
      s.clock.leap(20);
      expect((await poll(s, 10_300)).datasets.device).toMatchObject({ inserted: 0, held: 0 });
      expect(await rows(s)).toBe(10_010);
      await poll(s, 10_010);
      expect(await holds(s)).toMatchObject([{ state: 'recovered' }]);
    });

    it('is let in by the next poll once it is approved, and counts towards no bound then', async () => {
      const s = source();
      await poll(s, 10);
      // What is known is no growth, wherever it stands.
      const renamed = devices(10, () => ({ device_name: 'renamed' }));
      const receipt = await s.poll(() => wholePass([...devices(10_200).slice(10), ...renamed]));
      expect(receipt.datasets.device).toMatchObject({ updated: 10, held: 190 });
      expect(await decideHolds(open().store, s.name, 'approved')).toEqual([
        { dataset: 'device', absent: 190, kind: 'growth' },
      ]);
      expect(await carryOutApproved(s.dependencies(() => []))).toBe(false);
      await poll(s, 10_300);
      expect(await rows(s)).toBe(10_300);
      expect(await holds(s)).toMatchObject([{ state: 'done' }]);
      await poll(s, 10_301);
      expect(await rows(s)).toBe(10_301);
    });
  });
});
