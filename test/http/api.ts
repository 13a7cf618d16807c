// Calls endpoints as the Functions runtime does: a real HttpRequest in, the response as a client would read it out.
import { gunzipSync } from 'node:zlib';
import { HttpRequest, InvocationContext } from '@azure/functions';
import type { ApiDependencies } from '../../lib/http/dependencies.ts';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { handlerOf } from '../../lib/http/handler.ts';
import { SecretReference } from '../../lib/secrets.ts';
import type { Store } from '../../lib/store/index.ts';

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, null where it is no JSON. */
  readonly body: unknown;
  readonly logged: readonly string[];
}

export interface Call {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const NOW = new Date('2026-11-20T08:00:00.000Z');
export const PHONE_KEY = 'a key of numbers that only tests use';
export const PURPOSE = 'incident-response';
export const INVOCATION = '0f8fad5b-d9cb-469f-a165-70867728950e';

export function dependenciesOver(store: Store): ApiDependencies {
  process.env.TEST_AUDIT_KEY = 'a key that only tests use';
  process.env.TEST_PHONE_KEY = PHONE_KEY;
  return {
    store,
    settings: { purposes: [PURPOSE, 'support'], timeline: true },
    auditKey: new SecretReference('env:TEST_AUDIT_KEY'),
    numbers: { key: new SecretReference('env:TEST_PHONE_KEY'), countries: ['DE'] },
    clock: { now: () => NOW },
    version: '1.2.3',
  };
}

/** A client of some endpoints: routes like the host does, without its keys. */
export function clientOf<D extends ApiDependencies>(endpoints: readonly Endpoint<D>[], dependencies: () => Promise<D>) {
  return async (target: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Called> => {
    const url = new URL(`/api/${target}`, 'https://lens.test');
    const routed = endpoints
      .filter((e) => e.method === (method === 'HEAD' ? 'GET' : method))
      .map((endpoint) => ({ endpoint, params: paramsOf(endpoint.route, url.pathname.slice('/api/'.length)) }))
      .find(({ params }) => params !== null);
    if (!routed?.params) throw new Error(`no route for ${method} ${url.pathname}`);
    const request = new HttpRequest({
      method,
      url: url.href,
      headers: { ...headers },
      query: Object.fromEntries(url.searchParams),
      params: routed.params,
      ...(body === undefined ? {} : { body: { string: body } }),
    });
    const logged: string[] = [];
    const context = new InvocationContext({
      functionName: routed.endpoint.name,
      invocationId: INVOCATION,
      logHandler: (_level, ...parts) => void logged.push(parts.map(String).join(' ')),
    });
    const response = await handlerOf(routed.endpoint, dependencies)(request, context);
    const { body: sent } = response;
    const text = sent instanceof Uint8Array ? String(gunzipSync(sent)) : String(sent ?? '');
    const answered = new Headers(
      Object.entries(Object(response.headers)).map(([k, v]): [string, string] => [k, String(v)]),
    );
    const isJson = text !== '' && /json/.test(answered.get('content-type') ?? '');
    return { status: response.status ?? 0, headers: answered, text, body: isJson ? JSON.parse(text) : null, logged };
  };
}

export type Client = ReturnType<typeof clientOf>;

function paramsOf(route: string, path: string): Record<string, string> | null {
  const wanted = route.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = decodeURIComponent(given[i] ?? '');
    if (name) params[name] = value;
    else if (part !== value) return null;
  }
  return params;
}
