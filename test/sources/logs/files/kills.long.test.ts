// A poll that is killed before one of its commits leaves nothing of what that would have written: the next one reads it.
import { describe, expect, it } from '@jest/globals';
import { FollowedFiles, L, once } from '../made-up.ts';
import { play, SCENARIOS } from './scenarios.ts';

/** Its readings are killed before the commit of a number each, and begun anew. */
class KilledFiles extends FollowedFiles {
  readonly #at: number;
  killed = 0;
  constructor(at: number) {
    super();
    this.#at = at;
  }
  override async read(): Promise<boolean> {
    this.killAt = this.#at;
    if (!(await super.read())) this.killed += 1;
    this.killAt = Number.POSITIVE_INFINITY;
    return super.read();
  }
}

async function killed(at: number, play: (files: KilledFiles) => Promise<void>): Promise<KilledFiles> {
  const files = new KilledFiles(at);
  try {
    await play(files);
  } finally {
    files.remove();
  }
  return files;
}

describe('a poll that is killed before it commits', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'loses nothing and tells nothing twice: %s',
    async (_, { steps, total }) => {
      const { numbers, killed: times } = await killed(0, (files) => play(files, steps));
      expect(numbers).toEqual(once(1, total));
      expect(times).toBeGreaterThan(0);
    },
  );

  it('at any commit of a long reading goes on from the last one', async () => {
    const NUMBER = 120_000;
    for (const at of [0, 1, 2]) {
      const {
        told,
        killed: times,
        steps,
      } = await killed(at, async (files) => {
        files.write('a.log', Array.from({ length: NUMBER }, (_, i) => `${i + 1} u\n`).join(''));
        await files.read();
      });
      expect([at, times, told.length, new Set(told.map(({ number }) => number)).size]).toEqual([at, 1, NUMBER, NUMBER]);
      expect(steps.every(({ lines }) => lines.read <= 50_000)).toBe(true);
      expect(steps.filter(({ lines }) => lines.read > 0).length).toBeGreaterThan(2);
    }
  });
});

describe('many small files', () => {
  it('are read by steps of many, in which no file is told without its place', async () => {
    const {
      told,
      files: known,
      steps,
    } = await killed(1, async (files) => {
      for (let i = 1; i <= 1_100; i += 1) files.write(`${i}.log`, L(i * 2 - 1, i * 2));
      await files.read();
    });
    expect([told.length, new Set(told.map(({ number }) => number)).size]).toEqual([2_200, 2_200]);
    expect(known).toHaveLength(1_100);
    expect(steps.length).toBeLessThan(10);
  });
});
