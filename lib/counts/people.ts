// How many people a row is told of that names none of them: the least of their hashes say it.
// https://doi.org/10.1145/1055558.1055567 (k minimum values)
import { Buffer } from 'node:buffer';

const BYTES = 8;
/** Exact up to there; beyond it three of hundred off. */
const MOST = 1_000;
const WHOLE = 2 ** 64;

/**
 * How somebody was told apart. One person may be told in all of these ways within a day, and never shows it: who they are
 * (once a directory says so), the name of an account, a security id, an address, and that of a device.
 */
const WAYS = ['person', 'account', 'sid', 'address', 'client'] as const;
export type Way = (typeof WAYS)[number];
/** Of the last byte. */
const WAY_BITS = 0b111;

/** A hash that says in which way: in its last bits, so that the least stay the least. */
export function hashIn(way: Way, hash: Uint8Array): Uint8Array {
  const own = Buffer.from(hash.subarray(0, BYTES));
  own[BYTES - 1] = ((own[BYTES - 1] ?? 0) & ~WAY_BITS) | WAYS.indexOf(way);
  return own;
}

/** The least of these hashes, each once. */
export const leastHashes = (hashes: readonly Uint8Array[]): Uint8Array =>
  hashes.length < 2
    ? Buffer.concat([...hashes])
    : Buffer.concat(
        [...new Map(hashes.map((own) => [Buffer.from(own).toString('latin1'), own])).values()]
          .sort(Buffer.compare)
          .slice(0, MOST),
      );

/** The least of both, each once. */
export function mergedHashes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  const parts: Buffer[] = [];
  for (let i = 0, j = 0; (i < one.length || j < other.length) && parts.length < MOST; ) {
    const order = i >= one.length ? 1 : j >= other.length ? -1 : one.compare(other, j, j + BYTES, i, i + BYTES);
    parts.push(order <= 0 ? one.subarray(i, i + BYTES) : other.subarray(j, j + BYTES));
    if (order <= 0) i += BYTES;
    if (order >= 0) j += BYTES;
  }
  return Buffer.concat(parts);
}

/** How many people they stand for at least: as many as the way says that tells the most apart. */
export function howMany(hashes: Uint8Array): number {
  const kept = hashes.length / BYTES;
  const ways = WAYS.map(() => 0);
  for (let at = BYTES - 1; at < hashes.length; at += BYTES) {
    const way = (hashes[at] ?? 0) & WAY_BITS;
    ways[way] = (ways[way] ?? 0) + 1;
  }
  const most = Math.max(...ways);
  if (kept < MOST) return most;
  const largest = Number(Buffer.from(hashes).readBigUInt64BE(hashes.length - BYTES));
  return Math.round((((kept - 1) * WHOLE) / largest) * (most / kept));
}
