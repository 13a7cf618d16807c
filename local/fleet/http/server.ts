// An HTTPS server on a free loopback port: reads a request whole, asks the handler (through the faults), writes the answer
// in the way the fault wants it delivered, and keeps a log of what was asked.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TlsOptions } from 'node:tls';
import type { Hosting, System } from '../member.ts';
import { type Answer, type Exchange, type Handler, Refusal, type RequestRecord } from './exchange.ts';
import { FaultRules } from './fault-rules.ts';
import { LOGIN_PAGE } from './faults.ts';
import { type ListShape, ODATA } from './list-shape.ts';
import { Listener, ODD_TLS } from './listener.ts';

export interface HttpServerOptions {
  /** May throw a Refusal. */
  handle: Handler;
  /** Told of every request, before any fault strikes. */
  onRequest?: (exchange: Exchange) => void;
  /** How its lists look, for the faults of lists (default: as Graph's). */
  list?: ListShape;
  /** Media type of JSON (default: Graph's). */
  json?: string;
}

/** What every system over HTTP shows of itself. */
export interface HttpSystem extends System {
  url: string;
  faults: FaultRules;
  /** What it was asked, oldest first. */
  requests: RequestRecord[];
}

const MAX_BODY = 16_777_216;
const LOG_LIMIT = 50_000;
const GRAPH_JSON = 'application/json;odata.metadata=minimal;charset=utf-8';

export class HttpServer {
  readonly faults: FaultRules;
  readonly requests: RequestRecord[] = [];
  readonly #listener: Listener;
  readonly #server: Server;
  readonly #handle: Handler;
  readonly #onRequest: (exchange: Exchange) => void;
  readonly #json: string;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(hosting: Hosting, { handle, onRequest = () => {}, list = ODATA, json = GRAPH_JSON }: HttpServerOptions) {
    this.#handle = handle;
    this.#onRequest = onRequest;
    this.#json = json;
    this.#listener = new Listener(hosting, (socket, tls) =>
      (tls ? this.#createServer(ODD_TLS[tls]) : this.#server).emit('connection', socket),
    );
    this.faults = new FaultRules([this.#listener], hosting.clock, list);
    this.#server = this.#createServer({});
    this.#listener.onCertificate = (certificate) =>
      this.#server.setSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  }

  #createServer(tls: TlsOptions): Server {
    const { certPem: cert, keyPem: key } = this.#listener.certificate;
    return createServer({ cert, key, keepAliveTimeout: 60_000, ...tls }, (request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    return `https://127.0.0.1:${this.#listener.port}`;
  }

  async open(): Promise<HttpSystem> {
    await this.#listener.open();
    return { url: this.url, faults: this.faults, requests: this.requests, close: () => this.close() };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#server.closeAllConnections();
    await this.#listener.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = await this.#read(request);
    this.#onRequest(exchange);
    const answer = await this.#answer(exchange);
    this.#log(exchange, answer);
    await this.#write(answer, response);
  }

  /** The login page itself meets no fault: a client that follows the redirect must end up there. */
  async #answer(exchange: Exchange): Promise<Answer> {
    if (exchange.path === '/login') {
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, content: LOGIN_PAGE };
    }
    return this.faults.apply(exchange, (asked) => this.#handled(asked));
  }

  async #handled(exchange: Exchange): Promise<Answer> {
    try {
      return await this.#handle(exchange);
    } catch (error) {
      if (error instanceof Refusal) return error.toAnswer();
      throw error;
    }
  }

  async #read(request: IncomingMessage): Promise<Exchange> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      size += chunk.length;
      if (size > MAX_BODY) throw new RangeError('request body is too large');
      chunks.push(chunk);
    }
    const url = new URL(request.url ?? '/', this.url);
    const path = decodeURIComponent(url.pathname);
    return {
      method: request.method ?? 'GET',
      path,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
      origin: this.url,
    };
  }

  #log(exchange: Exchange, answer: Answer): void {
    if (this.requests.length >= LOG_LIMIT) this.requests.splice(0, LOG_LIMIT / 2);
    const authorized = exchange.headers.authorization !== undefined;
    this.requests.push({
      method: exchange.method,
      path: exchange.path,
      query: exchange.query.toString(),
      authorized,
      status: answer.status,
    });
  }

  async #write(answer: Answer, response: ServerResponse): Promise<void> {
    const { delivery = 'whole' } = answer;
    if (delivery === 'stall') return;
    if (delivery === 'reset-before-answer') return reset(response);
    const content = answer.json === undefined ? (answer.content ?? '') : JSON.stringify(answer.json);
    const type = answer.json === undefined ? {} : { 'content-type': this.#json };
    const headers = { ...type, ...answer.headers };
    if (content instanceof Readable) {
      response.writeHead(answer.status, headers);
      await pipeline(content, response);
      return;
    }
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
    if (delivery === 'whole') response.end(bytes);
    else if (delivery === 'reset-mid-body') response.write(bytes.subarray(0, bytes.length / 2), () => reset(response));
    else this.#drip(bytes, response);
  }

  /** One byte in every tenth of a second: never idle, never done. */
  #drip(bytes: Buffer, response: ServerResponse): void {
    let sent = 0;
    const timer = setInterval(() => {
      if (sent >= bytes.length || response.destroyed) {
        clearInterval(timer);
        this.#timers.delete(timer);
        response.end();
      } else response.write(bytes.subarray(sent, ++sent));
    }, 100);
    this.#timers.add(timer);
  }
}

/** Cuts the connection. The client sees fewer bytes than the announced length. */
function reset(response: ServerResponse): void {
  response.socket?.destroy();
}
