// By which TLS the servers of a source were reached, and when their certificates end: kept with the source, as its last
// polls found it.
import type { Peer } from '../net/peers.ts';
import type { Store } from '../store/index.ts';
import { type Lease, writeFenced } from '../store/lease.ts';
import type { PollReceipt } from './run.ts';

/** As it is kept, and told. */
export interface KnownPeer extends Omit<Peer, 'expiresAt'> {
  readonly expiresAt: string;
}

/** A product may answer from a server of another name with each poll. */
const MOST = 20;

/** A poll that ended early may not have come to every server: what is known of the others stays. Written where it changed. */
export async function keepPeers(
  store: Store,
  lease: Lease,
  peers: readonly Peer[],
  { outcome }: PollReceipt,
): Promise<void> {
  if (peers.length === 0) return;
  const before = (await peersBySource(store)).get(lease.source) ?? [];
  const others = before.filter(({ host }) => !peers.some((peer) => peer.host === host));
  const known = [...peers.map(keptOf), ...(outcome === 'complete' ? [] : others)].slice(0, MOST);
  const told = JSON.stringify(known);
  if (told !== JSON.stringify(before)) await writeFenced(store, lease, async () => {}, { peers: told });
}

const keptOf = (peer: Peer): KnownPeer => ({ ...peer, expiresAt: peer.expiresAt.toISOString() });

export const parsePeers = (text: string | null | undefined): readonly KnownPeer[] => (text ? JSON.parse(text) : []);

/** Of the sources that have some. */
export async function peersBySource({ db }: Store): Promise<ReadonlyMap<string, readonly KnownPeer[]>> {
  const found = await db
    .selectFrom('source_state')
    .select(['source', 'peers'])
    .where('peers', 'is not', null)
    .orderBy('source')
    .execute();
  return new Map(found.map(({ source, peers }) => [source, parsePeers(peers)]));
}
