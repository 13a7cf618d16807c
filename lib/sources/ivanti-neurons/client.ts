// Speaks to Neurons for MDM: HTTP Basic, lists by `start` and `rows`. The password goes to the configured origin and
// nowhere else: no answer of the product holds a link.
import { z } from 'zod';
import type { HttpClient, HttpResponse, RequestKeys } from '../../net/http.ts';
import { isNoAnswer } from '../asked.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import type { Proof } from '../contract.ts';
import { withoutDeepValues } from '../nesting.ts';
import { type OffsetPage, offsetPages, type Place, type ReadPage } from '../offset-pages.ts';
import { smallList } from '../small-list.ts';
import { recordsOf, type WireRecord, wrongShape } from '../wire.ts';
import type { IvantiNeuronsConfig } from './config.ts';

export type Query = Readonly<Record<string, string | number>>;

const PRODUCT = 'Neurons for MDM';
const KEYS: RequestKeys = { address: '`url`', account: '`username` and `password`' };

const listShape = z.object({
  result: z.object({ searchResults: z.array(z.unknown()), totalCount: z.int().min(0).optional() }),
});
const recordShape = z.object({ result: z.record(z.string(), z.unknown()) });

export class NeuronsClient {
  readonly #origin: string;
  readonly #pageSize: number;
  readonly #http: HttpClient;
  readonly #authorization: string;

  /** Throws ConfigError where the password is missing. */
  constructor(config: IvantiNeuronsConfig, http: HttpClient) {
    this.#origin = config.url;
    this.#pageSize = config.pageSize;
    this.#http = http;
    this.#authorization = basicAuthorization(config.username, config.password.read());
  }

  /** One record. Throws SourceError. */
  async record(path: string): Promise<WireRecord> {
    const { body } = await this.#get(path, {});
    const parsed = recordShape.safeParse(body);
    if (!parsed.success) throw wrongShape(PRODUCT);
    return withoutDeepValues(parsed.data.result);
  }

  /** One page of a list, from a row on. Throws SourceError. */
  async page(path: string, query: Query, start: number): Promise<OffsetPage> {
    const { body } = await this.#get(path, { ...query, rows: this.#pageSize, start });
    return listOf(body);
  }

  /** The pages of a list, from a row on. Throws SourceError: `incomplete`, `repeated-page`, `wrong-shape`. */
  pages(path: string, query: Query = {}, from?: Place): AsyncGenerator<ReadPage, Proof, void> {
    const read = (start: number): Promise<OffsetPage> => this.page(path, query, start);
    const isOrdered = () => Object.keys(query).some((name) => name.startsWith('sortFields'));
    return offsetPages({ product: PRODUCT, pageSize: this.#pageSize, read, isOrdered }, from);
  }

  /** A list whole, of one record; null where that gives no answer. For lists that are small by their nature. */
  async all(path: string): Promise<readonly WireRecord[] | null> {
    try {
      return await smallList(this.pages(path), ({ records }) => records, PRODUCT);
    } catch (error) {
      if (isNoAnswer(error)) return null;
      throw error;
    }
  }

  #get(path: string, query: Query): Promise<HttpResponse<unknown>> {
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${this.#origin}${path}${parameters.length === 0 ? '' : '?'}${parameters.join('&')}`;
    return this.#http.json({ url, keys: KEYS, headers: { Authorization: this.#authorization } });
  }
}

function listOf(body: unknown): OffsetPage {
  const parsed = listShape.safeParse(body);
  if (!parsed.success) throw wrongShape(PRODUCT);
  const { searchResults, totalCount } = parsed.data.result;
  return { records: recordsOf(searchResults), total: totalCount ?? null, more: null };
}
