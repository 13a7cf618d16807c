import { describe, expect, it } from '@jest/globals';
import { isPollDue } from '../../lib/ingest/due.ts';
import { announceSource } from '../../lib/store/lease.ts';
import { onEachEngine } from '../store/stores.ts';

const MINUTE_MS = 60_000;
const QUARTERLY = '0 */15 * * * *';
const DAILY = '0 0 3 * * *';

describe('a poll', () => {
  onEachEngine((open) => {
    const due = async (inMinutes: number, schedule: string): Promise<boolean> => {
      const { store } = open();
      await announceSource(store, 'due', 'scripted');
      // Schedules are of the zone of the process.
      const at = new Date(2026, 10, 24, 12, 7);
      await store.write(({ db }) =>
        db
          .updateTable('source_state')
          .set({ next_poll_at: new Date(at.getTime() + inMinutes * MINUTE_MS) })
          .where('source', '=', 'due')
          .execute(),
      );
      return isPollDue({ ...store, now: async () => at }, 'due', schedule);
    };

    it.each([
      ['at its time', 0, QUARTERLY, true],
      ['some seconds early', 0.1, QUARTERLY, true],
      ['not before its time', 8, QUARTERLY, false],
      ['not before its time of tomorrow', 14 * 60, DAILY, false],
      ['where its time lies further ahead than the schedule goes', 40 * 24 * 60, QUARTERLY, true],
      ['where its time lies days ahead', 40 * 24 * 60, DAILY, true],
      ['where the schedule has become a tighter one', 9 * 60, QUARTERLY, true],
    ])('is due %s', async (_, minutes, schedule, expected) => {
      expect(await due(minutes, schedule)).toBe(expected);
    });
  });
});
