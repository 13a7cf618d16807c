// A source whose lines are pushed, over the store, and a shipper as syslog-ng is: what has no answer it sends again, cut
// anew, with what has come behind it since.

import { type PushDependencies, Pushes, type PushReceipt, type Refusal } from '../../../lib/ingest/push.ts';
import type { Connector, LogReader } from '../../../lib/sources/contract.ts';
import { linesOfBody } from '../../../lib/sources/logs/pushed/body.ts';
import type { Store } from '../../../lib/store/index.ts';
import { L } from '../../sources/logs/made-up.ts';
import { LogSource } from './made-up.ts';

export interface Pushing {
  readonly sender?: string;
  /** Of the collector that takes it: each has its own. */
  readonly pushes?: Pushes;
  readonly store?: Store;
  readonly deadline?: AbortSignal;
  /** Before its lines are read. */
  readonly meanwhile?: () => Promise<unknown>;
}

export class PushedSource extends LogSource {
  readonly pushes = new Pushes();

  constructor(store: Store) {
    super(store);
    this.paths = [];
    this.config = { push: { keys: ['env:TEST_PUSH_KEY'] } };
  }

  /** Polled once, as at the start of a collector. */
  static async open(store: Store): Promise<PushedSource> {
    const source = new PushedSource(store);
    await source.poll();
    return source;
  }

  async push(
    text: string,
    { sender = '-', pushes = this.pushes, store, deadline, meanwhile }: Pushing = {},
  ): Promise<PushReceipt | Refusal> {
    const of = this.dependencies(store ? { store } : {});
    if (!of.connector.isLog) throw new TypeError('it is a log');
    const connector: Connector<LogReader> = of.connector;
    const dependencies: PushDependencies = { ...of, connector };
    const lines = async () => {
      await meanwhile?.();
      const all = await linesOfBody(Buffer.from(text), 'text');
      if (!all) throw new RangeError('too many');
      return all;
    };
    return pushes.push(dependencies, { sender, lines }, deadline ?? new AbortController().signal);
  }

  /** The same, and all of it was taken. */
  async taken(text: string, pushing?: Pushing): Promise<PushReceipt> {
    const receipt = await this.push(text, pushing);
    if (typeof receipt === 'string') throw new Error(`the source is ${receipt}`);
    return receipt;
  }
}

/** Lines that wait for an answer, in their order. */
export class Shipper {
  readonly #send: (text: string) => Promise<unknown>;
  #queue: number[] = [];
  sent = 0;
  lost = 0;

  /** `send` throws where it has no answer. */
  constructor(send: (text: string) => Promise<unknown>) {
    this.#send = send;
  }

  log(...numbers: readonly number[]): void {
    this.#queue = [...this.#queue, ...numbers];
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Sends so many of those that wait, at most. */
  async ship(most: number): Promise<void> {
    const batch = this.#queue.slice(0, most);
    if (batch.length === 0) return;
    this.sent += 1;
    try {
      await this.#send(batch.map((n) => L(n)).join(''));
      this.#queue = this.#queue.slice(batch.length);
    } catch {
      this.lost += 1;
    }
  }
}
