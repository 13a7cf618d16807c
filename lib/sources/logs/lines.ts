// Bytes of a log to lines: encodings, line ends, and the limit of a line. Blocks come in as they are read; what is behind
// the last line end waits for the next one. Nothing is ever refused: what is no character becomes U+FFFD.

import { isAscii } from 'node:buffer';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A longer line is counted and skipped, block by block: it is never held. */
export const LONGEST_LINE_BYTES = 1_048_576;

/** What is remembered of a place to know it again. */
export const BEFORE_BYTES = 64;

/** Begun lines are longer and shorter. */
const SPARE_BYTES = 65_536;
const RETURN = 13;
const NONE: Buffer = Buffer.alloc(0);
const LINE_END: Readonly<Record<Encoding, Buffer>> = {
  'utf-8': Buffer.from('\n'),
  'utf-16le': Buffer.from('\n\0'),
  'utf-16be': Buffer.from('\0\n'),
  'windows-1252': Buffer.from('\n'),
};
const WINDOWS = new TextDecoder('windows-1252');

/** Lines that one record may go on over: what is quoted and does not end by then is no quote. */
const LONGEST_RECORD_LINES = 100;

/** Whether a quote is open behind a line; `within` one that was open before it. */
export type GoesOn = (line: string, within: boolean) => boolean;

/** A line without its end, for as long as it is told. */
export interface Line {
  readonly text: string;
  /** Its bytes, of UTF-8; null in another encoding. */
  readonly bytes: Buffer | null;
  readonly from: number;
  readonly to: number;
}

/** A line, or null where it was too long; and where it begins. */
export type OnLine = (line: Line | null, offset: number) => void;

export class Lines implements Line {
  readonly #encoding: Encoding;
  readonly #end: Buffer;
  readonly #goesOn: GoesOn | undefined;
  #bytes = NONE;
  /** Used again for each block: what is allocated outside of the heap is freed late. */
  #memory = NONE;
  /** The same, where each byte is a character: slices of it cost no copy. Made for the first line whose text is asked for. */
  #text: string | null | undefined;
  #at = 0;
  /** Of the line that is told. */
  #to = 0;
  /** Of the first of `#bytes`. */
  #base: number;
  /** Within a line that is too long. */
  #skips: boolean;
  /** Lines behind the next one that end no quote, and where they end: no line is looked through for each one before it. */
  #open = { lines: 0, to: 0 };
  #isLast = false;

  /** `offset` is where the first block begins, `before` some bytes before it; `within` a line that is too long, if that is so. */
  constructor(encoding: Encoding, offset = 0, before = NONE, within = false, goesOn?: GoesOn) {
    this.#encoding = encoding;
    this.#end = LINE_END[encoding];
    this.#goesOn = goesOn;
    this.#bytes = before;
    this.#at = before.length;
    this.#base = offset - before.length;
    this.#skips = within;
  }

  /** Where the next line begins, or within a line that is too long. */
  get offset(): number {
    return this.#base + this.#at;
  }

  get within(): boolean {
    return this.#skips;
  }

  /** The bytes before the offset, as many as tell a place. */
  get before(): Buffer {
    return this.#bytes.subarray(Math.max(0, this.#at - BEFORE_BYTES), this.#at);
  }

  /** Bytes that wait for more. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  feed(block: Buffer): void {
    const kept = Math.max(0, this.#at - BEFORE_BYTES);
    const rest = this.#bytes.subarray(kept);
    const length = rest.length + block.length;
    const into = this.#memory.length < length ? Buffer.allocUnsafe(length + SPARE_BYTES) : this.#memory;
    rest.copy(into);
    block.copy(into, rest.length);
    this.#memory = into;
    this.#bytes = into.subarray(0, length);
    this.#base += kept;
    this.#at -= kept;
    this.#text = undefined;
  }

  /** Tells whole lines, `most` at most; how many there were. */
  read(most: number, onLine: OnLine): number {
    for (let lines = 0; lines < most; lines += 1) {
      const end = this.#recordEnd();
      if (end < 0) {
        this.#dropLong();
        return lines;
      }
      this.#tell(end, onLine);
      this.#at = end + this.#end.length;
    }
    return most;
  }

  /** What is left is the last record, or single lines where its quote does not end: nothing more will come. */
  finish(onLine: OnLine): void {
    this.#isLast = true;
    while (this.left > 0 || this.#skips) {
      const end = this.#recordEnd();
      this.#tell(end < 0 ? this.#bytes.length : end, onLine);
      this.#at = Math.min(this.#bytes.length, this.#to + this.#end.length);
    }
  }

  /** Of the line, or of the last one that its record goes on over. */
  #recordEnd(): number {
    const first = this.#lineEnd(this.#at);
    if (first < 0 || !this.#goesOn || this.#skips) return first;
    if (first - this.#at > LONGEST_LINE_BYTES || !this.#goesOn(this.#textBetween(this.#at, first), false))
      return this.#alone(first);
    const open = this.#open;
    if (open.lines === 0) open.to = this.#base + first + this.#end.length;
    while (open.lines + 1 < LONGEST_RECORD_LINES) {
      const from = open.to - this.#base;
      const end = this.#lineEnd(from);
      if (end < 0 && !this.#isLast && this.left <= LONGEST_LINE_BYTES) return -1;
      if (end < 0 || end - this.#at > LONGEST_LINE_BYTES) break;
      if (!this.#goesOn(this.#textBetween(from, end), true)) {
        open.lines = 0;
        return end;
      }
      open.to += end + this.#end.length - from;
      open.lines += 1;
    }
    return this.#alone(first);
  }

  /** Of those behind it one is the next then. */
  #alone(end: number): number {
    this.#open.lines = Math.max(0, this.#open.lines - 1);
    return end;
  }

  #lineEnd(from: number): number {
    const none = this.#isLast && from < this.#bytes.length ? this.#bytes.length : -1;
    for (let at = from; ; at += 1) {
      at = this.#bytes.indexOf(this.#end, at);
      if (at < 0) return none;
      // A line end of two bytes does not begin in the middle of a character.
      if ((at - this.#at) % this.#end.length === 0) return at;
    }
  }

  #tell(end: number, onLine: OnLine): void {
    const isLong = this.#skips || end - this.#at > LONGEST_LINE_BYTES;
    this.#skips = false;
    this.#to = end;
    onLine(isLong ? null : this, this.offset);
  }

  get bytes(): Buffer | null {
    return this.#encoding === 'utf-8' ? this.#bytes : null;
  }

  get from(): number {
    return this.#at;
  }

  get to(): number {
    return this.#to > this.#at && this.#bytes[this.#to - 1] === RETURN ? this.#to - 1 : this.#to;
  }

  get text(): string {
    return this.#textBetween(this.#at, this.#to);
  }

  #textBetween(from: number, end: number): string {
    if (this.#text === undefined) {
      const isPlain = this.#end.length === 1 && isAscii(this.#bytes) && !this.#bytes.includes(0);
      this.#text = isPlain ? this.#bytes.toString('latin1') : null;
    }
    const line = this.#text === null ? this.#decoded(from, end) : this.#text.slice(from, end);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #decoded(from: number, end: number): string {
    const bytes = this.#bytes.subarray(from, end);
    if (this.#encoding === 'utf-8') return bytes.toString('utf8').replaceAll('\0', '\uFFFD');
    if (this.#encoding === 'windows-1252') return WINDOWS.decode(bytes).replaceAll('\0', '\uFFFD');
    const whole = bytes.subarray(0, bytes.length & ~1);
    const text = this.#encoding === 'utf-16le' ? whole : Buffer.from(whole).swap16();
    return text.toString('utf16le').toWellFormed().replaceAll('\0', '\uFFFD');
  }

  /** Of a line that is too long already only the last character is kept, which may be half there. */
  #dropLong(): void {
    if (!this.#skips && this.left <= LONGEST_LINE_BYTES) return;
    this.#skips = true;
    this.#at += this.left - (this.left % this.#end.length);
  }
}
