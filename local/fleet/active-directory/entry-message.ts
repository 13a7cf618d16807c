// SearchResultEntry messages (RFC 4511 4.5.2), measured first and written into one buffer: a directory of 100,000 people
// with 70 attributes each is seven million small elements, too many to be buffers of their own.
import { integer } from '../ber.ts';
import type { Attribute, Value } from './message.ts';

const lengthSize = (length: number): number =>
  length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x1000000 ? 4 : 5;
const elementSize = (length: number): number => 1 + lengthSize(length) + length;
const sizeOf = (value: Value): number => (typeof value === 'string' ? Buffer.byteLength(value) : value.length);

class Writer {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  get bytes(): Buffer {
    return this.#buffer;
  }

  header(tag: number, length: number): void {
    this.#buffer[this.#offset++] = tag;
    const octets = lengthSize(length) - 1;
    if (octets === 0) {
      this.#buffer[this.#offset++] = length;
      return;
    }
    this.#buffer[this.#offset++] = 0x80 | octets;
    this.#offset = this.#buffer.writeUIntBE(length, this.#offset, octets);
  }

  octets(value: Value, length: number): void {
    this.header(0x04, length);
    if (typeof value === 'string') this.#buffer.write(value, this.#offset);
    else value.copy(this.#buffer, this.#offset);
    this.#offset += length;
  }

  raw(bytes: Buffer): void {
    this.#offset += bytes.copy(this.#buffer, this.#offset);
  }
}

interface Measured {
  attribute: Attribute;
  name: number;
  values: number[];
  set: number;
  whole: number;
}

function measure(attribute: Attribute): Measured {
  const name = Buffer.byteLength(attribute.name);
  const values = attribute.values.map(sizeOf);
  let set = 0;
  for (const length of values) set += elementSize(length);
  return { attribute, name, values, set, whole: elementSize(name) + elementSize(set) };
}

function writeAttribute(writer: Writer, { attribute, name, values, set, whole }: Measured): void {
  writer.header(0x30, whole);
  writer.octets(attribute.name, name);
  writer.header(0x31, set);
  attribute.values.forEach((value, i) => {
    writer.octets(value, values[i] ?? 0);
  });
}

/** One entry as one message. */
export function entryMessage(id: number, dn: string, attributes: readonly Attribute[]): Buffer {
  const measured = attributes.map(measure);
  const messageId = integer(id);
  const name = Buffer.byteLength(dn);
  let list = 0;
  for (const { whole } of measured) list += elementSize(whole);
  const operation = elementSize(name) + elementSize(list);
  const message = messageId.length + elementSize(operation);
  const writer = new Writer(elementSize(message));
  writer.header(0x30, message);
  writer.raw(messageId);
  writer.header(0x64, operation);
  writer.octets(dn, name);
  writer.header(0x30, list);
  for (const one of measured) writeAttribute(writer, one);
  return writer.bytes;
}
