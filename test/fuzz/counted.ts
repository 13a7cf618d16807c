// Counts the steps of every parser in a process that runs our files as they are.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Optimised code leaves blocks out of the count, and so does what was thrown away meanwhile. */
const COUNTED = ['--no-opt', '--no-maglev', '--no-flush-bytecode'];

interface Growth {
  /** How many subjects. */
  readonly measured: number;
  /** Those whose steps grew faster than their input, and by how much. */
  readonly excesses: readonly string[];
  /** Of subjects that grow with the square of their input: 1 where all of them were found. */
  readonly found: number;
}

/** The second size should be small, so that work that grows with the square is found before it takes minutes. */
export async function growthOver(...sizes: readonly number[]): Promise<Growth> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...COUNTED, 'test/fuzz/growth.ts', ...sizes.map(String)],
    { maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout);
}
