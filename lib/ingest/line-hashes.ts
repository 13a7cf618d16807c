// Hashes of lines, one behind the other: 200,000 of them are 3 MB, and are looked through in a millisecond.
import { Buffer } from 'node:buffer';

const BYTES = 16;
/** Places for the first bytes of those that are looked for: of the others hardly any is looked at closely. */
const PLACES = 1 << 20;

export class LineHashes {
  readonly bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  static of(hashes: readonly string[]): LineHashes {
    return new LineHashes(Buffer.from(hashes.join(''), 'hex'));
  }

  get size(): number {
    return this.bytes.length / BYTES;
  }

  *inParts(size: number): Generator<LineHashes, void, void> {
    for (let from = 0; from < this.bytes.length; from += size * BYTES)
      yield new LineHashes(this.bytes.subarray(from, from + size * BYTES));
  }
}

/** How often each of some hashes stands among others; those that do not are not told. */
export function timesAmong(wanted: ReadonlySet<string>, all: readonly LineHashes[]): ReadonlyMap<string, number> {
  const places = new Uint8Array(PLACES);
  for (const hash of wanted) places[Number.parseInt(hash.slice(0, 5), 16)] = 1;
  const times = new Map<string, number>();
  for (const { bytes } of all)
    for (let at = 0; at < bytes.length; at += BYTES) {
      // The first 20 bits.
      if (places[bytes.readUIntBE(at, 3) >> 4] === 0) continue;
      const hash = bytes.toString('hex', at, at + BYTES);
      if (wanted.has(hash)) times.set(hash, (times.get(hash) ?? 0) + 1);
    }
  return times;
}
