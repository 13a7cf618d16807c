// An engine that fails as a test tells it to: it stands at the edge where a driver stands, below the store.
import { StoreError } from '../../lib/errors.ts';
import type { Engine, EngineTransaction } from '../../lib/store/engine.ts';

/** One transaction's fate: where it fails, and with what. Without one it goes through. */
export interface Fate {
  readonly begin?: unknown;
  readonly execute?: unknown;
  readonly commit?: unknown;
}

export class FailingEngine implements Engine {
  readonly name = 'sqlite';
  /** What was asked of the engine, in order. */
  readonly calls: string[] = [];
  readonly #fates: Fate[];
  readonly #reads: unknown[];

  /** `reads`: what reads outside of a transaction fail with, in order. */
  constructor(fates: readonly Fate[], reads: readonly unknown[] = []) {
    this.#fates = [...fates];
    this.#reads = [...reads];
  }

  readonly execute = async () => {
    this.calls.push('read');
    if (this.#reads.length > 0) throw this.#reads.shift();
    return { rows: [] };
  };

  readonly scan = this.execute;

  readonly copy = async () => ({ name: 'copied', execute: this.execute, end: async () => {} });

  async emptyLog(): Promise<void> {}

  connections() {
    return { open: 0, used: 0, waiting: 0, most: 0 };
  }

  async begin(): Promise<EngineTransaction> {
    const fate = this.#fates.shift() ?? {};
    const call = (name: string, error?: unknown) => {
      this.calls.push(name);
      if (error !== undefined) throw error;
    };
    call('begin', fate.begin);
    return {
      execute: async () => {
        call('execute', fate.execute);
        return { rows: [], numAffectedRows: 1n };
      },
      now: async () => new Date(),
      insert: async () => call('insert', fate.execute),
      update: async () => call('update', fate.execute),
      lock: async () => call('lock'),
      script: async () => call('script', fate.execute),
      commit: async () => call('commit', fate.commit),
      rollback: async () => call('rollback'),
    };
  }

  async now(): Promise<Date> {
    return new Date();
  }

  async inspect() {
    return [];
  }

  async close(): Promise<void> {}
}

export const storeError = (code: string, transient: boolean): StoreError =>
  new StoreError('The database failed.', { code, hint: 'None.', transient });
