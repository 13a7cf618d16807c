// Measures in a process of its own how the steps of each subject grow with its input, and prints what grew too fast.
// Started by growth.test.ts; `--quadratic` measures a subject that must be found.
import { startCounting, stepsOf } from './steps.ts';

export interface Subject {
  readonly name: string;
  /** An input of about so many bytes. */
  readonly input: (size: number) => unknown;
  readonly work: (input: never) => unknown;
}

/** The second is small, so that work that grows with the square is found before it takes minutes. */
const SIZES = [2 ** 12, 2 ** 14, 2 ** 17, ...(process.env.GROWTH === 'all' ? [2 ** 20] : [])];
/** Beyond proportion: n log n grows by a sixth more from 4 to 16 KB. */
const SLACK = 1.25;
/** What a call costs whatever its input is, the taking of the counts among it. */
const FIXED = 4_000;

/** Null where the steps of a subject grow as they may; it is not measured further than to the first excess. */
async function excessOf({ name, input, work }: Subject): Promise<string | null> {
  let before = 0;
  for (const [i, size] of SIZES.entries()) {
    const made = input(size) as never;
    const steps = await stepsOf(() => work(made));
    if (before > 0 && steps > before * (size / (SIZES[i - 1] ?? size)) * SLACK + FIXED)
      return `${name}: ${before} steps, then ${steps} for ${size} bytes`;
    before = steps;
  }
  return null;
}

await startCounting();
const { subjects, quadratic } = await import('./subjects.ts');
const excesses: string[] = [];
const measured = process.argv.includes('--quadratic') ? quadratic : await subjects();
for (const subject of measured) {
  const excess = await excessOf(subject);
  if (excess !== null) excesses.push(excess);
}
process.stdout.write(JSON.stringify({ measured: measured.length, excesses }));
