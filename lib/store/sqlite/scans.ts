// Reads that look at a large part of a table, in a thread of their own: on the event loop one of them would stop every
// other answer for as long as it takes. The thread begins with the first one, and sees what is committed, as readers do.
import type { Worker } from 'node:worker_threads';
import type { CompiledQuery, QueryResult } from 'kysely';
import { StoreError } from '../../errors.ts';
import { endThread, startThread } from './thread.ts';

export interface ScanQuestion {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type ScanAnswer =
  | { readonly rows: unknown[] }
  | { readonly refused: { message: string; code: string; hint: string; transient: boolean } };

/** The same folder and form as this file: TypeScript in a checkout, JavaScript in the bundle. */
const THREAD = new URL(import.meta.url.replace(/scans(\.\w+)$/, 'scan-thread$1'));

type Waiting = PromiseWithResolvers<QueryResult<unknown>>;

export class Scans {
  readonly #path: string;
  #thread: Worker | null = null;
  /** In the order in which they asked, which is that of the answers. */
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Answers after those that asked before. Throws StoreError. */
  execute({ sql, parameters }: CompiledQuery): Promise<QueryResult<unknown>> {
    if (this.#closed) return Promise.reject(threadEnded(false));
    const waiting: Waiting = Promise.withResolvers();
    this.#thread ??= this.#start();
    this.#waiting.push(waiting);
    // Only while somebody waits does the thread keep the process.
    this.#thread.ref();
    this.#thread.postMessage({ sql, parameters } satisfies ScanQuestion);
    return waiting.promise;
  }

  /** Resolves when the thread has let go of the file; what was asked before is still answered. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#thread) await endThread(this.#thread);
  }

  #start(): Worker {
    const thread = startThread(THREAD, this.#path);
    thread.on('message', (answer: ScanAnswer) => {
      const waiting = this.#waiting.shift();
      if (this.#waiting.length === 0 && !this.#closed) thread.unref();
      if ('rows' in answer) waiting?.resolve({ rows: answer.rows });
      else waiting?.reject(new StoreError(answer.refused.message, answer.refused));
    });
    const end = (): void => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(threadEnded(true));
    };
    thread.once('error', end).once('exit', end);
    return thread;
  }
}

/** Asked again it begins anew. */
const threadEnded = (transient: boolean): StoreError =>
  new StoreError('The thread that reads the embedded database ended.', {
    code: 'scan-ended',
    hint: 'It begins again with the next request. Where it goes on, give the process more memory.',
    transient,
  });
