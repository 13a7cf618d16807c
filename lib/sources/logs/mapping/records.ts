// Lines to records: values by the names that the log has for them. Where a line names the columns, it is found by the names
// that the mapping wants, and holds until another one comes; a line that has more values, or fewer, is none of its columns.
import Papa from 'papaparse';
import { parseExactly } from '../../exact-json.ts';
import { ignored, isBlank, misshapen, type NoEvent, rejected } from '../formats/reading.ts';
import type { GoesOn } from '../lines.ts';
import type { MappingConfig } from './config.ts';

export type LogRecord = Readonly<Record<string, unknown>>;
export type ReadRecord = { readonly is: 'record'; readonly record: LogRecord } | NoEvent;

export interface RecordReader {
  read(line: string): ReadRecord;
  /** The line that named the columns; kept with the place in the file. */
  readonly fields: string | null;
  /** While no line named all columns: those of the mapping that the nearest one lacks. Nothing of a line is in it. */
  readonly missing?: readonly string[];
}

export interface RecordFormat {
  readonly goesOn?: GoesOn;
  /** How a value is found. */
  find(from: string): (record: LogRecord) => unknown;
  begin(fields: string | null): RecordReader;
}

const EMPTY = ignored('empty');
// Records have no prototype: a line may name `constructor`.
const folded = (name: string): string => name.trim().toLowerCase();

const byName = (from: string): ((record: LogRecord) => unknown) => {
  const name = folded(from);
  return (record) => record[name];
};

/** By a dotted path; a point behind a backslash is one of a key. */
function byPath(from: string): (record: LogRecord) => unknown {
  const parts = (from.match(/(?:\\.|[^.\\])+/g) ?? []).map((part) => part.replace(/\\(.)/g, '$1'));
  return (record) => {
    let value: unknown = record;
    for (const part of parts) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
      value = Reflect.get(value, part);
    }
    return value;
  };
}

/** `wanted` are the columns that must be there; of each list one. */
export function recordFormat(mapping: MappingConfig, wanted: readonly (readonly string[])[]): RecordFormat {
  switch (mapping.lines) {
    case 'json':
      return { find: byPath, begin: () => ({ fields: null, read: readJson }) };
    case 'key-value':
      return { find: byName, begin: () => ({ fields: null, read: pairsReader(mapping.delimiter ?? ' ') }) };
    default:
      return columnsFormat(mapping, wanted);
  }
}

const isRecord = (value: unknown): value is LogRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object, behind a prefix of syslog or none. */
function readJson(line: string): ReadRecord {
  if (isBlank(line)) return EMPTY;
  const from = line.indexOf('{');
  try {
    const value: unknown = from < 0 ? null : parseExactly(line.slice(from));
    return isRecord(value) ? { is: 'record', record: value } : misshapen(line);
  } catch {
    return misshapen(line);
  }
}

const QUOTE = 34;
const LESS = 60;
const BACKSLASH = 92;

/** `key=value key="a value"`; what stands between them, such as a prefix of syslog, is stepped over. */
function pairsReader(delimiter: string): (line: string) => ReadRecord {
  return (line) => {
    if (isBlank(line)) return EMPTY;
    const record: Record<string, string> = Object.create(null);
    let found = 0;
    // Behind the priority of syslog.
    for (let at = line.charCodeAt(0) === LESS ? line.indexOf('>') + 1 : 0; at < line.length; ) {
      const equals = line.indexOf('=', at);
      if (equals < 0) break;
      const before = line.slice(at, equals);
      const key = before.slice(before.lastIndexOf(delimiter) + 1);
      const isQuoted = line.charCodeAt(equals + 1) === QUOTE;
      const end = isQuoted ? quoteEnd(line, equals + 2) : line.indexOf(delimiter, equals + 1);
      if (isQuoted && end < 0) return rejected('truncated');
      const value = line.slice(equals + (isQuoted ? 2 : 1), end < 0 ? line.length : end);
      record[folded(key)] = isQuoted ? value.replace(/\\(["\\])/g, '$1') : value;
      found += 1;
      at = end < 0 ? line.length : end + 1;
    }
    return found === 0 ? misshapen(line) : { is: 'record', record };
  };
}

function quoteEnd(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** Lines before the columns are named: a version, a title, the time of the export. */
const MOST_BEFORE = 20;

function columnsFormat(mapping: MappingConfig, wanted: readonly (readonly string[])[]): RecordFormat {
  const isW3c = mapping.lines === 'w3c';
  const split = isW3c ? w3cValues : delimitedValues(mapping.delimiter ?? ',');
  const needed = wanted.map((names) => names.map(folded));
  const lacking = (names: readonly string[]): readonly string[] => {
    const all = new Set(names.map(folded));
    return wanted.flatMap((some, i) => (needed[i]?.some((name) => all.has(name)) ? [] : [some.join(' or ')]));
  };
  return {
    ...(isW3c ? {} : { goesOn: openQuoteOf(mapping.delimiter ?? ',') }),
    find: byName,
    begin: (fields) => new ColumnsReader({ split, lacking, isW3c }, mapping.columns ?? null, fields),
  };
}

interface Columns {
  readonly split: (line: string) => readonly string[] | null;
  /** Columns of the mapping that are not among these. */
  readonly lacking: (names: readonly string[]) => readonly string[];
  readonly isW3c: boolean;
}

const W3C_FIELDS = '#fields:';

class ColumnsReader implements RecordReader {
  readonly #of: Columns;
  readonly #isFixed: boolean;
  #names: readonly string[] | null = null;
  #before = 0;
  #nearest: readonly string[] | null = null;
  fields: string | null = null;

  constructor(of: Columns, columns: readonly string[] | null, fields: string | null) {
    this.#of = of;
    this.#isFixed = columns !== null;
    if (columns) this.#names = columns.map(folded);
    // Of the source, for lines that are pushed: where it names what is not wanted, nothing waits for another one.
    else if (fields !== null && !this.#header(fields)) this.#before = MOST_BEFORE;
  }

  read(line: string): ReadRecord {
    if (isBlank(line)) return EMPTY;
    if (this.#of.isW3c && line.charCodeAt(0) === HASH) {
      if (line.slice(0, W3C_FIELDS.length).toLowerCase() === W3C_FIELDS)
        this.#header(line.slice(W3C_FIELDS.length).trim());
      return HEADER;
    }
    const values = this.#of.split(line);
    if (values === null) return misshapen(line);
    if (!this.#isFixed && !this.#of.isW3c && this.#isHeaderLine(line, values)) return HEADER;
    if (this.#names === null) {
      this.#before += 1;
      return this.#of.isW3c || this.#before > MOST_BEFORE ? rejected('fields') : HEADER;
    }
    if (values.length !== this.#names.length) return rejected('field-count');
    const record: Record<string, string> = Object.create(null);
    for (let i = 0; i < values.length; i += 1) record[this.#names[i] ?? ''] ??= values[i] ?? '';
    return { is: 'record', record };
  }

  /** Again at the begin of each file that was put behind another, or with columns that have changed. */
  #isHeaderLine(line: string, values: readonly string[]): boolean {
    if (line === this.fields) return true;
    if (this.#names !== null && !this.#names.includes(folded(values[0] ?? ''))) return false;
    return this.#isHeader(values) && this.#header(line);
  }

  #isHeader(names: readonly string[]): boolean {
    const lacking = this.#of.lacking(names);
    if (this.#nearest === null || lacking.length < this.#nearest.length) this.#nearest = lacking;
    return lacking.length === 0;
  }

  get missing(): readonly string[] {
    return this.#names === null ? (this.#nearest ?? []) : [];
  }

  #header(line: string): boolean {
    const names = this.#of.split(line);
    const isRead = names !== null && this.#isHeader(names);
    this.#names = isRead ? names.map(folded) : null;
    this.fields = isRead ? line : null;
    return isRead;
  }
}

const HASH = 35;
const HEADER: NoEvent = { is: 'header' };

/** https://www.rfc-editor.org/rfc/rfc4180; null where a quote does not end. */
function delimitedValues(delimiter: string): (line: string) => readonly string[] | null {
  return (line) => {
    if (!line.includes('"')) return line.split(delimiter);
    const { data, errors } = Papa.parse<string[]>(line, { delimiter, newline: '\n' });
    return errors.length > 0 || data.length !== 1 ? null : (data[0] ?? null);
  };
}

/** Whether a quoted value is open behind a text. A quote within a value that does not begin with one says nothing. */
function openQuoteOf(delimiter: string): GoesOn {
  return (text, within) => {
    if (!text.includes('"')) return within;
    for (let [at, isOpen] = [0, within]; ; isOpen = false) {
      if (isOpen || text.charCodeAt(at) === QUOTE) {
        const end = quotedEnd(text, isOpen ? at : at + 1);
        if (end < 0) return true;
        at = end + 1;
      }
      const next = text.indexOf(delimiter, at);
      if (next < 0) return false;
      at = next + delimiter.length;
    }
  };
}

/** The next quote that is not doubled. */
function quotedEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  return -1;
}

/** Separated by tabs, or by blanks with quotes around values that hold some; a hyphen is none. */
function w3cValues(line: string): readonly string[] | null {
  if (line.includes('\t')) return line.split('\t').map(w3cValue);
  const values: string[] = [];
  for (let at = 0; at < line.length; ) {
    if (line.charCodeAt(at) === BLANK) {
      at += 1;
      continue;
    }
    const isQuoted = line.charCodeAt(at) === QUOTE;
    const end = isQuoted ? quotedEnd(line, at + 1) : line.indexOf(' ', at);
    if (isQuoted && end < 0) return null;
    values.push(w3cValue(line.slice(isQuoted ? at + 1 : at, end < 0 ? line.length : end)));
    at = end < 0 ? line.length : end + 1;
  }
  return values;
}

const BLANK = 32;
const w3cValue = (text: string): string => (text === '-' ? '' : text.replaceAll('""', '"'));
