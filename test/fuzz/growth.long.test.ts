// The same up to a megabyte.
import { expect, it } from '@jest/globals';
import { growthOver } from './counted.ts';

it('what a caller, a source or an operator sends takes steps in proportion to its size, up to a megabyte', async () => {
  const { excesses } = await growthOver(2 ** 12, 2 ** 14, 2 ** 17, 2 ** 20);
  expect(excesses).toEqual([]);
});
