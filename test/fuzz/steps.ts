// Counts the steps of a piece of work: how often each block of code was entered, in our files, the libraries under them
// and Node's own JavaScript. Time would tell of the machine; these counts are the same everywhere. V8 counts only what it
// compiles after `startCounting`: what is measured must be imported behind it, in a process without other work.
// https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#method-startPreciseCoverage
import { Session } from 'node:inspector/promises';

const session = new Session();

export async function startCounting(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/** The blocks that were entered since the last count: taking one costs as much as much work. */
export async function stepsSinceLast(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
}

/** The blocks that were entered while `work` ran, and since the last count. What it throws does not matter here. */
export async function stepsOf(work: () => unknown): Promise<number> {
  try {
    await work();
  } catch {
    // A refusal is an answer, too.
  }
  return stepsSinceLast();
}
