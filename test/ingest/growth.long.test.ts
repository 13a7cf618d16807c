import { describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { onEachEngine } from '../store/stores.ts';
import { growing } from './growing.ts';
import { devices } from './scripted.ts';

describe('growth', () => {
  onEachEngine((open) => {
    const { source, rows, holds, poll } = growing(open);

    it('is bounded bit by bit, too, and by the day', async () => {
      const s = source();
      await poll(s, 10);
      await poll(s, 6_000);
      await poll(s, 10_100);
      expect(await rows(s)).toBe(10_010);
      const other = source();
      await poll(other, 10);
      await poll(other, 6_000);
      other.clock.leap(1.1);
      await poll(other, 10_100);
      expect(await rows(other)).toBe(10_100);
    });

    it('is let in as far as it was shown, and asked about anew beyond that', async () => {
      const s = source();
      await poll(s, 10);
      await poll(s, 10_100);
      await decideHolds(open().store, s.name, 'approved');
      expect((await poll(s, 12_000)).datasets.device).toMatchObject({ inserted: 190, held: 1_800 });
      expect(await holds(s)).toMatchObject([
        { state: 'done', absent: 90 },
        { state: 'open', absent: 1_800, total: 10 },
      ]);
      // What was let in makes no room for the rest.
      expect((await poll(s, 12_000)).datasets.device).toMatchObject({ inserted: 0, held: 1_800 });
      await decideHolds(open().store, s.name, 'approved');
      // Of what a poll stores that does not come to its end no more is let in with the next one.
      await s.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(11_900) };
        throw new SourceError('It broke.', { code: 'reset', hint: 'None.' });
      });
      expect((await poll(s, 14_000)).datasets.device).toMatchObject({ inserted: 200, held: 1_900 });
      expect(await rows(s)).toBe(12_100);
    });
  });
});
