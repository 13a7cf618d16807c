// What stands in the hash of the address. Pure.

export interface Route {
  readonly view: string;
  /** What stands behind the view: `#/status/intune-1` has one part. */
  readonly path: readonly string[];
  /** Each name once, as it stands there first: whatever shows it, and whatever asks by it, take the same. */
  readonly query: URLSearchParams;
  /** A name stands there again, with another value. */
  readonly isTwofold: boolean;
}

/** Nothing that a link of these pages names is longer: a stranger's would fill the page, and the log of the API. */
const LONGEST = 200;
/** No view. */
const NOWHERE: Route = { view: '-', path: [], query: new URLSearchParams(), isTwofold: false };

/** `#/estate/devices/17?platform=ios`. */
export function parseHash(hash: string): Route {
  const [place = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [view = '', ...parts] = place.split('/').filter((part) => part !== '');
  const path = parts.map(decoded);
  const told = [...new URLSearchParams(search)];
  if ([...path, ...told.flat()].some(({ length }) => length > LONGEST)) return NOWHERE;
  const query = new URLSearchParams(told.filter(([name], index) => told.findIndex(([one]) => one === name) === index));
  return { view, path, query, isTwofold: told.some(([name, value]) => query.get(name) !== value) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place in the pages. */
export function hrefOf(
  view: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query).toString();
  return `#/${[view, ...path.map(encodeURIComponent)].join('/')}${search === '' ? '' : `?${search}`}`;
}
