// The lines in the body of a push: records of JSON, one a line or in an array, that have the line in a member, as shippers
// name it; or the lines themselves. Whatever a record is, it is a line or counted: shippers drop what is refused.
import { JsonBounds } from '../../../net/json-bounds.ts';
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
const LINES_AT_ONCE = 500;
const MARK = Buffer.from('\uFEFF');
const [BEGIN_LIST, SPACE] = [0x5b, 0x20];

/** Null where they are too many. Throws SourceError `too-large` for JSON that would take too much memory. */
export async function linesOfBody(body: Buffer, kind: BodyKind, goesOn?: GoesOn): Promise<readonly Pushed[] | null> {
  const bytes = body.subarray(0, MARK.length).equals(MARK) ? body.subarray(MARK.length) : body;
  const found: Pushed[] = [];
  const into: Into = { found, goesOn };
  if (kind === 'json' && bytes.find((byte) => byte > SPACE) === BEGIN_LIST) addArray(into, bytes);
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

function addArray(into: Into, bytes: Buffer): void {
  new JsonBounds().take(bytes);
  const text = bytes.toString('utf8');
  const items = parsed(text);
  if (Array.isArray(items)) for (const item of items) addItem(into, item, JSON.stringify(item));
  else into.found.push(refused('not-json', text));
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
