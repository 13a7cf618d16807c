// What is made of texts that lines have again and again (people, hosts, actions), each made once. Such a text is found by
// its bytes: a slice of a text would be hashed and compared anew for each line, and keep the whole block that it is of.
import { Buffer } from 'node:buffer';

const LONGEST = 256;

export class Remembered<T> {
  readonly #make: (text: string) => T;
  /** The last text of each place: nothing grows, and who is pushed out is made again. */
  readonly #texts: string[];
  readonly #values: T[];
  /** The last one of all: most columns have one value in most lines. */
  #text = '';
  #value: T;

  /** `places` is a power of two. */
  constructor(make: (text: string) => T, places: number) {
    this.#make = make;
    this.#value = make('');
    this.#texts = new Array<string>(places).fill('');
    this.#values = new Array<T>(places).fill(this.#value);
  }

  /** Of the text that these bytes are, in UTF-8. */
  of(bytes: Buffer, from: number, to: number): T {
    if (isText(this.#text, bytes, from, to)) return this.#value;
    const hash = hashOf(bytes, from, to);
    if (hash < 0 || to - from > LONGEST) return this.#make(textOf(bytes, from, to));
    const place = hash & (this.#texts.length - 1);
    const known = this.#texts[place];
    const value = this.#values[place];
    if (known !== undefined && value !== undefined && isText(known, bytes, from, to)) {
      this.#text = known;
      this.#value = value;
      return value;
    }
    this.#text = textOf(bytes, from, to);
    this.#value = this.#make(this.#text);
    this.#texts[place] = this.#text;
    this.#values[place] = this.#value;
    return this.#value;
  }
}

/** Of bytes of ASCII; -1 where another one is among them. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = to - from;
  let seen = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    seen |= byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  return seen < 128 ? (hash ^ (hash >>> 15)) & 0x7fff_ffff : -1;
}

function isText(text: string, bytes: Buffer, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = text.length - 1; i >= 0; i -= 1) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

/** The same text by itself: a slice of a line keeps the whole block that the line is of. */
export const apart = (text: string): string => Buffer.from(text).toString();

/** As lines are decoded. */
const textOf = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString('utf8', from, to).replaceAll('\0', '\uFFFD');
