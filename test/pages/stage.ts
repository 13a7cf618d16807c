// A server for the pages alone: the files of the build below a prefix, as behind a proxy, and answers of the API that a test
// gives. It notes what was asked.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { pagesIn, toDocs } from '../../lib/http/pages.ts';
import { buildOnce } from '../end-to-end/bundle.ts';

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

const {
  paths,
}: { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>> } =
  JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
/** All that the API has. */
export const operations = Object.values(paths).flatMap((methods) =>
  Object.values(methods).map(({ operationId }) => operationId),
);

/** What every page asks. */
const SHELL: Answers = {
  'GET health': ok({ status: 'ready' }),
  'GET roles': ok({ roles: null, operations }),
  'GET purposes': ok({ items: ['support'] }),
  'GET privacy/sources': ok({ items: [] }),
};

export class Stage {
  /** What the API was asked, with the query. */
  readonly asked: string[] = [];
  /** What it had no answer to: none of a test that is complete. */
  readonly unanswered: string[] = [];
  readonly key = 'a key that only tests use';
  answers: Answers = {};
  readonly #server: Server;
  readonly #pages = pagesIn(pathToFileURL(`${join(process.cwd(), 'dist/pages')}/`));
  #url = '';

  constructor() {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '', this.#url);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString('utf8');
      const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : null;
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
    const answer = this.answers[asked] ?? SHELL[asked];
    if (headers['x-functions-key'] !== this.key && asked !== 'GET health') return { status: 401 };
    if (!answer) {
      this.unanswered.push(asked);
      return { status: 404 };
    }
    const reply =
      typeof answer === 'function' ? await answer(query, body === '' ? null : JSON.parse(body), headers) : answer;
    return {
      status: reply.status,
      headers: { ...reply.headers, 'content-type': reply.type ?? 'application/json; charset=utf-8' },
      body: reply.text ?? JSON.stringify(reply.body ?? null),
    };
  }

  /** Connections that are open are ended: nobody answers any more. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
