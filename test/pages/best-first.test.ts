// The order of people that a search found.
import { expect, it } from '@jest/globals';
import { bestFirst } from '../../pages/estate/best-first.ts';

it('puts the best matches first, and those that match alike by name, as the language orders names', () => {
  const found = [
    ['Zoë Rossi', 'word'],
    ['Vera Rossi', 'exact'],
    ['Östen Rossi', 'exact'],
    ['Anna Rossi', 'exact'],
    [null, 'exact'],
    ['Bea Rossi', 'beginning'],
  ] as const;
  const users = found.map(([displayName, rank]) => ({ displayName, matched: [{ field: 'surname', rank }] }));
  const last = { displayName: 'Ada', matched: [] };
  expect(bestFirst([last, ...users], 'de').map(({ displayName }) => displayName)).toEqual([
    ...[null, 'Anna Rossi', 'Östen Rossi', 'Vera Rossi', 'Bea Rossi', 'Zoë Rossi', 'Ada'],
  ]);
});
