// What a log source says of its lines: how they are read, and what becomes of the events that they tell.
import type { LogRows, ToldId } from '../contract.ts';
import type { GoesOn, Line } from './lines.ts';
import type { TimeDoubt } from './zones.ts';

/** What a line is. Reasons are words of a closed list: nothing of the line is in them. */
export type LineReading<Event> =
  | { readonly is: 'event'; readonly event: Event }
  /** It says how the lines behind it are read. */
  | { readonly is: 'header' }
  | { readonly is: 'ignored'; readonly reason: string }
  | { readonly is: 'rejected'; readonly reason: string }
  | { readonly is: 'incomplete' };

/** Reads the lines of one file, in their order. Never throws for what a line is. */
export interface LineReader<Event> {
  read(line: string): LineReading<Event>;
  /** As `read`, where that is quicker of a line's bytes. */
  readLine?(line: Line): LineReading<Event>;
  /** What lines read so far mean for those to come, such as the text of the last `#Fields`; null where nothing. */
  readonly fields: string | null;
  /** Columns that a mapping wants, and no line has named so far. */
  readonly missing?: readonly string[];
}

export interface LinesToRead {
  /** As a reader of the same file had them. */
  readonly fields: string | null;
  /** When the file was last written, as its server says: of a copy it may be long ago. */
  readonly writtenAt: number;
  /** When it is read; when it was written where absent. */
  readonly readAt?: number;
}

export interface LogFormat<Event> {
  /** Of records that may go on behind a line end, within quotes. */
  readonly goesOn?: GoesOn;
  begin(of: LinesToRead): LineReader<Event>;
}

/** What one step tells: made anew for each, so that nothing is held beyond it. */
export interface Gathering<Event> {
  /**
   * `line` is asked for its name where the event is kept singly (`log_line`), and only then; `teller` names its file, or
   * its batch.
   */
  add(event: Event, line: () => string, teller: string): void;
  rows(): readonly LogRows[];
  /** About how many rows there are; as many as lines where it is not said. */
  readonly size?: number;
}

/** Milliseconds since 1970, UTC; `doubt` where that is not quite what the line says. */
export interface Timed {
  readonly at: number;
  readonly doubt?: TimeDoubt | null;
}

export interface LogLines<Event extends Timed> {
  readonly format: LogFormat<Event>;
  readonly gather: () => Gathering<Event>;
  /** Of producers that write a record again: what tells it apart, in the source. */
  readonly idOf?: (event: Event) => ToldId | null;
}
