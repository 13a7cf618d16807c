// Local servers for the tests of the HTTP client: HTTPS with a certificate of a private authority, and a CONNECT proxy.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { createSecureContext, createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
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

/** HTTPS as another than ours speaks it: an old version, or with a certificate of the client. */
export async function oddTlsServer(authority: Authority, options: TlsOptions): Promise<Closable> {
  const { certPem, keyPem } = authority.issueServer();
  const ciphers = 'DEFAULT@SECLEVEL=0';
  return listening(createServer({ cert: certPem, key: keyPem, ciphers, ...options }, (_, response) => response.end()));
}

/** Says this to whoever connects, or asks through TLS where there is an authority, and nothing else. */
export function bannerServer(banner: string, authority?: Authority): Promise<Closable> {
  if (!authority) return listening(createTcpServer((socket) => socket.write(banner)));
  const { certPem, keyPem } = authority.issueServer();
  const say = (socket: TLSSocket): void => void socket.once('data', () => socket.end(banner));
  return listening(createTlsServer({ cert: certPem, key: keyPem }, say));
}

/** Tells of each piece that came through TLS, and answers nothing. */
export async function tlsServer(authority: Authority, onData: () => void, kind?: CertificateKind): Promise<Closable> {
  const { certPem, keyPem } = authority.issueServer(kind);
  const server = createTlsServer({ cert: certPem, key: keyPem }, (socket) => socket.on('data', onData));
  return listening(server);
}

/** SQL Server until the login, which ends it: it says that it wants TLS, whose handshake then goes in packets (MS-TDS 2.2.6.5). */
export async function tdsServer(authority: Authority, onLogin: () => void, kind?: CertificateKind): Promise<Closable> {
  const { certPem, keyPem } = authority.issueServer(kind);
  const secureContext = createSecureContext({ cert: certPem, key: keyPem });
  return listening(
    createTcpServer((socket) => {
      const handshake = new Duplex({
        read: () => undefined,
        write: (chunk: Buffer, _, done) => socket.write(tdsPacket(chunk), () => done()),
      });
      const secured = new TLSSocket(handshake, { isServer: true, secureContext });
      const login = (): void => {
        onLogin();
        socket.destroy();
      };
      secured.on('error', () => socket.destroy()).once('data', login);
      socket.once('data', () => {
        // Options VERSION and ENCRYPTION, the latter on (MS-TDS 2.2.6.5).
        socket.write(tdsPacket(Buffer.from('00000b0006' + '0100110001' + 'ff' + '100000000000' + '01', 'hex')));
        socket.on('data', (packet: Buffer) => {
          if (packet[0] === TDS_LOGIN) login();
          // Behind the handshake TLS goes without packets.
          else handshake.push(packet[0] === TDS_PRELOGIN ? packet.subarray(TDS_HEADER) : packet);
        });
      });
    }),
  );
}

const TDS_HEADER = 8;
const TDS_LOGIN = 0x10;
const TDS_PRELOGIN = 0x12;

/** One whole answer: type 4, end of message. */
function tdsPacket(content: Buffer): Buffer {
  const header = Buffer.from([4, 1, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(TDS_HEADER + content.length, 2);
  return Buffer.concat([header, content]);
}

/** Accepts connections and never says a word. */
export const silentServer = (): Promise<Closable> => listening(createTcpServer());

/** Tunnels what CONNECT asks for; tells each target, and answers other requests with 501. */
export const connectProxy = (onTarget: (target: string) => void, credentials?: string): Promise<Closable> =>
  tunnelling(createHttpServer(), onTarget, credentials);

/** The same, itself reached by TLS. */
export async function tlsProxy(
  authority: Authority,
  onTarget: (target: string) => void,
  kind?: CertificateKind,
): Promise<Closable> {
  const { certPem, keyPem } = authority.issueServer(kind);
  return tunnelling(createServer({ cert: certPem, key: keyPem }), onTarget);
}

async function tunnelling(
  server: ReturnType<typeof createHttpServer>,
  onTarget: (target: string) => void,
  credentials?: string,
): Promise<Closable> {
  server.on('request', (_, response) => response.writeHead(501).end());
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
