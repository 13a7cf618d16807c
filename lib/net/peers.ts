// Who answered over TLS, and how: told to whoever asked for the work during which a connection stands.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PeerCertificate, TLSSocket } from 'node:tls';

export interface Peer {
  /** Host and port, as the certificate was checked for it. */
  readonly host: string;
  readonly protocol: string;
  readonly cipher: string;
  /** Name of the authority that signed the certificate; null where it has none. */
  readonly issuer: string | null;
  readonly expiresAt: Date;
}

const listening = new AsyncLocalStorage<Map<string, Peer>>();

/** Of a connection whose certificate was found good. */
export function tellPeer(host: string, socket: TLSSocket): void {
  const found = listening.getStore();
  if (!found) return;
  const certificate = socket.getPeerCertificate();
  const expiresAt = new Date(certificate.valid_to);
  // A session that is resumed may come without one. Behind a balancer there may be several: the first to end is told.
  if (Number.isNaN(expiresAt.getTime()) || (found.get(host)?.expiresAt ?? expiresAt) < expiresAt) return;
  const protocol = socket.getProtocol() ?? 'unknown';
  found.set(host, { host, protocol, cipher: socket.getCipher().name, issuer: issuerOf(certificate), expiresAt });
}

const MOST_CHARACTERS = 200;

/** The authority's common name, or its organisation: never what the certificate says of its holder. */
function issuerOf({ issuer }: PeerCertificate): string | null {
  const name = issuer?.CN ?? issuer?.O;
  const text = Array.isArray(name) ? name.join(' ') : name;
  return text === undefined ? null : text.slice(0, MOST_CHARACTERS);
}

/** Each host that answered while `work` runs, by name. */
export async function peersOf<T>(work: () => Promise<T>): Promise<readonly [T, readonly Peer[]]> {
  const found = new Map<string, Peer>();
  const result = await listening.run(found, work);
  return [result, [...found.values()].sort((a, b) => (a.host < b.host ? -1 : 1))];
}
