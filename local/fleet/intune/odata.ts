// What all Graph collections share: error bodies, $select, $top, $filter, next links with an opaque token.
// Property tables say what an entity has; what is not selected is not computed and not returned.
import { randomUUID } from 'node:crypto';
import type { Json } from '../estate/device.ts';
import type { Answer, Exchange, JsonObject } from '../http/exchange.ts';

/** How each property of an entity is made from its record. */
export type PropertyTable<T> = Readonly<Record<string, (record: T) => Json>>;

/** Ends the handling of a request with an error answer. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toAnswer(now: number, clientRequestId: string): Answer {
    const innerError = {
      date: new Date(now).toISOString().slice(0, 19),
      'request-id': randomUUID(),
      'client-request-id': clientRequestId,
    };
    return {
      status: this.status,
      headers: this.headers,
      json: { error: { code: this.code, message: this.message, innerError } },
    };
  }
}

export const badRequest = (message: string, code = 'BadRequest'): GraphError => new GraphError(400, code, message);
export const notFound = (code = 'ResourceNotFound'): GraphError =>
  new GraphError(
    404,
    code,
    'Resource does not exist or one of its queried reference-property objects are not present.',
  );

/** An instant as Graph writes it: UTC, whole seconds. */
export function instant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The names in `$select`, or the default set. `id` always comes. Unknown names are refused as Graph does. */
export function selected(
  exchange: Exchange,
  properties: ReadonlySet<string>,
  defaults: readonly string[],
  type: string,
): string[] {
  const text = exchange.query.get('$select');
  if (text === null || text.trim() === '') return [...defaults];
  const names = new Set(['id']);
  for (const name of text.split(',').map((part) => part.trim())) {
    if (!properties.has(name)) {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
      );
    }
    names.add(name);
  }
  return [...names];
}

/** Makes a function that turns a record into an object with the given properties, in their order. */
export function projector<T>(table: PropertyTable<T>, names: readonly string[]): (record: T) => JsonObject {
  const makers = names.flatMap((name): [string, (record: T) => Json][] => {
    const make = table[name];
    return make ? [[name, make]] : [];
  });
  return (record) => {
    const row: JsonObject = {};
    for (const [name, make] of makers) row[name] = make(record);
    return row;
  };
}

export function pageSize(exchange: Exchange, defaultSize: number): number {
  const text = exchange.query.get('$top');
  if (text === null) return defaultSize;
  const top = Number(text);
  if (!Number.isInteger(top) || top < 1)
    throw badRequest(`Invalid page size specified: '${text}'.`, 'Request_BadRequest');
  return top;
}

/** A token for a URL: base64url of JSON behind a mark, opaque to everybody else. */
export function writeToken(content: JsonObject): string {
  return `m~${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
}

export function readToken(token: string): JsonObject {
  try {
    const parsed: Json = JSON.parse(Buffer.from(token.replace(/^m~/, ''), 'base64url').toString());
    if (token.startsWith('m~') && typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed;
  } catch {
    // Falls through to the refusal below.
  }
  throw badRequest('Badly formed token.');
}

/** The same request, with another `$skiptoken`. */
export function nextLink(exchange: Exchange, token: string): string {
  const kept = [...exchange.query].filter(([name]) => name !== '$skiptoken' && name !== '$skip');
  const query = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${exchange.origin}${encodeURI(exchange.path)}?${[...query, `$skiptoken=${encodeURIComponent(token)}`].join('&')}`;
}

export function contextUrl(exchange: Exchange, fragment: string): string {
  return `${exchange.origin}/${exchange.path.split('/')[1] ?? 'v1.0'}/$metadata#${fragment}`;
}

/** Of a collection, or of what there is one of: by its path. */
export const contextOfPath = (exchange: Exchange, rest = ''): string =>
  contextUrl(exchange, exchange.path.split('/').slice(2).join('/') + rest);
