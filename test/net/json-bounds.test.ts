import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '../../lib/net/client.ts';
import { JSON_BOUNDS, JsonBounds } from '../../lib/net/json-bounds.ts';
import { httpsServer, privateAuthority } from './servers.ts';

const PIECE = 16_384;

/** Gives what it counted, piece by piece as a body comes; throws what the bounds throw. */
function counted(text: string, piece = PIECE): JsonBounds {
  const bytes = Buffer.from(text);
  const bounds = new JsonBounds();
  for (let at = 0; at < bytes.length; at += piece) bounds.take(bytes.subarray(at, at + piece));
  return bounds;
}

const list = (item: string, count: number): string => `[${Array(count).fill(item).join()}]`;
const record = (keys: number, value: unknown, prefix = 'key'): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, i) => [`${prefix}${i}`, value])));
const page = (rows: string): string => `{"value":${rows},"@odata.count":3}`;

describe('an answer', () => {
  it.each([
    ['a page of 5,000 rows of 80 properties', page(list(record(80, 'a value of some length'), 5_000))],
    ['a group with 10,000 members', page(`[${JSON.stringify({ id: 'g', members: Array(10_000).fill('CN=Müller') })}]`)],
    ['records of 2,000 keys', page(list(record(2_000, 1), 100))],
    ['a list as long as it may be', list('{}', JSON_BOUNDS.items)],
    ['an object as large as it may be', record(JSON_BOUNDS.keys, {})],
    ['as many levels as there may be', '['.repeat(JSON_BOUNDS.depth) + ']'.repeat(JSON_BOUNDS.depth)],
    ['text that looks like structure', JSON.stringify([`${'[{",:'.repeat(30_000)}\\"`, '\\', '"'])],
  ])('with %s passes', (_, text) => {
    JSON.parse(text);
    expect(() => counted(text)).not.toThrow();
  });

  it.each([
    ['a list of more than 20,000 items', list('{}', JSON_BOUNDS.items + 1)],
    ['a list of more than 20,000 items', page(`[[],${list('0', JSON_BOUNDS.items + 1)}]`)],
    ['an object of more than 5,000 keys', record(JSON_BOUNDS.keys + 1, {})],
    [
      'more than 20,000 different keys',
      `[${Array.from({ length: 11 }, (_, i) => record(2_000, 0, `of${i}-`)).join()}]`,
    ],
    ['more than 100 levels', '['.repeat(JSON_BOUNDS.depth + 1) + ']'.repeat(JSON_BOUNDS.depth + 1)],
    ['values of more than 100,663,296 bytes', list(list('{}', 10_000), 150)],
    ['values of more than 100,663,296 bytes', list(list('""', 10_000), 300)],
    ['values of more than 100,663,296 bytes', list(list('[[[[]]]]', 10_000), 50)],
  ])('with %s is refused, and says so', (what, text) => {
    expect(() => counted(text)).toThrow(
      expect.objectContaining({ name: 'SourceError', code: 'too-large', hint: expect.stringContaining(what) }),
    );
  });

  it('is refused with the piece that passes the bound', () => {
    const bounds = new JsonBounds();
    expect(() => bounds.take(Buffer.from(`[${'{},'.repeat(JSON_BOUNDS.items - 1)}`))).not.toThrow();
    expect(() => bounds.take(Buffer.from('{},'))).toThrow();
  });

  it('counts the same wherever its pieces end', () => {
    const text = `${JSON.stringify({ 'a"b\\': ['ü', '\\', '"', '{', { c: [[], {}] }], d: 'e,f:g', h: 1.5 }, null, 1)}\n`;
    const whole = counted(text, text.length * 2).memory;
    expect(whole).toBeGreaterThan(600);
    for (let piece = 1; piece < text.length; piece++) expect(counted(text, piece).memory).toBe(whole);
  });

  it('that is no JSON is counted all the same, and never more often than it has bytes', () => {
    for (const text of [']]]]', '}{', '"', '"\\', ',,,,', '{{{', '<html>,:</html>', '']) counted(text, 1);
  });
});

it('the bounds stand in the promises as they are', () => {
  const promises = readFileSync('docs/promises.md', 'utf8');
  const { text, memory, items, keys, names, depth } = JSON_BOUNDS;
  const [megabytes, many] = [
    (bytes: number) => `${bytes / 1_048_576} MB`,
    (count: number) => count.toLocaleString('en'),
  ];
  for (const said of [
    `${megabytes(text)} of text, decoded; ${megabytes(memory)} of memory`,
    `${many(items)} items; ${many(keys)} keys`,
    `${many(names)}; ${depth}`,
  ])
    expect(promises).toContain(said);
});

describe('the HTTP client', () => {
  const { authority, caFile, remove } = privateAuthority();
  afterAll(remove);

  it('refuses such an answer before it was read, once, and goes on with the next one', async () => {
    const bomb = gzipSync(Buffer.from(`{"value":${list('{}', 1_000_000)}}`));
    expect(bomb.length).toBeLessThan(20_000);
    const server = await httpsServer(authority, ({ url }, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(url === '/' && { 'content-encoding': 'gzip' }),
      });
      response.end(url === '/' ? bomb : '{"value":[]}');
    });
    const client = createHttpClient({
      caFile,
      signal: new AbortController().signal,
      clock: { now: () => new Date() },
      random: () => 0,
      log: { debug: () => undefined },
    });
    const url = `https://127.0.0.1:${server.port}/`;
    await expect(client.json({ url })).rejects.toMatchObject({
      code: 'too-large',
      hint: expect.stringContaining('a list of more than 20,000 items'),
    });
    expect(client.usage.requests).toBe(1);
    expect((await client.json({ url: `${url}good` })).body).toEqual({ value: [] });
    client.close();
    await server.close();
  });
});
