// Filters of the list of devices as they stand in the hash, and as the API takes them. Names and numbers of people are none of
// them, and nothing that somebody typed is but versions: an app that is typed stays in memory. Pure.

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
  appBelow: 'appVersion.lt',
} as const;
export type FilterName = keyof typeof FILTERS;

/** Stands for devices of which no system tells it, or tells that it does not know: as statistics count them. */
export const UNKNOWN = '-';

const isFilterName = (name: string): name is FilterName => Object.hasOwn(FILTERS, name);

/** What is set, in the order in which it is told. */
export const filtersIn = (query: URLSearchParams): readonly (readonly [FilterName, string])[] =>
  [...query].flatMap(([name, value]) => (isFilterName(name) && value !== '' ? [[name, value] as const] : []));

/** What the API calls it, of its own names: links that were made for it are read, too. */
const OF_API = 'unknown';

/** In place of `unknown=osVersion,model`: the same filters by their names here. Null where there is nothing to put in place. */
export function unknownIn(query: URLSearchParams): readonly FilterName[] | null {
  const fields = (query.get(OF_API) ?? '').split(',');
  const names = Object.keys(FILTERS).filter(isFilterName);
  const told = names.filter((name) => fields.includes(FILTERS[name]));
  return told.length === fields.length ? told : null;
}

/** Devices that are gone at their source are listed on demand alone: they are counted nowhere. */
export const GONE = 'gone';

/** What lists may be sorted by: it has an index. */
export const SORTS = ['deviceName', '-lastSeenAt', 'lastSeenAt', 'osVersion', 'model'] as const;
export type Sort = (typeof SORTS)[number];
export const SORT = 'sort';

/** What lists of devices take from the hash. */
export const DEVICE_QUERY: readonly string[] = [...Object.keys(FILTERS), GONE, SORT];

/** For the API: of a list, and of a download. `app` is the one that was typed. */
export function filterQuery(query: URLSearchParams, app = ''): Readonly<Record<string, string>> {
  const told = filtersIn(query).filter(([, value]) => value !== UNKNOWN);
  const filters = told.map(([name, value]) => [FILTERS[name], value]);
  const untold = filtersIn(query).flatMap(([name, value]) => (value === UNKNOWN ? [FILTERS[name]] : []));
  const unknown = untold.length > 0 ? [['unknown', untold.join(',')]] : [];
  const ofApp = wantsPurpose(query) ? [['app', app]] : [];
  const gone = query.get(GONE) === null ? [['absentSince.isNull', 'true']] : [];
  const sort = SORTS.filter((one) => one === query.get(SORT)).map((one) => ['sort', one]);
  return Object.fromEntries([...filters, ...unknown, ...ofApp, ...gone, ...sort]);
}

/** The same as a body. */
export const devicesBy = ({ sort, ...filters }: Readonly<Record<string, string>>) => ({
  ...{ dataset: 'devices', filters, ...(sort !== undefined && { sort }) },
});

/** What somebody installed can tell of health or religion: then a purpose is wanted. */
export const wantsPurpose = (query: URLSearchParams): boolean => filtersIn(query).some(([name]) => name === 'appBelow');

/** Up to five digits between dots, or a day: `9.60.4`, `10.0.26100.1742`. A phone number and an IMEI are none. */
const VERSION = /^(\d{1,3}|(0|[1-9]\d{0,4})(\.(\d{1,5}|20\d{6})){1,4})$/;
export const isVersion = (text: string): boolean => VERSION.test(text);

/** Versions are of a platform: numbers of two are compared, and put into an order, by nothing that somebody wants to know. */
const BOUNDS: readonly FilterName[] = ['below', 'appBelow'];

export type Mistake = 'version' | 'platform' | 'app';

/** Why this cannot be asked: the first thing to mend. Null where it can. */
export function mistakeIn(query: URLSearchParams, app = ''): Mistake | null {
  const bounds = filtersIn(query).filter(([name]) => BOUNDS.includes(name));
  if (bounds.some(([, value]) => !isVersion(value))) return 'version';
  const isByVersion = bounds.length > 0 || query.get(SORT) === 'osVersion';
  if (isByVersion && (query.get('platform') ?? '') === '') return 'platform';
  return wantsPurpose(query) && app === '' ? 'app' : null;
}
