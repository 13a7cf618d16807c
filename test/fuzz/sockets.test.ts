// Bytes that are no proper HTTP, sent to the embedded host as it listens: it answers or hangs up, smuggles nothing, lives on.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp, HostProcess } from '../host/host-process.ts';
import { runs } from './runs.ts';

const APP = `
import { app } from '@azure/functions';
app.http('echo', { authLevel: 'anonymous', methods: ['GET', 'POST'], route: 'echo/{id?}', handler: async (request) => ({
  jsonBody: { echoed: true, url: new URL(request.url).pathname, body: (await request.text()).length } }) });
`;
let host: HostProcess;
beforeAll(async () => {
  host = await HostProcess.start({ 'app.js': APP });
});
afterAll(cleanUp);

/** All that is answered to these bytes until the host, or our half-close, ends it. */
async function answered(bytes: string | Buffer): Promise<string> {
  const socket = connect(Number(new URL(host.ready.url).port), '127.0.0.1');
  const parts: Buffer[] = [];
  // The host may hang up while we send.
  socket.on('error', () => undefined).on('data', (part: Buffer) => parts.push(part));
  socket.end(bytes);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return Buffer.concat(parts).toString('latin1');
}
const statuses = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const get = (path: string, ...lines: string[]): string => [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
const post = (lines: string[], body: string): string =>
  [`POST /api/echo HTTP/1.1`, 'host: a', 'connection: close', ...lines, '', body].join('\r\n');

describe('the embedded host', () => {
  it.each([
    [
      'a length and chunks',
      post(['content-length: 5', 'transfer-encoding: chunked'], '0\r\n\r\nGET /api/echo HTTP/1.1\r\nhost: a\r\n\r\n'),
    ],
    ['two lengths', post(['content-length: 3', 'content-length: 30'], 'abcGET /api/echo HTTP/1.1\r\nhost: a\r\n\r\n')],
    ['a length that is no number', post(['content-length: +3'], 'abcGET /api/echo HTTP/1.1\r\nhost: a\r\n\r\n')],
    ['chunks that are none', post(['transfer-encoding: chunked'], 'zz\r\nabc\r\n0\r\n\r\n')],
    ['an encoding that is not chunked', post(['transfer-encoding: chunked, identity'], '0\r\n\r\n')],
    ['a folded header', get('/api/echo', 'host: a', 'x: a\r\n b', 'connection: close')],
    ['a bare line feed in a header', get('/api/echo', 'host: a', 'x: a\nhost: b', 'connection: close')],
    ['a megabyte of headers', get('/api/echo', 'host: a', `x: ${'a'.repeat(2 ** 20)}`)],
    ['a megabyte of address', get(`/api/echo/${'a'.repeat(2 ** 20)}`, 'host: a')],
  ])('refuses %s, and runs no second request out of it', async (_, bytes) => {
    const answers = statuses(await answered(bytes));
    expect(answers.length).toBeLessThanOrEqual(1);
    for (const status of answers) expect(status).toBeGreaterThanOrEqual(400);
    for (const status of answers) expect(status).toBeLessThan(500);
  });

  it.each(['[', 'a b', 'a:', 'a@b', 'a/b', '%zz', '\u00FF'])(
    'answers a request whose host is %j without a failure',
    async (name) => {
      const [status] = statuses(await answered(get('/api/echo', `host: ${name}`, 'connection: close')));
      expect(status ?? 400).toBeLessThan(500);
    },
  );

  it('answers any bytes with no failure of its own, and goes on', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'GET /api/echo HTTP/1.1',
        'POST /api/echo/%00 HTTP/1.1',
        'GET //[ HTTP/1.1',
        'GET http://[/ HTTP/1.1',
      ),
      fc.constantFrom(
        'BREW / HTTP/1.1',
        'GET /api/%E0%A4%A HTTP/9.9',
        'OPTIONS * HTTP/1.1',
        'GET /api/echo?%=%&&== HTTP/1.1',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const header = fc.oneof(
      fc.constantFrom(
        'host: a',
        'host: [',
        'connection: close',
        'content-length: 9',
        'expect: 100-continue',
        'upgrade: h2c',
      ),
      fc.constantFrom(
        'transfer-encoding: chunked',
        'x-functions-key: \u00FF',
        'traceparent: 00-z',
        'content-length: -1',
        ': a',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(
        line,
        fc.array(header, { maxLength: 5 }),
        fc.string({ maxLength: 20 }),
        async (first, more, body) => {
          const answer = await answered([first, ...more, '', body].join('\r\n'));
          expect(statuses(answer).filter((status) => status >= 500)).toEqual([]);
        },
      ),
      runs(150),
    );
    expect(await host.status('/api/echo')).toBe(200);
  });

  it('answers others while a hundred connections send nothing but a beginning', async () => {
    const slow = Array.from({ length: 100 }, () => connect(Number(new URL(host.ready.url).port), '127.0.0.1'));
    await Promise.all(
      slow.map(async (socket) => {
        await once(socket, 'connect');
        socket.write('GET /api/echo HTTP/1.1\r\nhost:');
      }),
    );
    expect(await host.status('/api/echo')).toBe(200);
    for (const socket of slow) socket.destroy();
  });
});
