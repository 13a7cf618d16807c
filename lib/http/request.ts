// Reads an incoming request: query without the function key, JSON body within bounds, undeclared parameters refused.
import type { HttpRequest } from '@azure/functions';
import type { ApiParameter } from './endpoint.ts';
import { ApiError, invalidRequest, type ParameterError } from './problem.ts';

const BODY_BYTES = 64 * 1024;

/**
 * The query, with its repeated and empty parameters: `request.query` is a record, in which the host joins or drops them.
 * The function key (`code`) is taken out: it is answered apart, for the access log.
 */
export function queryOf(request: HttpRequest): { query: URLSearchParams; codes: readonly string[] } {
  const given = new URL(request.url).searchParams;
  // Not by `delete`, which moves all that follows for each one of many.
  const query = new URLSearchParams([...given].filter(([name]) => name !== 'code'));
  return { query, codes: given.getAll('code') };
}

/** Every parameter of the query that is not declared, stands there twice, or is missing. */
export function queryErrors(parameters: readonly ApiParameter[], query: URLSearchParams): readonly ParameterError[] {
  const declared = parameters.filter((p) => p.in === 'query');
  const known = new Set(declared.map((p) => p.name));
  const unknown = `Unknown. ${allowed([...known])}`;
  const missing = declared.filter((p) => p.required && !query.has(p.name));
  return [
    ...[...new Set(query.keys())].flatMap((name) => {
      if (!known.has(name)) return [{ parameter: shown(name), detail: unknown }];
      return query.getAll(name).length > 1 ? [{ parameter: name, detail: 'Given more than once.' }] : [];
    }),
    ...declared.flatMap(({ name, schema }) => {
      const values: readonly unknown[] | null = Array.isArray(schema.enum) ? schema.enum : null;
      const given = query.get(name);
      return values && given !== null && !values.includes(given)
        ? [{ parameter: name, detail: `One of: ${values.join(', ')}.` }]
        : [];
    }),
    ...missing.map(({ name }) => ({ parameter: name, detail: 'Missing.' })),
  ];
}

const NO_BODY = 'Empty. Send it with Content-Length: a body in chunks (Transfer-Encoding: chunked) does not arrive.';

/** The JSON body. Throws ApiError 400, 413 or 415. */
export async function bodyOf(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ApiError(415, 'content-type', 'The body must be JSON.', 'Send content-type: application/json.');
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity')
    throw new ApiError(415, 'content-encoding', 'The body is compressed.', 'Send it as it is, no Content-Encoding.');
  const bytes = await request.arrayBuffer();
  // The runtime drops bodies in chunks: they look like none.
  if (bytes.byteLength === 0) throw invalidRequest([{ parameter: 'body', detail: NO_BODY }]);
  if (bytes.byteLength > BODY_BYTES)
    throw new ApiError(413, 'too-large', 'The body is too large.', `At most ${BODY_BYTES} bytes are read.`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidRequest([{ parameter: 'body', detail: 'Not valid JSON in UTF-8.' }]);
  }
}

/** Preferences are separated by commas, each with its parameters behind semicolons (RFC 7240). */
export const wantsTotal = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  (headers.get('prefer') ?? '')
    .toLowerCase()
    .split(',')
    .some((one) => one.split(';')[0]?.replaceAll('"', '').replaceAll(' ', '') === 'count=exact');

/** The surrogate id in the path. Throws ApiError 400. */
export function idOf(params: Readonly<Record<string, string>>, name = 'id'): number {
  const text = params[name] ?? '';
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id))
    throw invalidRequest([{ parameter: name, detail: 'The id that a list answered: a whole number.' }]);
  return id;
}

/** A parameter's name as an answer may repeat it: names are not values, but callers can put anything there. */
export function shown(name: string): string {
  return /^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(name) ? name : '(unreadable name)';
}

const allowed = (names: readonly string[]): string =>
  names.length === 0 ? 'This operation takes no parameters.' : `Allowed: ${names.join(', ')}.`;
