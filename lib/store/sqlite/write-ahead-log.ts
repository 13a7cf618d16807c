// Writes the log back into the file (a checkpoint, in sqlite's words) in a thread of its own: in the writer's it stops the
// event loop, and with it the API, for a tenth of a second. The thread begins with the first thousand rows; should it
// fail, the writer's own checkpoints are rare but go on. https://sqlite.org/wal.html#ckpt
import type { Worker } from 'node:worker_threads';
import { endThread, startThread } from './thread.ts';

/** With their indexes these change about the thousand pages that are sqlite's own measure. */
const ROWS_A_WRITE_BACK = 1_000;
/** As many may be added while a checkpoint runs; then it is waited for. */
const ROWS_BESIDE = 4_000;
/** A log of this many pages is written back whole before more is added: it begins anew only when nothing is left of it. */
const LONGEST_LOG = 1_000;
/** The same folder and form as this file: TypeScript in a checkout, JavaScript in the bundle. */
const THREAD = new URL(import.meta.url.replace(/(\.\w+)$/, '-thread$1'));

export class WriteAheadLog {
  readonly #path: string;
  #thread: Worker | null = null;
  #ended = false;
  #rows = 0;
  #long = false;
  #running: PromiseWithResolvers<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Waits until the log may grow; the event loop goes on. To be asked by who is to write, while nobody writes. */
  async room(): Promise<void> {
    if (this.#rows >= ROWS_BESIDE || this.#long) await this.#running?.promise;
    if (!this.#long || this.#ended) return;
    await this.#writeBack();
    this.#long = false;
  }

  /** So many rows were changed by a transaction that is committed. */
  committed(rows: number): void {
    this.#rows += rows;
    if (this.#rows >= ROWS_A_WRITE_BACK && !this.#running && !this.#ended) this.#writeBack();
  }

  /** While nobody writes: then nothing of what was deleted is left in it, unless another process reads for seconds. */
  async empty(): Promise<void> {
    await this.#running?.promise;
    if (!this.#ended) await this.#writeBack('empty');
  }

  #writeBack(how: 'checkpoint' | 'empty' = 'checkpoint'): Promise<void> {
    this.#rows = 0;
    this.#running = Promise.withResolvers();
    this.#thread ??= this.#start();
    // Only while somebody may wait for it does the thread keep the process.
    this.#thread.ref();
    this.#thread.postMessage(how);
    return this.#running.promise;
  }

  #done(pages: unknown): void {
    // Whoever closes waits for its end.
    if (!this.#ended) this.#thread?.unref();
    this.#long = Number(pages) > LONGEST_LOG;
    this.#running?.resolve();
    this.#running = null;
  }

  /** Resolves when the thread has let go of the file. */
  async close(): Promise<void> {
    this.#ended = true;
    if (this.#thread) await endThread(this.#thread);
  }

  #start(): Worker {
    const thread = startThread(THREAD, this.#path);
    const end = (): void => {
      this.#ended = true;
      this.#thread = null;
      this.#done(0);
    };
    thread.on('message', (pages) => this.#done(pages));
    thread.once('error', end).once('exit', end);
    return thread;
  }
}
