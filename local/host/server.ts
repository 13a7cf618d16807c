// The listening socket: requests wait here while the host starts, everything that no function answers is answered here,
// and a stop lets the requests in flight finish.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, Reply } from './http.ts';
import { splitPath } from './routes.ts';

/** Answers a request; undefined if neither a function nor an admin route has it. */
export type Answer = (request: HttpRequest) => Promise<Reply | undefined>;
export type Front = {
  /** Resolves with the port. Requests that come before `open` wait up to 30 s. */
  listen(port: number, hostname: string): Promise<number>;
  open(answer: Answer): void;
  /** Takes no new connection; resolves when the last request has its answer. */
  drain(): Promise<void>;
  /** Ends what is still connected. */
  close(): void;
};

/** What a caller may take; keys are checked later. */
export type FrontLimits = {
  /** For the head of a request. */
  headersMs: number;
  /** For a whole request. */
  requestMs: number;
  /** How often both are looked at. */
  checkMs: number;
  /** Of a body that nobody reads, before its connection is cut. */
  unreadBytes: number;
};

/** Kestrel's time for a head. Its least rate for bodies, 240 bytes a second, would let one of 100 MB take days. */
const LIMITS: FrontLimits = { headersMs: 30_000, requestMs: 120_000, checkMs: 5_000, unreadBytes: 1_048_576 };
const STARTUP_LIMIT = 30_000;
const HOMEPAGE = '<!doctype html><title>Functions</title><p>Your functions are up and running.</p>';

export function createFront(homepageDisabled: boolean, limits = LIMITS): Front {
  const opened = Promise.withResolvers<Answer>();
  let current: Answer | undefined;
  let draining = false;
  const times = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    maxHeaderSize: 2 * KESTREL.headerBytes,
  };
  const server = createServer(times, (message, response) => {
    response.on('close', () => draining && server.closeIdleConnections());
    handle(message)
      // The client went away while it was sending; nobody reads this answer.
      .catch(() => ({ status: 500 }))
      .then((reply) => {
        cutBeyond(message, limits.unreadBytes);
        send(message, response, draining ? closing(reply) : reply);
      })
      .catch(() => response.destroy());
  });
  // As Kestrel's, between requests.
  server.keepAliveTimeout = 130_000;

  async function handle(message: IncomingMessage): Promise<Reply> {
    const refused = refusalOf(message);
    if (refused !== null) return closing({ status: refused });
    const request = parseRequest(message);
    if (request.path.join('/').toLowerCase() === 'admin/host/ping' && !current) return { status: 200 };
    current ??= await Promise.race([opened.promise, sleep(STARTUP_LIMIT, undefined, { ref: false })]);
    if (!current || draining) return { status: 503, body: Buffer.from('Function host is not running.') };
    const reply = await current(request);
    if (reply) return reply;
    if (request.path.length > 0) return { status: 404 };
    return homepageDisabled
      ? { status: 204 }
      : { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(HOMEPAGE) };
  }

  return {
    listen: (port, hostname) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, hostname, () => {
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : port);
        });
      }),
    open: (answer) => opened.resolve(answer),
    drain: () =>
      new Promise((resolve) => {
        draining = true;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserverlimits */
const KESTREL = { lineBytes: 8_192, headerBytes: 32_768, headers: 100 };

/** The status by which Kestrel refuses a request before anybody sees it. */
function refusalOf(message: IncomingMessage): number | null {
  const { method = '', url = '', rawHeaders, headersDistinct } = message;
  if (`${method} ${url} HTTP/1.1\r\n`.length > KESTREL.lineBytes) return 414;
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  if (bytes > KESTREL.headerBytes || rawHeaders.length > 2 * KESTREL.headers) return 431;
  const [host = '', ...more] = headersDistinct.host ?? [];
  return url.startsWith('/') && more.length === 0 && isHost(host) ? null : 400;
}

function parseRequest(message: IncomingMessage): HttpRequest {
  const url = message.url ?? '';
  const mark = url.indexOf('?');
  const path = splitPath(mark < 0 ? url : url.slice(0, mark));
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  return { message, method: (message.method ?? 'GET').toUpperCase(), path, query };
}

/**
 * As Kestrel takes it (HttpUtilities.ValidateHostHeader): an empty one, which HTTP/1.0 need not even have, is passed on, and
 * so is one that is no part of an address: a function that is called fails by it.
 */
const isHost = (host: string): boolean => /^$|^([A-Za-z0-9!$&'()._~-]+|\[[0-9A-Fa-f:.]{3,}\])(:\d+)?$/.test(host);

function closing(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, connection: 'close' } };
}

/** Lets go of a body that nobody read; one that is long, or has no end, with its connection. */
function cutBeyond(message: IncomingMessage, bytes: number): void {
  if (message.complete || message.destroyed) return;
  let left = bytes;
  message.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) message.socket.destroy();
  });
}

function send(message: IncomingMessage, response: ServerResponse, reply: Reply): void {
  // Of an answer to HEAD Kestrel tells no length but what the function says.
  const bodiless = reply.status === 204 || reply.status === 304 || (message.method === 'HEAD' && !reply.body?.length);
  const body = bodiless ? undefined : (reply.body ?? new Uint8Array(0));
  response.writeHead(reply.status, { ...reply.headers, ...(body ? { 'content-length': body.byteLength } : {}) });
  response.end(message.method === 'HEAD' ? undefined : body);
}
