// Reads bodies under bounds: size after decoding, and time without a byte.
import type { Readable } from 'node:stream';
import { failure, IdleTimeout, TooLarge } from './failure.ts';

export interface BodyBounds {
  readonly maxBytes: number;
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/** The chunks of a body. Throws TooLarge, IdleTimeout, or what the connection raises; the stream is destroyed at the end. */
export async function* chunksOf(stream: Readable, bounds: BodyBounds): AsyncGenerator<Buffer, void, void> {
  const stop = () => stream.destroy(new Error('stopped'));
  bounds.signal.addEventListener('abort', stop, { once: true });
  const iterator = stream[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    for (;;) {
      // Only while we wait for a byte: a slow reader of ours is no fault of the server.
      const timer = setTimeout(() => stream.destroy(new IdleTimeout()), bounds.idleMs);
      const next: IteratorResult<unknown> = await iterator.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
      bytes += chunk.length;
      if (bytes > bounds.maxBytes) throw new TooLarge();
      yield chunk;
    }
  } finally {
    bounds.signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** The whole body; what `chunksOf` throws. `onChunk` is told of each piece as it comes. */
export async function readBody(
  stream: Readable,
  bounds: BodyBounds,
  onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(stream, bounds)) {
    onChunk(chunk);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const isJson = (contentType: string | undefined): boolean => /^[^;]*[/+]json\s*(;|$)/i.test(contentType ?? '');

/** JSON text in UTF-8. Throws SourceError `not-json` without a word of the text. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw failure('not-json');
  }
}
