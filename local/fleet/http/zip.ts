// A zip archive of one file, written as a stream (APPNOTE.TXT 4.3): sizes and checksum follow the data in a descriptor, so
// that nothing is held in memory. Up to 4 GB; beyond that it fails rather than write a broken archive.
import { Readable } from 'node:stream';
import { constants, crc32, createDeflateRaw, inflateRawSync } from 'node:zlib';

const DEFLATE = 8;
/** Bit 3: sizes follow the data; bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
const LIMIT = 0xffff_ffff;
/** 2026-01-01 00:00 in DOS form: archives of the same content are the same bytes. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;

interface Sizes {
  crc: number;
  compressed: number;
  plain: number;
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function writeSizes(target: Buffer, offset: number, { crc, compressed, plain }: Sizes): void {
  target.writeUInt32LE(crc, offset);
  target.writeUInt32LE(compressed, offset + 4);
  target.writeUInt32LE(plain, offset + 8);
}

function trailer(name: Buffer, sizes: Sizes): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  writeSizes(descriptor, 4, sizes);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATE, 10);
  entry.writeUInt16LE(DOS_DATE, 14);
  writeSizes(entry, 16, sizes);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + sizes.compressed + 16, 16);
  return Buffer.concat([descriptor, entry, name, end]);
}

/** The archive's bytes, in order. `content` is read as fast as the archive is. */
export async function* zipOf(fileName: string, content: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const name = Buffer.from(fileName);
  const sizes: Sizes = { crc: 0, compressed: 0, plain: 0 };
  yield localHeader(name);
  const counted = function* (): Generator<Buffer> {
    for (const chunk of content) {
      sizes.crc = crc32(chunk, sizes.crc);
      sizes.plain += chunk.length;
      yield chunk;
    }
  };
  const compressed = Readable.from(counted()).pipe(
    createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 65_536 }),
  );
  for await (const chunk of compressed) {
    sizes.compressed += chunk.length;
    if (sizes.compressed > LIMIT || sizes.plain > LIMIT) throw new RangeError('the archive exceeds 4 GB');
    yield chunk;
  }
  yield trailer(name, sizes);
}

/** The content of the one file in an archive that `zipOf` wrote. */
export function entryOf(archive: Buffer): Buffer {
  const start = 30 + archive.readUInt16LE(26);
  return inflateRawSync(archive.subarray(start));
}
