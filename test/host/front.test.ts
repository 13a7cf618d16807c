// What a caller may take who has no key: the listening socket alone, with limits that need no patience.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readBody } from '../../local/host/http.ts';
import { type Answer, createFront, type Front } from '../../local/host/server.ts';

const UNREAD = 200_000;
const TOO_MUCH = 100 * 1_048_576;
const PIECE = Buffer.alloc(65_536, 'x');
const open: { front: Front; sockets: Socket[] }[] = [];
afterEach(() => {
  for (const { front, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    front.close();
  }
});

/** A connection to a front with this answer, and all that comes on it until it ends. */
async function call(
  answer: Answer,
  limits = { headersMs: 60_000, requestMs: 60_000 },
): Promise<{ socket: Socket; said: Promise<string> }> {
  const front = createFront(true, { ...limits, checkMs: 20, unreadBytes: UNREAD });
  front.open(answer);
  const socket = connect(await front.listen(0, '127.0.0.1'), '127.0.0.1');
  open.push({ front, sockets: [socket] });
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes;
  });
  socket.on('error', () => undefined);
  return { socket, said: closed(socket).then(() => said) };
}

/** Whether it ends in order or not. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => void socket.once('close', () => resolve()));

/** Sends as long as somebody takes it; gives how much that was. */
async function flood(socket: Socket): Promise<number> {
  let sent = 0;
  while (!socket.destroyed && sent < 2 * TOO_MUCH) {
    sent += PIECE.length;
    if (!socket.write(PIECE)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed(socket)]);
  }
  return sent;
}

const nobody: Answer = async () => undefined;

describe('a request', () => {
  it('whose head does not end is cut', async () => {
    const { socket, said } = await call(nobody, { headersMs: 100, requestMs: 60_000 });
    socket.write('GET /api/health HTTP/1.1\r\nHost: x\r\n');
    expect(await said).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('whose body does not end is cut, though a piece of it comes now and again', async () => {
    const { socket, said } = await call(
      async ({ message }) => {
        await readBody(message, 1_000_000);
        return { status: 200 };
      },
      { headersMs: 100, requestMs: 300 },
    );
    socket.write('POST /api/search HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n');
    const trickle = setInterval(() => socket.write('x'), 10);
    expect(await said).not.toMatch(/200/);
    clearInterval(trickle);
  });

  it.each([
    ['a route that there is not', nobody, 404],
    ['a route whose key is missing', async () => ({ status: 401 }), 401],
  ] as const)('with an endless body to %s is answered, and cut', async (_, answer, status) => {
    const { socket, said } = await call(answer);
    socket.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n');
    await once(socket, 'data');
    // What the system holds for both ends is sent as well.
    expect(await flood(socket)).toBeLessThan(TOO_MUCH);
    expect(await said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('with a body that nobody reads is followed by others on its connection', async () => {
    const { socket } = await call(nobody);
    for (let turn = 0; turn < 3; turn++) {
      socket.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde');
      const [head] = await once(socket, 'data');
      expect(String(head)).toMatch(/^HTTP\/1\.1 404 /);
    }
  });
});
