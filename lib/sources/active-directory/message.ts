// LDAP answers (RFC 4511) read strictly: every length fits its frame, or the answer is refused as a whole. The parser of
// ldapts is not used: a length that lies makes it loop until memory is gone, and garbage makes it drop the entries behind.
import { SourceError } from '../../errors.ts';
import { type Attribute, Entry } from './entry.ts';

/** Tags of the answers (RFC 4511, 4.2.2, 4.5.2, 4.12, 4.13). */
export const RESPONSE = { bind: 0x61, entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const;

/** One entry of a directory; AD's own limit for a request is 10 MB. */
const MAX_MESSAGE_BYTES = 16_777_216;
/** Of one attribute: groups with 10,000 members pass. */
export const MAX_VALUES = 20_000;
/** Of one entry; a search asks for some hundred. */
const MAX_ATTRIBUTES = 5_000;
/** Bytes that an attribute, and a value once it is read, take beside those that were sent. */
const COST = { attribute: 200, value: 32 };
const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const ENUMERATED = 0x0a;
const OCTETS = 0x04;
const BOOLEAN = 0x01;
const CONTROLS = 0xa0;
const RESPONSE_NAME = 0x8a;
const PAGED_RESULTS = '1.2.840.113556.1.4.319';

export interface Result {
  readonly tag: number;
  readonly code: number;
  /** The server's own words: never shown. */
  readonly text: string;
  /** Of an extended response. */
  readonly name: string | undefined;
  /** Of the paging control; null where the answer has none. */
  readonly cookie: Buffer | null;
}

export type Answer = { readonly id: number } & (
  | { readonly entry: Entry }
  | { readonly result: Result }
  | { readonly reference: true }
);

/** An entry beyond a bound: `what` says which. */
export const tooMany = (what: string): SourceError =>
  new SourceError('The directory answered with more than an entry can have.', {
    code: 'too-large',
    hint: `It has more than ${what}. Nothing was removed. Is url a directory server, and nothing between that changes its answers?`,
  });

export const notLdap = (): SourceError =>
  new SourceError('The directory answered what is no LDAP message.', {
    code: 'protocol',
    hint: 'Nothing was removed. Is url a directory server, and nothing between that changes its answers?',
  });

/** Reads the elements of one frame in order: definite lengths, one-byte tags (RFC 4511, 5.1). */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The tag of the next element, undefined at the end. */
  get next(): number | undefined {
    return this.#bytes[this.#at];
  }

  take(tag: number): Buffer {
    const size = elementSize(this.#bytes, this.#at);
    if (this.next !== tag || size === null || this.#at + size > this.#bytes.length) throw notLdap();
    const length = this.#bytes[this.#at + 1] ?? 0;
    const value = this.#bytes.subarray(this.#at + (length < 0x80 ? 2 : 2 + (length & 0x7f)), this.#at + size);
    this.#at += size;
    return value;
  }

  enter(tag: number): Reader {
    return new Reader(this.take(tag));
  }

  /** How many elements of a tag there are up to the end, no more than `most`, without reading them. */
  count(tag: number, most: number): number {
    let count = 0;
    for (; this.#at < this.#bytes.length && count <= most; count++) {
      const size = elementSize(this.#bytes, this.#at);
      if (this.next !== tag || size === null) throw notLdap();
      this.#at += size;
    }
    if (this.#at > this.#bytes.length) throw notLdap();
    return count;
  }

  integer(tag: number): number {
    const value = this.take(tag);
    if (value.length === 0 || value.length > 4) throw notLdap();
    return value.readIntBE(0, value.length);
  }

  text(tag = OCTETS): string {
    return this.take(tag).toString('utf8');
  }

  end(): void {
    if (this.next !== undefined) throw notLdap();
  }
}

/** The size of the element that starts at `at`, header included; null while its header is incomplete. */
function elementSize(bytes: Buffer, at: number): number | null {
  const length = bytes[at + 1];
  if (length === undefined) return null;
  if (length < 0x80) return 2 + length;
  const octets = length & 0x7f;
  if (octets === 0 || octets > 4) throw notLdap();
  return bytes.length < at + 2 + octets ? null : 2 + octets + bytes.readUIntBE(at + 2, octets);
}

/** The size of the message at the head of these bytes; null while it cannot be told. Refuses one beyond all measure. */
export function messageSize(bytes: Buffer): number | null {
  if (bytes.length > 0 && bytes[0] !== SEQUENCE) throw notLdap();
  const size = elementSize(bytes, 0);
  if (size !== null && size > MAX_MESSAGE_BYTES) throw notLdap();
  return size;
}

/** Reads one whole message. Throws SourceError `protocol` for everything that is none, or of an operation never asked for. */
export function readMessage(bytes: Buffer): Answer {
  const whole = new Reader(bytes);
  const reader = whole.enter(SEQUENCE);
  whole.end();
  const id = reader.integer(INTEGER);
  const tag = reader.next ?? 0;
  const operation = reader.enter(tag);
  const controls = reader.next === CONTROLS ? reader.enter(CONTROLS) : null;
  reader.end();
  switch (tag) {
    case RESPONSE.entry:
      return { id, entry: readEntry(operation) };
    case RESPONSE.reference:
      return { id, reference: true };
    case RESPONSE.bind:
    case RESPONSE.done:
    case RESPONSE.extended:
      return { id, result: { tag, ...readResult(operation), cookie: controls && readCookie(controls) } };
    default:
      throw notLdap();
  }
}

function readEntry(operation: Reader): Entry {
  const dn = operation.text();
  const list = operation.enter(SEQUENCE);
  operation.end();
  const attributes: Attribute[] = [];
  let memory = 0;
  while (list.next !== undefined) {
    const attribute = list.enter(SEQUENCE);
    const name = attribute.text();
    const set = attribute.take(SET);
    attribute.end();
    const count = new Reader(set).count(OCTETS, MAX_VALUES);
    if (count > MAX_VALUES) throw tooMany(`${MAX_VALUES.toLocaleString('en')} values of an attribute`);
    attributes.push(attributeOf(name, set));
    if (attributes.length > MAX_ATTRIBUTES) throw tooMany(`${MAX_ATTRIBUTES.toLocaleString('en')} attributes`);
    memory += COST.attribute + count * COST.value;
  }
  return new Entry(dn, attributes, memory);
}

/** Values are read when they are asked for: millions of empty ones are two bytes each until then. */
const attributeOf = (name: string, set: Buffer): Attribute => ({
  name,
  get values() {
    const values: Buffer[] = [];
    for (const reader = new Reader(set); reader.next !== undefined; ) values.push(reader.take(OCTETS));
    return values;
  },
});

/** What follows code, matched DN and text (referrals, SASL credentials, values) is not needed, but must be whole. */
function readResult(operation: Reader): Pick<Result, 'code' | 'text' | 'name'> {
  const code = operation.integer(ENUMERATED);
  operation.take(OCTETS);
  const text = operation.text();
  let name: string | undefined;
  while (operation.next !== undefined) {
    const tag = operation.next;
    const value = operation.take(tag);
    if (tag === RESPONSE_NAME) name = value.toString('utf8');
  }
  return { code, text, name };
}

/** The cookie of the paging control (RFC 2696): one that cannot be read must never pass for the empty one, the end. */
function readCookie(controls: Reader): Buffer | null {
  let cookie: Buffer | null = null;
  while (controls.next !== undefined) {
    const control = controls.enter(SEQUENCE);
    const type = control.text();
    if (control.next === BOOLEAN) control.take(BOOLEAN);
    const value = control.next === undefined ? null : control.take(OCTETS);
    control.end();
    if (type !== PAGED_RESULTS) continue;
    const paging = new Reader(value ?? Buffer.alloc(0)).enter(SEQUENCE);
    paging.integer(INTEGER);
    cookie = paging.take(OCTETS);
    paging.end();
  }
  return cookie;
}
