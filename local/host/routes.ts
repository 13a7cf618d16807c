// Route templates of ASP.NET Core, as far as HTTP functions use them: literals, {x}, {x:int}, {x?}, {x=default}, {*rest}.
// What is not known here is refused by name when the route is read, never guessed when a request comes.
// https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates

type Segment =
  | { kind: 'literal'; text: string }
  | { kind: 'parameter'; name: string; accepts: ((value: string) => boolean)[]; optional: boolean; preset?: string }
  | { kind: 'rest'; name: string };
export type Route = { segments: Segment[]; methods: ReadonlySet<string>; key: string };

const CONSTRAINTS: Record<string, (value: string) => boolean> = {
  int: (value) => /^[+-]?\d{1,18}$/.test(value) && Number(value) === (Number(value) | 0),
  long: (value) => /^[+-]?\d{1,30}$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
};

/** Reads a template, prefix included. `methods` empty: every method. An Error says what is wrong with the template. */
export function parseRoute(template: string, methods: readonly string[]): Route {
  if (/^[/~]/.test(template)) throw new Error(`The route '${template}' must not start with '/' or '~'.`);
  const parts = template === '' ? [] : template.replace(/\/$/, '').split('/');
  if (parts.includes('')) throw new Error(`The route '${template}' has an empty segment.`);
  const segments = parts.map((part) => parseSegment(template, part));
  const last = segments.length - 1;
  segments.forEach((segment, index) => {
    const openEnded = segment.kind === 'rest' || (segment.kind === 'parameter' && segment.optional);
    if (openEnded && index < last) throw new Error(`In the route '${template}' an optional part must be the last one.`);
  });
  const names = segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name.toLowerCase()]));
  if (new Set(names).size < names.length) throw new Error(`The route '${template}' names a parameter twice.`);
  return {
    segments,
    methods: new Set(methods.map((method) => method.toUpperCase())),
    key: parts.join('/').toLowerCase(),
  };
}

function parseSegment(template: string, part: string): Segment {
  if (!/[{}]/.test(part)) return { kind: 'literal', text: part.toLowerCase() };
  const match = /^\{(\*{0,2})([a-z_][\w-]*)((?::[^{}:?=]+)*)(\?|=[^{}]*)?\}$/i.exec(part);
  if (!match) throw new Error(`'${part}' in the route '${template}' is not supported by the embedded host.`);
  const [, star, name = '', constraints = '', ending = ''] = match;
  if (star) {
    if (constraints || ending)
      throw new Error(`'${part}' in the route '${template}' is not supported by the embedded host.`);
    return { kind: 'rest', name };
  }
  const accepts = constraints
    .split(':')
    .slice(1)
    .map((constraint) => {
      const accept = Object.hasOwn(CONSTRAINTS, constraint) ? CONSTRAINTS[constraint] : undefined;
      if (!accept)
        throw new Error(
          `The constraint '${constraint}' in the route '${template}' is not supported by the embedded host.`,
        );
      return accept;
    });
  if (ending.startsWith('=')) return { kind: 'parameter', name, accepts, optional: true, preset: ending.slice(1) };
  return { kind: 'parameter', name, accepts, optional: ending === '?' };
}

/** The parameters of a path that the route matches, or undefined. `path` as `splitPath` gives it. */
export function matchRoute(route: Route, method: string, path: readonly string[]): Record<string, string> | undefined {
  if (route.methods.size > 0 && !route.methods.has(method)) return undefined;
  const rest = route.segments.at(-1)?.kind === 'rest';
  if (path.length > route.segments.length && !rest) return undefined;
  const found: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    const value = path[index];
    if (segment.kind === 'rest') {
      // A catch-all that matches nothing is no parameter at all, as in ASP.NET, where its value is null.
      if (value !== undefined) found[segment.name] = path.slice(index).join('/');
    } else if (segment.kind === 'literal') {
      if (value?.toLowerCase() !== segment.text) return undefined;
    } else if (value === undefined) {
      if (!segment.optional) return undefined;
      if (segment.preset !== undefined) found[segment.name] = segment.preset;
    } else if (value === '' || !segment.accepts.every((accept) => accept(value))) {
      return undefined;
    } else {
      found[segment.name] = value;
    }
  }
  return found;
}

/** True if some request would match both by the same template (WebJobs' conflict rule). */
export function conflicts(a: Route, b: Route): boolean {
  const overlap =
    a.methods.size === 0 || b.methods.size === 0 || [...a.methods].some((method) => b.methods.has(method));
  return overlap && a.key === b.key;
}

/**
 * The decoded segments of a request path, without dots (RFC 3986, 5.2.4: behind decoding, as Kestrel does it); one trailing
 * slash does not count, %2F stays encoded (as ASP.NET leaves it).
 */
export function splitPath(pathname: string): string[] {
  const path: string[] = [];
  const segments = pathname.replace(/^\//, '').split('/').map(decodeSegment);
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') path.pop();
    // A slash behind the last segment, or behind dots that were the last.
    if (!isDots && !(segment === '' && index === segments.length - 1)) path.push(segment);
  }
  return path;
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment.replace(/%2f/gi, (slash) => `%25${slash.slice(1)}`));
  } catch {
    return segment;
  }
}
