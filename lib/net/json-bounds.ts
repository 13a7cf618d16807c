// Counts a JSON answer while its bytes arrive, before a parser sees it: three megabytes of `{},{},..`, three kilobytes on the
// wire, become gigabytes of objects, and seconds in which nobody else is served. Whether it is valid JSON is the parser's.
import type { SourceError } from '../errors.ts';
import { tooMuch } from './failure.ts';

/** No product of ours comes near: pages of 5,000 rows, groups with 10,000 members and records with 2,000 keys pass. */
export const JSON_BOUNDS = {
  /** Of text, in bytes, decoded: whoever reads the body counts it. */
  text: 32 * 1_048_576,
  /** Of the parsed values, in bytes, estimated as V8 keeps them. */
  memory: 96 * 1_048_576,
  /** Of one list. */
  items: 20_000,
  /** Of one object. */
  keys: 5_000,
  /** Different keys of the whole answer: each is kept once, and costs much. */
  names: 20_000,
  depth: 100,
} as const;

/** Bytes that V8 takes (measured with Node 24): an object, a list, the head of a string, a place with or without a key. */
const COST = { object: 64, list: 56, string: 24, item: 16, key: 24, name: 140 };

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BEGIN_LIST, END_LIST, BEGIN_OBJECT, END_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export class JsonBounds {
  #memory = 0;
  #depth = 0;
  /** Of each level: whether it is an object, and how much is in it. */
  readonly #isObject: boolean[] = [false];
  readonly #counts: number[] = [0];
  /** Whether the next string is a key. */
  #atKey = false;
  #inString = false;
  #escaped = false;
  #hash = 0;
  readonly #names = new Set<number>();

  /** Of what came so far, an upper bound of the memory that a parser takes. */
  get memory(): number {
    return this.#memory;
  }

  /** Throws SourceError `too-large` with the piece that passes a bound. */
  take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) at = this.#inString ? this.#readString(chunk, at) : this.#readOne(chunk, at);
    if (this.#memory > JSON_BOUNDS.memory) throw beyond('memory', 'values of more than # bytes');
  }

  /** Reads on to the end of the string, or of the piece; gives where it stopped. */
  #readString(chunk: Uint8Array, from: number): number {
    let hash = this.#hash;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        break;
      }
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    this.#hash = hash;
    if (!this.#atKey) this.#memory += at - from;
    else if (!this.#inString) this.#endKey();
    return at + 1;
  }

  #endKey(): void {
    this.#atKey = false;
    this.#memory += COST.key;
    this.#count('keys', 'an object of more than # keys');
    if (this.#names.has(this.#hash)) return;
    this.#names.add(this.#hash);
    this.#memory += COST.name;
    if (this.#names.size > JSON_BOUNDS.names) throw beyond('names', 'more than # different keys');
  }

  #readOne(chunk: Uint8Array, at: number): number {
    switch (chunk[at]) {
      case QUOTE:
        this.#inString = true;
        this.#hash = FNV_OFFSET;
        if (!this.#atKey) this.#memory += COST.string;
        break;
      case BEGIN_OBJECT:
        this.#begin(true);
        break;
      case BEGIN_LIST:
        this.#begin(false);
        break;
      case END_LIST:
      case END_OBJECT:
        this.#depth = Math.max(0, this.#depth - 1);
        this.#atKey = false;
        break;
      case COMMA:
        this.#atKey = this.#isObject[this.#depth] ?? false;
        this.#memory += COST.item;
        if (!this.#atKey) this.#count('items', 'a list of more than # items');
        break;
      case COLON:
        this.#atKey = false;
    }
    return at + 1;
  }

  #begin(isObject: boolean): void {
    this.#memory += isObject ? COST.object : COST.list;
    this.#depth += 1;
    if (this.#depth > JSON_BOUNDS.depth) throw beyond('depth', 'more than # levels');
    this.#isObject[this.#depth] = isObject;
    // A list of one has no comma.
    this.#counts[this.#depth] = isObject ? 0 : 1;
    this.#atKey = isObject;
  }

  #count(bound: 'keys' | 'items', what: string): void {
    const count = (this.#counts[this.#depth] ?? 0) + 1;
    this.#counts[this.#depth] = count;
    if (count > JSON_BOUNDS[bound]) throw beyond(bound, what);
  }
}

const beyond = (bound: keyof typeof JSON_BOUNDS, what: string): SourceError =>
  tooMuch(what.replace('#', JSON_BOUNDS[bound].toLocaleString('en')));
