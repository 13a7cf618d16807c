// Filters of the list of devices as they stand in the hash, and as the API takes them. Names and numbers of people are none of
// them. Pure.

/** By their names in the hash: how the API calls them. */
const FILTERS = {
  platform: 'platform',
  ownership: 'ownership',
  compliance: 'compliance',
  source: 'source',
  below: 'osVersion.lt',
  version: 'osVersion',
  model: 'model',
  homeCountry: 'homeCountry',
  currentCountry: 'currentCountry',
  roaming: 'roaming',
  unseen: 'lastSeenAt.olderThan',
  app: 'app',
  appBelow: 'appVersion.lt',
  appVersion: 'appVersion',
} as const;
export type FilterName = keyof typeof FILTERS;

/** Stands for devices that do not tell it. */
export const UNKNOWN = '-';

const isFilterName = (name: string): name is FilterName => Object.hasOwn(FILTERS, name);

/** What is set, in the order in which it is told. */
export const filtersIn = (query: URLSearchParams): readonly (readonly [FilterName, string])[] =>
  [...query].flatMap(([name, value]) => (isFilterName(name) && value !== '' ? [[name, value] as const] : []));

/** Devices that are gone at their source are listed on demand alone: they are counted nowhere. */
export const GONE = 'gone';

/** What lists may be sorted by: it has an index. */
export const SORTS = ['deviceName', '-lastSeenAt', 'lastSeenAt', 'osVersion', 'model'] as const;
export type Sort = (typeof SORTS)[number];
export const SORT = 'sort';

/** For the API: of a list, and of a download. */
export function filterQuery(query: URLSearchParams): Readonly<Record<string, string>> {
  const filters = filtersIn(query).map(([name, value]) =>
    value === UNKNOWN ? [`${FILTERS[name]}.isNull`, 'true'] : [FILTERS[name], value],
  );
  const gone = query.get(GONE) === null ? [['absentSince.isNull', 'true']] : [];
  const sort = SORTS.filter((one) => one === query.get(SORT)).map((one) => ['sort', one]);
  return Object.fromEntries([...filters, ...gone, ...sort]);
}

/** What somebody installed can tell of health or religion: then a purpose is wanted. */
export const wantsPurpose = (query: URLSearchParams): boolean => filtersIn(query).some(([name]) => name === 'app');
