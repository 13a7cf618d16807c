// How many people a row is told of that names none of them: the least of their hashes say it.
// https://doi.org/10.1145/1055558.1055567 (k minimum values)
import { Buffer } from 'node:buffer';

const BYTES = 8;
/** Exact up to there; beyond it three of hundred off. */
const MOST = 1_000;
const WHOLE = 2 ** 64;

/** The least of these hashes, of which the first bytes count. */
export function leastHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const own = hashes.map((hash) => hash.subarray(0, BYTES));
  return Buffer.concat(own.sort(Buffer.compare).slice(0, MOST));
}

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

/** How many people they stand for. */
export function howMany(hashes: Uint8Array): number {
  const kept = hashes.length / BYTES;
  if (kept < MOST) return kept;
  const largest = Number(Buffer.from(hashes).readBigUInt64BE(hashes.length - BYTES));
  return Math.round(((kept - 1) * WHOLE) / largest);
}
