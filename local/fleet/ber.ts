// BER/DER (X.690), as far as LDAP messages (RFC 4511) and X.509 certificates (RFC 5280) need it:
// definite lengths, one-byte tags. Reading never goes past the given buffer; it throws instead.

export interface Element {
  tag: number;
  value: Buffer;
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

/** One element: tag, length, and the contents one after the other. */
export function element(tag: number, ...contents: Buffer[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...contents]);
}

export const sequence = (...contents: Buffer[]): Buffer => element(0x30, ...contents);
export const octets = (value: string | Buffer, tag = 0x04): Buffer =>
  element(tag, typeof value === 'string' ? Buffer.from(value) : value);
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]));

/** A non-negative INTEGER or ENUMERATED below 2^31. */
export function integer(value: number, tag = 0x02): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 8) {
    bytes.unshift(rest & 0xff);
    if (rest < 0x80) break;
  }
  return element(tag, Buffer.from(bytes));
}

/** An INTEGER from big-endian unsigned bytes, such as a serial number. */
export function unsigned(bytes: Buffer): Buffer {
  const positive = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return element(0x02, positive);
}

export function objectIdentifier(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
      groups.unshift((high & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** The size of the element that starts at `offset`, header included, or null while its header is incomplete. */
export function elementSize(buffer: Buffer, offset = 0): number | null {
  const first = buffer[offset + 1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new RangeError('BER length form is not supported');
  if (buffer.length < offset + 2 + count) return null;
  return 2 + count + buffer.readUIntBE(offset + 2, count);
}

/** Reads the elements of a constructed value in order. */
export class ElementReader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  get atEnd(): boolean {
    return this.#offset >= this.#buffer.length;
  }

  /** The tag of the next element, or undefined at the end. */
  peek(): number | undefined {
    return this.#buffer[this.#offset];
  }

  next(): Element {
    const size = elementSize(this.#buffer, this.#offset);
    const tag = this.#buffer[this.#offset];
    if (size === null || tag === undefined || this.#offset + size > this.#buffer.length) {
      throw new RangeError('BER element is cut off');
    }
    const lengthForm = this.#buffer[this.#offset + 1] ?? 0;
    const header = lengthForm < 0x80 ? 2 : 2 + (lengthForm & 0x7f);
    const value = this.#buffer.subarray(this.#offset + header, this.#offset + size);
    this.#offset += size;
    return { tag, value };
  }

  integer(): number {
    const { value } = this.next();
    return value.length === 0 ? 0 : value.readIntBE(0, Math.min(value.length, 6));
  }

  text(): string {
    return this.next().value.toString();
  }

  boolean(): boolean {
    return this.next().value[0] !== 0;
  }

  /** A reader over the next element's contents. */
  enter(): ElementReader {
    return new ElementReader(this.next().value);
  }
}
