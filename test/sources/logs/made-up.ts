// A log that no product writes: a line begins with a number and a name, `17 anna`, and `#Fields: name number` turns that round. Lines
// that end in `/ping` tell nothing. Files are written in a directory of the test, and read as a poll does, without a store.
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilesFound, LogFile, LogStep } from '../../../lib/sources/contract.ts';
import { fileCalls } from '../../../lib/sources/logs/files/file-calls.ts';
import { follow } from '../../../lib/sources/logs/files/follow.ts';
import type { Gathering, LogLines, Timed } from '../../../lib/sources/logs/format.ts';
import type { Encoding } from '../../../lib/sources/logs/lines.ts';

export interface Said extends Timed {
  readonly number: number;
  readonly name: string;
}

/** `toRow` is what a single event becomes. */
export const madeUpLog = (gather: () => Gathering<Said>): LogLines<Said> => ({
  gather,
  format: {
    begin: ({ fields: kept }) => {
      let fields = kept;
      return {
        read(line) {
          if (line.startsWith('#')) {
            fields = /^#Fields: (.*)$/.exec(line)?.[1] ?? fields;
            return { is: 'header' };
          }
          if (line.trim() === '') return { is: 'ignored', reason: 'empty' };
          if (line.endsWith('/ping')) return { is: 'ignored', reason: 'health-probe' };
          const [first = '', second = ''] = line.split(/ +/);
          const [number, name] = fields === 'name number' ? [second, first] : [first, second];
          if (!/^\d+(\.\d+)?$/.test(number) || name === '') return { is: 'rejected', reason: 'format' };
          return {
            is: 'event',
            event: { at: Number(number), doubt: name === 'early' ? 'ahead' : null, number: Number(number), name },
          };
        },
        get fields() {
          return fields;
        },
      };
    },
  },
});

const lines = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** `L(1, 3)`: the lines 1 to 3, each of its own name and long enough for a rung or two. */
export const L = (from: number, to = from, end = '\n'): string =>
  lines(from, to)
    .map((n) => `${n} user${n}-${'x'.repeat(60)}${end}`)
    .join('');

/** Reads the files of a directory as polls do: what is told, and how far each was read, is kept from one to the next. */
export class FollowedFiles {
  readonly directory = mkdtempSync(join(tmpdir(), 'lens-files-'));
  readonly told: (Said & { readonly line: string })[] = [];
  readonly steps: LogStep[] = [];
  files: LogFile[] = [];
  found: FilesFound | null = null;
  paths: readonly string[] = [join(this.directory, '*.log*')];
  encoding: Encoding = 'utf-8';
  from = new Date(0);
  settings: unknown = 1;
  calls = fileCalls;
  stop = new AbortController();
  now = Date.now();
  /** Told before anything else of it. */
  onLine: (number: number) => void = () => {};
  /** What is abandoned before the step of this number is committed: 0 is the first. */
  killAt = Number.POSITIVE_INFINITY;

  at(name: string): string {
    return join(this.directory, name);
  }
  write(name: string, ...content: readonly (string | Buffer)[]): void {
    for (const part of content) appendFileSync(this.at(name), part);
  }
  replace(name: string, content: string): void {
    rmSync(this.at(name));
    writeFileSync(this.at(name), content);
  }

  /** Whether it came to its end. */
  async read(): Promise<boolean> {
    let gathered: (Said & { readonly line: string })[] = [];
    const source = madeUpLog(() => {
      gathered = [];
      const mine = gathered;
      return {
        add: (event, line) => {
          this.onLine(event.number);
          mine.push({ ...event, line: line() });
        },
        rows: () => [{ dataset: 'location', events: mine.map((row) => ({ ...row })) }],
      };
    });
    const { paths, encoding, from, settings } = this;
    const context = {
      files: this.files,
      signal: this.stop.signal,
      clock: { now: () => new Date(this.now) },
    };
    for await (const step of follow(
      source,
      { source: this.directory, paths, encoding, from, settings },
      context,
      this.calls,
    )) {
      if (this.killAt === 0) return false;
      this.killAt -= 1;
      this.#commit(step);
    }
    return true;
  }

  #commit(step: LogStep): void {
    this.steps.push(step);
    for (const { events } of step.told)
      for (const { at, number, name, line } of events)
        this.told.push({ at: Number(at), number: Number(number), name: String(name), line: String(line) });
    const changed = new Map(step.files.map((file) => [file.file, { ...file, seenAt: new Date(this.now) }]));
    this.files = [...this.files.filter(({ file }) => !changed.has(file)), ...changed.values()].map((file) =>
      structuredClone(file),
    );
    if (step.found) this.found = step.found;
  }

  /** Numbers of the lines that were told, in their order; each should be there once. */
  get numbers(): readonly number[] {
    return this.told.map(({ number }) => number).sort((a, b) => a - b);
  }

  counts(of: 'ignored' | 'rejected'): Record<string, number> {
    const all: Record<string, number> = {};
    for (const { lines } of this.steps)
      for (const [reason, times] of Object.entries(lines[of])) all[reason] = (all[reason] ?? 0) + times;
    return all;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const once = (from: number, to: number): readonly number[] => lines(from, to);
export const unique = (): string => randomUUID().slice(0, 8);
