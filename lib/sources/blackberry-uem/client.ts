// Speaks to the REST web services: the vendor's media types, offset pages, a header that is renewed once when refused.
// Links that records carry are never followed: they name the server as it calls itself.
import { z } from 'zod';
import type { HttpClient, HttpResponse } from '../../net/http.ts';
import type { PollContext } from '../contract.ts';
import { type OffsetList, offsetPages } from '../offset-pages.ts';
import { isRecord, type WireRecord, wrongShape } from '../wire.ts';
import { type BlackberryUemConfig, baseOf } from './config.ts';
import { Credentials } from './credentials.ts';
import { recordsIn } from './parts.ts';

export const PRODUCT = 'BlackBerry UEM';

const totalShape = z.int().nonnegative().optional();

export class UemClient {
  readonly tenantId: string;
  readonly #base: string;
  readonly #http: HttpClient;
  readonly #credentials: Credentials;

  constructor(config: BlackberryUemConfig, { http, clock }: Pick<PollContext, 'http' | 'clock'>) {
    this.tenantId = config.tenantId;
    this.#base = baseOf(config);
    this.#http = http;
    this.#credentials = new Credentials(config, http, clock);
  }

  /** Throws SourceError where the account is refused: before anything is asked for. */
  async signIn(): Promise<void> {
    await this.#credentials.get();
  }

  /** The answer as an object, or null where there is none (404). `type` is that of the vendor's media type. */
  async find(path: string, type: string): Promise<WireRecord | null> {
    const answer = await this.#request(path, type, [404]);
    return answer.status === 404 ? null : recordOf(answer);
  }

  /** The answer as an object. Throws SourceError. */
  async get(path: string, type: string): Promise<WireRecord> {
    return recordOf(await this.#request(path, type, []));
  }

  /** The pages of a list, from a row on, in an order that does not change with what people are called. */
  pages(list: { path: string; type: string; name: string; pageSize: number; sortBy?: string }, from = 0) {
    const { path, type, name, pageSize, sortBy } = list;
    const read: OffsetList['read'] = async (offset) => {
      const query = new URLSearchParams({ max: String(pageSize), offset: String(offset), includeTotal: 'true' });
      if (sortBy !== undefined) query.set('sortBy', sortBy);
      // The samples write blanks as %20.
      const answer = await this.get(`${path}?${query.toString().replaceAll('+', '%20')}`, type);
      const total = totalShape.safeParse(answer.total);
      if (!total.success) throw wrongShape(PRODUCT);
      return { records: recordsIn(answer, name), total: total.data ?? null, more: null };
    };
    return offsetPages({ product: PRODUCT, pageSize, read }, from);
  }

  async #request(path: string, type: string, accept: readonly number[]): Promise<HttpResponse<unknown>> {
    const send = async (header: string, others: readonly number[]) =>
      this.#http.json({
        url: this.#base + path,
        // The vendor's own type is demanded; where a version spells it in another way, any is better than none.
        headers: { Authorization: header, Accept: `application/vnd.blackberry.${type}-v1+json, */*;q=0.1` },
        accept: others,
      });
    const header = await this.#credentials.get();
    const answer = await send(header, [...accept, 401]);
    if (answer.status !== 401) return answer;
    this.#credentials.forget(header);
    return send(await this.#credentials.get(), accept);
  }
}

function recordOf({ body }: HttpResponse<unknown>): WireRecord {
  if (!isRecord(body)) throw wrongShape(PRODUCT);
  return body;
}
