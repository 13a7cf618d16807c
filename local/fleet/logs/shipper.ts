// A shipper, as syslog-ng is one: it follows a log that is rotated, and pushes its lines. What is not answered with 202 it
// sends again, for ever; where it is, it keeps in a file, written behind the answer.
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';

export interface ShipperOptions {
  readonly file: string;
  readonly url: string;
  readonly key: string;
  /** Whether lines would be taken; at once where absent. */
  readonly isAwaited?: () => Promise<boolean>;
}

interface Place {
  readonly inode: number;
  readonly offset: number;
}

const EVERY_MS = 2_000;
const BATCH_BYTES = 262_144;

export class Shipper {
  readonly #of: ShipperOptions;
  #timer: NodeJS.Timeout | undefined;
  #awaited = false;

  constructor(of: ShipperOptions) {
    this.#of = of;
  }

  start(): void {
    this.#timer = setTimeout(async () => {
      await this.shipIfAwaited();
      if (this.#timer) this.start();
    }, EVERY_MS);
    this.#timer.unref();
  }

  async shipIfAwaited(): Promise<boolean> {
    this.#awaited ||= (await this.#of.isAwaited?.()) ?? true;
    return this.#awaited && this.ship();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** All that is there, batch by batch. Whether it has arrived. */
  async ship(): Promise<boolean> {
    for (let next = this.#next(); next; next = this.#next()) {
      if (next.lines.length > 0 && !(await this.#isTaken(next.lines))) return false;
      writeFileSync(this.#placeFile, JSON.stringify(next.behind));
    }
    return true;
  }

  get #placeFile(): string {
    return `${this.#of.file}.place`;
  }

  /**
   * Whole lines behind the place, and the place behind them; none of a file that was rotated: then the next one begins.
   * There is no file before the first line, nor between a rotation and the line after it.
   */
  #next(): { readonly lines: Buffer; readonly behind: Place } | null {
    const { file } = this.#of;
    const inode = statSync(file, { throwIfNoEntry: false })?.ino;
    if (inode === undefined) return null;
    const place: Place = existsSync(this.#placeFile)
      ? JSON.parse(readFileSync(this.#placeFile, 'utf8'))
      : { inode, offset: 0 };
    const rotated = `${file}.1`;
    const path = place.inode === inode ? file : rotated;
    const isThere = path === file || (existsSync(rotated) && statSync(rotated).ino === place.inode);
    const lines = isThere ? linesOf(path, place.offset) : Buffer.alloc(0);
    if (lines.length > 0) return { lines, behind: { inode: place.inode, offset: place.offset + lines.length } };
    return path === file ? null : { lines, behind: { inode, offset: 0 } };
  }

  async #isTaken(lines: Buffer): Promise<boolean> {
    const { url, key } = this.#of;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' };
    const body = new Uint8Array(lines);
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 202;
  }
}

function linesOf(path: string, offset: number): Buffer {
  const handle = openSync(path, 'r');
  try {
    const block = Buffer.alloc(BATCH_BYTES);
    const read = block.subarray(0, readSync(handle, block, 0, block.length, offset));
    return read.subarray(0, read.lastIndexOf('\n') + 1);
  } finally {
    closeSync(handle);
  }
}
