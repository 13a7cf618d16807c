// POST /api/ingest/{source} as the runtime calls it, over a store, for sources as a sources file has them.

import { randomBytes } from 'node:crypto';
import { HttpRequest, InvocationContext } from '@azure/functions';
import type { Application } from '../../lib/app.ts';
import { guarded } from '../../lib/http/handler.ts';
import { UnnotedPolls } from '../../lib/ingest/unnoted.ts';
import { ingest } from '../../lib/operations/ingest.ts';
import { loadSettings } from '../../lib/settings/index.ts';
import { parseSources } from '../../lib/settings/sources-file.ts';
import { allOf, type Store } from '../../lib/store/index.ts';
import { dependenciesOver } from '../http/api.ts';

export interface Posted {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly logged: readonly string[];
}

/** Keys of sources stand in the environment. */
export function keyIn(variable: string): string {
  const key = randomBytes(24).toString('hex');
  process.env[variable] = key;
  return key;
}

export function applicationOf(store: Store, sources: readonly object[]): Application {
  process.env.TEST_PHONE_KEY = 'a test key of thirty-two letters';
  const key = 'env:TEST_PHONE_KEY';
  const { settings } = loadSettings({ DATABASE: 'sqlite::memory:', AUDIT_KEY: key, PHONE_KEY: key });
  if (!settings) throw new Error('the settings are wrong');
  return {
    settings,
    store,
    stores: allOf(store),
    collector: { instance: 'test', lensVersion: '1', hostVersion: '1', sources: [] },
    sources: parseSources(JSON.stringify({ sources })).sources,
    rules: [],
    fileProblems: [],
    ruleProblems: [],
    unnoted: new UnnotedPolls(),
    problems: [],
    ignored: [],
    keyFiles: [],
    api: dependenciesOver(store),
    stopping: new AbortController().signal,
  };
}

/** Headers are as the runtime hands them on: `content-length` is there, but where it is taken out by an empty text. */
export async function post(app: Application, target: string, { body = '', headers = {} }: Posted): Promise<Answered> {
  const url = new URL(`https://lens.test/api/ingest/${target}`);
  const bytes = Buffer.from(body);
  const sent = Object.entries({ 'content-length': String(bytes.length), ...headers });
  const request = new HttpRequest({
    method: 'POST',
    url: url.href,
    headers: Object.fromEntries(sent.filter(([, value]) => value !== '')),
    query: Object.fromEntries(url.searchParams),
    params: { source: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') },
    body: { bytes },
  });
  const logged: string[] = [];
  const context = new InvocationContext({
    functionName: 'ingest',
    logHandler: (_level, ...parts) => void logged.push(parts.map(String).join(' ')),
  });
  const response = await guarded({ name: 'ingest', route: 'ingest/{source}' }, (...of) => ingest(app, ...of))(
    request,
    context,
  );
  const entries = Object.entries(Object(response.headers)).map(([k, v]): [string, string] => [k, String(v)]);
  return {
    status: response.status ?? 0,
    headers: new Headers(entries),
    body: JSON.parse(String(response.body)),
    logged,
  };
}
