// Whether keys come in plain HTTP is told by requests: which ones count, and for how long.
import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { PlainHttp } from '../../lib/http/plain.ts';

const KEY = { 'x-functions-key': 'a key' };
const DAY_MS = 86_400_000;

interface Asked {
  readonly authLevel?: 'function' | 'anonymous';
  readonly status?: number;
  readonly later?: number;
}

async function seen(
  url: string,
  headers: Readonly<Record<string, string>>,
  { authLevel = 'function', status = 200, later = 0 }: Asked = {},
): Promise<boolean> {
  let now = 1_000;
  const plain = new PlainHttp(() => now);
  const handler = plain.behind(authLevel, async () => ({ status }));
  await handler(new HttpRequest({ url, headers, method: 'GET' }), new InvocationContext());
  now += later;
  return plain.lines.length > 0;
}

describe('a key in plain HTTP', () => {
  it.each([
    ['a function key', 'http://lens.example.org/api/devices', KEY],
    ['a function key in the address', 'http://10.1.2.3:8080/api/devices?code=a', {}],
    ['the key of a source', 'http://lens:8080/api/ingest/web', { 'x-ingest-key': 'a key' }],
    ['a token', 'http://lens:8080/api/metrics', { authorization: 'Bearer a' }],
    ['behind a proxy that was asked so', 'http://lens/api/devices', { ...KEY, 'x-forwarded-proto': 'http, https' }],
    ['to a name that only begins like loopback', 'http://127.0.0.1.example.org/api/devices', KEY],
  ])('is warned of: %s', async (_what, url, headers) => {
    expect(await seen(url, headers)).toBe(true);
  });

  it.each([
    ['of a probe, which has none', 'http://10.1.2.3:8080/api/health', {}],
    ['where TLS ends in front', 'http://lens.example.org/api/devices', { ...KEY, 'x-forwarded-proto': 'https' }],
    ['through two proxies', 'http://lens/api/devices', { ...KEY, 'x-forwarded-proto': 'HTTPS, http' }],
    ['where the runtime speaks TLS', 'https://lens.example.org/api/devices', KEY],
    ['on the machine itself', 'http://localhost:7071/api/devices', KEY],
    ['by its number', 'http://127.0.0.1:7071/api/devices?code=a', {}],
    ['by its number of IPv6', 'http://[::1]:7071/api/devices', KEY],
  ])('is none: %s', async (_what, url, headers) => {
    expect(await seen(url, headers)).toBe(false);
  });

  it('is told for a day after the last one', async () => {
    expect(await seen('http://lens/api/devices', KEY, { later: DAY_MS })).toBe(true);
    expect(await seen('http://lens/api/devices', KEY, { later: DAY_MS + 1 })).toBe(false);
  });

  it('is one that was accepted: by the runtime, whatever is answered, or by an operation that judges keys itself', async () => {
    const told = (asked: Asked) => seen('http://evil/api/ingest/web', { authorization: 'Bearer x' }, asked);
    expect(await told({ authLevel: 'function', status: 404 })).toBe(true);
    expect(await told({ authLevel: 'anonymous', status: 202 })).toBe(true);
    for (const status of [401, 404, 413, 503]) expect(await told({ authLevel: 'anonymous', status })).toBe(false);
  });
});
