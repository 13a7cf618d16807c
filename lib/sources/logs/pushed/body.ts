// The lines in the body of a push: records of JSON, one a line or in an array, that have the line in a member, as shippers
// name it; or the lines themselves. Whatever a record is, it is a line or counted: shippers drop what is refused.
import { JsonBounds } from '../../../net/json-bounds.ts';
import { Turns } from '../../../turns.ts';
import type { PushedLine } from '../../contract.ts';
import { isBlank, type RejectedReason } from '../formats/reading.ts';
import { type Line, Lines, LONGEST_LINE_BYTES } from '../lines.ts';

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
export async function linesOfBody(body: Buffer, kind: BodyKind): Promise<readonly Pushed[] | null> {
  const bytes = body.subarray(0, MARK.length).equals(MARK) ? body.subarray(MARK.length) : body;
  const found: Pushed[] = [];
  if (kind === 'json' && bytes.find((byte) => byte > SPACE) === BEGIN_LIST) addArray(found, bytes);
  else await addLines(found, bytes, kind === 'json' ? addRecord : addText);
  return found.length > MOST_LINES ? null : found;
}

type Add = (found: Pushed[], text: string) => void;

async function addLines(found: Pushed[], bytes: Buffer, add: Add): Promise<void> {
  const lines = new Lines('utf-8');
  const turns = new Turns();
  const onLine = (line: Line | null): void => {
    const text = line?.text;
    if (text === undefined) found.push(TOO_LONG);
    else if (!isBlank(text)) add(found, text);
  };
  lines.feed(bytes);
  while (lines.read(LINES_AT_ONCE, onLine) === LINES_AT_ONCE) {
    if (found.length > MOST_LINES) return;
    await turns.givenWhenDue();
  }
  lines.finish(onLine);
}

function addArray(found: Pushed[], bytes: Buffer): void {
  new JsonBounds().take(bytes);
  const text = bytes.toString('utf8');
  const items = parsed(text);
  if (Array.isArray(items)) for (const item of items) addItem(found, item, '');
  else found.push(refused('not-json', text));
}

const addRecord: Add = (found, text) => {
  const item = parsed(text);
  if (item === undefined) found.push(refused('not-json', text));
  else addItem(found, item, text);
};

/** Without a content type records of JSON come too. */
const addText: Add = (found, text) => {
  const line = text.startsWith('{') ? lineIn(parsed(text)) : undefined;
  addLine(found, line ?? text);
};

function addItem(found: Pushed[], item: unknown, text: string): void {
  const line = lineIn(item);
  if (line === undefined) found.push(refused('no-line', text === '' ? (JSON.stringify(item) ?? '') : text));
  else addLine(found, line);
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

/** Line ends within are those of lines. */
function addLine(found: Pushed[], line: string): void {
  for (const text of line.includes('\n') ? line.split(/\r?\n/) : [line])
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
