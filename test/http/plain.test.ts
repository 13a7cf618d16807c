// Whether keys come in plain HTTP is told by requests: which ones count, and for how long.
import { describe, expect, it } from '@jest/globals';
import { PlainHttp } from '../../lib/http/plain.ts';

const KEY = { 'x-functions-key': 'a key' };
const DAY_MS = 86_400_000;

function seen(url: string, headers: Readonly<Record<string, string>>, later = 0): boolean {
  let now = 1_000;
  const plain = new PlainHttp(() => now);
  plain.note({ url, headers: new Headers(headers) });
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
  ])('is warned of: %s', (_what, url, headers) => {
    expect(seen(url, headers)).toBe(true);
  });

  it.each([
    ['of a probe, which has none', 'http://10.1.2.3:8080/api/health', {}],
    ['where TLS ends in front', 'http://lens.example.org/api/devices', { ...KEY, 'x-forwarded-proto': 'https' }],
    ['through two proxies', 'http://lens/api/devices', { ...KEY, 'x-forwarded-proto': 'HTTPS, http' }],
    ['where the runtime speaks TLS', 'https://lens.example.org/api/devices', KEY],
    ['on the machine itself', 'http://localhost:7071/api/devices', KEY],
    ['by its number', 'http://127.0.0.1:7071/api/devices?code=a', {}],
    ['by its number of IPv6', 'http://[::1]:7071/api/devices', KEY],
  ])('is none: %s', (_what, url, headers) => {
    expect(seen(url, headers)).toBe(false);
  });

  it('is told for a day after the last one', () => {
    expect(seen('http://lens/api/devices', KEY, DAY_MS)).toBe(true);
    expect(seen('http://lens/api/devices', KEY, DAY_MS + 1)).toBe(false);
  });
});
