// What is in a file, as its bytes were before it was compressed: by the first bytes, whatever its name says. Places are
// counted in those bytes.
import { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createGunzip, createZstdDecompress, type Zlib } from 'node:zlib';
import type { FileSystem, OpenHandle } from './file-calls.ts';

export interface Content {
  readonly compressed: boolean;
  /** From a place to the end; a block holds until the next one is asked for. Throws Cut behind the last block of a compressed file that has no end, or is damaged. */
  blocks(from: number): AsyncGenerator<Buffer, void, void>;
  /** Fewer where the content ends before. */
  slice(from: number, length: number): Promise<Buffer>;
  /** Of a compressed file it is read whole for that. */
  length(): Promise<number>;
}

/** A compressed file that ends in the middle, or is damaged there. */
export class Cut extends Error {}

/** What can be read of a compressed file is all that there is. Whether it was whole. */
export async function wholeOrCut(read: () => Promise<void>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof Cut) return false;
    throw error;
  }
}

/** The content behind a place. */
export const behind = (content: Content, place: number): Content => ({
  compressed: content.compressed,
  blocks: (from) => content.blocks(place + from),
  slice: (from, length) => content.slice(place + from, length),
  length: async () => Math.max(0, (await content.length()) - place),
});

const BLOCK_BYTES = 262_144;
/** Most files of thousands are small. */
const LEAST_BYTES = 4_096;
const COMPRESSED_BLOCK_BYTES = 16_384;
/** A block may become a thousand times as much, of zstd thirty thousand: so much of it is held. */
const HELD_BYTES = 1_000_000;

/** https://www.rfc-editor.org/rfc/rfc1952#page-6, https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
const COMPRESSIONS: readonly (readonly [magic: Buffer, inflate: () => Transform & Zlib])[] = [
  [Buffer.from([0x1f, 0x8b]), createGunzip],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), createZstdDecompress],
];

export interface OpenFile {
  readonly handle: OpenHandle;
  readonly content: Content;
}

/** For reading; throws what the file system says. Whoever opens it closes the handle. */
export async function openContent(system: FileSystem, path: string): Promise<OpenFile> {
  const handle = await system.open(path);
  try {
    const first = await readAt(handle, 0, 4);
    const inflate = COMPRESSIONS.find(([magic]) => first.subarray(0, magic.length).equals(magic))?.[1];
    return { handle, content: inflate ? compressed(handle, inflate) : plain(handle) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAt(
  handle: OpenHandle,
  position: number,
  length: number,
  buffer = Buffer.allocUnsafe(length),
): Promise<Buffer> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function* blocksOf(handle: OpenHandle, from: number, most: number): AsyncGenerator<Buffer, void, void> {
  const { size } = await handle.stat();
  let memory = Buffer.alloc(0);
  for (let at = from; ; ) {
    const length = Math.min(most, Math.max(size - at, LEAST_BYTES));
    if (memory.length < length) memory = Buffer.allocUnsafe(length);
    const block = await readAt(handle, at, length, memory);
    if (block.length > 0) yield block;
    if (block.length < length) return;
    at += block.length;
  }
}

const plain = (handle: OpenHandle): Content => ({
  compressed: false,
  blocks: (from) => blocksOf(handle, from, BLOCK_BYTES),
  slice: (from, length) => readAt(handle, from, length),
  length: async () => (await handle.stat()).size,
});

function compressed(handle: OpenHandle, inflate: () => Transform & Zlib): Content {
  const blocks = async function* (from: number): AsyncGenerator<Buffer, void, void> {
    let at = 0;
    for await (const block of inflated(handle, inflate)) {
      const behind = from - at;
      at += block.length;
      if (at > from) yield behind > 0 ? block.subarray(behind) : block;
    }
  };
  const length = async (): Promise<number> => {
    let bytes = 0;
    await wholeOrCut(async () => {
      for await (const block of blocks(0)) bytes += block.length;
    });
    return bytes;
  };
  return { compressed: true, blocks, slice: (from, size) => sliceOf(blocks(from), size), length };
}

async function sliceOf(blocks: AsyncGenerator<Buffer, void, void>, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let left = length;
  await wholeOrCut(async () => {
    for await (const block of blocks) {
      parts.push(block.subarray(0, left));
      left -= block.length;
      if (left <= 0) return;
    }
  });
  return Buffer.concat(parts);
}

/** Frames one after the other, as `zstd` and `gzip` append them; what is none behind the first is no content. */
async function* inflated(handle: OpenHandle, inflate: () => Transform & Zlib): AsyncGenerator<Buffer, void, void> {
  let frame = new Frame(inflate());
  let isFirst = true;
  try {
    for await (const block of blocksOf(handle, 0, COMPRESSED_BLOCK_BYTES)) {
      let left = block;
      while (left.length > 0) {
        if (frame.state === 'ended') {
          left = left.subarray(zerosAt(left));
          if (left.length === 0) break;
          frame = new Frame(inflate());
        }
        left = left.subarray(yield* frame.write(left));
        if (frame.state === 'open') break;
        if (frame.state === 'failed') return frame.fail(isFirst);
        isFirst = false;
      }
    }
    if (frame.state === 'open') yield* frame.end();
    if (frame.state === 'failed') frame.fail(isFirst);
  } finally {
    frame.close();
  }
}

/** Padding, behind which another frame may stand. */
function zerosAt(bytes: Buffer): number {
  const end = bytes.findIndex((byte) => byte !== 0);
  return end < 0 ? bytes.length : end;
}

/** Piped streams drop what they hold when the input is damaged: here all that was readable comes first. */
class Frame {
  readonly #stream: Transform & Zlib;
  readonly #ended: Promise<void>;
  #out: Buffer[] = [];
  #held = 0;
  #isFull = Promise.withResolvers<void>();
  #told = false;
  state: 'open' | 'ended' | 'failed' = 'open';

  constructor(stream: Transform & Zlib) {
    this.#stream = stream;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    const become = (state: 'ended' | 'failed') => (): void => {
      if (this.state === 'open') this.state = state;
      resolve();
    };
    stream.on('data', (block: Buffer) => {
      this.#out.push(block);
      this.#held += block.length;
      if (this.#held < HELD_BYTES) return;
      stream.pause();
      this.#isFull.resolve();
    });
    stream.on('end', become('ended'));
    stream.on('error', become('failed'));
  }

  /** What the bytes become; returns how many of them belong to it. */
  async *write(bytes: Buffer): AsyncGenerator<Buffer, number, void> {
    const before = this.#stream.bytesWritten;
    yield* this.#until(new Promise<void>((done) => this.#stream.write(bytes, () => done())));
    return this.state === 'open' ? bytes.length : this.#stream.bytesWritten - before;
  }

  async *end(): AsyncGenerator<Buffer, void, void> {
    this.#stream.end();
    yield* this.#until(this.#ended);
  }

  /** What comes out until then, in turns that are held. */
  async *#until(done: Promise<void>): AsyncGenerator<Buffer, void, void> {
    let isDone = false;
    const end = Promise.race([done, this.#ended]).then(() => {
      isDone = true;
    });
    while (!isDone) {
      await Promise.race([end, this.#isFull.promise]);
      // The end is told in the turn behind that of the last bytes.
      await turn();
      yield* this.#take();
    }
  }

  #take(): readonly Buffer[] {
    const out = this.#out;
    this.#out = [];
    this.#held = 0;
    this.#isFull = Promise.withResolvers<void>();
    this.#stream.resume();
    this.#told ||= out.length > 0;
    return out;
  }

  /** Throws Cut, but where it is what stands behind the last frame. */
  fail(isFirst: boolean): void {
    if (isFirst || this.#told) throw new Cut();
  }

  close(): void {
    this.#stream.destroy();
  }
}
