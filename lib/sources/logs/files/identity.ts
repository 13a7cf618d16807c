// Which file is which, by content: hashes of its first 64, 256, 1,024, .. bytes and of the 64 before the place that it was
// read to. Renaming, copying and compressing change nothing of them. Inodes are used again, beginnings of fixed length are
// equal or too long, and times of files are copied: docs/decisions/0023-files-are-known-by-content.md.
import { createHash } from 'node:crypto';
import type { LogFile } from '../../contract.ts';
import { BEFORE_BYTES } from '../lines.ts';
import { type Content, wholeOrCut } from './content.ts';

/** To 16 MB: with the bytes before the place that is certain, and read again in a moment. */
const RUNGS: readonly number[] = Array.from({ length: 10 }, (_, i) => BEFORE_BYTES * 4 ** i);
/** That many are enough where only one file has them. */
export const LOW_RUNGS = 6;

/** The first 16 bytes of the SHA-256, as text. */
const textOf = (hash: { digest(): Buffer }): string => hash.digest().subarray(0, 16).toString('hex');
export const hashOf = (bytes: Buffer): string => textOf(createHash('sha256').update(bytes));

/** The rungs of bytes that come in their order, from the first. */
export class Ladder {
  readonly #hash = createHash('sha256');
  readonly #rungs: string[] = [];
  #bytes = 0;

  feed(block: Buffer): void {
    let rest = block;
    for (let next = RUNGS[this.#rungs.length]; next !== undefined; next = RUNGS[this.#rungs.length]) {
      const part = rest.subarray(0, next - this.#bytes);
      this.#hash.update(part);
      this.#bytes += part.length;
      if (this.#bytes < next) return;
      this.#rungs.push(textOf(this.#hash.copy()));
      rest = rest.subarray(part.length);
    }
  }

  /** Those that lie before a place. */
  upTo(offset: number): readonly string[] {
    return this.#rungs.slice(0, rungsBefore(offset));
  }
}

export const rungsBefore = (offset: number): number => RUNGS.filter((size) => size <= offset).length;

/** The first `most` rungs of a content, or as many as it has. */
export async function rungsOf(body: Content, most: number): Promise<readonly string[]> {
  const ladder = new Ladder();
  const enough = RUNGS[most - 1] ?? 0;
  await wholeOrCut(async () => {
    if (most <= LOW_RUNGS) ladder.feed(await body.slice(0, enough));
    else
      for await (const block of body.blocks(0)) {
        ladder.feed(block);
        if (ladder.upTo(enough).length === most) return;
      }
  });
  return ladder.upTo(enough);
}

/** Null where the content ends before. */
export async function tailOf(body: Content, offset: number): Promise<string | null> {
  const length = Math.min(offset, BEFORE_BYTES);
  const bytes = await body.slice(offset - length, length);
  return bytes.length < length ? null : hashOf(bytes);
}

export interface Match {
  /** What was read of this content so far. */
  readonly known: LogFile | null;
  /** Files that begin as this one and were read further than it reaches. */
  readonly longer: readonly LogFile[];
}

/** Files that were read, by their content. */
export class KnownFiles {
  readonly #files = new Map<string, LogFile>();
  readonly #byFirstRung = new Map<string, Set<string>>();

  constructor(files: readonly LogFile[]) {
    for (const file of files) this.set(file);
  }

  get all(): readonly LogFile[] {
    return [...this.#files.values()];
  }

  set(file: LogFile): void {
    this.#files.set(file.file, file);
    if (file.offset === 0) return;
    const first = file.rungs[0] ?? '';
    const same = this.#byFirstRung.get(first) ?? new Set();
    this.#byFirstRung.set(first, same.add(file.file));
  }

  get(file: string): LogFile | undefined {
    return this.#files.get(file);
  }

  async match(body: Content, isOwn: (file: LogFile) => boolean): Promise<Match> {
    let rungs = await rungsOf(body, LOW_RUNGS);
    const [first = ''] = rungs;
    const begun = [...new Set([first, ''])].flatMap((rung) => [...(this.#byFirstRung.get(rung) ?? [])]);
    let fitting = begun.flatMap((name) => this.#files.get(name) ?? []).filter((file) => fits(file, rungs));
    const isClear = fitting.length === 0 || (fitting.length === 1 && fitting.every(isOwn));
    if (!isClear && rungs.length === LOW_RUNGS && fitting.some((file) => file.rungs.length > LOW_RUNGS)) {
      rungs = await rungsOf(body, RUNGS.length);
      fitting = fitting.filter((file) => fits(file, rungs));
    }
    const longer: LogFile[] = [];
    // Of equal ones its own.
    const rank = (file: LogFile): number => (isOwn(file) ? 1 : 0);
    for (const file of fitting.toSorted((a, b) => b.offset - a.offset || rank(b) - rank(a))) {
      const tail = await tailOf(body, file.offset);
      if (tail === file.tail) return { known: file, longer };
      if (tail === null && file.rungs.length > 0) longer.push(file);
    }
    return { known: null, longer };
  }
}

/** By the highest rung of both. A content of fewer bytes than one rung is known by its end alone. */
export function fits(file: Pick<LogFile, 'rungs'>, rungs: readonly string[]): boolean {
  const both = Math.min(file.rungs.length, rungs.length);
  return both === 0 ? file.rungs.length === 0 : file.rungs[both - 1] === rungs[both - 1];
}
