import { once } from 'node:events';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createHttpClient } from '../../lib/net/client.ts';
import { peersOf, tellPeer } from '../../lib/net/peers.ts';
import { createAuthority } from '../../local/fleet/authority.ts';
import { answering, authority, caFile, clientWith, closeOpened, json, oldTls, open, remove, serve } from './clients.ts';
import { bannerServer, connectProxy, httpsServer, oddTlsServer, silentServer } from './servers.ts';

afterEach(closeOpened);
afterAll(remove);

const code = (value: string) => expect.objectContaining({ code: value });

describe('an answer', () => {
  it('is parsed, and the clock skew of its server known', async () => {
    const { url } = await serve(
      answering([
        200,
        { 'content-type': 'application/json', date: new Date(Date.now() + 3_600_000).toUTCString() },
        '{"a":1}',
      ]),
    );
    const { client } = clientWith();
    expect((await client.json({ url })).body).toEqual({ a: 1 });
    expect(client.usage.clockSkewMs).toBeGreaterThan(3_500_000);
    expect(client.usage.requests).toBe(1);
  });

  it.each([
    ['a login page', [200, { 'content-type': 'text/html' }, '<html>'], 'not-json'],
    ['truncated JSON', [200, { 'content-type': 'application/json' }, '{"value":[{"id"'], 'not-json'],
    ['an empty body', [200, { 'content-type': 'application/json' }, ''], 'not-json'],
    [
      'bytes that are no UTF-8',
      [200, { 'content-type': 'application/json' }, Buffer.from([0x22, 0xff, 0x22])],
      'not-json',
    ],
    [
      'truncated gzip',
      [
        200,
        { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        gzipSync('{"a":"bcdefgh"}').subarray(0, 18),
      ],
      'not-json',
    ],
    ['a redirect', [302, { location: '/login' }, ''], 'http-302'],
    ['401', [401, {}, ''], 'http-401'],
    ['403', [403, {}, ''], 'http-403'],
    ['404', [404, {}, ''], 'http-404'],
  ] as const)('that is %s fails at once, and without its body or address', async (_, answer, expected) => {
    const { url } = await serve(answering([answer[0], answer[1], answer[2]]));
    const { client, waits } = clientWith();
    const error = await client.json({ url }).catch((e: unknown) => e);
    expect(error).toEqual(code(expected));
    expect(JSON.stringify(error) + String(error)).not.toMatch(/secret|hidden|127\.0\.0\.1|html/);
    expect(waits).toEqual([]);
  });

  it('beyond its bound is refused, also when it is small on the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 32));
    const { url } = await serve(
      answering([200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, bomb]),
    );
    const { client } = clientWith({ limits: { maxBytes: 1_000_000 } });
    expect(bomb.length).toBeLessThan(10_000);
    await expect(client.json({ url })).rejects.toEqual(code('too-large'));
  });

  it('with an accepted status comes back as it is', async () => {
    const { url } = await serve(answering([410, { 'content-type': 'application/json' }, '{"error":{"code":"x"}}']));
    expect(await clientWith().client.json({ url, accept: [410] })).toMatchObject({
      status: 410,
      body: { error: { code: 'x' } },
    });
  });
});

describe('the hint of an answer', () => {
  const keys = { address: '`url`', account: '`password`' };
  const page = { 'content-type': 'text/html; charset=utf-8' };
  it.each([
    [302, {}, 'Redirects are not followed'],
    [304, {}, 'a cache between answers so'],
    [400, {}, 'may not know the request'],
    [400, page, 'a certificate of the client'],
    [401, {}, 'Check `password`: expired, replaced or locked? Else `url`'],
    [403, {}, /part of the API\.$/],
    [403, page, 'a certificate of the client'],
    [404, {}, 'Check `url`: another product'],
    [421, {}, 'check `url` and `proxy`'],
    [496, page, 'a certificate of the client'],
  ] as const)('with status %d %j says what may be wrong, by its key', async (status, headers, hint) => {
    const { url } = await serve(answering([status, headers, '']));
    await expect(clientWith().client.json({ url, keys })).rejects.toMatchObject({
      code: `http-${status}`,
      hint: typeof hint === 'string' ? expect.stringContaining(hint) : expect.stringMatching(hint),
    });
  });
});

describe('throttling', () => {
  it.each([
    ['seconds', '7', [7000]],
    ['a date', new Date(Date.now() + 86_400_000).toUTCString(), [expect.any(Number)]],
    ['nothing', undefined, [0]],
    ['a word', 'soon', [0]],
  ] as const)('with %s in Retry-After is waited out', async (_, value, expected) => {
    const throttled: [number, Record<string, string>, string] = [
      429,
      value === undefined ? {} : { 'retry-after': value },
      '',
    ];
    const { url } = await serve(answering(throttled, json('done')));
    const { client, waits } = clientWith();
    expect((await client.json({ url })).body).toBe('done');
    expect(waits).toEqual(expected);
    expect(client.usage).toMatchObject({ requests: 2, throttled: 1 });
  });

  it('is no failure however often it comes', async () => {
    const many = Array.from({ length: 12 }, (_, i): [number, Record<string, string>, string] => [
      [429, 503, 504][i % 3] ?? 429,
      {},
      '',
    ]);
    const { url } = await serve(answering(...many, json('done')));
    const { client } = clientWith();
    expect((await client.json({ url, method: 'POST', body: {} })).body).toBe('done');
    expect(client.usage.throttled).toBe(12);
  });

  it('that outlasts the time budget ends the request at once, and says for how long', async () => {
    const { url } = await serve(answering([429, { 'retry-after': '3600' }, '']));
    const { client, waits } = clientWith({ deadline: new Date(Date.now() + 60_000) });
    await expect(client.json({ url })).rejects.toMatchObject({ code: 'time-budget', retryAfterSeconds: 3600 });
    expect(waits).toEqual([]);
  });

  it('is thrown as it is to whoever comes again by himself', async () => {
    const { url } = await serve(answering([503, { 'retry-after': '3600' }, '']));
    const { client, waits } = clientWith({ isOnce: true });
    await expect(client.json({ url })).rejects.toMatchObject({ code: 'http-503', retryAfterSeconds: 3600 });
    expect([waits, client.usage.requests]).toEqual([[], 1]);
  });

  it('is not waited for after the signal', async () => {
    const { url } = await serve(answering([429, { 'retry-after': '3600' }, '']));
    const abort = new AbortController();
    const { client } = clientWith({ signal: abort.signal, sleep: () => new Promise(() => abort.abort()) });
    const slow = createHttpClient({
      caFile,
      signal: abort.signal,
      clock: { now: () => new Date() },
      random: () => 0,
      log: { debug: () => abort.abort() },
    });
    open.push(slow);
    await expect(slow.json({ url })).rejects.toEqual(code('stopped'));
    await expect(client.json({ url })).rejects.toEqual(code('stopped'));
  });
});

describe('a connection', () => {
  it('that is reset is tried again a few times for a GET, and not for a POST', async () => {
    let requests = 0;
    const { url } = await serve((request) => {
      requests++;
      request.socket.destroy();
    });
    const { client } = clientWith();
    await expect(client.json({ url })).rejects.toEqual(code('reset'));
    expect(requests).toBe(4);
    await expect(client.json({ url, method: 'POST', body: {} })).rejects.toEqual(code('reset'));
    expect(requests).toBe(5);
    await expect(client.json({ url, method: 'POST', body: {}, idempotent: true })).rejects.toEqual(code('reset'));
    expect(requests).toBe(9);
  });

  it('that ends in the middle of a body is tried again', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      if (requests++ === 0) response.write('{"a":', () => response.destroy());
      else response.end('1'.padEnd(100));
    });
    expect((await clientWith().client.json({ url })).body).toBe(1);
  });

  it('that stays silent before or within an answer ends by its idle time', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const { url: mute } = await serve(() => undefined);
    const { client } = clientWith({ limits: { idleMs: 100, attempts: 1 } });
    await expect(client.json({ url })).rejects.toEqual(code('timeout'));
    await expect(client.json({ url: mute })).rejects.toEqual(code('timeout'));
  });

  it('that never gets through TLS ends by its own time', async () => {
    const server = await silentServer();
    open.push(server);
    const { client } = clientWith({ limits: { connectMs: 100, attempts: 2 } });
    await expect(client.json({ url: `https://127.0.0.1:${server.port}/` })).rejects.toEqual(code('timeout'));
    expect(client.usage.requests).toBe(2);
  });

  it('that is refused is told as such, with the server of it alone: its address names people', async () => {
    const { url, server } = await serve(answering(json(1)));
    const { url: other } = await serve(answering([404, {}, '']));
    await server.close();
    const { client } = clientWith();
    await expect(client.json({ url })).rejects.toMatchObject({ code: 'refused', server: new URL(url).host });
    await expect(client.json({ url: `${other}users/anna@corp.example?of=anna` })).rejects.toMatchObject({
      ...{ code: 'http-404', server: new URL(other).host },
    });
  });

  it.each(['expired', 'wrong-name', 'unknown-authority'] as const)(
    'to a server with a certificate that is %s is refused once',
    async (kind) => {
      const { url } = await serve(answering(json(1)), kind);
      const { client } = clientWith();
      await expect(client.json({ url })).rejects.toEqual(code('tls'));
      expect(client.usage.requests).toBe(1);
    },
  );

  it.each([
    ['speaks TLS 1.0 alone', { minVersion: 'TLSv1', maxVersion: 'TLSv1' }, 'no TLS newer than 1.1'],
    ['asks for a certificate of ours', { maxVersion: 'TLSv1.2', requestCert: true }, 'a certificate of the client'],
    ['asks for one with TLS 1.3', { minVersion: 'TLSv1.3', requestCert: true }, 'a certificate of the client'],
  ] as const)('to a server that %s is made once, and the hint says so', async (_, options, hint) => {
    const server = await oddTlsServer(authority, options);
    open.push(server);
    const { client } = clientWith();
    await expect(client.json({ url: `https://127.0.0.1:${server.port}/` })).rejects.toMatchObject({
      code: 'tls',
      hint: expect.stringContaining(hint),
    });
    expect(client.usage.requests).toBe(1);
  });

  it.each([
    ['an SSH port', 'SSH-2.0-OpenSSH_9.6\r\n', false, 'tls', 'speaks no TLS: check the port', 1],
    ['a mail server behind TLS', '* OK IMAP4rev2\r\n', true, 'not-http', 'check host name and port', 4],
    [
      'one with headers of more than 16 kB',
      `HTTP/1.1 200 OK\r\nSet-Cookie: ${'c'.repeat(20_000)}\r\n\r\n`,
      true,
      'long-head',
      'longer than 16 kB',
      1,
    ],
  ] as const)('to %s is told as what it is', async (_, banner, overTls, expected, hint, requests) => {
    const server = await bannerServer(banner, overTls ? authority : undefined);
    open.push(server);
    const { client } = clientWith();
    await expect(client.json({ url: `https://127.0.0.1:${server.port}/` })).rejects.toMatchObject({
      code: expected,
      hint: expect.stringContaining(hint),
    });
    expect(client.usage.requests).toBe(requests);
  });

  it('needs the private CA of its source', async () => {
    const { url } = await serve(answering(json(1)));
    await expect(clientWith({ caFile: undefined }).client.json({ url })).rejects.toEqual(code('tls'));
  });

  it('without TLS is never made', async () => {
    await expect(clientWith().client.json({ url: 'http://127.0.0.1:1/' })).rejects.toEqual(code('not-https'));
  });

  it('goes through the proxy of its source, TLS included', async () => {
    const { url, server } = await serve(answering(json('through')));
    const targets: string[] = [];
    const proxy = await connectProxy((target) => targets.push(target));
    open.push(proxy);
    const { client } = clientWith({ proxy: `http://127.0.0.1:${proxy.port}` });
    expect((await client.json({ url })).body).toBe('through');
    expect(targets).toEqual([`127.0.0.1:${server.port}`]);
  });

  it('tells its TLS, who signed the certificate and when it ends, a proxy before it or not, and nothing of one that is refused', async () => {
    const { url, server } = await serve(answering(json('through')));
    const expired = await serve(answering(json('through')), 'expired');
    const proxy = await connectProxy(() => {});
    open.push(proxy);
    for (const way of [{}, { proxy: `http://127.0.0.1:${proxy.port}` }]) {
      const { client } = clientWith(way);
      const [, peers] = await peersOf(async () => {
        await client.json({ url });
        await expect(client.json({ url: expired.url })).rejects.toEqual(code('tls'));
      });
      const host = `127.0.0.1:${server.port}`;
      const cipher = 'TLS_AES_256_GCM_SHA384';
      const expiresAt = expect.any(Date);
      expect(peers).toEqual([{ host, protocol: 'TLSv1.3', cipher, issuer: 'Fleet Private CA', expiresAt }]);
      expect(peers[0]?.expiresAt.getTime()).toBeGreaterThan(Date.now());
    }
  });

  it('of which several answer by one name is told with the certificate that ends first', async () => {
    const older = createAuthority(Date.now() - 100 * 86_400_000);
    const sockets: TLSSocket[] = [];
    for (const signing of [authority, older, authority]) {
      const server = await httpsServer(signing, answering(json(1)));
      open.push(server);
      const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      sockets.push(socket);
    }
    const [, peers] = await peersOf(async () => {
      for (const socket of sockets) tellPeer('balanced:443', socket);
    });
    const days = peers.map(({ expiresAt }) => Math.round((expiresAt.getTime() - Date.now()) / 86_400_000));
    expect(days).toEqual([297]);
    for (const socket of sockets) socket.destroy();
  });

  it('is told to the work that it was made for alone, of others side by side with it', async () => {
    const servers = [await serve(answering(json(1))), await oldTls()];
    const work = servers.map(({ url }) =>
      peersOf(() =>
        clientWith()
          .client.json({ url })
          .catch(() => null),
      ),
    );
    const told = (await Promise.all(work)).map(([, peers]) => peers.map(({ protocol }) => protocol));
    expect(told).toEqual([['TLSv1.3'], ['TLSv1.2']]);
  });

  it('signs in at the proxy, and says where the proxy refuses it', async () => {
    const { url } = await serve(answering(json('through')));
    const credentials = 'lens@contoso:pass:%41ß/#';
    const { port, close } = await connectProxy(() => undefined, credentials);
    open.push({ close });
    const proxy = `http://127.0.0.1:${port}`;
    const { client } = clientWith({ proxy, proxyCredentials: credentials });
    expect((await client.json({ url })).body).toBe('through');
    for (const proxyCredentials of [undefined, 'lens@contoso:another'])
      await expect(clientWith({ proxy, proxyCredentials }).client.json({ url })).rejects.toMatchObject({
        code: 'http-407',
        hint: expect.stringContaining('proxyCredentials'),
      });
    expect(() => clientWith({ proxy, proxyCredentials: 'without-a-colon' })).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'proxy-credentials' }),
    );
  });

  it('tells a name that nobody knows from a server that does not answer', async () => {
    // No label may be longer than 63 bytes (RFC 1035 2.3.4): no server is asked.
    const url = `https://${'x'.repeat(64)}.example/`;
    await expect(clientWith().client.json({ url })).rejects.toEqual(code('unresolved'));
  });
});

describe('a stream', () => {
  it('gives any content, and fails with our error beyond its bound', async () => {
    const { url } = await serve(answering([200, { 'content-type': 'application/zip' }, Buffer.alloc(300_000, 1)]));
    const { client } = clientWith();
    const read = async (maxBytes: number) => {
      let bytes = 0;
      for await (const chunk of (await client.stream({ url, maxBytes })).body) bytes += chunk.length;
      return bytes;
    };
    expect(await read(300_000)).toBe(300_000);
    await expect(read(299_999)).rejects.toMatchObject({ code: 'too-large', server: new URL(url).host });
  });
});

describe('a CA file', () => {
  it('that cannot be read is a mistake of the configuration', () => {
    expect(() => clientWith({ caFile: '/nowhere/ca.pem' })).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'ca-file' }),
    );
  });
});
