import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp, HostProcess } from './host-process.ts';

const APP = `
import { app } from '@azure/functions';
const http = (name, options, handler) => app.http(name, { authLevel: 'anonymous', methods: ['GET', 'POST'], handler, ...options });
const echo = async (request, context) => ({ jsonBody: {
  name: context.functionName, method: request.method, url: request.url, params: request.params,
  query: Object.fromEntries(request.query), headers: Object.fromEntries(request.headers), body: await request.text(),
  trace: context.traceContext?.traceParent, id: context.invocationId } });
http('echo', { route: 'echo/{id:int?}' }, echo);
http('a-shadow', { route: 'shadow/{id}' }, () => ({ body: 'parameter' }));
http('Z-shadow', { route: 'shadow/literal' }, () => ({ body: 'literal' }));
http('b-literal', { route: 'order/literal' }, () => ({ body: 'literal' }));
http('c-parameter', { route: 'order/{id}' }, () => ({ body: 'parameter' }));
http('plain', { methods: ['GET'] }, () => ({ status: 201, body: 'ok', headers: { 'X-Own': 'yes', 'content-length': '99' } }));
http('keyed', { authLevel: 'function' }, () => ({ body: 'keyed' }));
http('other', { authLevel: 'function' }, () => ({ body: 'other' }));
http('owner', { authLevel: 'admin' }, () => ({ body: 'owner' }));
http('off', { authLevel: 'function' }, () => ({ body: 'off' }));
http('off-open', {}, () => ({ body: 'off' }));
http('throws', {}, () => { throw new Error('a-secret-name'); });
http('nothing', {}, () => undefined);
http('text', {}, () => 'not an object');
http('bytes', {}, () => ({ body: new Uint8Array([0, 255, 1]) }));
http('cookie', {}, () => ({ cookies: [{ name: 'a', value: 'b' }] }));
http('slow', {}, () => new Promise(() => {}));
http('any', { methods: [] , route: 'any/{*rest}' }, echo);
`;
const MASTER = 'master-key-of-the-test';

let host: HostProcess;
beforeAll(async () => {
  host = await HostProcess.start(
    {
      'app.js': APP,
      'host.json': { version: '2.0', functionTimeout: '00:00:01' },
      'keys/host.json': `\uFEFF${JSON.stringify({
        masterKey: { name: 'master', value: MASTER, encrypted: false },
        functionKeys: [{ name: 'default', value: 'host-wide', encrypted: false }],
        systemKeys: [{ name: 'extension', value: 'system', encrypted: false }],
      })}`,
      'keys/keyed.json': { keys: [{ name: 'default', value: 'only-keyed', encrypted: false }] },
    },
    {
      'AzureWebJobs.off.Disabled': 'true',
      azurewebjobs_OFF_OPEN_disabled: '0',
      'AzureWebJobs_off-open_Disabled': '1',
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '70000',
    },
  );
});
afterAll(cleanUp);

type Echo = { query: object; headers: object; body: string };
const echo = async (path: string, init?: RequestInit): Promise<Echo> =>
  JSON.parse(await (await host.fetch(path, init)).text());

describe('routing', () => {
  it('ignores case and one trailing slash', async () => {
    expect(await echo('/API/Echo/7/')).toMatchObject({ name: 'echo', params: { id: '7' } });
  });

  it.each(['/api/unknown', '/plain', '/api/echo/seven', '/runtime/health', '/admin/host/keys'])(
    'answers 404 without a body to %s',
    async (path) => {
      const response = await host.fetch(path);
      expect([response.status, await response.text()]).toEqual([404, '']);
    },
  );

  it('answers 404, not 405, to a method that a function does not take', async () => {
    expect(await host.status('/api/plain', undefined, 'POST')).toBe(404);
    expect(await host.status('/api/plain', undefined, 'HEAD')).toBe(404);
  });

  it('takes the first match in the order of the names, however specific a later one is', async () => {
    expect(await (await host.fetch('/api/shadow/literal')).text()).toBe('parameter');
    expect(await (await host.fetch('/api/order/literal')).text()).toBe('literal');
  });

  it('serves every method where none is named, and the rest of a path', async () => {
    expect(await echo('/api/any/a/b', { method: 'DELETE' })).toMatchObject({
      method: 'DELETE',
      params: { rest: 'a/b' },
    });
  });

  it('has a page at the root', async () => {
    expect(await host.status('/')).toBe(200);
  });
});

describe('what a handler is given', () => {
  it('is method, address, lower-case headers and a trace that goes on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const seen = await echo('/api/echo?a=1&A=2&empty=&b=x%20y', { headers: { 'X-Custom': 'Value', traceparent } });
    expect(seen).toMatchObject({
      method: 'GET',
      url: `${host.ready.url}/api/echo?a=1&A=2&empty=&b=x%20y`,
      trace: traceparent,
    });
    expect(seen.headers).toMatchObject({ 'x-custom': 'Value' });
  });

  it('is a query whose repeated values are joined by a comma', async () => {
    expect((await echo('/api/echo?a=1&A=2&empty=&b=x+y')).query).toEqual({ a: '1,2', empty: '', b: 'x y' });
  });

  it('is the body, if its length was told', async () => {
    expect((await echo('/api/echo', { method: 'POST', body: 'grüß' })).body).toBe('grüß');
  });

  it('is an empty body, if it came in chunks', async () => {
    const init: RequestInit = { method: 'POST', body: new Blob(['chunked']).stream(), duplex: 'half' };
    expect((await echo('/api/echo', init)).body).toBe('');
  });
});

describe('a request as nobody writes it', () => {
  /** The status of what is sent as it stands, and whether the connection ends with it. */
  async function sent(head: string): Promise<string> {
    const socket = connect(Number(new URL(host.ready.url).port), '127.0.0.1');
    socket.write(`${head}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    return String(answer).slice(9, 12);
  }

  it.each([
    ['no Host in HTTP/1.1', 'GET /api/plain HTTP/1.1', '400'],
    ['none in HTTP/1.0, as probes of balancers have it', 'GET /api/plain HTTP/1.0', '500'],
    ['none in HTTP/1.0 to the host itself', 'GET /admin/host/ping HTTP/1.0', '200'],
    ['an empty one', 'GET /api/plain HTTP/1.1\r\nHost:', '500'],
    ['two', 'GET /api/plain HTTP/1.1\r\nHost: a\r\nHost: b', '400'],
    ['one with a blank', 'GET /api/plain HTTP/1.1\r\nHost: a b', '400'],
    ['a port without a host', 'GET /api/plain HTTP/1.1\r\nHost: :80', '400'],
    ['a host with a user', 'GET /api/plain HTTP/1.1\r\nHost: a@b', '400'],
    ['a port that there is not', 'GET /api/plain HTTP/1.1\r\nHost: a:99999', '500'],
    ['an address of IPv6', 'GET /api/plain HTTP/1.1\r\nHost: [::1]:7071', '201'],
    ['an underscore', 'GET /api/plain HTTP/1.1\r\nHost: my_host', '201'],
  ])('with %s is answered as by Kestrel and the worker', async (_, head, status) => {
    expect(await sent(head)).toBe(status);
  });

  it.each([
    ['/api/./plain', '201'],
    ['/api/echo/../plain', '201'],
    ['/api/%2e/plain', '201'],
    ['/api/%2E%2e/api/plain/.', '201'],
    ['/../../api/plain', '201'],
    ['/api//plain', '404'],
    ['/api/.../plain', '404'],
    ['/api/plain/%2f', '404'],
  ])('for %s finds the path without its dots', async (path, status) => {
    expect(await sent(`GET ${path} HTTP/1.1\r\nHost: x`)).toBe(status);
  });

  it.each([
    ['a line of 8 kB', `GET /api/plain?q=${'x'.repeat(8_192 - 28)} HTTP/1.1\r\nHost: x`, '201'],
    ['a longer one', `GET /api/plain?q=${'x'.repeat(8_192 - 27)} HTTP/1.1\r\nHost: x`, '414'],
    ['headers of 32 kB', `GET /api/plain HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(32_768 - 19)}`, '201'],
    ['longer ones', `GET /api/plain HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(32_768 - 18)}`, '431'],
    ['a hundred headers', `GET /api/plain HTTP/1.1\r\nHost: x${'\r\na: b'.repeat(99)}`, '201'],
    ['more', `GET /api/plain HTTP/1.1\r\nHost: x${'\r\na: b'.repeat(100)}`, '431'],
  ])('with %s is taken or refused as by Kestrel', async (_, head, status) => {
    expect(await sent(head)).toBe(status);
  });
});

describe('the answer', () => {
  it('has the status, the headers and the body of the handler, and its own length', async () => {
    const response = await host.fetch('/api/plain');
    expect([
      response.status,
      response.headers.get('x-own'),
      response.headers.get('content-length'),
      await response.text(),
    ]).toEqual([201, 'yes', '2', 'ok']);
  });

  it('carries bytes unchanged', async () => {
    expect([...new Uint8Array(await (await host.fetch('/api/bytes')).arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it('is 204 when the handler returns nothing', async () => {
    expect(await host.status('/api/nothing')).toBe(204);
  });

  it.each(['throws', 'text', 'cookie'])('is 500 without a body when the handler %s', async (name) => {
    const response = await host.fetch(`/api/${name}`);
    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('is 500 when the handler is out of time, and the log says so', async () => {
    expect(await host.status('/api/slow')).toBe(500);
    const line = await host.line(/Functions\.slow.*Failed/s);
    expect(line).toMatchObject({ level: 'error', category: 'Function.slow' });
    expect(line.message).toMatch(/Timeout value of 1 s exceeded/);
  });

  it('is 500 when the body is over the limit, as of a function that failed', async () => {
    const { port } = new URL(host.ready.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 70001\r\n\r\n');
    const [head] = await once(socket, 'data');
    socket.destroy();
    expect(String(head)).toMatch(/^HTTP\/1\.1 500 /);
    expect((await echo('/api/echo', { method: 'POST', body: 'x'.repeat(70_000) })).body).toHaveLength(70_000);
  });

  it.each(['GET', 'HEAD'])(
    'is 413 when a body comes with %s, which has none, and is more than a note',
    async (method) => {
      const { port } = new URL(host.ready.url);
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`${method} /api/any HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n`);
      const [head] = await once(socket, 'data');
      socket.destroy();
      expect(String(head)).toMatch(/^HTTP\/1\.1 413 /);
    },
  );

  it('never puts the message of an error into the log', async () => {
    expect(await host.status('/api/throws')).toBe(500);
    expect((await host.line(/Functions\.throws.*Failed/s)).message).toMatch(/Error\n\s+at .*app\.js/s);
    expect(host.logged(/a-secret-name/)).toEqual([]);
  });
});

describe('keys', () => {
  it.each([
    ['keyed', undefined, 401],
    ['keyed', 'wrong', 401],
    ['keyed', 'system', 401],
    ['keyed', 'only-keyed', 200],
    ['keyed', 'host-wide', 200],
    ['keyed', MASTER, 200],
    ['other', 'only-keyed', 401],
    ['owner', 'host-wide', 401],
    ['owner', MASTER, 200],
    ['plain', 'wrong', 201],
  ])('%s with the key %p answers %d', async (name, key, status) => {
    expect(await host.status(`/api/${name}`, key)).toBe(status);
  });

  it('are taken from ?code= too, but a header wins over it', async () => {
    expect(await host.status('/api/keyed?code=only-keyed')).toBe(200);
    expect(await host.status('/api/keyed?code=only-keyed', 'wrong')).toBe(401);
  });

  it('are looked at as the real host does where there are several headers: the first alone', async () => {
    const { port } = new URL(host.ready.url);
    const several = async (...keys: string[]): Promise<number | undefined> => {
      const request = get({ port, path: '/api/keyed', headers: { 'x-functions-key': keys } });
      const [response] = await once(request, 'response');
      response.resume();
      return response.statusCode;
    };
    expect([await several('only-keyed', 'wrong'), await several('wrong', 'only-keyed')]).toEqual([200, 401]);
  });

  it('missing answer 401 without a body', async () => {
    expect(await (await host.fetch('/api/keyed')).text()).toBe('');
  });

  it('are checked before a function is found disabled; the master key runs it all the same', async () => {
    expect(await host.status('/api/off')).toBe(401);
    expect(await host.status('/api/off', 'host-wide')).toBe(404);
    expect(await host.status('/api/off', MASTER)).toBe(200);
    expect(await host.status('/api/off-open')).toBe(404);
  });

  it('that are absent are created for the owner alone, those that are there stay', () => {
    const file = join(host.secrets, 'other.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      keys: [{ name: 'default', value: expect.stringMatching(/^[\w-]{56}$/), encrypted: false }],
    });
    expect([host.ready.masterKey, host.ready.defaultKey]).toEqual([MASTER, 'host-wide']);
  });

  it('can be rotated while the host runs', async () => {
    writeFileSync(
      join(host.secrets, 'other.json'),
      JSON.stringify({ keys: [{ name: 'default', value: 'rotated', encrypted: false }] }),
    );
    let status = 401;
    // The file system tells of the change in its own time.
    for (let attempt = 0; status === 401 && attempt < 500; attempt++)
      status = await host.status('/api/other', 'rotated');
    expect(status).toBe(200);
  });
});

describe('the admin routes', () => {
  it('ping anybody', async () => {
    expect([await host.status('/admin/host/ping'), await host.status('/ADMIN/Host/Ping', undefined, 'POST')]).toEqual([
      200, 200,
    ]);
  });

  it('tell the status to the master key', async () => {
    expect(
      await Promise.all(
        [undefined, 'wrong', 'only-keyed', 'host-wide'].map((key) => host.status('/admin/host/status', key)),
      ),
    ).toEqual([401, 401, 401, 403]);
    const response = await host.fetch('/admin/host/status', { headers: { 'x-functions-key': MASTER } });
    expect(await response.json()).toMatchObject({ state: 'Running', version: expect.any(String) });
  });
});
