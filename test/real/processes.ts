// What the real servers of the tests share: waiting until one listens, ending it, a folder that goes away.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves when something accepts there. Rejects when the process ends first. */
export async function untilListening(
  child: ChildProcess,
  host: string,
  port: number,
  log: () => string,
): Promise<void> {
  while (!(await accepts(host, port))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${log()}`);
    await wait(20);
  }
}

export async function untilAccepting(host: string, port: number): Promise<void> {
  while (!(await accepts(host, port))) await wait(20);
}

function accepts(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, host);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** A port that was free a moment ago, for servers that cannot take port 0. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
