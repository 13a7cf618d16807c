// Lists that end too early, never, or elsewhere.
import type { Company } from '../end-to-end/company.ts';
import { OK, type Written } from './fault.ts';
import { HINTS } from './hints.ts';
import { type HttpFault, withoutList } from './http-faults.ts';

/** A server of the company that no source names: the token must not go there. */
const elsewhere = ({ fleet }: Company) => fleet.license;

/** The list was read, with a gap. */
const inPart = (withoutList: Readonly<Record<string, Written>>): Readonly<Record<string, Written>> =>
  Object.fromEntries(Object.entries(withoutList).map(([name, of]) => [name, of === 'nothing' ? 'a part' : of]));

export const pagingFaults: readonly HttpFault[] = [
  {
    name: 'a page comes a second time in place of the next one',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'repeated-page', path: list, count: 2 }],
    outcome: withoutList('repeated-page', HINTS.again, 'a part'),
    remedy: 'Tell the vendor, if it stays.',
  },
  {
    name: 'the first page comes once more in place of the third one',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'first-page', path: list }],
    outcome: withoutList('repeated-page', HINTS.repeated, 'a part'),
    remedy: 'Tell the vendor, if it stays.',
  },
  {
    name: 'a page begins half a page early, so that some rows come twice and others not at all',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'shifted-page', path: list }],
    outcome: ({ withoutList }) => ({
      ...OK,
      state: 'incomplete',
      poll: 'partial',
      written: inPart(withoutList),
      byPlace: true,
    }),
    remedy: 'Nothing, unless it stays: the receipt shows how many different rows were read.',
  },
  {
    name: 'two pages in turn, without end',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'endless-cycle', path: list }],
    outcome: withoutList('repeated-page', HINTS.repeated, 'a part'),
    remedy: 'Tell the vendor, if it stays.',
  },
  {
    name: 'the last page leads to itself',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'self-link', path: list }],
    outcome: withoutList('repeated-page', HINTS.again, 'everything'),
    remedy: 'Tell the vendor, if it stays.',
  },
  {
    name: 'pages without end',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'endless-next-link', path: list }],
    outcome: withoutList('repeated-page', HINTS.again, 'everything'),
    remedy: 'Tell the vendor, if it stays.',
  },
  {
    name: 'the next page is on another server',
    group: 'paging',
    rules: ({ list }, company) => [{ fault: 'foreign-next-link', path: list, origin: elsewhere(company).url }],
    outcome: withoutList('foreign-link', HINTS.again),
    verify: (_binding, company) => {
      if (elsewhere(company).requests.length > 0) throw new Error('the other server was asked');
    },
    remedy: 'Find out who rewrites answers: a proxy, or somebody who wants the token. It did not leave.',
  },
  {
    name: 'the next page is on the same server, without TLS',
    group: 'paging',
    rules: ({ list, system }, company) => [
      { fault: 'foreign-next-link', path: list, origin: system(company).url.replace('https:', 'http:') },
    ],
    outcome: withoutList('foreign-link', HINTS.again),
    remedy: 'Let the balancer that ends TLS tell the server so. The token did not leave in clear text.',
  },
  {
    name: 'fewer rows than were counted',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'short-page', path: list }],
    outcome: withoutList('incomplete', HINTS.again, 'a part'),
    remedy: 'Nothing, unless it stays: then tell the vendor.',
  },
  {
    name: 'an empty list',
    group: 'paging',
    rules: ({ list }) => [{ fault: 'empty-list', path: list }],
    outcome: ({ withoutList }) => ({ ...OK, state: 'held', written: withoutList }),
    remedy:
      'Look at scope, role and filter of the account. The removal is held; of a product that is paged by offset the second complete pass in a row is, and the state is `ok` until then. If all are gone indeed: `POST .../deletions/approve` while it is held.',
  },
];
