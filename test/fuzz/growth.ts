// Measures in a process of its own how the steps of each subject grow with its input, and prints what grew too fast.
// Started by counted.ts with the sizes as arguments.
import { startCounting, stepsOf, stepsSinceLast } from './steps.ts';

export interface Subject {
  readonly name: string;
  /** An input of about so many bytes. */
  readonly input: (size: number) => unknown;
  readonly work: (input: never) => unknown;
}

const sizes = process.argv.slice(2).map(Number);
/** Beyond proportion: n log n grows by a sixth more from 4 to 16 KB. */
const SLACK = 1.25;
/** What a call costs whatever its input is, the taking of the counts among it. */
const FIXED = 4_000;

/** Null where the steps of a subject grow as they may; it is not measured further than to the first excess. */
async function excessOf({ name, input, work }: Subject): Promise<string | null> {
  const inputs = sizes.map((size) => [size, input(size) as never] as const);
  let before = 0;
  await stepsSinceLast();
  for (const [i, [size, made]] of inputs.entries()) {
    const steps = await stepsOf(() => work(made));
    if (before > 0 && steps > before * (size / (sizes[i - 1] ?? size)) * SLACK + FIXED)
      return `${name}: ${before} steps, then ${steps} for ${size} bytes`;
    before = steps;
  }
  return null;
}

async function excessesOf(measured: readonly Subject[]): Promise<readonly string[]> {
  const excesses: string[] = [];
  for (const subject of measured) {
    const excess = await excessOf(subject);
    if (excess !== null) excesses.push(excess);
  }
  return excesses;
}

await startCounting();
const { subjects, quadratic } = await import('./subjects.ts');
const measured = await subjects();
const [excesses, found] = [await excessesOf(measured), await excessesOf(quadratic)];
process.stdout.write(JSON.stringify({ measured: measured.length, excesses, found: found.length / quadratic.length }));
