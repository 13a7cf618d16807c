// What stands in the hash of the address. Pure.

export interface Route {
  readonly view: string;
  /** What stands behind the view: `#/status/intune-1` has one part. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** `#/estate/devices/17?platform=ios`. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/').filter((part) => part !== '');
  return { view, path: rest.map(decoded), query: new URLSearchParams(query) };
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
