// What waits to be sent to one place: bounded, sent in batches, and lost where it cannot be. Nobody waits for it.
import { setTimeout as delay } from 'node:timers/promises';
import { counters } from '../metrics/counters.ts';
import { type Signal, sent, unsent } from './losses.ts';

export interface OutboxOptions<T extends object> {
  readonly signal: Signal;
  /** Names the place, for warnings: no address. */
  readonly to: string;
  readonly most: number;
  readonly batch: number;
  /** Of one batch, whatever comes of it: a place may answer a byte now and then, and never end. */
  readonly withinMs: number;
  /** Null where the place took them, else a code. Never rejects, and lets go of its connection when `signal` says so. */
  readonly send: (items: readonly [T, ...T[]], signal: AbortSignal) => Promise<string | null>;
}

export class Outbox<T extends object> {
  readonly #options: OutboxOptions<T>;
  #waiting: T[] = [];
  #sending: Promise<void> | null = null;
  readonly #closed = new AbortController();

  constructor(options: OutboxOptions<T>) {
    this.#options = options;
  }

  add(item: T): void {
    if (this.#waiting.length < this.#options.most) this.#waiting.push(item);
    else this.#lose(1);
  }

  /** One at a time. A batch that is refused is lost; what is behind it waits for the next time. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** What is not sent within `ms` is lost. */
  async close(ms: number): Promise<void> {
    const patience = new AbortController();
    const late = delay(ms, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.#lastOnes(), late]);
    patience.abort();
    this.#closed.abort();
    this.#lose(this.#waiting.splice(0).length);
  }

  async #lastOnes(): Promise<void> {
    await this.#sending;
    await this.flush();
  }

  async #sendAll(): Promise<void> {
    const { signal, to, batch } = this.#options;
    for (;;) {
      const [first, ...more] = this.#waiting.splice(0, batch);
      if (first === undefined) return;
      const code = await this.#bounded([first, ...more]);
      if (code === null) {
        sent(to, signal);
        continue;
      }
      unsent(to, signal, code);
      this.#lose(1 + more.length);
      return;
    }
  }

  async #bounded(items: readonly [T, ...T[]]): Promise<string | null> {
    const { withinMs, send } = this.#options;
    const over = new AbortController();
    const end = AbortSignal.any([over.signal, this.#closed.signal]);
    const late = new Promise<string>((resolve) => end.addEventListener('abort', () => resolve('timeout')));
    const timer = setTimeout(() => over.abort(), withinMs);
    try {
      return await Promise.race([late, send(items, end)]);
    } finally {
      clearTimeout(timer);
    }
  }

  #lose(items: number): void {
    if (items > 0) counters.add('emmlens_telemetry_lost_total', [this.#options.signal], items);
  }
}
