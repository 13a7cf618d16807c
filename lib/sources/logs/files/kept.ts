// What is kept of a file beside its place, as JSON in `fields`.
import type { LogFile } from '../../contract.ts';
import type { LineReader, LogLines, Timed } from '../format.ts';
import { type Line, Lines, LONGEST_LINE_BYTES } from '../lines.ts';
import { wholeOrCut } from './content.ts';
import type { Opened } from './opened.ts';

export interface Kept {
  /** Of the reader of lines. */
  readonly fields: string | null;
  /** The place is within a line that is too long. */
  readonly within?: boolean;
  /** Lines that could not be read, where none could. */
  readonly strange?: number;
  /** With what it was tried in vain. */
  readonly tried?: string;
  /** Of what has no content to be known by, or of a copy: which file of the file system it was. */
  readonly inode?: string;
  /** Of a copy: the file that it is one of. */
  readonly copyOf?: string;
}

const NOTHING: Kept = { fields: null, strange: 0 };
export const keptOf = ({ fields }: LogFile): Kept => (fields === null ? NOTHING : JSON.parse(fields));

/** So many lines that cannot be read say what a file is, where none of the first can. */
const STRANGE = 10;
const TRIED = 1_000;

/** A reader that goes on where the file was read to. */
export function readerOf<E extends Timed>(
  { format }: LogLines<E>,
  { found, head, openedAt }: Opened,
  { fields }: Kept,
): LineReader<E> {
  const reader = format.begin({ fields, writtenAt: found.modified, readAt: openedAt });
  if (fields === null) for (const line of head.lines) reader.read(line);
  return reader;
}

/** Whether it is the log of another product: then no line of it is read, and none is lost when that is mended. */
export async function isStrange<E extends Timed>(source: LogLines<E>, opened: Opened, file: LogFile): Promise<boolean> {
  const { body, head } = opened;
  const kept = keptOf(file);
  if (kept.strange === undefined) return false;
  const reader = readerOf(source, opened, kept);
  const lines = new Lines(head.encoding, 0, undefined, false, source.format.goesOn);
  let strange = kept.strange;
  let tried = 0;
  let understood = false;
  const onLine = (line: Line | null): void => {
    const reading = line === null || understood ? null : reader.read(line.text);
    if (reading?.is === 'event' || (reading?.is === 'ignored' && reading.reason !== 'empty')) understood = true;
    if (reading?.is === 'rejected') strange += 1;
  };
  await wholeOrCut(async () => {
    let bytes = 0;
    for await (const block of body.blocks(file.offset)) {
      lines.feed(block);
      bytes += block.length;
      tried += lines.read(TRIED - tried, onLine);
      if (understood || tried >= TRIED || bytes > 4 * LONGEST_LINE_BYTES) return;
    }
  });
  return !understood && strange >= STRANGE;
}
