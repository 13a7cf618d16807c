// The real nginx with the configuration that is deployed: what it hands on, to a server that only tells what it was sent, and
// to a collector; what it refuses; and what it writes about people, which is nothing.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BODY_BYTES } from '../../lib/http/pushed-body.ts';
import { keepSecret } from '../../local/fleet/folder.ts';
import { type CollectorProcess, eventually } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { nginxIsInstalled, TlsFront } from '../real/tls-front.ts';
import { squid } from '../sources/http-proxy/squid-lines.ts';

const real = nginxIsInstalled() ? describe : describe.skip;
const KEY = 'a key of the source web, and of no other';

real('nginx in front of collectors', () => {
  let company: Company;
  let lens: CollectorProcess;
  let front: TlsFront;
  let mirror: TlsFront;
  /** What came behind `mirror`. */
  const seen: { url: string; headers: IncomingHttpHeaders; bytes: number }[] = [];
  const behind = createServer((message, response) => {
    let bytes = 0;
    // No end comes of a body that breaks off, and no error.
    message.on('data', (part) => (bytes += part.length));
    message.on('end', () => {
      seen.push({ url: message.url ?? '', headers: message.headers, bytes });
      response.end('{}');
    });
  });

  beforeAll(async () => {
    company = await Company.start({ users: 5, devices: 5 });
    keepSecret(company.folder, 'web-key', KEY);
    company.writeSources({
      name: 'web',
      type: 'http-proxy',
      format: 'squid',
      purpose: 'Shows what is promised.',
      push: { keys: [company.secret('web-key')] },
    });
    // As the image sets it.
    lens = await company.collector({ environment: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '16777216' } });
    behind.listen(0, '127.0.0.1');
    await once(behind, 'listening');
    const address = behind.address();
    if (address === null || typeof address === 'string') throw new TypeError('no port');
    const certificate = company.fleet.authority.issueServer();
    front = await TlsFront.start(new URL(lens.url).host, certificate);
    mirror = await TlsFront.start(`127.0.0.1:${address.port}`, certificate);
    await eventually('it is polled', async () => (await lens.source('web')).lastSuccessAt ?? undefined);
  });
  afterAll(async () => {
    for (const one of [front, mirror]) await one?.remove();
    behind.close();
    await company?.close();
  });

  interface Sent {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  }
  async function ask(to: TlsFront, path: string, { method = 'GET', headers = {}, body = '' }: Sent = {}) {
    // As options: an address would lose its dot segments here.
    const sent = request({
      host: '127.0.0.1',
      port: to.port,
      path,
      method,
      headers,
      ca: company.fleet.authority.caPem,
      servername: 'localhost',
      agent: false,
    });
    sent.end(body);
    const [answer] = await once(sent, 'response');
    let text = '';
    for await (const part of answer) text += part;
    return { status: answer.statusCode, headers: answer.headers, text };
  }
  const pushed = { authorization: `Bearer ${KEY}`, 'content-type': 'text/plain' };
  const withLength = (body: string) => ({ ...pushed, 'content-length': String(body.length) });

  it('speaks TLS 1.2 and 1.3 and nothing older, and no plain HTTP', async () => {
    const version = async (wanted: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') => {
      const socket = connect({
        port: front.port,
        servername: 'localhost',
        ca: company.fleet.authority.caPem,
        minVersion: wanted,
        maxVersion: wanted,
        // This side would not speak the old ones either.
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      const told = await once(socket, 'secureConnect').then(
        () => socket.getProtocol(),
        (error) => String(error.code),
      );
      socket.destroy();
      return told;
    };
    expect(await version('TLSv1.2')).toBe('TLSv1.2');
    expect(await version('TLSv1.3')).toBe('TLSv1.3');
    expect(await version('TLSv1.1')).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    const sent = plainRequest({ port: front.port, host: '127.0.0.1', path: '/api/health' }).end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(400);
  });

  it('hands the API on, at its own path and below a prefix, and nothing else of the runtime', async () => {
    const key = { 'x-functions-key': lens.key };
    expect(await ask(front, '/api/health')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
    for (const prefix of ['', '/emm-lens', '/zone-b']) {
      const { status, headers, text } = await ask(front, `${prefix}/api/devices?limit=1`, { headers: key });
      expect([status, JSON.parse(text)]).toMatchObject([200, { items: [] }]);
      expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
      expect((await ask(front, `${prefix}/api/sources`)).status).toBe(401);
    }
    for (const path of ['/', '/admin/host/status', '/emm-lens/admin/host/status', '/runtime/health'])
      expect([path, (await ask(front, path, { headers: key })).status]).toEqual([path, 404]);
  });

  it('hands on no path that begins with the API for itself alone, or that the runtime could read as another', async () => {
    const before = seen.length;
    for (const path of [
      '/admin/host/status/..%2f..%2f..%2fapi/',
      '/admin/host/status/..%2F..%2F..%2Fapi/devices?limit=1',
      '/runtime/webhooks/..%2f..%2femm-lens/api/',
      '/admin/../api/devices',
      '/admin/%2e%2e/api/devices',
      '//api/devices',
      '/%61pi/devices',
      '/api/../admin/host/status',
      '/api/%2e%2E/admin/host/status',
      '/api/.%2e',
      '/api/./devices',
      '/api/..%2fadmin/host/status',
      '/api/..%5cadmin%5Chost',
      '/api/..\\admin/host',
      '/emm-lens/api/..%2f..%2fadmin/host/status',
      '/emm-lens/../api/devices',
      'https://localhost/admin/..%2fapi/',
    ])
      expect([path, (await ask(mirror, path)).status]).toEqual([path, 404]);
    expect(seen.length).toBe(before);
    for (const path of ['/api/devices?path=..%2f..%2fa/../b', '/api/users/a..b%20c', '/api/.well'])
      expect([(await ask(mirror, path)).status, seen.at(-1)?.url]).toEqual([200, path]);
  });

  /** Connections that begin a handshake and go on with nothing. What has sent nothing at all nginx gives up by itself where it needs the place. */
  async function withoutHead(to: TlsFront, count: number) {
    const idle = Array.from({ length: count }, () => connectPlain({ host: '127.0.0.1', port: to.port }));
    const ended = idle.map((socket) => once(socket.on('error', () => undefined).resume(), 'close'));
    await Promise.all(idle.map(async (socket) => socket.connecting && (await once(socket, 'connect'))));
    for (const socket of idle) socket.write(Buffer.from([0x16]));
    return { idle, ended };
  }

  it('answers while connections without a head are more than two thousand', async () => {
    const { idle, ended } = await withoutHead(mirror, 2_100);
    expect(await Promise.race([ask(mirror, '/api/health').then(({ status }) => status), ...ended])).toBe(200);
    for (const socket of idle) socket.destroy();
    await Promise.all(ended);
  });

  it('ends each connection without a head', async () => {
    const deployed = await TlsFront.start('127.0.0.1:9', company.fleet.authority.issueServer(), 'none');
    const { ended } = await withoutHead(deployed, 100);
    await Promise.all(ended);
    await deployed.remove();
  });

  it('takes 64 requests of an address at once, and tells the others to come again, whatever the first ones wait for', async () => {
    const before = seen.length;
    // A head and no body: nothing of it gets to the collector.
    const asked = Array.from({ length: 80 }, () =>
      request({
        host: '127.0.0.1',
        port: mirror.port,
        path: '/api/ingest/web',
        method: 'POST',
        headers: { 'content-length': '10' },
        ca: company.fleet.authority.caPem,
        servername: 'localhost',
        agent: false,
      }).on('error', () => undefined),
    );
    const refused = new Promise<number[]>((resolve) => {
      const statuses: number[] = [];
      for (const one of asked)
        one.on('response', ({ statusCode = 0 }) => {
          if (statuses.push(statusCode) === 16) resolve(statuses);
        });
    });
    for (const one of asked) one.flushHeaders();
    expect(await refused).toEqual(Array(16).fill(429));
    expect(seen.length).toBe(before);
    for (const one of asked) one.destroy();
    await eventually('the next one is taken', async () =>
      (await ask(mirror, '/api/health')).status === 200 ? true : undefined,
    );
  });

  it('tells the collector that TLS was spoken and nothing of the caller, whatever the caller says', async () => {
    const headers = {
      host: 'lens.example.org:443',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '192.0.2.7',
      'x-ms-client-principal-name': 'somebody else',
      'x-functions-key': 'a key',
      'x-purpose': 'audit',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    await ask(mirror, '/emm-lens/api/devices?q=a%2Fb&sort=-lastSeenAt', { headers });
    const { url, headers: got } = seen.at(-1) ?? {};
    expect(url).toBe('/api/devices?q=a%2Fb&sort=-lastSeenAt');
    expect(got).toEqual({
      host: 'lens.example.org',
      'x-forwarded-proto': 'https',
      'x-functions-key': 'a key',
      'x-purpose': 'audit',
      traceparent: headers.traceparent,
    });
  });

  it('hands on what is pushed up to the bound of the API, and what comes in chunks with its length', async () => {
    const path = '/api/ingest/web?sender=proxy-1';
    const line = squid('p1@corp.example', 'http://www.pushed.example/', { at: Date.now() });
    expect(await ask(front, path, { method: 'POST', headers: withLength(line), body: line })).toMatchObject({
      status: 202,
      text: '{"accepted":1,"known":0,"ignored":0,"rejected":0}',
    });
    // A few long lines, which are no lines of Squid: what is asked is whether they arrive.
    const long = `${'x'.repeat(999_999)}\n`.repeat(BODY_BYTES / 1_000_000);
    for (const headers of [withLength(long), { ...pushed, 'transfer-encoding': 'chunked' }])
      expect(await ask(front, path, { method: 'POST', headers, body: long })).toMatchObject({ status: 202 });
    await ask(mirror, path, { method: 'POST', headers: { ...pushed, 'transfer-encoding': 'chunked' }, body: long });
    expect(seen.at(-1)).toMatchObject({ bytes: BODY_BYTES, headers: { 'content-length': String(BODY_BYTES) } });
    const over = `${long}x`;
    const refused = await ask(front, path, { method: 'POST', headers: withLength(over), body: over });
    expect([refused.status, JSON.parse(refused.text).type]).toEqual([413, 'urn:emm-lens:problem:too-large']);
    const far = long.repeat(2);
    const atFront = await ask(front, path, { method: 'POST', headers: withLength(far), body: far });
    expect([atFront.status, atFront.text]).toEqual([413, expect.stringContaining('<html>')]);
  });

  it('keeps the collector from warning of keys in plain HTTP, of which it does without a front', async () => {
    const headers = { host: 'lens.example.org', 'x-functions-key': lens.key };
    const warned = async () => ({
      health: JSON.parse((await ask(front, '/api/health')).text).warnings ?? [],
      sources: Object(await (await lens.request('sources')).json()).warnings.join(),
    });
    expect((await ask(front, '/api/sources', { headers })).status).toBe(200);
    expect(await warned()).toEqual({ health: [], sources: expect.not.stringContaining('plain HTTP') });
    const inPlain = async (path: string, key: string): Promise<void> => {
      const sent = plainRequest(`${lens.url}${path}`, { headers: { ...headers, 'x-functions-key': key } }).end();
      const [answer] = await once(sent, 'response');
      answer.resume();
    };
    // Whoever has no key warns nobody.
    for (const path of ['/api/health?code=x', '/api/health/live', '/api/pages/', '/api/sources', '/api/metrics'])
      await inPlain(path, 'wrong');
    expect(await warned()).toEqual({ health: [], sources: expect.not.stringContaining('plain HTTP') });
    await inPlain('/api/sources', lens.key);
    expect(await warned()).toEqual({
      health: ['plain-http'],
      sources: expect.stringContaining('A key came in plain HTTP'),
    });
  });

  it('writes of whom was asked for, and of whoever asked, nothing: nor where the collector is away', async () => {
    const away = await TlsFront.start('127.0.0.1:9', company.fleet.authority.issueServer());
    const query = '/api/users?q=Nachname&code=geheim';
    for (const to of [front, away]) {
      const { status } = await ask(to, query, { headers: { 'user-agent': 'Somebody', 'x-functions-key': 'wrong' } });
      expect(status).toBe(to === away ? 502 : 401);
      await ask(to, '/api/users/4711/export');
      await eventually('it is logged', async () => (/GET 40[14] |GET 502 /.test(to.log) ? true : undefined));
      expect(to.log).not.toMatch(/Nachname|geheim|Somebody|4711|users|127\.0\.0\.1|corp\.example/);
    }
    await away.remove();
  });
});
