// Bodies that are none, or other ones, and rows that cannot be read.

import { SPOILED_EVERY } from './estate-changes.ts';
import { failed, OK } from './fault.ts';
import { HINTS } from './hints.ts';
import { type HttpFault, withoutList } from './http-faults.ts';

const PROXY = 'See what answers at that address: mostly a proxy or a portal in place of the API.';

export const bodyFaults: readonly HttpFault[] = [
  {
    name: 'a login page as 200',
    group: 'body',
    rules: ({ api }) => [{ fault: 'login-page', path: api }],
    outcome: () => failed('not-json', HINTS.notJson),
    remedy: 'Exempt the address from the sign-in of the proxy.',
  },
  {
    name: 'an empty body',
    group: 'body',
    rules: ({ api }) => [{ fault: 'empty-body', path: api }],
    outcome: () => failed('not-json', HINTS.notJson),
    remedy: PROXY,
  },
  {
    name: 'JSON that ends in its middle',
    group: 'body',
    rules: ({ list }) => [{ fault: 'truncated-json', path: list }],
    outcome: withoutList('not-json', HINTS.notJson),
    remedy: 'Look at the proxies: one may cut long answers.',
  },
  {
    name: 'JSON that ends in its middle, on the second page',
    group: 'body',
    rules: ({ list }) => [{ fault: 'truncated-json', path: list, after: 1 }],
    outcome: withoutList('not-json', HINTS.notJson, 'a part'),
    remedy: 'Look at the proxies: one may cut long answers.',
  },
  {
    name: 'JSON that is told to be plain text',
    group: 'body',
    rules: ({ api }) => [{ fault: 'wrong-content-type', path: api }],
    outcome: () => failed('not-json', HINTS.notJson),
    remedy: PROXY,
  },
  {
    name: 'JSON of another shape',
    group: 'body',
    rules: ({ api }) => [{ fault: 'wrong-shape', path: api }],
    outcome: () => failed('wrong-shape', HINTS.notJson),
    remedy: 'Look at the version of the product, and at what answers at that address.',
  },
  {
    name: 'gzip that is corrupt',
    group: 'body',
    rules: ({ list }) => [{ fault: 'corrupt-gzip', path: list }],
    outcome: withoutList('not-json', HINTS.notJson),
    remedy: PROXY,
  },
  {
    name: 'a megabyte that inflates to a gigabyte',
    group: 'body',
    rules: ({ list }) => [{ fault: 'gzip-bomb', path: list }],
    outcome: withoutList('too-large', HINTS.tooLarge),
    remedy: PROXY,
  },
  {
    name: 'some kilobytes that inflate to four million rows',
    group: 'body',
    rules: ({ list }) => [{ fault: 'countless-rows', path: list }],
    outcome: withoutList('too-large', HINTS.countlessRows),
    remedy: PROXY,
  },
  {
    name: 'a row of a hundred thousand keys',
    group: 'body',
    rules: ({ list }) => [{ fault: 'countless-keys', path: list }],
    outcome: withoutList('too-large', HINTS.countlessKeys),
    remedy: PROXY,
  },
];

export const rowFaults: readonly HttpFault[] = [
  {
    name: 'rows that are no objects, or have no key',
    group: 'rows',
    rules: ({ list, key }) => [{ fault: 'wrong-rows', path: list, every: SPOILED_EVERY, key: key.wire }],
    outcome: ({ key }) => ({ ...OK, state: 'incomplete', poll: 'partial', rejected: [key.rejected] }),
    remedy: 'Tell the vendor, with the fields under `rejected`: removals wait until every key can be read.',
  },
  {
    name: 'a property of another type',
    group: 'rows',
    rules: ({ list, property }) => [{ fault: 'wrong-rows', path: list, every: SPOILED_EVERY, spoil: property.wire }],
    outcome: ({ property }) => ({ ...OK, rejected: [property.rejected] }),
    remedy: 'Tell the vendor, with the fields under `rejected`: the value is stored as null, all else of the row is.',
  },
  {
    name: 'a property that no row has any more',
    group: 'rows',
    rules: ({ list, property }) => [{ fault: 'lacking', path: list, key: property.wire }],
    outcome: () => ({ ...OK, state: 'held', held: 'values' }),
    remedy:
      'Look at the rights of the account and at the version: the former values are kept. If they are gone indeed: `POST .../deletions/approve`.',
  },
  {
    name: 'rows that nobody had before, without an end',
    group: 'rows',
    isApart: true,
    rules: ({ list, key }) => [{ fault: 'endless-newcomers', path: list, key: key.wire }],
    outcome: ({ withoutList, dataset }) => ({
      state: 'failing',
      held: 'growth',
      poll: 'partial',
      code: 'time-budget',
      hint: HINTS.budget,
      written: { ...withoutList, [dataset]: 'everything' },
    }),
    remedy:
      'Look at what answers. Up to ten times the rows of a day ago are stored, or 10,000 more where that is more; the rest is not, until `POST .../deletions/approve`. What is gone again is removed as anything is.',
  },
  {
    name: 'a row twice in a page',
    group: 'rows',
    rules: ({ list }) => [{ fault: 'duplicate-in-page', path: list }],
    outcome: () => ({ ...OK, state: 'incomplete', poll: 'partial' }),
    remedy: 'Nothing: it is stored once, and may stand in the place of another, so that nothing is removed.',
  },
  {
    name: 'a row on two pages',
    group: 'rows',
    rules: ({ list }) => [{ fault: 'duplicate-across-pages', path: list }],
    outcome: () => ({ ...OK, state: 'incomplete', poll: 'partial' }),
    remedy: 'Nothing: it is stored once, and may stand in the place of another, so that nothing is removed.',
  },
];
