// The lines in the body of a push: records of JSON, one a line or in an array, that have the line in a member, as shippers
// name it; or the lines themselves. Whatever a record is, it is a line or counted: shippers drop what is refused.
import { Turns } from '../../../turns.ts';
import type { PushedLine } from '../../contract.ts';
import { isBlank, type RejectedReason } from '../formats/reading.ts';
import { type GoesOn, type Line, Lines, LONGEST_LINE_BYTES } from '../lines.ts';

export type BodyKind = 'json' | 'text';
export type Pushed = Omit<PushedLine, 'name'>;

/** As many as are known again of a sender: a batch that is sent twice must be. */
export const MOST_LINES = 200_000;

/** Vector `message`; syslog-ng `MESSAGE`; Fluent Bit `log`; rsyslog `msg`. */
const MEMBERS = ['message', 'MESSAGE', 'log', 'line', 'msg', 'MSG'] as const;
const LINES_AT_ONCE = 50;
const MARK = Buffer.from('\uFEFF');
const SPACE = 0x20;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [BEGIN_LIST, END_LIST, BEGIN_OBJECT, END_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTES_AT_ONCE = 65_536;

/** Null where they are too many. */
export async function linesOfBody(body: Buffer, kind: BodyKind, goesOn?: GoesOn): Promise<readonly Pushed[] | null> {
  const bytes = body.subarray(0, MARK.length).equals(MARK) ? body.subarray(MARK.length) : body;
  const found: Pushed[] = [];
  const into: Into = { found, goesOn };
  if (kind === 'json' && bytes.find((byte) => byte > SPACE) === BEGIN_LIST) await addArray(into, bytes);
  else if (kind === 'json') await addLines(into, bytes, addRecord);
  else await addLines(into, bytes, addText, goesOn);
  return found.length > MOST_LINES ? null : found;
}

interface Into {
  readonly found: Pushed[];
  readonly goesOn: GoesOn | undefined;
}
type Add = (into: Into, text: string) => void;

async function addLines(into: Into, bytes: Buffer, add: Add, goesOn?: GoesOn): Promise<void> {
  const { found } = into;
  const lines = new Lines('utf-8', 0, undefined, false, goesOn);
  const turns = new Turns();
  const onLine = (line: Line | null): void => {
    const text = line?.text;
    if (text === undefined) found.push(TOO_LONG);
    else if (!isBlank(text)) add(into, text);
  };
  lines.feed(bytes);
  while (lines.read(LINES_AT_ONCE, onLine) === LINES_AT_ONCE) {
    if (found.length > MOST_LINES) return;
    await turns.givenWhenDue();
  }
  lines.finish(onLine);
}

/** Each item is parsed by itself, as if it stood on a line: what is wrong with one, or too much, is not that of the others. */
async function addArray(into: Into, bytes: Buffer): Promise<void> {
  const turns = new Turns();
  let from = bytes.indexOf(BEGIN_LIST) + 1;
  const addUpTo = (end: number): void => {
    // Line ends are blanks between values: in a string they are escaped.
    const text =
      end - from > LONGEST_LINE_BYTES
        ? null
        : bytes
            .toString('utf8', from, end)
            .replace(/[\r\n]/g, ' ')
            .trim();
    if (text === null) into.found.push(TOO_LONG);
    else if (text !== '') addRecord(into, text);
    from = end + 1;
  };
  let depth = 1;
  for (let [at, turnAt] = [from, 0]; at < bytes.length && into.found.length <= MOST_LINES; at += 1) {
    if (at >= turnAt) {
      await turns.givenWhenDue();
      turnAt = at + BYTES_AT_ONCE;
    }
    const byte = bytes[at];
    if (byte === QUOTE) at = stringEnd(bytes, at + 1);
    else if (byte === BEGIN_LIST || byte === BEGIN_OBJECT) depth += 1;
    else if (byte === END_LIST || byte === END_OBJECT) {
      depth -= 1;
      if (depth === 0) addUpTo(at);
    } else if (byte === COMMA && depth === 1) addUpTo(at);
  }
  // Of a list that was cut, or behind it.
  addUpTo(bytes.length);
}

function stringEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1)
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  return bytes.length;
}

const addRecord: Add = (into, text) => {
  const item = parsed(text);
  if (item === undefined) into.found.push(refused('not-json', text));
  else addItem(into, item, text);
};

/** Without a content type records of JSON come too. */
const addText: Add = (into, text) => {
  const line = text.startsWith('{') ? lineIn(parsed(text)) : undefined;
  addLine(into, line ?? text);
};

/** One that has no line is one itself: logs of JSON are pushed as they are. */
function addItem(into: Into, item: unknown, text: string): void {
  addLine(into, lineIn(item) ?? text);
}

function lineIn(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object' || item === null) return undefined;
  for (const name of MEMBERS) {
    const value: unknown = Reflect.get(item, name);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Line ends within are those of lines, but where records may have some. */
function addLine({ found, goesOn }: Into, line: string): void {
  const ended = line.endsWith('\n') ? line.slice(0, line.endsWith('\r\n') ? -2 : -1) : line;
  for (const text of ended.includes('\n') && !goesOn ? ended.split(/\r?\n/) : [ended])
    if (text.length > LONGEST_LINE_BYTES) found.push(TOO_LONG);
    else if (!isBlank(text)) found.push({ text: text.replaceAll('\0', '\uFFFD').toWellFormed() });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (rejected: RejectedReason, text: string): Pushed => ({ text, rejected });
/** Nothing of it was kept. */
const TOO_LONG = refused('too-long', '');
