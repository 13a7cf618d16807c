// A reading of several steps that is killed at each of its commits: counters add up to what was read, and no more.
import { describe, expect, it } from '@jest/globals';
import { KilledSource, type When } from './killed.ts';
import { HOURS, onEachWithLogs } from './made-up.ts';

const NUMBER = 120_000;

onEachWithLogs((opened) => {
  describe.each<When>(['before', 'behind'])('killed %s a commit', (when) => {
    it.each([0, 1, 2])('of number %d', async (at) => {
      const source = new KilledSource(opened().store, when, at);
      try {
        source.write('a.log', Array.from({ length: NUMBER }, (_, i) => `${(i % 10) + 1} u\n`).join(''));
        await source.read();
        expect(source.killed).toBe(1);
        const { numbers, counted } = await source.stored();
        expect([numbers.length, counted, (await source.rows(HOURS.name)).length]).toEqual([NUMBER, NUMBER, 1]);
      } finally {
        source.remove();
      }
    });
  });
});
