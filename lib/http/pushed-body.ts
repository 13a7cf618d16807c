// The body of a push: how long, of what type, compressed or not, unpacked within bounds.
import { promisify } from 'node:util';
import { type Gunzip, gunzip, type ZlibOptions } from 'node:zlib';
import type { HttpRequest } from '@azure/functions';
import { ApiError } from './problem.ts';

export interface PushedBody {
  /** Unpacked. */
  bytes(): Promise<Buffer>;
  /** Records of JSON, or lines as they are. */
  readonly kind: 'json' | 'text';
}

/** Documented configurations send 512 kB. */
export const BODY_BYTES = 16_000_000;
/** Of what is unpacked to what was sent, beyond the first megabyte: logs are told in a tenth of it, equal lines in less. */
const RATIO = 300;
const FREELY_BYTES = 1_000_000;

/** What shippers and scripts send; `''` where they name no type. */
export const BODY_TYPES: Readonly<Record<string, PushedBody['kind']>> = {
  '': 'text',
  'text/plain': 'text',
  'application/octet-stream': 'text',
  'application/x-ndjson': 'json',
  'application/ndjson': 'json',
  'application/jsonl': 'json',
  'application/json': 'json',
};

/**
 * By its headers. Throws ApiError 411 or 415; `bytes` 413, and 503 for what says that it is gzip and is not: a setting of the
 * sender.
 */
export function pushedBodyOf(request: HttpRequest): PushedBody {
  const { headers } = request;
  // The runtime hands on no body of another length than the request tells: a chunked one arrives empty.
  if (!headers.has('content-length'))
    throw new ApiError(
      411,
      'length-required',
      'The length of the body is missing.',
      'Send Content-Length; a body in chunks (Transfer-Encoding: chunked) does not arrive.',
    );
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = Object.hasOwn(BODY_TYPES, type) ? BODY_TYPES[type] : undefined;
  if (kind === undefined) throw unread('The body is of a type that is not read.');
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') throw unread('The body is compressed in a way that is not read.');
  return {
    kind,
    bytes: async () => {
      const sent = Buffer.from(await request.arrayBuffer());
      return encoding === 'gzip' || isGzip(sent) ? unpacked(sent) : bounded(sent);
    },
  };
}

const unread = (title: string): ApiError =>
  new ApiError(
    415,
    'content-type',
    title,
    `Send one of ${Object.keys(BODY_TYPES)
      .filter((type) => type !== '')
      .join(', ')}, or none; as it is, or with Content-Encoding: gzip.`,
  );

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

interface Unpacked {
  readonly buffer: Buffer;
  readonly engine: Pick<Gunzip, 'bytesWritten'>;
}
/** With `info` it says how much of what was sent it took. https://nodejs.org/api/zlib.html#class-options */
const unpack: (packed: Buffer, options: ZlibOptions) => Promise<Buffer | Unpacked> = promisify(gunzip);

async function unpacked(packed: Buffer): Promise<Buffer> {
  if (packed.length === 0) return packed;
  bounded(packed);
  const maxOutputLength = Math.min(BODY_BYTES, Math.max(FREELY_BYTES, packed.length * RATIO));
  try {
    const told = await unpack(packed, { maxOutputLength, info: true });
    if (!('engine' in told)) return told;
    // Node ends at zeros between two members, as at those that pad the last one.
    if (packed.subarray(told.engine.bytesWritten).every((byte) => byte === 0)) return told.buffer;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
  }
  throw new ApiError(
    503,
    'not-gzip',
    'The body is not what its Content-Encoding says.',
    'It says gzip, and cannot be unpacked to its end: look at the settings of the sender.',
  );
}

function bounded(bytes: Buffer): Buffer {
  if (bytes.length > BODY_BYTES) throw tooLarge();
  return bytes;
}

export const tooLarge = (): ApiError =>
  new ApiError(
    413,
    'too-large',
    'The batch is too large.',
    `At most ${BODY_BYTES} bytes, unpacked, and 200,000 lines: let the sender make smaller batches.`,
  );
