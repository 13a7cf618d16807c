// POST /$batch: up to 20 requests in one, each answered and throttled on its own; a request whose predecessor failed is 424.

import type { Json } from '../estate/device.ts';
import { type Answer, type Exchange, isObject, type JsonObject, objectBody } from '../http/exchange.ts';
import { badRequest } from './odata.ts';

const MAX_REQUESTS = 20;

interface Item {
  id: string;
  method: string;
  url: string;
  dependsOn: string[];
  headers: Record<string, string>;
  body: Json | undefined;
}

function itemOf(value: Json): Item {
  if (
    !isObject(value) ||
    typeof value.id !== 'string' ||
    typeof value.method !== 'string' ||
    typeof value.url !== 'string'
  ) {
    throw badRequest('Invalid batch payload format.');
  }
  const headers = isObject(value.headers)
    ? Object.entries(value.headers).map(([name, text]) => [name.toLowerCase(), String(text)])
    : [];
  const dependsOn = Array.isArray(value.dependsOn) ? value.dependsOn.map(String) : [];
  return {
    id: value.id,
    method: value.method.toUpperCase(),
    url: value.url,
    dependsOn,
    headers: Object.fromEntries(headers),
    body: value.body,
  };
}

function requestOf(exchange: Exchange, item: Item): Exchange {
  const version = exchange.path.split('/')[1] ?? 'v1.0';
  const url = new URL(`/${version}/${item.url.replace(/^\//, '')}`, exchange.origin);
  const { prefer: _, ...headers } = exchange.headers;
  const body = Buffer.from(item.body === undefined ? '' : JSON.stringify(item.body));
  return {
    ...exchange,
    method: item.method,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: { ...headers, ...item.headers },
    body,
  };
}

/** `serve` answers one inner request, faults included. */
export async function answerBatch(exchange: Exchange, serve: (inner: Exchange) => Promise<Answer>): Promise<Answer> {
  const requests = objectBody(exchange)?.requests;
  if (!Array.isArray(requests)) throw badRequest('Invalid batch payload format.');
  if (requests.length > MAX_REQUESTS)
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MAX_REQUESTS}.`);
  const responses: JsonObject[] = [];
  const failed = new Set<string>();
  for (const item of requests.map(itemOf)) {
    const blocked = item.dependsOn.some((id) => failed.has(id));
    const error: Json = { error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' } };
    const answer: Answer = blocked ? { status: 424, json: error } : await serve(requestOf(exchange, item));
    if (answer.status >= 400) failed.add(item.id);
    const body = answer.json ?? (typeof answer.content === 'string' ? answer.content : null);
    responses.push({
      id: item.id,
      status: answer.status,
      headers: { 'Content-Type': 'application/json', ...answer.headers },
      body,
    });
  }
  // The order of the answers is not promised.
  return { status: 200, json: { responses: responses.reverse() } };
}
