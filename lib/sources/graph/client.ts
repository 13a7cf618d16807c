// Speaks to Graph: token, pages, batches. The token goes to the configured origin and nowhere else.
import { hash } from 'node:crypto';
import { z } from 'zod';
import { SourceError } from '../../errors.ts';
import type { HttpClient, HttpRequest, HttpResponse, RequestKeys } from '../../net/http.ts';
import { otherAnswer } from '../about.ts';
import type { PollContext } from '../contract.ts';
import { Credential } from '../credential.ts';
import { inParallel } from '../in-parallel.ts';
import { withoutDeepValues } from '../nesting.ts';
import { repeatedPage } from '../offset-pages.ts';
import { Seen } from '../seen.ts';
import { isRecord, recordsOf, type WireRecord, wrongShape } from '../wire.ts';
import { addressesOf, type GraphAccess } from './config.ts';
import { expectContext } from './context.ts';
import { issueToken } from './token.ts';

export interface Page {
  readonly rows: readonly WireRecord[];
  readonly count: number | null;
  readonly nextLink: string | null;
  readonly deltaLink: string | null;
}

const pageShape = z.object({
  value: z.array(z.unknown()),
  '@odata.count': z.number().optional(),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const errorShape = z.object({ error: z.object({ code: z.string() }) });
const batchShape = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown() })),
});

const KEYS: RequestKeys = { address: '`cloud` and `graphUrl`', account: 'the app registration `clientId`' };
const BATCH_SIZE = 20;
const LONGEST_LINK = 8_192;
/** A page of a round of changes may be empty and lead on, but not for ever. */
const MAX_EMPTY_PAGES = 1_000;
/** So may as many pages in a row that tell nothing new, as told something; or so many of a short round. */
const MAX_STALE_PAGES = 20;

export class GraphClient {
  readonly #origin: string;
  readonly #http: HttpClient;
  readonly #token: Credential;

  constructor(config: GraphAccess, context: Pick<PollContext, 'http' | 'clock'>) {
    const { graphOrigin, authorityHost } = addressesOf(config);
    this.#origin = graphOrigin;
    this.#http = context.http;
    this.#token = new Credential(context.clock, {
      name: 'The token server of Entra ID',
      keys: '`tenantId`, `cloud` and `authorityHost`',
      isApart: new URL(authorityHost).origin !== graphOrigin,
      issue: () => issueToken(config, context.http),
    });
  }

  /** One request. `path` is relative to the origin (`/v1.0/..`), or a link that Graph gave. Throws SourceError. */
  async request(path: string, options: Omit<HttpRequest, 'url' | 'headers'> = {}): Promise<HttpResponse<unknown>> {
    const url = this.#own(path);
    const answer = await this.#token.ask(
      (token, accept) =>
        this.#http.json({ ...options, url, accept, keys: KEYS, headers: { Authorization: `Bearer ${token}` } }),
      options.accept,
    );
    expectContext(new URL(url), answer.body);
    return answer;
  }

  /** A single record, or null where there is none: where one of these statuses says so. */
  async record(path: string, accept: readonly number[] = [404]): Promise<WireRecord | null> {
    const answer = await this.request(path, { accept });
    if (answer.status === 404 || !isRecord(answer.body)) return null;
    return withoutDeepValues(answer.body);
  }

  /**
   * The pages from a path or link on. Throws SourceError: `expired-link` where Graph no longer knows the first one,
   * `foreign-link`, `repeated-page` where they tell nothing new any more, `wrong-shape`.
   */
  async *pages(first: string, kind: 'list' | 'delta' = 'list'): AsyncGenerator<Page, void, void> {
    const [seen, links] = [new Seen(), new Seen()];
    let [told, again, news, stale, empty] = [0, 0, 0, 0, 0];
    for (let link: string | null = first; link !== null; ) {
      links.add(link);
      const page: Page = await this.#page(link);
      const fresh = page.rows.filter((row) => seen.add(typeof row.id === 'string' ? row.id : JSON.stringify(row)));
      told += fresh.length;
      if (fresh.length > 0) [again, news, stale] = [0, news + 1, 0];
      else if (page.rows.length > 0) [again, stale] = [again + page.rows.length, stale + 1];
      empty = page.rows.length > 0 ? 0 : empty + 1;
      // A round of changes may tell of somebody once more, on pages of their own; a list may not.
      const mayComeAgain = kind === 'delta' ? told : 0;
      if (again > mayComeAgain || stale > Math.max(news, MAX_STALE_PAGES) || empty > MAX_EMPTY_PAGES)
        throw repeatedPage('Graph');
      if (page.nextLink !== null && !links.add(page.nextLink)) throw repeatedPage('Graph');
      if (page.nextLink !== null) this.#own(page.nextLink);
      if (page.deltaLink !== null) this.#own(page.deltaLink);
      yield page;
      link = page.nextLink;
    }
  }

  async #page(link: string): Promise<Page> {
    const answer = await this.request(link, { accept: [400, 404, 410] });
    if (answer.status !== 200) throw linkError(answer);
    const parsed = pageShape.safeParse(answer.body);
    if (!parsed.success) throw wrongShape('Graph');
    const { value, '@odata.count': count, '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = parsed.data;
    return { rows: recordsOf(value), count: count ?? null, nextLink: nextLink ?? null, deltaLink: deltaLink ?? null };
  }

  /** Many records by their paths, relative to the version, `width` batches at a time: null where one is gone (404). */
  async batch(paths: readonly string[], version: 'v1.0' | 'beta', width = 1): Promise<(WireRecord | null)[]> {
    const batches = Array.from({ length: Math.ceil(paths.length / BATCH_SIZE) }, (_, i) =>
      paths.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE),
    );
    return (await inParallel(batches, width, (batch) => this.#batchOf(batch, version))).flat();
  }

  async #batchOf(paths: readonly string[], version: string): Promise<(WireRecord | null)[]> {
    // An id tells what it stands for: those of another batch are other ones.
    const requests = paths.map((url, i) => ({ id: `${i}-${hash('sha1', url)}`, method: 'GET', url }));
    const answer = await this.request(`/${version}/$batch`, { method: 'POST', body: { requests }, idempotent: true });
    const parsed = batchShape.safeParse(answer.body);
    if (!parsed.success) throw wrongShape('Graph');
    const byId = new Map(parsed.data.responses.map((r) => [r.id, r]));
    if (!byId.keys().every((id) => requests.some((asked) => asked.id === id))) throw otherAnswer('Graph');
    const records: (WireRecord | null)[] = [];
    for (const { id, url } of requests) {
      const path = `/${version}${url}`;
      const one = byId.get(id);
      if (one?.status === 404) records.push(null);
      else if (one?.status === 200 && isRecord(one.body)) {
        expectContext(new URL(path, this.#origin), one.body);
        records.push(withoutDeepValues(one.body));
      }
      // Throttled, failed or forgotten: alone it is waited for as any other request, or fails as one.
      else records.push(await this.record(path));
    }
    return records;
  }

  /** The absolute address. Throws SourceError `foreign-link` where it leads elsewhere: the token must not follow. */
  #own(path: string): string {
    // Links are kept in the database, with every page: servers refuse such long ones anyway.
    if (path.length > LONGEST_LINK)
      throw new SourceError('Graph linked to an address that is too long.', {
        code: 'link-too-long',
        hint: 'The link was not followed. Check `graphUrl` and `proxy`: something may answer in place of Graph.',
      });
    const url = URL.parse(path, this.#origin);
    if (url?.origin === this.#origin && url.username === '' && url.password === '') return url.href;
    throw new SourceError('Graph linked to another server.', {
      code: 'foreign-link',
      hint: 'The link was not followed, so the token did not leave. Check `graphUrl` and `proxy`.',
    });
  }
}

function linkError(answer: HttpResponse<unknown>): SourceError {
  const parsed = errorShape.safeParse(answer.body);
  const code = parsed.success ? parsed.data.error.code : '';
  // A delta or skip token lives for days only; 410, or one of these codes with another status.
  if (answer.status === 410 || /^(syncState|resync)/i.test(code) || /skiptoken|deltatoken/i.test(code))
    return new SourceError('Graph no longer knows where the last poll stopped.', {
      code: 'expired-link',
      hint: 'Nothing to do: a full pass is read instead.',
    });
  return new SourceError(`Graph answered with status ${answer.status}.`, {
    code: `http-${answer.status}`,
    hint:
      answer.status === 404
        ? 'Check `cloud` and `graphUrl`, and the licence of the tenant.'
        : 'Check `include`, permissions and licence.',
  });
}
