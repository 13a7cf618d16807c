// The TCP end of every simulated server: listens on a loopback port and plays what goes wrong below the protocol:
// nobody listens, somebody listens and never answers, the certificate is bad. Can be changed while it runs.
import { createServer, type Server, type Socket } from 'node:net';
import type { Authority, CertificateKind, IssuedCertificate } from '../authority.ts';
import type { Hosting } from '../member.ts';

/** `normal`; `refused`: the port is closed; `half-open`: connections are accepted and nothing is ever said. */
export type TransportFault = 'normal' | 'refused' | 'half-open' | Exclude<CertificateKind, 'valid'>;

export class Listener {
  readonly #authority: Authority;
  readonly #accept: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port: number;
  #mode: TransportFault = 'normal';
  #certificate: IssuedCertificate;
  /** Connections that met a transport fault since it was set; a closed port counts as one. */
  struck = 0;
  /** Called when another certificate is to be presented. */
  onCertificate: (certificate: IssuedCertificate) => void = () => {};

  constructor({ authority, nextPort = () => 0 }: Hosting, accept: (socket: Socket) => void) {
    this.#authority = authority;
    this.#port = nextPort();
    this.#accept = accept;
    this.#certificate = authority.issueServer();
    this.#server = createServer();
  }

  get port(): number {
    return this.#port;
  }

  /** The certificate to present now. */
  get certificate(): IssuedCertificate {
    return this.#certificate;
  }

  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  /** Changes the behaviour; connections made before are cut, so that no pooled one hides it. */
  async setTransport(mode: TransportFault): Promise<void> {
    this.cut();
    if (mode === 'refused' && this.#mode !== 'refused') await this.close();
    if (mode !== 'refused' && this.#mode === 'refused') await this.open();
    this.#mode = mode;
    this.struck = mode === 'refused' ? 1 : 0;
    const good = mode === 'normal' || mode === 'refused' || mode === 'half-open';
    this.#certificate = this.#authority.issueServer(good ? 'valid' : mode);
    this.onCertificate(this.#certificate);
  }

  /** Resets all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#sockets.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    if (this.#mode !== 'normal') this.struck++;
    if (this.#mode === 'half-open') socket.pause();
    else this.#accept(socket);
  }
}
