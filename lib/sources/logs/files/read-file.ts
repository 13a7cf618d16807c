// Reads one file from the place that it was read to. What is committed ends with a whole line; the last one without an end
// waits, but where nothing more will come: in a compressed file that is whole.
import type { LogFile, LogStep } from '../../contract.ts';
import type { LineReader, LogLines, Timed } from '../format.ts';
import { BEFORE_BYTES, Lines, type OnLine } from '../lines.ts';
import { Cut } from './content.ts';
import { hasCompressedName } from './find.ts';
import { hashOf, Ladder, rungsBefore, rungsOf } from './identity.ts';
import { isStrange, keptOf, readerOf } from './kept.ts';
import { inodeOf, type Opened, stampOf } from './opened.ts';
import type { Step } from './step.ts';

/** Of one file at a time; a compressed one is read to its end, or its beginning would be unpacked again and again. */
const TURN_BYTES = 64_000_000;

/** Steps as they are full; what is left stays in the step. Whether there is more to read. `reading` is what stands in `tried`. */
export async function* readFile<E extends Timed>(
  source: LogLines<E>,
  step: Step<E>,
  { opened, file, reading }: { readonly opened: Opened; readonly file: LogFile; readonly reading: string },
): AsyncGenerator<LogStep, boolean, void> {
  const { body, found } = opened;
  const before = await body.slice(Math.max(0, file.offset - BEFORE_BYTES), Math.min(file.offset, BEFORE_BYTES));
  // Another file has the name by now.
  if (hashOf(before) !== file.tail) return false;
  if (await isStrange(source, opened, file)) {
    const fields = JSON.stringify({
      ...keptOf(file),
      tried: reading,
      ...(file.offset === 0 && { inode: inodeOf(found) }),
    });
    step.note({ ...file, fields, state: 'unknown-format', seen: stampOf(found) });
    return false;
  }
  const place = new Place(source, step, opened, { file, before, reading });
  const unfinished = { state: null, seen: '' } as const;
  try {
    for await (const block of body.blocks(file.offset)) {
      if (!(await place.isStillThere(block))) break;
      place.feed(block);
      while (place.read()) {
        step.note(await place.file(unfinished));
        yield await step.take();
      }
      if (!body.compressed && place.bytes >= TURN_BYTES) {
        step.note(await place.file(unfinished));
        return true;
      }
    }
    if (body.compressed) place.finish();
    const isPlain = !body.compressed && hasCompressedName(found);
    step.note(await place.file({ state: isPlain ? 'not-compressed' : null, seen: stampOf(found) }));
  } catch (error) {
    // Lines that were read are in the step: so is the place behind them.
    step.note(await place.file(error instanceof Cut ? { state: 'truncated', seen: stampOf(found) } : unfinished));
    if (!(error instanceof Cut)) throw error;
  }
  return false;
}

interface Begun {
  readonly file: LogFile;
  /** The bytes in front of its place. */
  readonly before: Buffer;
  /** What stands in `tried`. */
  readonly reading: string;
}

/** Where the reading of a file is. */
class Place<E extends Timed> {
  readonly #step: Step<E>;
  readonly #opened: Opened;
  readonly #reader: LineReader<E>;
  readonly #lines: Lines;
  /** Of what is read from its beginning. */
  readonly #ladder: Ladder | null;
  readonly #onLine: OnLine;
  #before: Buffer | null;
  #file: LogFile;
  #newest: number;
  #strange: number | undefined;
  readonly #reading: string;
  bytes = 0;

  constructor(source: LogLines<E>, step: Step<E>, opened: Opened, { file, before, reading }: Begun) {
    this.#reading = reading;
    const kept = keptOf(file);
    this.#step = step;
    this.#opened = opened;
    this.#file = file;
    this.#reader = readerOf(source, opened, kept);
    this.#lines = new Lines(opened.head.encoding, file.offset, before, kept.within, source.format.goesOn);
    this.#ladder = file.offset === 0 ? new Ladder() : null;
    this.#before = file.offset === 0 ? null : before;
    this.#newest = file.newestAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    this.#strange = kept.strange;
    this.#onLine = (line, offset) => {
      const { is, at } = step.add(line, () => `${file.file}:${offset}`, this.#reader, file.file);
      if (at !== null && at > this.#newest) this.#newest = at;
      if (this.#strange === undefined || is === 'neither') return;
      this.#strange = is === 'understood' ? undefined : this.#strange + 1;
    };
  }

  /** A file that is cut and written anew while it is read is another one from there on. */
  async isStillThere(block: Buffer): Promise<boolean> {
    const { body } = this.#opened;
    if (body.compressed) return true;
    this.#before ??= Buffer.from(block.subarray(0, BEFORE_BYTES));
    const from = Math.max(0, this.#file.offset - BEFORE_BYTES);
    const start = this.#file.offset === 0 ? 0 : from;
    return (await body.slice(start, this.#before.length)).equals(this.#before);
  }

  feed(block: Buffer): void {
    this.#ladder?.feed(block);
    this.#lines.feed(block);
    this.#step.addBytes(block.length);
    this.bytes += block.length;
  }

  /** Whether the step is full; false where all whole lines were read. */
  read(): boolean {
    for (let { room } = this.#step; room > 0; { room } = this.#step)
      if (this.#lines.read(room, this.#onLine) < room) return false;
    return true;
  }

  finish(): void {
    this.#lines.finish(this.#onLine);
  }

  async file(end: Pick<LogFile, 'state' | 'seen'>): Promise<LogFile> {
    const { offset, within } = this.#lines;
    const most = rungsBefore(offset);
    const rungs =
      this.#ladder?.upTo(offset) ??
      // Fewer will do where it cannot be read any more.
      (most > this.#file.rungs.length
        ? await rungsOf(this.#opened.body, most).catch(() => this.#file.rungs)
        : this.#file.rungs);
    const kept = {
      fields: this.#reader.fields,
      ...(within && { within }),
      // Nothing of it was understood yet: it is read again where the source says that it is read otherwise.
      ...(this.#strange !== undefined && { strange: this.#strange, tried: this.#reading }),
      ...(offset === 0 && { inode: inodeOf(this.#opened.found) }),
    };
    return {
      ...this.#file,
      ...end,
      rungs,
      offset,
      tail: hashOf(this.#lines.before),
      fields: JSON.stringify(kept),
      newestAt: this.#newest === Number.NEGATIVE_INFINITY ? null : new Date(this.#newest),
    };
  }
}
