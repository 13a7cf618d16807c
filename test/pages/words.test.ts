// Words for what the API calls things.
import { expect, it } from '@jest/globals';
import { datasetIn } from '../../pages/parts/datasets.ts';
import { own } from '../../pages/parts/own.ts';

it.each(['__proto__', 'constructor', 'toString'])('has no word for %s, which every object has', (name) => {
  expect([own({ ios: 'iOS' }, name), own({ ios: 'iOS' }, 'ios')]).toEqual([undefined, 'iOS']);
  expect(datasetIn('en', name)).toBe(name);
});
