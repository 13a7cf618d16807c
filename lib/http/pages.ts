// Serves the pages as the build made them: from a map that is read once, so that no path of a request reaches the disk.
// It asks for nothing else: pages come while settings are wrong, and say so.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import { takes } from './sending.ts';

/** Nothing inline, nothing from elsewhere. https://www.w3.org/TR/CSP3/ */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** No text becomes code or markup: nothing of the pages is made of markup. */
const TRUSTED = ["require-trusted-types-for 'script'", "trusted-types 'none'"];

/** Swagger UI makes markup of texts, which it cleans, and has its icons in its style. https://github.com/swagger-api/swagger-ui */
const DOCS = 'docs.html';
const policyOf = (name: string): string =>
  (name === DOCS ? [...POLICY, "img-src 'self' data:"] : [...POLICY, "img-src 'self'", ...TRUSTED]).join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** As the build compresses them, the smallest first. */
const CODINGS = [
  { coding: 'br', ending: '.br' },
  { coding: 'gzip', ending: '.gz' },
] as const;

const DOCUMENT = 'index.html';
/** Names with a hash of the content: what they name never changes. */
const HASHED = /-[0-9A-Z]{8}\.\w+(\.LEGAL\.txt)?$/;

interface Form {
  readonly coding: 'br' | 'gzip' | null;
  readonly body: Buffer;
  readonly etag: string;
}

/** The handler over the files in `folder`; they are read by the first request. */
export function pagesIn(folder: URL): HttpHandler {
  let files: ReadonlyMap<string, readonly Form[]> | undefined;
  return async ({ method, headers, params, url }) => {
    const path = params.path ?? '';
    // Names in the document are relative to it. So is this one: a proxy may have stripped what stands before.
    if (path === '' && !new URL(url).pathname.endsWith('/')) return secured(308, { location: 'pages/' });
    files ??= filesIn(folder);
    const name = path === '' ? DOCUMENT : path;
    const forms = files.get(name);
    if (!forms) return { ...secured(404, { 'content-type': 'text/plain; charset=utf-8' }), body: 'No such page.' };
    return answer({ name, forms, isHead: method === 'HEAD', headers });
  };
}

/** `docs` stands beside `pages/`: what it loads is found from there. What stands behind a `#` the browser takes along. */
export const toDocs: HttpHandler = async ({ url }) => {
  const { pathname } = new URL(url);
  return secured(308, { location: `${pathname.endsWith('/') ? '../' : ''}pages/${DOCS}` });
};

interface Asked {
  readonly name: string;
  readonly forms: readonly Form[];
  readonly isHead: boolean;
  readonly headers: { get(name: string): string | null };
}

function answer({ name, forms, isHead, headers }: Asked): HttpResponseInit {
  const accepted = headers.get('accept-encoding') ?? '';
  const form = forms.find(({ coding }) => coding === null || takes(accepted, coding));
  if (!form) return secured(500, {});
  const about = {
    etag: form.etag,
    vary: 'accept-encoding',
    'cache-control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (isKnown(headers.get('if-none-match') ?? '', form.etag)) return secured(304, about, name);
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const coded = form.coding && { 'content-encoding': form.coding };
  const head = secured(200, { ...about, 'content-type': type, ...coded }, name);
  return isHead ? head : { ...head, body: form.body };
}

/** Weak forms match as well (RFC 9110, 13.1.2): proxies that compress make them. */
const isKnown = (noneMatch: string, etag: string): boolean =>
  noneMatch.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));

const secured = (status: number, headers: Readonly<Record<string, string>>, name = DOCUMENT): HttpResponseInit => ({
  status,
  headers: {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': policyOf(name),
    ...headers,
  },
});

/** Each file by its name, in the forms that the build made of it, and unpacked. */
function filesIn(folder: URL): ReadonlyMap<string, readonly Form[]> {
  const names = readdirSync(folder);
  const read = (name: string): Buffer => readFileSync(new URL(name, folder));
  return new Map(
    names
      .filter((name) => name.endsWith('.gz'))
      .map((packed) => {
        const name = packed.slice(0, -'.gz'.length);
        const body = gunzipSync(read(packed));
        const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
        const forms: Form[] = CODINGS.filter(({ ending }) => names.includes(name + ending)).map(
          ({ coding, ending }) => ({ coding, body: read(name + ending), etag: `"${hash}-${coding}"` }),
        );
        return [name, [...forms, { coding: null, body, etag: `"${hash}"` }]];
      }),
  );
}
