// Local servers for the tests of the HTTP client: HTTPS with a certificate of a private authority, and a CONNECT proxy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, type CertificateKind, createAuthority } from '../../local/fleet/authority.ts';

export interface Closable {
  readonly port: number;
  close(): Promise<void>;
}

/** An authority, and a file with its certificate as an operator would mount it. */
export function privateAuthority(): { authority: Authority; caFile: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  return { authority, caFile, remove: () => rmSync(directory, { recursive: true }) };
}

export async function httpsServer(
  authority: Authority,
  handle: RequestListener,
  kind?: CertificateKind,
): Promise<Closable> {
  const { certPem, keyPem } = authority.issueServer(kind);
  return listening(createServer({ cert: certPem, key: keyPem }, handle));
}

/** Accepts connections and never says a word. */
export const silentServer = (): Promise<Closable> => listening(createTcpServer());

/** Tunnels what CONNECT asks for; tells each target, and answers other requests with 501. */
export async function connectProxy(onTarget: (target: string) => void, credentials?: string): Promise<Closable> {
  const server = createHttpServer((_, response) => response.writeHead(501).end());
  server.on('connect', (request, client) => {
    const asked = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (asked !== request.headers['proxy-authorization']) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    onTarget(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy()).on('close', () => target.destroy());
  });
  return listening(server);
}

async function listening(server: Server): Promise<Closable> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('not listening on TCP');
  return address.port;
}
