// The TCP end of every simulated server: listens on a loopback port and plays what goes wrong below the protocol:
// nobody listens, somebody listens and never answers, the certificate is bad. Can be changed while it runs.
import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import type { Authority, CertificateKind, IssuedCertificate } from '../authority.ts';
import type { Hosting } from '../member.ts';

/**
 * `normal`; `refused`: the port is closed; `half-open`: connections are accepted and nothing is ever said; `ssh`: another
 * service listens there; TLS in another way than ours.
 */
export type TransportFault = 'normal' | 'refused' | 'half-open' | 'ssh' | OddTls | Exclude<CertificateKind, 'valid'>;

export type OddTls = keyof typeof ODD_TLS;

/** What a server asks for that speaks TLS in another way than ours. */
export const ODD_TLS = {
  'old-tls': { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
  'client-certificate': { minVersion: 'TLSv1.3', requestCert: true },
} as const satisfies Readonly<Record<string, TlsOptions>>;

export class Listener {
  readonly #authority: Authority;
  readonly #accept: (socket: Socket, tls: OddTls | null) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port: number;
  #mode: TransportFault = 'normal';
  #certificate: IssuedCertificate;
  /** Connections that met a transport fault since it was set; a closed port counts as one. */
  struck = 0;
  /** Called when another certificate is to be presented. */
  onCertificate: (certificate: IssuedCertificate) => void = () => {};

  constructor({ authority, nextPort = () => 0 }: Hosting, accept: (socket: Socket, tls: OddTls | null) => void) {
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
    this.#certificate = this.#authority.issueServer(isCertificate(mode) ? mode : 'valid');
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
    else if (this.#mode === 'ssh') socket.write('SSH-2.0-OpenSSH_9.6\r\n');
    else this.#accept(socket, isOdd(this.#mode) ? this.#mode : null);
  }
}

const isOdd = (mode: TransportFault): mode is OddTls => mode in ODD_TLS;
const isCertificate = (mode: TransportFault): mode is Exclude<CertificateKind, 'valid'> =>
  !isOdd(mode) && !['normal', 'refused', 'half-open', 'ssh'].includes(mode);
