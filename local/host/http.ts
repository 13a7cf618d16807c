// The HTTP side: finds the function of a request (sorted by name, first match wins), checks the key, then the switch
// "disabled", runs it and writes its answer. Statuses and empty bodies are those of the real host (FunctionInvocationMiddleware.cs).
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpData } from './core.ts';
import type { HttpFunction } from './functions.ts';
import type { Invoker } from './invocation.ts';
import type { KeyStore } from './keys.ts';
import type { HostLog } from './log.ts';
import { matchRoute } from './routes.ts';

export type Reply = { status: number; headers?: Record<string, string>; body?: Uint8Array };
export type HttpRequest = { message: IncomingMessage; method: string; path: string[]; query: URLSearchParams };
type Parts = { keys: KeyStore; invoker: Invoker; log: HostLog; bodyLimit: number };

/** Their bodies mean nothing (RFC 9110, 9.3), so that nobody may fill the memory with them: a key is not always asked for. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);
const BODILESS_LIMIT = 64 * 1024;

/** The key that a request presents: the header wins over `?code=`, even a wrong one (E8 of the runtime's facts). */
export function presentedKey({ message, query }: HttpRequest): string | undefined {
  // Of several the first, as the real host takes it; `headers` would join them.
  const header = message.headersDistinct['x-functions-key'];
  if (header !== undefined) return header[0];
  return [...query].find(([name]) => name.toLowerCase() === 'code')?.[1];
}

/** Answers requests for functions; undefined if no function has the route and method. */
export function createRouter(
  functions: HttpFunction[],
  parts: Parts,
): (request: HttpRequest) => Promise<Reply> | undefined {
  const sorted = functions.toSorted((a, b) => (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1));
  return (request) => {
    for (const target of sorted) {
      const parameters = matchRoute(target.route, request.method, request.path);
      if (parameters) return serve(target, request, parameters, parts);
    }
    return undefined;
  };
}

async function serve(
  target: HttpFunction,
  request: HttpRequest,
  parameters: Record<string, string>,
  parts: Parts,
): Promise<Reply> {
  const level = parts.keys.level(presentedKey(request), target.name);
  const authorized = target.authLevel === 'anonymous' || level === 'admin' || level === target.authLevel;
  if (!authorized) return { status: 401 };
  if (target.disabled && level !== 'admin') return { status: 404 };
  // Seen on a real host: without a name of its own there is no address to hand on.
  if (!request.message.headers.host) return { status: 500 };
  const length = Number(request.message.headers['content-length'] ?? 0);
  const limit = BODILESS.has(request.method) ? Math.min(parts.bodyLimit, BODILESS_LIMIT) : parts.bodyLimit;
  // The real host meets its limit while it hands the body on: for the caller the function has failed.
  if (length > limit) return { status: length > parts.bodyLimit ? 500 : 413, headers: { connection: 'close' } };
  // Without Content-Length the real host passes no body on, whatever is sent (GrpcMessageConversionExtensions.cs).
  const body = length > 0 ? await readBody(request.message, limit) : undefined;
  const http = toHttpData(request, parameters, body);
  const reason = 'This function was programmatically called via the host APIs.';
  const outcome = await parts.invoker.invoke(target, { http }, reason, traceParent(request.message));
  if (!outcome.succeeded) return { status: 500 };
  return toReply(target, outcome.value?.http, parts.log);
}

/** The whole body, at most `limit` bytes of it. Throws when the client goes away in the middle. */
export async function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > limit) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toHttpData(request: HttpRequest, parameters: Record<string, string>, body: Buffer | undefined): HttpData {
  const { message, method } = request;
  const headers = Object.entries(message.headersDistinct).map(
    ([name, values]) => [name, values?.join(',') ?? ''] as const,
  );
  const data: HttpData = {
    url: `http://${message.headers.host}${message.url}`,
    method,
    nullableHeaders: nullable(headers),
    nullableQuery: nullable(joinRepeated(request.query)),
    nullableParams: nullable(Object.entries(parameters)),
  };
  if (body) data.body = { bytes: body };
  return data;
}

/** ASP.NET's query: names differ by more than case, repeated values are joined by a comma. */
function joinRepeated(query: URLSearchParams): (readonly [string, string])[] {
  const joined = new Map<string, [string, string]>();
  for (const [name, value] of query) {
    const known = joined.get(name.toLowerCase());
    if (known) known[1] += `,${value}`;
    else joined.set(name.toLowerCase(), [name, value]);
  }
  return [...joined.values()];
}

function nullable(entries: (readonly [string, string])[]): Record<string, { value: string }> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}

/** The caller's trace goes on; without one it begins here (W3C Trace Context). */
function traceParent(message: IncomingMessage): string {
  const given = message.headers.traceparent;
  if (typeof given === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(given)) return given;
  const random = randomBytes(24).toString('hex');
  return `00-${random.slice(0, 32)}-${random.slice(32)}-00`;
}

function toReply(target: HttpFunction, http: HttpData | undefined, log: HostLog): Reply {
  if (!http) return { status: 204 };
  const refused = http.cookies?.length
    ? 'cookies'
    : http.enableContentNegotiation
      ? 'enableContentNegotiation'
      : undefined;
  if (refused) {
    log.write(
      'error',
      `Function.${target.name}`,
      `'${target.name}' answered with ${refused}: not supported by the embedded host.`,
    );
    return { status: 500 };
  }
  const headers = { ...http.headers };
  // How the answer is framed is the server's business.
  for (const name of ['content-length', 'transfer-encoding', 'connection']) delete headers[name];
  const status = Number(http.statusCode ?? 200);
  return http.body?.bytes ? { status, headers, body: http.body.bytes } : { status, headers };
}
