// A plain HTTPS client for the fleet's own tests: trusts the fleet's authority, adds the token, shows status, headers and body.

import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import type { Json } from '../../local/fleet/estate/device.ts';
import { isObject, type JsonObject } from '../../local/fleet/http/exchange.ts';
import type { Fleet } from '../../local/fleet/index.ts';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
  /** Told with each piece of the body, how many there are. */
  onPiece?: (pieces: number) => void;
}

export class FleetClient {
  readonly #agent: Agent;
  readonly #fleet: Fleet;
  #token = '';

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#agent = new Agent({ ca: fleet.authority.caPem, keepAlive: true });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** One request to any address, without a token. */
  send(
    url: string,
    { method = 'GET', headers = {}, body = '', timeoutMs = 60_000, onPiece }: Call = {},
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const options: RequestOptions = { agent: this.#agent, method, headers, timeout: timeoutMs };
      const outgoing = request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          onPiece?.(chunks.length);
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new RangeError('timeout')));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** Asks for a token with the given form fields over the right ones. */
  token(fields: Record<string, string> = {}): Promise<Reply> {
    const { intune: graph } = this.#fleet.systems;
    const form = {
      client_id: graph.clientId,
      client_secret: graph.clientSecret,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ ...form, ...fields }).toString();
    return this.send(`${graph.authorityHost}/${graph.tenantId}/oauth2/v2.0/token`, { method: 'POST', headers, body });
  }

  async signIn(): Promise<void> {
    this.#token = String(bodyOf(await this.token()).access_token);
  }

  /** One request to Graph; `path` may be a whole link. */
  graph(path: string, call: Call = {}): Promise<Reply> {
    const url = path.startsWith('https:') ? path : this.#fleet.systems.intune.url + path;
    return this.send(url, { ...call, headers: { authorization: `Bearer ${this.#token}`, ...call.headers } });
  }

  async page(path: string, call: Call = {}): Promise<JsonObject> {
    return bodyOf(await this.graph(path, call));
  }

  /** Follows the next links to the end; answers the pages. */
  async pages(path: string): Promise<JsonObject[]> {
    const pages: JsonObject[] = [];
    for (let link: Json | undefined = path; typeof link === 'string'; ) {
      const page: JsonObject = await this.page(link);
      pages.push(page);
      link = page['@odata.nextLink'];
    }
    return pages;
  }
}

export function bodyOf(reply: Reply): JsonObject {
  const parsed: Json = JSON.parse(reply.body.toString());
  if (!isObject(parsed)) throw new TypeError('the body is no object');
  return parsed;
}

export function rowsOf(...pages: JsonObject[]): JsonObject[] {
  return pages.flatMap(({ value }) => (Array.isArray(value) ? value.filter(isObject) : []));
}

export function errorCode(reply: Reply): Json | undefined {
  const { error } = bodyOf(reply);
  return isObject(error) ? error.code : undefined;
}
