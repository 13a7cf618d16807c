// A TCP proxy between the store and a real server, with switches. TDS wraps its TLS, so that the proxy sees bytes only:
// a test says when to strike, by counting what the client sends, or by striking between two of its own calls.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * `cut`: both ends are closed in order. `reset`: both get a reset. `stall`: nothing passes any more, nothing is closed.
 * `half-open`: the server's end is closed, the client's stays open and hears nothing.
 * `mute`: what the client sends arrives, what the server answers does not.
 */
export type Fault = 'cut' | 'reset' | 'stall' | 'half-open' | 'mute';
export const FAULTS: readonly Fault[] = ['cut', 'reset', 'stall', 'half-open'];

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  fault: Fault | null;
  /** What a muted or stalled link holds back. */
  readonly held: { client: Buffer[]; server: Buffer[] };
}

export class TcpProxy {
  readonly #server = createServer({ allowHalfOpen: false }, (client) => this.#accept(client));
  readonly #links = new Set<Link>();
  readonly #upstream: { host: string; port: number };
  #strikeAt: { packet: number; fault: Fault; struck: () => void } | null = null;
  #refusing: Fault | null = null;

  private constructor(upstream: { host: string; port: number }) {
    this.#upstream = upstream;
  }

  static async start(upstream: { host: string; port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(upstream);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return address.port;
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Strikes every open connection now; with `lasting`, every new one too, until `heal`. */
  strike(fault: Fault, { lasting = false } = {}): void {
    if (lasting) this.#refusing = fault;
    for (const link of this.#links) this.#apply(link, fault);
  }

  /** Strikes the connection that sends the n-th packet from now on, before it is passed on; resolves then. */
  strikeAt(packet: number, fault: Fault): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#strikeAt = { packet, fault, struck: resolve };
    return promise;
  }

  /** New connections pass; stalled and muted ones go on where they stood. Half-open ones stay dead. */
  heal(): void {
    this.#refusing = null;
    this.#strikeAt = null;
    for (const link of this.#links) {
      if (link.fault !== 'stall' && link.fault !== 'mute') continue;
      link.fault = null;
      for (const data of link.held.client.splice(0)) link.server.write(data);
      for (const data of link.held.server.splice(0)) link.client.write(data);
    }
  }

  async close(): Promise<void> {
    for (const { client, server } of this.#links) {
      client.destroy();
      server.destroy();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const link: Link = { client, server: connect(this.#upstream), fault: null, held: { client: [], server: [] } };
    this.#links.add(link);
    client.on('data', (data) => this.#pass(link, 'client', data));
    link.server.on('data', (data) => this.#pass(link, 'server', data));
    for (const socket of [client, link.server]) {
      socket.on('error', () => {});
      socket.on('close', () => this.#ended(link, socket));
    }
    if (this.#refusing) this.#apply(link, this.#refusing);
  }

  #pass(link: Link, from: 'client' | 'server', data: Buffer): void {
    if (from === 'client' && this.#strikeAt) {
      this.#strikeAt.packet -= 1;
      if (this.#strikeAt.packet === 0) {
        const { fault, struck } = this.#strikeAt;
        this.#strikeAt = null;
        this.#apply(link, fault);
        struck();
      }
    }
    if (link.fault === 'half-open') return;
    const held = link.fault === 'stall' || (link.fault === 'mute' && from === 'server');
    if (held) link.held[from].push(data);
    else (from === 'client' ? link.server : link.client).write(data);
  }

  #apply(link: Link, fault: Fault): void {
    link.fault = fault;
    if (fault === 'cut') for (const socket of [link.client, link.server]) socket.destroy();
    if (fault === 'reset') for (const socket of [link.client, link.server]) socket.resetAndDestroy();
    if (fault === 'half-open') link.server.destroy();
  }

  /** The other end follows, but that of a half-open connection, which hears of nothing. */
  #ended(link: Link, socket: Socket): void {
    if (link.fault === 'half-open' && socket === link.server) return;
    link.client.destroy();
    link.server.destroy();
    this.#links.delete(link);
  }
}
