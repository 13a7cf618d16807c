// The embedded database's file, as the file system has it. sqlite itself makes a missing file anew and throws away a log
// whose file is gone or empty (https://sqlite.org/howtocorrupt.html, section 4): here that is refused. After a first
// sign of damage nothing is written any more, and whoever asks is told, until a restart.
import { closeSync, openSync, statSync } from 'node:fs';
import { StoreError } from '../../errors.ts';

/**
 * Throws StoreError `corrupt` where a log is left of a file that is gone or empty, `cannot-open` for what is no file: a FIFO
 * would be waited for without end.
 */
export function demandFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new StoreError('The embedded database is no file (cannot-open).', {
      code: 'cannot-open',
      hint: 'Let DATABASE name a regular file, or one that is not there yet.',
    });
  if (sizeOf(path) === 0 && sizeOf(`${path}-wal`) > 0)
    throw new StoreError('The embedded database is gone, or empty, and its log is still there (corrupt).', {
      code: 'corrupt',
      hint: 'Restore the file and its -wal together from a backup; or move the -wal away to start anew.',
    });
}

/** Throws what `demandFile` does. Makes a new file its owner's alone. */
export function prepareFile(path: string): void {
  demandFile(path);
  try {
    // Its log takes the same mode. A file that is there keeps its own.
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // sqlite says what is wrong with it.
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Stands before every use of an open database. */
export class FileGuard {
  readonly #path: string;
  readonly #identity: string;
  #damage: StoreError | null = null;

  /** The file must be open already. */
  constructor(path: string) {
    this.#path = path;
    this.#identity = this.#identityNow();
  }

  /** Throws StoreError `file-gone` where another file, or none, is at the path now; `corrupt` once damage was seen. */
  run<T>(work: () => T): T {
    this.#check();
    try {
      return work();
    } catch (error) {
      throw this.#seen(error);
    }
  }

  /** The same for what another thread does. */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    this.#check();
    return work().catch((error: unknown) => {
      throw this.#seen(error);
    });
  }

  #check(): void {
    if (this.#damage) throw this.#damage;
    if (this.#identityNow() !== this.#identity)
      throw new StoreError('The database file was removed or replaced while it was in use (file-gone).', {
        code: 'file-gone',
        hint: 'Stop the collector, put the file or a backup in its place, and start it. Sources are read again.',
      });
  }

  #seen(error: unknown): unknown {
    if (error instanceof StoreError && error.code === 'corrupt') this.#damage = error;
    return error;
  }

  #identityNow(): string {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return found ? `${found.dev}:${found.ino}` : 'none';
  }
}
