// Speaks to the REST web services: the vendor's media types, offset pages, a header that is renewed once when refused.
// Links that records carry are never followed: they name the server as it calls itself.
import { z } from 'zod';
import type { HttpClient, HttpResponse, RequestKeys } from '../../net/http.ts';
import type { PollContext } from '../contract.ts';
import type { Credential } from '../credential.ts';
import { type OffsetList, offsetPages, type Place } from '../offset-pages.ts';
import { Optional } from '../optional.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';
import { type BlackberryUemConfig, baseOf } from './config.ts';
import { credentialOf } from './credentials.ts';
import { recordsIn } from './parts.ts';

export const PRODUCT = 'BlackBerry UEM';
const KEYS: RequestKeys = { address: '`url` and `tenantId`', account: 'the account and its role' };

const totalShape = z.int().nonnegative().optional();

export class UemClient {
  readonly tenantId: string;
  readonly #base: string;
  readonly #http: HttpClient;
  readonly #credential: Credential;
  readonly #types = new Optional(406, 'own');

  constructor(config: BlackberryUemConfig, context: Pick<PollContext, 'http' | 'clock'>) {
    this.tenantId = config.tenantId;
    this.#base = baseOf(config);
    this.#http = context.http;
    this.#credential = credentialOf(config, context);
  }

  /** Throws SourceError where the account is refused: before anything is asked for. */
  async signIn(): Promise<void> {
    await this.#credential.get();
  }

  /** The answer as an object, or null where it says nothing (404, `{}`). `type` is that of the vendor's media type. */
  async find(path: string, type: string): Promise<WireRecord | null> {
    const answer = await this.#request(path, type, [404]);
    const record = answer.status === 404 ? {} : recordOf(answer);
    return Object.keys(record).length === 0 ? null : record;
  }

  /** The answer as an object. Throws SourceError. */
  async get(path: string, type: string): Promise<WireRecord> {
    return recordOf(await this.#request(path, type, []));
  }

  /** The pages of a list, from a row on, in an order that does not change with what people are called. */
  pages(list: { path: string; type: string; name: string; pageSize: number; sortBy?: string }, from?: Place) {
    const { path, type, name, pageSize, sortBy } = list;
    const optional = { includeTotal: 'true', ...(sortBy !== undefined && { sortBy }) };
    const asked = new Optional(400, ...Object.keys(optional));
    const read: OffsetList['read'] = async (offset) => {
      const answer = await asked.ask((names) => {
        const taken = Object.entries(optional).filter(([name]) => names.has(name));
        const query = new URLSearchParams({
          max: String(pageSize),
          offset: String(offset),
          ...Object.fromEntries(taken),
        });
        // The samples write blanks as %20.
        return this.get(`${path}?${query.toString().replaceAll('+', '%20')}`, type);
      });
      const total = totalShape.safeParse(answer.total);
      if (!total.success) throw wrongShape(PRODUCT);
      return { records: recordsIn(answer, name), total: total.data ?? null, more: null };
    };
    return offsetPages({ product: PRODUCT, pageSize, read, isOrdered: () => asked.has('sortBy') }, from);
  }

  async #request(path: string, type: string, accept: readonly number[]): Promise<HttpResponse<unknown>> {
    const url = this.#base + path;
    const ask = (Accept: string) =>
      this.#credential.ask(
        (header, others) =>
          this.#http.json({ url, keys: KEYS, headers: { Authorization: header, Accept }, accept: others }),
        accept,
      );
    // The vendor's own type is demanded; where a version spells it in another way, any is better than none.
    const own = `application/vnd.blackberry.${type}-v1+json, */*;q=0.1`;
    return this.#types.ask((names) => ask(names.has('own') ? own : 'application/json, */*'));
  }
}

function recordOf({ body }: HttpResponse<unknown>): WireRecord {
  if (!isRecord(body)) throw wrongShape(PRODUCT);
  return body;
}
