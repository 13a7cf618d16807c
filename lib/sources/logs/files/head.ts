// The head of a file: its byte order mark and the `#` lines that it begins with. What tells files apart begins behind it:
// heads that are written in the same second are equal.
import { type Encoding, Lines } from '../lines.ts';
import type { Content } from './content.ts';

export interface Head {
  readonly encoding: Encoding;
  /** Where the content begins that is behind it. */
  readonly bytes: number;
  readonly lines: readonly string[];
  readonly isText: boolean;
}

const SAMPLE_BYTES = 4_096;
const LONGEST_HEAD_BYTES = 65_536;

const MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** `given` is the encoding of files without a byte order mark. */
export async function headOf(content: Content, given: Encoding): Promise<Head> {
  let start = await content.slice(0, SAMPLE_BYTES);
  const [marked, mark] = MARKS.find(([, bytes]) => start.subarray(0, bytes.length).equals(bytes)) ?? [];
  const encoding = marked ?? given;
  const skipped = mark?.length ?? 0;
  const isText = encoding.startsWith('utf-16') || !isBinary(start);
  if (start.length === SAMPLE_BYTES && isComment(start, skipped)) start = await content.slice(0, LONGEST_HEAD_BYTES);
  const lines: string[] = [];
  let bytes = skipped;
  const reader = new Lines(encoding, skipped);
  reader.feed(start.subarray(skipped));
  while (isComment(start, bytes) && reader.read(1, (line) => lines.push(line?.text ?? '')) === 1) bytes = reader.offset;
  return { encoding, bytes, lines, isText };
}

/** In each of the encodings. */
const isComment = (bytes: Buffer, at: number): boolean => bytes[at] === 35 || (bytes[at] === 0 && bytes[at + 1] === 35);

/** No text has so many bytes that are no characters; single ones stand in logs. */
function isBinary(bytes: Buffer): boolean {
  let odd = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  return odd >= 8 && odd > bytes.length / 20;
}
