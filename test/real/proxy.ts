// A TCP proxy before a real server: records what the client sends, and cuts or silences the connection. With a
// certificate it ends the client's TLS, so that the LDAP requests themselves can be read.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';

export interface TcpProxy {
  readonly port: number;
  /** What clients sent so far, a buffer per connection. */
  readonly sent: Buffer[];
  /** Destroys a connection once the server has answered so many bytes on it. */
  cutAfterBytes: number | null;
  /** Passes nothing on any more, and closes nothing. */
  silent: boolean;
  cut(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate?: { certPem: string; keyPem: string; ca: string };
}

export async function startProxy({ host, port, certificate }: ProxyOptions): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const dial = (): Socket =>
    certificate ? connectTls({ host, port, ca: certificate.ca, servername: 'localhost' }) : connect(port, host);
  const server: Server = certificate
    ? createTlsServer({ cert: certificate.certPem, key: certificate.keyPem }, accept)
    : createServer(accept);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const proxy: TcpProxy = {
    port: address.port,
    sent: [],
    cutAfterBytes: null,
    silent: false,
    cut: () => {
      for (const socket of open) socket.destroy();
    },
    close: async () => {
      proxy.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;

  function accept(client: Socket): void {
    const upstream = dial();
    const index = proxy.sent.push(Buffer.alloc(0)) - 1;
    let answered = 0;
    client.on('data', (data: Buffer) => {
      proxy.sent[index] = Buffer.concat([proxy.sent[index] ?? Buffer.alloc(0), data]);
      if (!proxy.silent) upstream.write(data);
    });
    upstream.on('data', (data: Buffer) => {
      answered += data.length;
      if (proxy.cutAfterBytes !== null && answered > proxy.cutAfterBytes) client.destroy();
      else if (!proxy.silent) client.write(data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
    }
  }
}
