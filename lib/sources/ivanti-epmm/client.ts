// Speaks to EPMM: HTTP Basic, lists by row index. The password goes to the configured address and nowhere else: no
// answer of the product holds a link.
// https://help.ivanti.com/mi/help/en_us/core/12.x/api2/APIv2/APIv2Overview.htm
import { z } from 'zod';
import type { HttpClient, HttpResponse, RequestKeys } from '../../net/http.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import type { Proof } from '../contract.ts';
import { withoutDeepValues } from '../nesting.ts';
import { type OffsetPage, offsetPages, type Place, type ReadPage } from '../offset-pages.ts';
import { Optional } from '../optional.ts';
import { isRecord, recordsOf, type WireRecord, wrongShape } from '../wire.ts';
import type { IvantiEpmmConfig } from './config.ts';

export type Query = Readonly<Record<string, string | number>>;

export interface EpmmList {
  readonly query?: Query;
  /** In what order, where the version knows it. */
  readonly order?: Query;
}

const PRODUCT = 'Ivanti EPMM';
const KEYS: RequestKeys = { address: '`url`', account: '`username` and `password`' };

const listShape = z.object({
  results: z.array(z.unknown()),
  totalCount: z.number().optional(),
  hasMore: z.boolean().optional(),
});

export class EpmmClient {
  readonly #base: string;
  readonly #space: number;
  readonly #http: HttpClient;
  readonly #authorization: string;

  /** Throws ConfigError where the password is missing. */
  constructor(config: IvantiEpmmConfig, http: HttpClient) {
    this.#base = config.url;
    this.#space = config.adminDeviceSpaceId;
    this.#http = http;
    // Once a poll: a wrong one that is tried again and again locks the account.
    this.#authorization = basicAuthorization(config.username, config.password.read());
  }

  /** One request for what is no list. Throws SourceError. */
  async record(path: string): Promise<WireRecord> {
    const { body } = await this.#get(path, {}, []);
    const results = isRecord(body) ? body.results : undefined;
    if (!isRecord(results)) throw wrongShape(PRODUCT);
    return withoutDeepValues(results);
  }

  /** All rows of a list that is not paged, of this space; null where it answers with an accepted status. */
  async all(path: string, query: Query, accept: readonly number[] = []): Promise<readonly WireRecord[] | null> {
    const { status, body } = await this.#get(path, { adminDeviceSpaceId: this.#space, ...query }, accept);
    return accept.includes(status) ? null : listOf(body).records;
  }

  /** The pages of a list, from a row on. Throws SourceError: `incomplete`, `repeated-page`, `wrong-shape`. */
  pages(path: string, list: EpmmList, pageSize: number, from?: Place): AsyncGenerator<ReadPage, Proof, void> {
    const { order = {}, query = {} } = list;
    const optional = new Optional(400, ...(list.order ? ['order' as const] : []));
    const read = async (offset: number): Promise<OffsetPage> => {
      const whole = { adminDeviceSpaceId: this.#space, ...query, limit: pageSize, offset };
      const { body } = await optional.ask((names) =>
        this.#get(path, names.has('order') ? { ...whole, ...order } : whole, []),
      );
      return listOf(body);
    };
    const isOrdered = () => optional.has('order') && 'sortField' in order;
    return offsetPages({ product: PRODUCT, pageSize, read, isOrdered }, from);
  }

  #get(path: string, query: Query, accept: readonly number[]): Promise<HttpResponse<unknown>> {
    // Not URLSearchParams: a plus in place of a blank is read as a plus by some versions.
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${this.#base}${path}${pairs.length === 0 ? '' : '?'}${pairs.join('&')}`;
    return this.#http.json({ url, accept, keys: KEYS, headers: { Authorization: this.#authorization } });
  }
}

function listOf(body: unknown): OffsetPage {
  const parsed = listShape.safeParse(body);
  if (!parsed.success) throw wrongShape(PRODUCT);
  const { results, totalCount, hasMore } = parsed.data;
  return { records: recordsOf(results), total: totalCount ?? null, more: hasMore ?? null };
}
