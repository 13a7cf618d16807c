// What waits to be sent to one place: bounded, sent in batches, and lost where it cannot be. Nobody waits for it.
import { setTimeout as delay } from 'node:timers/promises';
import { counters } from '../metrics/counters.ts';
import { sent, unsent } from './losses.ts';

export type Signal = 'spans' | 'metrics';

export interface OutboxOptions<T extends object> {
  readonly signal: Signal;
  /** Names the place, for warnings: no address. */
  readonly to: string;
  readonly most: number;
  readonly batch: number;
  /** Null where the place took them, else a code. Never rejects. */
  readonly send: (items: readonly [T, ...T[]]) => Promise<string | null>;
}

export class Outbox<T extends object> {
  readonly #options: OutboxOptions<T>;
  #waiting: T[] = [];
  #sending: Promise<void> | null = null;

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
    this.#lose(this.#waiting.splice(0).length);
  }

  async #lastOnes(): Promise<void> {
    await this.#sending;
    await this.flush();
  }

  async #sendAll(): Promise<void> {
    const { to, batch, send } = this.#options;
    for (;;) {
      const [first, ...more] = this.#waiting.splice(0, batch);
      if (first === undefined) return;
      const code = await send([first, ...more]);
      if (code === null) {
        sent(to);
        continue;
      }
      unsent(to, code);
      this.#lose(1 + more.length);
      return;
    }
  }

  #lose(items: number): void {
    if (items > 0) counters.add('emmlens_telemetry_lost_total', [this.#options.signal], items);
  }
}
