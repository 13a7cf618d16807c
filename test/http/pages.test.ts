// How the pages are served, over files as a build makes them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pagesIn, toDocs } from '../../lib/http/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'lens-pages-'));
const [SCRIPT, MARKUP] = ['app-0A1B2C3D.js', '<!doctype html><title>Lens</title>'];
for (const [name, content] of [
  ['index.html', MARKUP],
  [SCRIPT, 'let lens;'],
  ['docs.html', MARKUP],
  ['licences.txt', 'MIT'],
] as const) {
  writeFileSync(join(folder, `${name}.gz`), gzipSync(content));
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
}
afterAll(() => rmSync(folder, { recursive: true }));
const handler = pagesIn(pathToFileURL(`${folder}/`));

interface Asked {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

/** As the runtime hands it on: what stands behind `pages/`, without a slash at its end. */
async function get(target: string, { method = 'GET', headers = {} }: Asked = {}) {
  const url = `http://inner:8080/api/${target}`;
  const path = target.replace(/^pages\/?/, '');
  const request = new HttpRequest({ url, method, headers, params: path === '' ? {} : { path } });
  const response: HttpResponseInit = Object(await handler(request, new InvocationContext()));
  const body = response.body instanceof Uint8Array ? Buffer.from(response.body) : undefined;
  return { status: response.status, headers: new Headers(response.headers), body };
}

describe('the pages', () => {
  it('are one document, asked for anew each time, in which nothing inline and nothing from elsewhere runs', async () => {
    const { status, headers, body } = await get('pages/');
    expect([status, String(body)]).toEqual([200, MARKUP]);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy.split('; ')).toContain(rule);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('are at an address with a slash: the other one leads there, whatever a proxy put before it', async () => {
    const { status, headers } = await get('pages');
    expect([status, headers.get('location')]).toEqual([308, 'pages/']);
  });

  it('may make markup of text in the page of the API alone, where Swagger UI does, and nothing inline there either', async () => {
    const policy = (await get('pages/docs.html')).headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('trusted-types');
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["script-src 'self'", "style-src 'self'"]));
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it.each([
    ['docs', 'pages/docs.html'],
    ['docs/', '../pages/docs.html'],
  ])('have the page of the API at /api/%s as well, whatever a proxy put before it', async (path, location) => {
    const request = new HttpRequest({ url: `http://inner:8080/api/${path}`, method: 'GET' });
    const { status, headers } = Object(await toDocs(request, new InvocationContext()));
    expect([status, headers.location]).toEqual([308, location]);
  });

  it('stay in the browser where their name tells their content', async () => {
    expect((await get(`pages/${SCRIPT}`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('pages/licences.txt')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ['', null, (body: Buffer) => body],
  ] as const)('come as they were compressed, to a browser that takes %j as %s', async (accepted, coding, unpack) => {
    const { headers, body } = await get(`pages/${SCRIPT}`, { headers: { 'accept-encoding': accepted } });
    expect([headers.get('content-encoding'), headers.get('vary')]).toEqual([coding, 'accept-encoding']);
    expect(String(unpack(body ?? Buffer.alloc(0)))).toBe('let lens;');
  });

  it('are not sent again to who has them: in the same coding, whole or by its head alone', async () => {
    const [plain, packed] = [{ 'accept-encoding': '' }, { 'accept-encoding': 'br' }];
    const etag = (await get('pages/', { headers: packed })).headers.get('etag') ?? '';
    const asked = (known: string, headers = packed) =>
      get('pages/', { headers: { ...headers, 'if-none-match': known } });
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      expect(await asked(known)).toMatchObject({ status: 304, body: undefined });
    expect((await asked(etag, plain)).status).toBe(200);
    expect((await asked('"other"')).status).toBe(200);
    const head = await get('pages/', { method: 'HEAD', headers: packed });
    expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, undefined, etag]);
  });

  it.each(['..%2findex.html', '../index.html', 'index.html.br', 'nothing', 'constructor', `x/${SCRIPT}`])(
    'are those of the build and no others: not %s',
    async (path) => {
      const { status, headers } = await get(`pages/${path}`);
      expect([status, headers.get('x-content-type-options')]).toEqual([404, 'nosniff']);
    },
  );
});
