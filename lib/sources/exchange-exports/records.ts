// One export: which of both it is, its end mark, and its records, whatever format, encoding and culture it was written in.
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { SourceError } from '../../errors.ts';
import { csvRows } from '../csv.ts';
import { parseExactly } from '../exact-json.ts';
import { behind, type Content, openContent, wholeOrCut } from '../logs/files/content.ts';
import type { FileSystem, OpenHandle } from '../logs/files/file-calls.ts';
import type { FoundFile } from '../logs/files/find.ts';
import { headOf } from '../logs/files/head.ts';
import { ENCODINGS } from '../logs/lines.ts';
import { isRecord } from '../wire.ts';
import { elementsOf, unreadable } from './document.ts';
import { type EndMark, isEndMark, markIn } from './end-mark.ts';
import { mailboxStatistics, mobileDeviceStatistics } from './parameters.ts';

export const KINDS = [mailboxStatistics, mobileDeviceStatistics] as const;
export type Kind = (typeof KINDS)[number];

/** Values by the names of properties in lower case; null for what is no record. */
export type ExportRecord = Readonly<Record<string, unknown>> | null;

export interface ExportFile {
  readonly kind: Kind;
  readonly mark: EndMark | null;
  /** What it is the state of: as its end mark says, or when it was last written; now where both are ahead of the clock. */
  readonly at: Date;
  /** The end mark is ahead of the clock: no measure. */
  readonly isMarkAhead: boolean;
  /** So is when the file was written. */
  readonly isAhead: boolean;
  records(signal: AbortSignal): AsyncGenerator<ExportRecord, void, void>;
  close(): Promise<void>;
}

const PEEKED_BYTES = 65_536;
const TAIL_BYTES = 4_096;
const HOUR_MS = 3_600_000;

/** Null for what is no export. Throws what the file system says; whoever opens it closes it. */
export async function openExport(
  system: FileSystem,
  found: FoundFile,
  given: string,
  now: Date,
): Promise<ExportFile | null> {
  const { handle, content } = await openContent(system, found.path);
  try {
    const file = await exportIn(found, { handle, content }, given, now);
    if (!file) await handle.close();
    return file;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function exportIn(
  { path }: FoundFile,
  { handle, content }: { readonly handle: OpenHandle; readonly content: Content },
  given: string,
  now: Date,
): Promise<ExportFile | null> {
  const of = ENCODINGS.find((encoding) => encoding === given) ?? 'utf-8';
  const head = await headOf(content, of);
  const isMarked = (await content.slice(0, 3)).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  const encoding = head.encoding === 'utf-8' && !isMarked ? given : head.encoding;
  const body = behind(content, head.bytes);
  const textOf = (bytes: Buffer): string => new TextDecoder(encoding).decode(bytes);
  const start = textOf(await body.slice(0, PEEKED_BYTES));
  // From an even place: characters of UTF-16 have two bytes.
  const length = await content.length();
  const tail = textOf(await content.slice(Math.max(0, length - TAIL_BYTES) & ~1, TAIL_BYTES + 1));
  const mark = markIn(tail);
  const { mtimeMs } = await handle.stat();
  const records = (signal: AbortSignal) => recordsOf(() => piecesOf(body, encoding), start, signal);
  const kind = (await kindOf(records(NEVER))) ?? (mark?.rows === 0 ? kindNamed(path) : null);
  if (!kind) return null;
  const marked = mark?.writtenAt?.getTime();
  const isMarkAhead = marked !== undefined && isAheadOf(now, marked);
  const time = isMarkAhead ? mtimeMs : (marked ?? mtimeMs);
  const at = new Date(Math.min(time, now.getTime()));
  return { kind, mark, at, isMarkAhead, isAhead: isAheadOf(now, time), records, close: () => handle.close() };
}

/** Clocks of servers differ by seconds, or by an hour where one does not know of summer time. */
export const isAheadOf = (now: Date, at: number): boolean => at > now.getTime() + HOUR_MS;

const NEVER = new AbortController().signal;

/** By the names of its first record; what tells the devices has the mailbox beside them. */
async function kindOf(records: AsyncGenerator<ExportRecord, void, void>): Promise<Kind | null> {
  const first = await firstOf(records);
  const has = (...names: string[]): boolean => names.some((name) => first && Object.hasOwn(first, name));
  if (has('deviceid') && has('devicetype', 'firstsynctime', 'deviceaccessstate')) return mobileDeviceStatistics;
  return has('mailboxguid') && has('itemcount', 'totalitemsize') ? mailboxStatistics : null;
}

/** Where nobody has a device any more an export is its end mark alone: then its name tells of what it has none. */
function kindNamed(path: string): Kind | null {
  const name = basename(path).toLowerCase();
  return name.includes('device') ? mobileDeviceStatistics : name.includes('mailbox') ? mailboxStatistics : null;
}

async function firstOf(records: AsyncGenerator<ExportRecord, void, void>): Promise<ExportRecord> {
  try {
    for await (const record of records) return record;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
  return null;
}

type Pieces = () => AsyncGenerator<string, void, void>;

function recordsOf(pieces: Pieces, start: string, signal: AbortSignal): AsyncGenerator<ExportRecord, void, void> {
  const [line = ''] = start.trimStart().split(/\r?\n/, 1);
  if (!/^[[{]/.test(line)) return fromCsv(pieces, line, signal);
  const first = objectIn(line);
  return first && !Array.isArray(first.value) ? fromLines(pieces) : fromDocument(pieces);
}

/** A compressed file that ends in the middle has no end mark: what can be read of it is. */
async function* piecesOf(body: Content, encoding: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder(encoding);
  const blocks = body.blocks(0);
  for (let done = false; !done; ) {
    let text = '';
    const isWhole = await wholeOrCut(async () => {
      const next = await blocks.next();
      done = next.done === true;
      text = next.done ? decoder.decode() : decoder.decode(next.value, { stream: true });
    });
    if (text !== '') yield text;
    if (!isWhole) return;
  }
}

async function* fromCsv(
  pieces: Pieces,
  firstLine: string,
  signal: AbortSignal,
): AsyncGenerator<ExportRecord, void, void> {
  // Of an end mark alone, which is a comment to whoever looks for the first line.
  if (firstLine === '') return;
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, n: firstLine.split(delimiter).length }));
  const { delimiter } = counted.reduce((most, one) => (one.n > most.n ? one : most));
  const broken = () => unreadable('not-csv', 'An export ends in the middle of a row, or is no CSV.');
  const tooLarge = () => unreadable('too-large', 'A row of an export is longer than its bound.');
  let names: readonly string[] | null = null;
  for await (const cells of csvRows(Readable.from(pieces()), { signal, delimiter, broken, tooLarge }))
    if (names === null) names = cells.map((name) => name.toLowerCase());
    else if (!isEndMark(cells))
      yield cells.length === names.length ? Object.fromEntries(names.map((name, i) => [name, cells[i]])) : null;
}

async function* fromLines(pieces: Pieces): AsyncGenerator<ExportRecord, void, void> {
  let rest = '';
  for await (const piece of pieces()) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > PEEKED_BYTES) throw unreadable('too-large', 'A line of an export is longer than its bound.');
    for (const line of lines) yield* recordIn(line);
  }
  yield* recordIn(rest);
}

function* recordIn(line: string): Generator<ExportRecord> {
  if (line.trim() === '') return;
  const record = objectIn(line);
  if (!isEndMark(record)) yield record && lowered(record);
}

async function* fromDocument(pieces: Pieces): AsyncGenerator<ExportRecord, void, void> {
  for await (const record of elementsOf(pieces()))
    if (!isEndMark(record)) yield isRecord(record) ? lowered(record) : null;
}

function jsonIn(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  const parsed = jsonIn(line);
  return isRecord(parsed) ? parsed : null;
}

const lowered = (record: Readonly<Record<string, unknown>>): ExportRecord =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
