// Who answered over TLS: told to whoever listens, when a connection stands.
import { channel } from 'node:diagnostics_channel';
import type { TLSSocket } from 'node:tls';

export interface Peer {
  /** Host and port, as the certificate was checked for it. */
  readonly host: string;
  readonly expiresAt: Date;
}

const peers = channel('emm-lens:tls-peer');

/** Of a connection whose certificate was found good. */
export function tellPeer(host: string, socket: TLSSocket): void {
  if (!peers.hasSubscribers) return;
  const expiresAt = new Date(socket.getPeerCertificate().valid_to);
  // A session that is resumed may come without one.
  if (!Number.isNaN(expiresAt.getTime())) peers.publish({ host, expiresAt } satisfies Peer);
}

/** Each host with when its certificate ends, while `work` runs. */
export async function peersOf<T>(work: () => Promise<T>): Promise<readonly [T, readonly Peer[]]> {
  const found = new Map<string, Peer>();
  const onPeer = (told: unknown): void => {
    if (isPeer(told)) found.set(told.host, told);
  };
  peers.subscribe(onPeer);
  try {
    return [await work(), [...found.values()]];
  } finally {
    peers.unsubscribe(onPeer);
  }
}

const isPeer = (told: unknown): told is Peer => typeof told === 'object' && told !== null && 'expiresAt' in told;
