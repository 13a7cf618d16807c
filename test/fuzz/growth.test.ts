// Work grows no faster than its input, up to 128 KB (1 MB with GROWTH=all): counted in steps, by a process that runs our
// files as they are.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** Optimised code leaves blocks out of the count, and so does what was thrown away meanwhile. */
const COUNTED = ['--no-opt', '--no-maglev', '--no-flush-bytecode'];

async function measure(...options: string[]): Promise<{ measured: number; excesses: string[] }> {
  const { stdout } = await promisify(execFile)(process.execPath, [...COUNTED, 'test/fuzz/growth.ts', ...options], {
    maxBuffer: 2 ** 24,
  });
  return JSON.parse(stdout);
}

describe('the count of steps', () => {
  it('finds work that grows with the square of its input', async () => {
    const { excesses } = await measure('--quadratic');
    expect(excesses).toHaveLength(2);
  });
});

describe('whatever a caller, a source or an operator sends', () => {
  it('takes steps in proportion to its size', async () => {
    const { measured, excesses } = await measure();
    expect(excesses).toEqual([]);
    expect(measured).toBeGreaterThan(70);
  }, 120_000);
});
