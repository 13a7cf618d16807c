// What can go wrong above TCP and TLS, by name. A rule picks requests by path and number and names one fault. Those of
// archives are in archive-faults.ts.
import { gzipSync } from 'node:zlib';
import type { Json } from '../estate/device.ts';
import { archiveFaults } from './archive-faults.ts';
import { type Answer, type Exchange, isObject } from './exchange.ts';
import type { Fault, Occasion, Strike } from './fault.ts';
import { COUNTLESS, countless, ENDLESS, LARGE_CHARACTERS, LARGE_ROWS, MARK, withNewcomers } from './large-faults.ts';
import { holding, linkTo, page, withNext } from './list-pages.ts';
import type { ListPage } from './list-shape.ts';

export const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><form action="/login">Sign in</form></body></html>';
const html = (status: number, content: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  content,
});

function problem(status: number, code: string, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers, json: { error: { code, message } } };
}

function retryAfterHeader(rule: Strike, now: number): Record<string, string> {
  const form = rule.retryAfter ?? 1;
  if (form === 'none') return {};
  // RFC 9110 10.2.3: delay seconds or an HTTP date.
  if (form === 'date') return { 'retry-after': new Date(now + 2000).toUTCString() };
  if (form === 'malformed') return { 'retry-after': 'soon' };
  return { 'retry-after': form === 'day' ? '86400' : String(form) };
}

/** Applies `change` to the text of an answer. */
function text(change: (body: string) => string, headers: Record<string, string> = {}): Fault {
  return async (occasion) => {
    const answer = await occasion.answer();
    if (answer.json === undefined) return answer;
    const { json, ...rest } = answer;
    return {
      ...rest,
      headers: { 'content-type': 'application/json', ...answer.headers, ...headers },
      content: change(JSON.stringify(json)),
    };
  };
}

const deliver =
  (delivery: Answer['delivery']): Fault =>
  async (occasion) => ({ ...(await occasion.answer()), ...(delivery ? { delivery } : {}) });

function wrongRow(row: Json, variant: number, { spoil, key = 'id' }: Strike): Json {
  if (!isObject(row)) return null;
  if (spoil !== undefined) return { ...row, [spoil]: { wrong: 'type' } };
  switch (variant % 5) {
    case 0:
      return null;
    case 1:
      return { ...row, [key]: null };
    case 2:
      return { ...row, [key]: { wrong: 'type' } };
    case 3:
      return 'not an object';
    default:
      return Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, name === key ? value : { wrong: 'type' }]),
      );
  }
}

/** Every object of an answer, with other properties than it has. */
function planted(value: Json, { add = {}, set = {} }: NonNullable<Strike['plant']>): Json {
  if (Array.isArray(value)) return value.map((item) => planted(item, { add, set }));
  if (!isObject(value)) return value;
  const own = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    set[name] ?? planted(inner, { add, set }),
  ]);
  return { ...add, ...Object.fromEntries(own) };
}

function without(value: Json, name: string): Json {
  if (Array.isArray(value)) return value.map((item) => without(item, name));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([own]) => own !== name);
  return Object.fromEntries(kept.map(([own, inner]): [string, Json] => [own, without(inner, name)]));
}

function foreignLink(page: ListPage, { exchange, rule }: Occasion): ListPage {
  const { link } = page;
  const target = new URL(typeof link === 'string' ? link : exchange.path, exchange.origin);
  const origin = rule.origin ?? 'https://attacker.example';
  return { ...page, link: `${origin}${target.pathname}${target.search}` };
}

/** The same request with the one in place of the other. */
function exchanged(exchange: Exchange, [one, other]: readonly [string, string]): Exchange {
  const change = (text: string): string =>
    text
      .split(one)
      .map((part) => part.replaceAll(other, () => one))
      .join(other);
  const query = new URLSearchParams(
    [...exchange.query].map(([name, value]): [string, string] => [name, change(value)]),
  );
  return { ...exchange, path: change(exchange.path), query };
}

/** Rows that a server gives at most, whatever is asked for. */
const CAP = 4;
/** What products call the number of rows that a page is asked for. */
const PAGE_SIZES = ['max', 'limit', 'rows', 'pagesize'];

/** Fewer rows than are asked for. */
async function capped({ exchange, rule: { cap = CAP }, answer }: Occasion): Promise<Answer> {
  const query = new URLSearchParams(
    [...exchange.query].map(([name, value]): [string, string] => [
      name,
      PAGE_SIZES.includes(name) ? String(Math.min(Number(value), cap)) : value,
    ]),
  );
  return answer({ ...exchange, query });
}

/** A gzip body of about 1 MB that inflates to 1 GB: members may be concatenated (RFC 1952 2.2). */
function bomb(): Answer {
  const member = gzipSync(Buffer.alloc(1_048_576, ' '));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return { status: 200, headers, content: Buffer.concat(Array.from({ length: 1024 }, () => member)) };
}

export const faultTable = {
  throttled: ({ rule, now }) => problem(429, 'TooManyRequests', 'Too many requests.', retryAfterHeader(rule, now)),
  unauthorized: () => problem(401, 'InvalidAuthenticationToken', 'Access token is empty or expired.'),
  forbidden: () => problem(403, 'Forbidden', 'Application is not authorized to perform this operation.'),
  'bad-request': () => problem(400, 'BadRequest', 'A parameter of the request is not known.'),
  'not-acceptable': () => problem(406, 'NotAcceptable', 'The media type is not known.'),
  'not-found': () => problem(404, 'ResourceNotFound', 'Resource does not exist.'),
  'server-error': () => problem(500, 'InternalServerError', 'An internal server error has occurred.'),
  'bad-gateway': () => html(502, '<html><body><h1>502 Bad Gateway</h1></body></html>'),
  unavailable: ({ rule, now }) =>
    problem(503, 'ServiceUnavailable', 'Service is unavailable.', retryAfterHeader(rule, now)),
  'gateway-timeout': () => problem(504, 'UnknownError', 'Gateway timeout.'),
  'login-redirect': ({ exchange }) => html(302, '', { location: `${exchange.origin}/login` }),
  'login-page': () => html(200, LOGIN_PAGE),
  'not-modified': () => ({ status: 304 }),
  /** Cookies beyond what a client takes. */
  'long-head': async ({ answer }) => ({ ...(await answer()), headers: { 'set-cookie': 'c'.repeat(20_000) } }),
  /** A token that is worth nothing any more. */
  'token-ended': async ({ answer }) => {
    const { json, ...rest } = await answer();
    return { ...rest, ...(isObject(json) && { json: { ...json, expires_in: 0 } }) };
  },
  'delta-gone': ({ exchange }) =>
    problem(410, 'syncStateNotFound', 'The sync state generation is not found.', {
      location: `${exchange.origin}${exchange.path}`,
    }),
  /** A delta link is answered as if it were none: everything comes anew. */
  'delta-resets': ({ exchange, answer }) => answer({ ...exchange, query: new URLSearchParams() }),
  'empty-body': () => ({ status: 200, headers: { 'content-type': 'application/json' }, content: '' }),
  /** An object in which nothing stands. */
  'empty-object': () => ({ status: 200, json: {} }),
  'truncated-json': text((body) => body.slice(0, Math.floor(body.length * 0.6))),
  'wrong-content-type': text((body) => body, { 'content-type': 'text/plain' }),
  'wrong-shape': async ({ answer }) => ({
    status: (await answer()).status,
    json: { items: 'none', d: { results: {} } },
  }),
  'wrong-rows': page((page, { rule }) => {
    const every = rule.every ?? 10;
    const rows = page.rows.map((row, i) =>
      i % every === every - 1 ? wrongRow(row, Math.floor(i / every), rule) : row,
    );
    return { ...page, rows };
  }),
  planted: async ({ answer, rule }) => {
    const { json, ...rest } = await answer();
    return json === undefined ? rest : { ...rest, json: planted(json, rule.plant ?? {}) };
  },
  /** Objects without the property of that name. */
  lacking: async ({ answer, rule: { key = 'id' } }) => {
    const { json, ...rest } = await answer();
    return json === undefined ? rest : { ...rest, json: without(json, key) };
  },
  /** After the last row of a list, rows that nobody had before, without an end. */
  'endless-newcomers': async (occasion) => {
    const { memory, list } = occasion;
    const answer = await occasion.answer();
    // Behind its end a list may be answered by nothing at all.
    const isList = isObject(answer.json) && list.read(answer.json) !== undefined;
    const body = isObject(answer.json) && isList ? answer.json : memory.list;
    const shown = body && list.read(body);
    if (!body || !shown) return answer;
    memory.list ??= body;
    return {
      ...answer,
      status: 200,
      json: list.write(body, withNewcomers(isList ? shown : { ...shown, rows: [] }, occasion)),
    };
  },
  'duplicate-in-page': page((page) =>
    holding(
      page,
      page.rows.flatMap((row, i) => (i % 10 === 0 ? [row, row] : [row])),
    ),
  ),
  /** The removal of each user of a delta page stands behind the user. */
  'removed-behind': page((page, { rule: { key = 'id' } }) => {
    const removed = page.rows.map((row) => ({
      [key]: isObject(row) ? (row[key] ?? null) : null,
      '@removed': { reason: 'deleted' },
    }));
    return { ...page, rows: [...page.rows, ...removed] };
  }),
  /** The rows of the page again and again, up to what a client may take. */
  'large-page': page((page) => {
    if (page.rows.length === 0) return page;
    const times = Math.min(LARGE_ROWS / page.rows.length, LARGE_CHARACTERS / JSON.stringify(page.rows).length);
    const rows = Array(Math.floor(times)).fill(page.rows).flat();
    const total = typeof page.total === 'number' ? page.total + rows.length - page.rows.length : page.total;
    return { ...holding(page, rows), total };
  }),
  'duplicate-across-pages': page((page, { memory }) => {
    const last = memory.rows?.at(-1);
    memory.rows = page.rows;
    return holding(page, last === undefined ? page.rows : [last, ...page.rows]);
  }),
  'repeated-page': page((page, { memory }) => {
    const rows = memory.rows ?? page.rows;
    memory.rows = page.rows;
    return { ...page, rows };
  }),
  /** The first page in the place of the third and later ones, whose rows are lost; they add up to the total all the same. */
  'first-page': page((page, { memory, done }) => {
    memory.head ??= page.rows;
    return done < 3 ? page : { ...page, rows: memory.head.slice(0, page.rows.length) };
  }),
  /** A page begins half a page early: rows of the one before come twice, and as many of its own are lost. */
  'shifted-page': page((page, { memory }) => {
    const half = Math.floor(page.rows.length / 2);
    const early = memory.rows?.slice(memory.rows.length - half) ?? [];
    // Behind a short page a list begins anew.
    memory.rows = page.rows.length < (memory.rows?.length ?? 0) ? [] : page.rows;
    return { ...page, rows: [...early, ...page.rows.slice(0, page.rows.length - early.length)] };
  }),
  /** The first two pages in turn, without an end. */
  'endless-cycle': page((page, occasion) => {
    const { memory, done } = occasion;
    memory.head ??= page.rows;
    if (done === 2) memory.rows = page.rows;
    const rows = (done % 2 === 1 ? memory.head : memory.rows) ?? page.rows;
    const total = page.total === undefined ? undefined : ENDLESS;
    const more = page.more === undefined ? undefined : true;
    return withNext(({ done: again }) => linkTo(occasion, { again: String(again) }))(
      { ...page, rows, total, more },
      occasion,
    );
  }),
  /** Each page has a link of its own; the last one comes again and again. */
  'endless-next-link': page(withNext((occasion) => linkTo(occasion, { again: String(occasion.done) }))),
  'self-link': page(withNext((occasion) => linkTo(occasion))),
  'foreign-next-link': page(foreignLink),
  'capped-page': capped,
  /** The same, and neither a total nor whether more follow. */
  'untold-total': (occasion) =>
    page((shown) => ({ ...shown, total: undefined, more: undefined }))({ ...occasion, answer: () => capped(occasion) }),
  /** A total that the first page reaches already. */
  'small-total': page((page, { memory }) => {
    memory.head ??= page.rows;
    return { ...page, total: memory.head.length };
  }),
  /** Fewer rows than the page, or the list, says to have. */
  'short-page': page((page) => ({ ...page, rows: page.rows.slice(0, Math.floor(page.rows.length / 2)) })),
  /** An empty list that looks final. */
  'empty-list': page(({ count, total, more }) => ({
    rows: [],
    count: count === undefined ? undefined : 0,
    total: total === undefined ? undefined : 0,
    more: more === undefined ? undefined : false,
  })),
  /** Pages without rows, that lead on truly: a delta link forgets what had changed. */
  'empty-pages': page((page) => ({ ...page, rows: [] })),
  'gzip-bomb': bomb,
  'countless-rows': countless(
    (mark) => [mark],
    `"${MARK}"`,
    () => `${'{},'.repeat(COUNTLESS)}{}`,
  ),
  'countless-keys': countless(
    (mark) => [{ [mark]: 0 }],
    `"${MARK}":0`,
    () => Array.from({ length: COUNTLESS / 40 }, (_, i) => `"${i.toString(36)}":0`).join(),
  ),
  'corrupt-gzip': () => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    content: gzipSync('{"value":[]}').fill(0, 12),
  }),
  ...archiveFaults,
  /** A gateway that does not look at the id: the first answer, but for an empty list, is that to all. */
  'first-for-all': async ({ memory, answer, list }) => {
    const own = await answer();
    const rows = isObject(own.json) ? list.read(own.json)?.rows : undefined;
    if (rows?.length !== 0) memory.first ??= own;
    return memory.first ?? own;
  },
  /** Each request is answered with what belongs to the one before it. */
  'one-behind': ({ memory, answer }) => {
    const { last = answer() } = memory;
    memory.last = answer();
    return last;
  },
  /** As from a cache that has taken two answers for one another. */
  exchanged: ({ exchange, rule: { pair }, answer }) => answer(pair ? exchanged(exchange, pair) : exchange),
  'reset-before-answer': deliver('reset-before-answer'),
  'reset-mid-body': deliver('reset-mid-body'),
  stall: deliver('stall'),
  'slow-drip': deliver('slow-drip'),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faultTable;

/** A fault, and which requests meet it. */
export interface FaultRule extends Strike {
  fault: FaultName;
}
