// What goes over the wire to a server, byte by byte as a listener between has it.
import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** To be named in place of the server: `127.0.0.1:port`. */
  readonly host: string;
  /** What each client said, in the order of the connections. */
  said(): readonly string[];
  close(): void;
}

/** Hands everything on to a port of this machine, and keeps what clients say. */
export async function wireTo(port: number): Promise<Wire> {
  const said: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const chunks: Buffer[] = [];
    said.push(chunks);
    const behind = connect(port, '127.0.0.1');
    for (const socket of [client, behind]) sockets.add(socket.on('error', () => socket.destroy()));
    client.on('data', (chunk) => chunks.push(chunk));
    client.pipe(behind).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    host: `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    said: () => said.map((chunks) => chunks.map((chunk) => chunk.toString('latin1')).join('')),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Whether it is records of TLS and nothing else (RFC 8446, 5.1); the last one may be cut. */
export function isTls(said: string): boolean {
  for (let at = 0; at < said.length; at += 5 + said.charCodeAt(at + 3) * 256 + said.charCodeAt(at + 4))
    if (!TLS_TYPES.has(said.charCodeAt(at)) || said.charCodeAt(at + 1) !== 3) return false;
  return said !== '';
}

/** Change of cipher, alert, handshake, data. */
const TLS_TYPES: ReadonlySet<number> = new Set([20, 21, 22, 23]);

/** The same of mail, which asks for TLS before anything of it is said. */
export function isTlsOfMail(said: string): boolean {
  const [, secured = ''] = /^EHLO [^\r\n]+\r\nSTARTTLS\r\n(.*)$/s.exec(said) ?? [];
  return isTls(secured);
}
