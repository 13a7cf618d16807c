// What a source asks of the file system. A mount whose server is gone never answers, and each call that waits for it holds
// one of the four threads that the whole process has for such (https://docs.libuv.org/en/v1.x/threadpool.html): so few calls
// are made at once, nobody waits for one without end, and whose call hangs makes no other until it has returned.
import type { Stats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';

type Status = Pick<Stats, 'isFile' | 'isDirectory' | 'dev' | 'ino' | 'birthtimeMs' | 'size' | 'mtimeMs'>;

export interface OpenHandle {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<Status>;
  close(): Promise<void>;
}

export interface FileSystem {
  readdir(path: string): Promise<readonly string[]>;
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<Status>;
  /** For reading. */
  open(path: string): Promise<OpenHandle>;
}

/** A call did not return; or one of this source has not yet, or those of others hold all threads. */
export class NoAnswer extends Error {}

/** Names of hosts are looked up by the same threads: one is left for that. */
const MOST_AT_ONCE = 3;
const PATIENCE_MS = 60_000;

/** Of a process that reads one file and ends. */
export const localFiles: FileSystem = {
  readdir: (path) => readdir(path),
  realpath: (path) => realpath(path),
  stat: (path) => stat(path),
  open: (path) => open(path),
};

/** Calls `giveUp` after a while, unless it is called itself. */
type Patience = (giveUp: () => void) => () => void;

const aMinute: Patience = (giveUp) => {
  const timer = setTimeout(giveUp, PATIENCE_MS).unref();
  return () => clearTimeout(timer);
};

export class FileCalls {
  readonly #system: FileSystem;
  readonly #patience: Patience;
  /** By the name of the source: until it settles. */
  readonly #hanging = new Map<string, Promise<void>>();
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(system: FileSystem = localFiles, patience = aMinute) {
    this.#system = system;
    this.#patience = patience;
  }

  /** Its calls throw NoAnswer, what the file system says, or why `signal` aborted. */
  of(source: string, signal: AbortSignal): FileSystem {
    const never = new AbortController().signal;
    const call = <T>(work: () => Promise<T>, late?: (value: T) => unknown, until = signal): Promise<T> =>
      this.#call(source, work, until, late);
    return {
      readdir: (path) => call(() => this.#system.readdir(path)),
      realpath: (path) => call(() => this.#system.realpath(path)),
      stat: (path) => call(() => this.#system.stat(path)),
      open: async (path) => {
        const handle = await call(
          () => this.#system.open(path),
          (late) => late.close(),
        );
        return {
          read: (buffer, offset, length, position) => call(() => handle.read(buffer, offset, length, position)),
          stat: () => call(() => handle.stat()),
          close: async () => {
            const hanging = this.#hanging.get(source);
            if (!hanging) return call(() => handle.close(), undefined, never);
            // It would wait for that, too.
            void hanging.then(() => handle.close()).catch(() => {});
          },
        };
      },
    };
  }

  async #call<T>(
    source: string,
    work: () => Promise<T>,
    signal: AbortSignal,
    late: (value: T) => unknown = () => {},
  ): Promise<T> {
    signal.throwIfAborted();
    if (this.#hanging.has(source)) throw new NoAnswer();
    while (this.#running >= MOST_AT_ONCE) await this.#patient(this.#turn(), signal);
    this.#running += 1;
    const running = work().finally(() => this.#ended());
    try {
      return await this.#patient(running, signal, () => {
        const settled = running.then(late).then(
          () => void this.#hanging.delete(source),
          () => void this.#hanging.delete(source),
        );
        this.#hanging.set(source, settled);
      });
    } finally {
      running.catch(() => {});
    }
  }

  /** Until one of those that run has ended. */
  #turn(): Promise<void> {
    return new Promise((next) => this.#waiting.add(next));
  }

  #ended(): void {
    this.#running -= 1;
    for (const next of this.#waiting) next();
    this.#waiting.clear();
  }

  /** `gaveUp` is told before anybody hears of it. */
  #patient<T>(running: Promise<T>, signal: AbortSignal, gaveUp: () => void = () => {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        stopWaiting();
        signal.removeEventListener('abort', onAbort);
      };
      const giveUp = (reason: unknown): void => {
        end();
        gaveUp();
        reject(reason);
      };
      const onAbort = (): void => giveUp(signal.reason);
      const stopWaiting = this.#patience(() => giveUp(new NoAnswer()));
      signal.addEventListener('abort', onAbort);
      running.then(resolve, reject).finally(end);
    });
  }
}

/** Of the process, whose threads they are. */
export const fileCalls = new FileCalls();
