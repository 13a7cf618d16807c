// Serves the pages as the build made them: from a map that is read once, so that no path of a request reaches the disk.
// It asks for nothing else: pages come while settings are wrong, and say so.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { HttpHandler, HttpResponseInit } from '@azure/functions';
import { takes } from './sending.ts';

/** Nothing inline, nothing from elsewhere, and no text becomes code or markup. https://www.w3.org/TR/CSP3/ */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

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
  if (isKnown(headers.get('if-none-match') ?? '', form.etag)) return secured(304, about);
  const head = secured(200, {
    ...about,
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    ...(form.coding && { 'content-encoding': form.coding }),
  });
  return isHead ? head : { ...head, body: form.body };
}

/** Weak forms match as well (RFC 9110, 13.1.2): proxies that compress make them. */
const isKnown = (noneMatch: string, etag: string): boolean =>
  noneMatch.split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));

const secured = (status: number, headers: Readonly<Record<string, string>>): HttpResponseInit => ({
  status,
  headers: {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': POLICY,
    ...headers,
  },
});

/** Each file by its name, in the forms that the build made of it. */
function filesIn(folder: URL): ReadonlyMap<string, readonly Form[]> {
  const names = readdirSync(folder);
  const isForm = (name: string): boolean => CODINGS.some(({ ending }) => name.endsWith(ending));
  const read = (name: string): Buffer => readFileSync(new URL(name, folder));
  return new Map(
    names
      .filter((name) => !isForm(name))
      .map((name) => {
        const hash = createHash('sha256').update(read(name)).digest('base64url').slice(0, 16);
        const forms: Form[] = CODINGS.filter(({ ending }) => names.includes(name + ending)).map(
          ({ coding, ending }) => ({ coding, body: read(name + ending), etag: `"${hash}-${coding}"` }),
        );
        return [name, [...forms, { coding: null, body: read(name), etag: `"${hash}"` }]];
      }),
  );
}
