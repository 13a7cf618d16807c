// Bytes that nobody asked for, on a connection that is kept: none of them may be taken for the answer to a later request.
// Server and client share one event loop, so that what comes late comes in its order, however slow the machine is.
import type { Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createHttpClient } from '../../lib/net/client.ts';
import { type Closable, connectProxy, httpsServer, privateAuthority } from './servers.ts';

const { authority, caFile, remove } = privateAuthority();
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(remove);

const REQUESTS = 24;
const EVERY = 6;
const answerTo = (asked: string): string => {
  const body = JSON.stringify({ asked });
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};
const answered = z.object({ asked: z.string() });

/** How a server says more than it was asked: in the piece of the answer, or in one of its own. */
type Say = (socket: Socket, answer: string) => void;
const behind =
  (more: string, ms: number): Say =>
  (socket, answer) => {
    socket.write(answer);
    if (ms === 0) socket.write(more);
    else setTimeout(() => socket.destroyed || socket.write(more), ms);
  };
const STRAY = answerTo('nobody');
const SAID: readonly (readonly [string, Say])[] = [
  ['an answer in the same piece', (socket, answer) => void socket.write(answer + STRAY)],
  ['an answer right behind', behind(STRAY, 0)],
  ['an answer 1 ms late', behind(STRAY, 1)],
  ['an answer 2 ms late', behind(STRAY, 2)],
  ['the beginning of an answer, 1 ms late', behind('HTTP/1.1 20', 1)],
  ['an answer longer than it says, in one piece', (socket, answer) => void socket.write(`${answer}{}`)],
  ['an answer longer than it says, 1 ms late', behind('{}', 1)],
];

/** Says more with each sixth request; counts its connections. */
async function serve(say: Say): Promise<{ server: Closable; connections: Set<Socket> }> {
  const connections = new Set<Socket>();
  let requests = 0;
  const server = await httpsServer(authority, ({ socket, url = '' }) => {
    connections.add(socket);
    if (++requests % EVERY === 0) say(socket, answerTo(url));
    else socket.write(answerTo(url));
  });
  open.push(server);
  return { server, connections };
}

/** Asks by some at a time; gives those that were answered with something else. */
async function misled(port: number, width: number, proxy?: string): Promise<readonly string[]> {
  const client = createHttpClient({
    caFile,
    proxy,
    signal: new AbortController().signal,
    clock: { now: () => new Date() },
    random: () => 0,
    log: { debug: () => undefined },
  });
  open.push(client);
  const wrong: string[] = [];
  let next = 0;
  const ask = async (): Promise<void> => {
    while (next < REQUESTS) {
      const path = `/${next++}`;
      const { body } = await client.json({ url: `https://127.0.0.1:${port}${path}` });
      const { asked } = answered.parse(body);
      if (asked !== path) wrong.push(`${path} was answered with ${asked}`);
    }
  };
  await Promise.all(Array.from({ length: width }, ask));
  return wrong;
}

describe('a connection', () => {
  describe.each(SAID)('with %s', (_, say) => {
    it.each([1, 4])('is thrown away, and answers no later request, of %i at a time', async (width) => {
      const { server, connections } = await serve(say);
      expect(await misled(server.port, width)).toEqual([]);
      expect(connections.size).toBeGreaterThanOrEqual(REQUESTS / EVERY);
    });
  });

  // A proxy in this event loop takes turns of its own: only what comes in one piece with the answer comes in its order.
  it.each(SAID.filter(([name]) => name.includes('piece')))(
    'with %s is thrown away behind a proxy, too',
    async (_, say) => {
      const { server } = await serve(say);
      const proxy = await connectProxy(() => undefined);
      open.push(proxy);
      expect(await misled(server.port, 2, `http://127.0.0.1:${proxy.port}`)).toEqual([]);
    },
  );

  it('that says nothing unasked is kept', async () => {
    const { server, connections } = await serve((socket, answer) => void socket.write(answer));
    expect(await misled(server.port, 1)).toEqual([]);
    expect(connections.size).toBe(1);
  });
});
