// Every line of a log is stored once and counted once, whatever happens to its files, and whenever a collector dies.
import { describe, expect, it } from '@jest/globals';
import { play, type Scenario } from '../../sources/logs/files/scenarios.ts';
import { once } from '../../sources/logs/made-up.ts';
import { KilledSource, type When } from './killed.ts';
import { onEachWithLogs } from './made-up.ts';

/** The same of each of them. */
export function exactlyOnce(scenarios: readonly Scenario[]): void {
  onEachWithLogs((opened) => {
    describe.each<When>(['before', 'behind'])('killed %s the commit of what was read', (when) => {
      it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, { steps, total }) => {
        const source = new KilledSource(opened().store, when, 0);
        try {
          await play(source, steps);
          expect(await source.stored()).toEqual({ numbers: once(1, total), counted: total });
          expect(source.killed).toBeGreaterThan(0);
        } finally {
          source.remove();
        }
      });
    });
  });
}
