// Speaks to the API server: credentials, versions by the Accept header, pages by number, 204 for an empty list.
// Credentials go to the configured origin and nowhere else; links in answers are not followed.
import { z } from 'zod';
import type { HttpClient, HttpRequest, HttpResponse, RequestKeys } from '../../net/http.ts';
import { expectAbout } from '../about.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import type { PollContext, Proof } from '../contract.ts';
import { Credential } from '../credential.ts';
import { type OffsetPage, offsetPages, type Place, type ReadPage } from '../offset-pages.ts';
import { Optional } from '../optional.ts';
import type { Parameter } from '../parameters.ts';
import { smallList } from '../small-list.ts';
import { isRecord, saysNothing, type WireRecord, wrongShape } from '../wire.ts';
import { tokenAddress, type WorkspaceOneConfig } from './config.ts';
import { issueToken } from './token.ts';
import { normalise, zoneOf } from './transforms.ts';

export const PRODUCT = 'Workspace ONE';

/** One of its lists. */
export interface ListRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** In what order, where the version knows it. */
  readonly order?: Readonly<Record<string, string>>;
  /** What the list is called in the answer: Devices, Users, ResultSet, ... */
  readonly key: string;
  readonly pageSize?: number;
  /** False where nothing is proven by it: a count that is wrong, or changes meanwhile, does no harm then. */
  readonly counted?: boolean;
  /** Of the device whose list it is, by what its records call it, where they name it. */
  readonly about?: About;
}

/** The id that was asked for, and what an answer calls it: a property with the id, or a reference. */
export interface About {
  readonly id: string;
  readonly as: string;
}

interface RecordOptions {
  /** Of the resource, by the Accept header (default 1). */
  readonly version?: number;
  /** What a bare array is called. */
  readonly items?: string;
  readonly about?: About;
  /** Statuses that say that there is none (default 404). */
  readonly accept?: readonly number[];
}

const totals = z.object({ Total: z.number().optional(), TotalResults: z.number().optional() });

export class WorkspaceOneClient {
  readonly #origin: string;
  readonly #http: HttpClient;
  readonly #config: WorkspaceOneConfig;
  readonly #token: Credential;
  readonly #numbers = new Optional(406, 'version');
  readonly #zone: string;
  readonly #pageSize: number;

  constructor(config: WorkspaceOneConfig, context: Pick<PollContext, 'http' | 'clock'>) {
    this.#origin = new URL(config.url).origin;
    this.#http = context.http;
    this.#config = config;
    this.#token = new Credential(context.clock, {
      name: 'The token server',
      keys: config.tokenUrl === undefined ? '`region`' : '`tokenUrl`',
      isApart: new URL(tokenAddress(config)).origin !== this.#origin,
      issue: () => issueToken(config, context.http, context.clock),
    });
    this.#zone = zoneOf(config.timeZoneOffsetMinutes);
    this.#pageSize = config.pageSize;
  }

  /** The pages of a list from a row on, read to a proof. Throws SourceError. */
  pages(list: ListRequest, from?: Place): AsyncGenerator<ReadPage, Proof, void> {
    const pageSize = list.pageSize ?? this.#pageSize;
    const optional = new Optional(400, ...(list.order ? ['order' as const] : []));
    const read = async (offset: number, size: number): Promise<OffsetPage> => {
      // Behind a page that is shorter than the others comes the next one by its number.
      const { records, total } = await optional.ask((names) =>
        this.#page(names.has('order') ? list : { ...list, order: {} }, Math.ceil(offset / size), size),
      );
      if (list.counted !== false) return { records, total, more: null };
      const isLast = total !== null && records.length < size && offset + records.length >= total;
      return { records, total: null, more: isLast ? false : null };
    };
    return offsetPages({ product: PRODUCT, pageSize, read, isOrdered: () => optional.has('order') }, from);
  }

  /** A list that belongs to one record, in full. */
  all(list: ListRequest): Promise<readonly WireRecord[]> {
    const pages = this.pages({ pageSize: 500, ...list });
    return smallList(pages, ({ records }) => records, list.counted === false ? null : PRODUCT);
  }

  /**
   * A record by its table of parameters; null where there is none (204). A bare array stands under `items`. Throws
   * SourceError `http-404` unless accepted; `says-nothing` where nothing is in it; `wrong-shape` where none of its properties
   * is in the table: its values would seem gone; `other-answer` where it is about another record.
   */
  async record(
    path: string,
    parameters: readonly Parameter[],
    options: RecordOptions = {},
  ): Promise<WireRecord | null> {
    const answer = await this.#send({ accept: options.accept ?? [] }, path, options.version ?? 1);
    if (answer.status === 404 || answer.status === 204) return null;
    const body = Array.isArray(answer.body) ? { [options.items ?? '']: answer.body } : answer.body;
    if (!isRecord(body)) throw wrongShape(PRODUCT);
    if (Object.keys(body).length === 0) throw saysNothing(PRODUCT);
    const known = new Set(parameters.map(({ wire }) => wire.split(/[.[]/)[0]));
    if (!Object.keys(body).some((name) => known.has(name))) throw wrongShape(PRODUCT);
    checkAbout(body, options.about);
    return normalise(body, this.#zone);
  }

  /** The same of what is there in every console. Throws SourceError: `http-404`, `says-nothing`. */
  async sole(path: string, parameters: readonly Parameter[]): Promise<WireRecord> {
    const record = await this.record(path, parameters);
    if (record === null) throw saysNothing(PRODUCT);
    return record;
  }

  /** A search whose criteria stand in the body, and whose answer is a bare array. */
  async search(path: string, body: WireRecord): Promise<readonly WireRecord[]> {
    const answer = await this.#send({ method: 'POST', body, idempotent: true }, path, 1);
    if (answer.status === 204) return [];
    if (!Array.isArray(answer.body)) throw wrongShape(PRODUCT);
    return answer.body.map((record) => (isRecord(record) ? normalise(record, this.#zone) : {}));
  }

  async #page(
    list: ListRequest,
    page: number,
    pageSize: number,
  ): Promise<{ records: readonly WireRecord[]; total: number | null }> {
    const answer = await this.#send({}, addressOf(list, page, pageSize), 1);
    if (answer.status === 204) return { records: [], total: null };
    const { body } = answer;
    const rows = isRecord(body) ? body[list.key] : undefined;
    const counted = totals.safeParse(body);
    if (!Array.isArray(rows) || !counted.success) throw wrongShape(PRODUCT);
    // What is no object has no key, and is counted as such.
    const records = rows.map((row) => (isRecord(row) ? normalise(row, this.#zone) : {}));
    for (const record of records) checkAbout(record, list.about);
    return { records, total: counted.data.Total ?? counted.data.TotalResults ?? null };
  }

  /** One request. A password that was refused is not tried again: two wrong tries may lock the account. */
  #send(request: Omit<HttpRequest, 'url' | 'headers'>, path: string, version: number): Promise<HttpResponse<unknown>> {
    const { username = '', password, tenantCode } = this.#config;
    const url = `${this.#origin}${path}`;
    const ask = (Accept: string): Promise<HttpResponse<unknown>> => {
      const send = (Authorization: string, accept: readonly number[]) => {
        const headers = { Authorization, 'aw-tenant-code': tenantCode.read() };
        return this.#http.json({
          ...request,
          url,
          accept,
          keys: keysOf(this.#config),
          headers: { ...headers, Accept },
        });
      };
      const accept = request.accept ?? [];
      return password
        ? send(basicAuthorization(username, password.read()), accept)
        : this.#token.ask((token, others) => send(`Bearer ${token}`, others), accept);
    };
    const own = `application/json;version=${version}`;
    // The first version of a call is what older consoles answer with: they know no number.
    return version === 1
      ? this.#numbers.ask((names) => ask(names.has('version') ? own : 'application/json'))
      : ask(own);
  }
}

/** A token that its server gave is refused for the key of the group, or by the API server of others. */
const keysOf = ({ password }: WorkspaceOneConfig): RequestKeys => ({
  account: password ? '`username`, `password` and `tenantCode`' : '`tenantCode` and the role of `clientId`',
  address: '`url`',
});

/** Throws SourceError where the record names another device or user. */
function checkAbout(record: WireRecord, about: About | undefined): void {
  if (about) expectAbout(PRODUCT, about.id, ...idsIn(record[about.as]));
}

/** `12345`, `{ Value: 12345 }`, or a reference: `{ Id: { Value: 12345 }, Name, Uuid }`. */
function idsIn(value: unknown): readonly unknown[] {
  const inner = isRecord(value) ? (value.Id ?? value.Value) : value;
  return [isRecord(inner) ? inner.Value : inner];
}

function addressOf({ path, query = {}, order = {} }: ListRequest, page: number, pageSize: number): string {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...order, page, pagesize: pageSize }))
    if (value !== undefined) values.set(name, String(value));
  return `${path}?${values}`;
}
