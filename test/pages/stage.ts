// A server for the pages alone: the files of the build below a prefix, as behind a proxy, and answers of the API that a test
// gives. It notes what was asked.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { pagesIn, toDocs } from '../../lib/http/pages.ts';
import type { Role } from '../../lib/roles.ts';
import { OPERATIONS, type Operation } from '../../pages/shell/operations.ts';
import { buildOnce } from '../end-to-end/bundle.ts';
import { eventually } from '../end-to-end/collector-process.ts';
import { holdUp } from './slowness.ts';

const PREFIX = '/emm/lens/api/';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** In place of the body: a download. */
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
/** By method and path below `/api/`, without the query: `GET sources`. A function gets query, body and headers. */
export type Answers = Readonly<
  Record<
    string,
    Reply | ((query: URLSearchParams, body: unknown, headers: IncomingHttpHeaders) => Reply | Promise<Reply>)
  >
>;

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const problem = (status: number, code: string, title: string, detail: string): Reply => ({
  status,
  type: 'application/problem+json',
  body: { type: `urn:emm-lens:problem:${code}`, title, status, detail },
});

/** An answer that the test lets go when it wants to. */
export function held(reply: Reply): {
  readonly answer: () => Promise<Reply>;
  readonly asked: Promise<void>;
  free(): void;
} {
  const asked = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<Reply>();
  const answer = () => {
    asked.resolve();
    return reached.promise;
  };
  return { answer, asked: asked.promise, free: () => reached.resolve(reply) };
}

const {
  paths,
}: { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>> } =
  JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);
const isFor = (role: Role, operation: Operation): boolean => OPERATIONS[operation].some((one) => one === role);
const operations = Object.keys(OPERATIONS).filter(isOperation);

/** The operation that a request is of: a path as it stands goes before one with a place for an id. */
export function operationOf(method: string, path: string): Operation | undefined {
  const parts = `/api/${path}`.split('/');
  const [found] = Object.entries(paths)
    .filter(([template, methods]) => {
      const wanted = template.split('/');
      const fits = wanted.every((part, at) => part === parts[at] || (part.startsWith('{') && parts[at] !== undefined));
      return fits && wanted.length === parts.length && methods[method.toLowerCase()] !== undefined;
    })
    .toSorted(([a], [b]) => a.split('{').length - b.split('{').length);
  const name = found?.[1][method.toLowerCase()]?.operationId;
  return name !== undefined && isOperation(name) ? name : undefined;
}

/** What every page asks. */
const SHELL: Answers = {
  'GET health': ok({ status: 'ready' }),
  'GET purposes': ok({ items: ['support'] }),
  'GET privacy/sources': ok({ items: [] }),
};

const toInit = ({ status, headers, type, text, body }: Reply): HttpResponseInit => ({
  status,
  headers: { ...headers, 'content-type': type ?? 'application/json; charset=utf-8' },
  body: text ?? JSON.stringify(body ?? null),
});

export class Stage {
  /** What the API was asked, with the query. */
  readonly asked: string[] = [];
  /** What it had no answer to: none of a test that is complete. */
  readonly unanswered: string[] = [];
  readonly key = 'a key that only tests use';
  answers: Answers = {};
  /** What was asked though the key has no role for it. */
  readonly refused: string[] = [];
  /** Of the key; null where keys have none, and may ask for everything. */
  role: Role | null = null;
  readonly #server: Server;
  /** Requests that are not noted yet. */
  #unnoted = 0;
  readonly #pages = pagesIn(pathToFileURL(`${join(process.cwd(), 'dist/pages')}/`));
  #url = '';

  constructor() {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '', this.#url);
      this.#unnoted += 1;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString('utf8');
      const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : null;
      await holdUp(`${request.method} ${path}`);
      this.#unnoted -= 1;
      const {
        status = 200,
        headers,
        body: sent,
      } = await (path === null
        ? { status: 404 }
        : path === 'docs'
          ? Object(await toDocs(new HttpRequest({ url: url.href, method: 'GET' }), new InvocationContext()))
          : path.startsWith('pages')
            ? this.#page(url, path.slice('pages/'.length), request.headers['accept-encoding'])
            : this.#answer(`${request.method} ${path}`, url.searchParams, body, request.headers));
      await holdUp(`${request.method} ${path}`);
      response.writeHead(status, Object.fromEntries(new Headers(headers)));
      response.end(sent instanceof Uint8Array || typeof sent === 'string' ? sent : undefined);
    });
  }

  async open(): Promise<void> {
    buildOnce();
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#url = `http://127.0.0.1:${address.port}`;
  }

  /** What the next test is answered; nothing was asked yet. */
  show(answers: Answers): void {
    this.answers = answers;
    this.asked.length = 0;
    this.unanswered.length = 0;
    this.refused.length = 0;
    this.role = null;
  }

  /** Waits until nothing comes any more of pages that are closed: the next test would be told of it. */
  async quiet(): Promise<void> {
    await eventually('connections are closed', async () => {
      const open = await new Promise<number>((resolve) => this.#server.getConnections((_, count) => resolve(count)));
      return open + this.#unnoted === 0 || undefined;
    });
  }

  /** Of the document. */
  get url(): string {
    return `${this.#url}${PREFIX}pages/`;
  }

  async #page(url: URL, path: string, accepted: string | undefined): Promise<HttpResponseInit> {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const params: Record<string, string> = path === '' ? {} : { path };
    const asked = new HttpRequest({ url: url.href, method: 'GET', headers, params });
    return Object(await this.#pages(asked, new InvocationContext()));
  }

  async #answer(
    asked: string,
    query: URLSearchParams,
    body: string,
    headers: IncomingHttpHeaders,
  ): Promise<HttpResponseInit> {
    this.asked.push(query.size > 0 ? `${asked}?${query}` : asked);
    const { role } = this;
    const mayAsk = operations.filter((one) => role === null || isFor(role, one));
    const answer =
      this.answers[asked] ?? (asked === 'GET roles' ? ok({ roles: role && [role], operations: mayAsk }) : SHELL[asked]);
    if (headers['x-functions-key'] !== this.key && asked !== 'GET health') return { status: 401 };
    const [method = '', path = ''] = asked.split(' ');
    // Who has an app is refused to whoever may list devices.
    const isOfApp = query.has('app') || /"app":/.test(body);
    const operation = isOfApp ? 'listAppDevices' : operationOf(method, path);
    if (operation !== undefined && !mayAsk.includes(operation)) {
      this.refused.push(asked);
      return toInit(problem(403, 'no-role', 'This key has no role for that.', `Of ${operation}.`));
    }
    if (!answer) {
      this.unanswered.push(asked);
      return { status: 404 };
    }
    const reply =
      typeof answer === 'function' ? await answer(query, body === '' ? null : JSON.parse(body), headers) : answer;
    return toInit(reply);
  }

  /** Connections that are open are ended: nobody answers any more. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
