// Work grows no faster than its input, up to 32 KB: counted in steps.
import { describe, expect, it } from '@jest/globals';
import { growthOver } from './counted.ts';

const SIZES = [2 ** 12, 2 ** 15];

describe('the count of steps', () => {
  it('finds work that grows with the square of its input', async () => {
    const { excesses } = await growthOver(SIZES, '--quadratic');
    expect(excesses).toHaveLength(2);
  });
});

describe('whatever a caller, a source or an operator sends', () => {
  it('takes steps in proportion to its size', async () => {
    const { measured, excesses } = await growthOver(SIZES);
    expect(excesses).toEqual([]);
    expect(measured).toBeGreaterThan(70);
  }, 120_000);
});
