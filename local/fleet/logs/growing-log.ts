// A log file as servers write it: it grows, and when it is large it is renamed, and compressed with the next turn.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KEPT = 5;

export interface LogOptions {
  /** Its own: nothing else is written there. */
  readonly folder: string;
  readonly name: string;
  /** Rotated once it is larger. */
  readonly bytes: number;
  /** What each file begins with. */
  readonly head?: () => string;
}

export class GrowingLog {
  readonly #of: LogOptions;

  constructor(of: LogOptions) {
    this.#of = of;
    mkdirSync(of.folder, { recursive: true });
  }

  append(lines: readonly string[]): void {
    // A folder that somebody takes away is a disk that is away: the server goes on, and what it would have written is lost.
    if (lines.length === 0 || !existsSync(this.#of.folder)) return;
    const file = this.#place('');
    if (existsSync(file) && statSync(file).size > this.#of.bytes) this.#rotate();
    const head = existsSync(file) ? '' : (this.#of.head?.() ?? '');
    appendFileSync(file, head + lines.map((line) => `${line}\n`).join(''));
  }

  /** `access.log.1` is as it was, older ones are compressed. */
  #rotate(): void {
    rmSync(this.#place(`.${KEPT}.gz`), { force: true });
    for (let n = KEPT - 1; n >= 2; n -= 1)
      if (existsSync(this.#place(`.${n}.gz`))) renameSync(this.#place(`.${n}.gz`), this.#place(`.${n + 1}.gz`));
    if (existsSync(this.#place('.1'))) {
      writeFileSync(this.#place('.2.gz'), gzipSync(readFileSync(this.#place('.1'))));
      rmSync(this.#place('.1'));
    }
    renameSync(this.#place(''), this.#place('.1'));
  }

  #place(end: string): string {
    return join(this.#of.folder, `${this.#of.name}${end}`);
  }
}
