// Work grows no faster than its input, up to 16 KB: counted in steps.
import { expect, it } from '@jest/globals';
import { growthOver } from './counted.ts';

it('what a caller, a source or an operator sends takes steps in proportion to its size', async () => {
  const { measured, excesses, found } = await growthOver(2 ** 12, 2 ** 14);
  expect(excesses).toEqual([]);
  expect(measured).toBeGreaterThan(70);
  // The count tells work that grows with the square.
  expect(found).toBe(1);
});
