// What stands in the hash of the address. Pure.

export interface Route {
  readonly view: string;
  /** What stands behind the view: `#/status/intune-1` has one part. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** Nothing that a link of these pages names is longer: a stranger's would fill the page, and the log of the API. */
const LONGEST = 200;
/** No view. */
const NOWHERE: Route = { view: '-', path: [], query: new URLSearchParams() };

/** `#/estate/devices/17?platform=ios`. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/').filter((part) => part !== '');
  const route = { view, path: rest.map(decoded), query: new URLSearchParams(query) };
  return [...route.path, ...[...route.query].flat()].some(({ length }) => length > LONGEST) ? NOWHERE : route;
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
