// What is read until it is committed: lines of one file or of many, with the places that the files were read to; or lines
// of a push.
import type { LineCounts, LogFile, LogStep, ToldBefore, ToldId } from '../../contract.ts';
import { toldOnce } from '../../told-once.ts';
import type { Gathering, LineReader, LogLines, Timed } from '../format.ts';
import type { Line } from '../lines.ts';

/**
 * What is added up is written once in a step, however many lines it is of. Others wait while a step is written: one of a
 * minute's lines is small, and they grow only where much is left to be read.
 */
const FIRST_ROWS = 5_000;
const MOST_ROWS = 50_000;
const MOST_LINES = 500_000;
const MOST_BYTES = 64_000_000;
/** A line may add no row, or some: rows are looked at behind so many lines. */
const LINES_AT_ONCE = 1_000;
/** Of many small files. */
const MOST_FILES = 1_000;

export interface Told {
  readonly is: 'understood' | 'strange' | 'neither';
  /** When it happened. */
  readonly at: number | null;
}
const UNDERSTOOD: Told = { is: 'understood', at: null };
const STRANGE: Told = { is: 'strange', at: null };
const NEITHER: Told = { is: 'neither', at: null };

export class Step<Event extends Timed> {
  readonly #source: LogLines<Event>;
  #gathering: Gathering<Event>;
  #counts = countsOf();
  #files = new Map<string, LogFile>();
  #bytes = 0;
  #mostRows = FIRST_ROWS;
  /** With ids: which of them were told before is asked once a step. */
  #held: Held<Event>[] = [];
  readonly #toldBefore: ToldBefore;

  /** Where nobody knows what was told before, only what stands twice among these lines is known again. */
  constructor(source: LogLines<Event>, toldBefore: ToldBefore = async () => []) {
    this.#source = source;
    this.#toldBefore = toldBefore;
    this.#gathering = source.gather();
  }

  /** How many more lines it takes before it is looked at again. */
  get room(): number {
    if (this.#bytes >= MOST_BYTES || this.#files.size >= MOST_FILES) return 0;
    const { read } = this.#counts;
    const rows = (this.#gathering.size ?? read) + this.#held.length;
    return Math.max(0, Math.min(LINES_AT_ONCE, MOST_LINES - read, this.#mostRows - rows));
  }

  /** One line, null where it was too long, of `teller`, and what it is named by where it is kept singly. */
  add(line: Line | null, name: () => string, reader: LineReader<Event>, teller: string): Told {
    const reading = line === null ? TOO_LONG : (reader.readLine?.(line) ?? reader.read(line.text));
    if (reading.is === 'header') return NEITHER;
    this.#counts.read += 1;
    if (reading.is === 'event') {
      const { event } = reading;
      const { doubt } = event;
      if (doubt) this.#counts.doubted[doubt] = (this.#counts.doubted[doubt] ?? 0) + 1;
      const id = this.#source.idOf?.(event) ?? null;
      if (id === null) this.#gathering.add(event, name, teller);
      else this.#held.push({ id, event, name, teller });
      return { is: 'understood', at: reading.event.at };
    }
    const reason = reading.is === 'incomplete' ? 'truncated' : reading.reason;
    const counts = reading.is === 'ignored' ? this.#counts.ignored : this.#counts.rejected;
    counts[reason] = (counts[reason] ?? 0) + 1;
    if (reading.is === 'ignored') return reason === 'empty' ? NEITHER : UNDERSTOOD;
    return line === null ? NEITHER : STRANGE;
  }

  /** A line that came with the others, and is none. */
  reject(reason: string): void {
    this.#counts.read += 1;
    this.#counts.rejected[reason] = (this.#counts.rejected[reason] ?? 0) + 1;
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  note(file: LogFile): void {
    this.#files.set(file.file, file);
  }

  /** As it was noted since the last step. */
  noted(file: string): LogFile | undefined {
    return this.#files.get(file);
  }

  get isEmpty(): boolean {
    return this.#counts.read === 0 && this.#files.size === 0;
  }

  /** All of it; the next one begins. */
  async take(): Promise<LogStep> {
    if (this.room === 0) this.#mostRows = Math.min(2 * this.#mostRows, MOST_ROWS);
    const { fresh, ids } = await toldOnce(this.#toldBefore, this.#held, ({ id }) => id);
    for (const { event, name, teller } of fresh) this.#gathering.add(event, name, teller);
    const known = this.#held.length - fresh.length;
    if (known > 0) this.#counts.ignored.known = known;
    this.#held = [];
    const step = { told: this.#gathering.rows(), lines: this.#counts, files: [...this.#files.values()], ids };
    this.#gathering = this.#source.gather();
    this.#counts = countsOf();
    this.#files = new Map();
    this.#bytes = 0;
    return step;
  }
}

interface Held<Event> {
  readonly id: ToldId;
  readonly event: Event;
  readonly name: () => string;
  readonly teller: string;
}

const TOO_LONG = { is: 'rejected', reason: 'too-long' } as const;

interface Counting extends LineCounts {
  read: number;
  readonly ignored: Record<string, number>;
  readonly rejected: Record<string, number>;
  readonly doubted: Record<string, number>;
}
const countsOf = (): Counting => ({ read: 0, ignored: {}, rejected: {}, doubted: {} });
