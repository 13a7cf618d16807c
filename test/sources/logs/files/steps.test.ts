// How much one step takes: rows are written once in a step, however many lines they are of.
import { afterEach, expect, it } from '@jest/globals';
import type { LogStep } from '../../../../lib/sources/contract.ts';
import { follow } from '../../../../lib/sources/logs/files/follow.ts';
import type { Gathering } from '../../../../lib/sources/logs/format.ts';
import { FollowedFiles, madeUpLog, type Said } from '../made-up.ts';

const files = new FollowedFiles();
afterEach(() => files.remove());

/** Sums of as many names as there are, or of numbers: each of them a row. */
function sums(by: 'name' | 'number'): Gathering<Said> {
  const counts = new Map<string | number, number>();
  return {
    add: (event) => void counts.set(event[by], (counts.get(event[by]) ?? 0) + 1),
    rows: () => [{ dataset: 'location', events: Array.from(counts, ([name, times]) => ({ name, times })) }],
    get size() {
      return counts.size;
    },
  };
}

async function stepsOf(by: 'name' | 'number'): Promise<readonly LogStep[]> {
  const to = { source: 'log', paths: files.paths, encoding: 'utf-8', from: new Date(0), settings: by } as const;
  const context = { signal: new AbortController().signal, clock: { now: () => new Date() } };
  const steps: LogStep[] = [];
  for await (const step of follow(
    madeUpLog(() => sums(by)),
    to,
    context,
  ))
    if (step.lines.read > 0) steps.push(step);
  return steps;
}

it('ends with as many rows as one transaction should write, not with as many lines, and more of them where much is left', async () => {
  const NUMBER = 120_000;
  files.write('a.log', Array.from({ length: NUMBER }, (_, i) => `${i + 1} u${i % 7}\n`).join(''));
  const [few, many] = [await stepsOf('name'), await stepsOf('number')];
  expect(few.map(({ lines }) => lines.read)).toEqual([NUMBER]);
  expect(few.map(({ told }) => told[0]?.events.length)).toEqual([7]);
  expect(many.map(({ lines }) => lines.read)).toEqual([5_000, 10_000, 20_000, 40_000, 45_000]);
  expect(many.reduce((sum, { told }) => sum + (told[0]?.events.length ?? 0), 0)).toBe(NUMBER);
});
