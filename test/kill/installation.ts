// One database, and the collectors that run on it one after the other: where one was killed the next one starts. A minute
// passes meanwhile for the leases, and some hours for the daily duties.
import { openStore, type Store } from '../../lib/store/index.ts';
import type { Step } from './child.ts';
import type { Done, End, KillableCollector } from './collector.ts';
import { hoursPass, leasesRunOut } from './time.ts';

/** Until a daily duty that died is tried again. */
const HOURS = 2;
/** About what opening the database takes. */
const OPENING_MS = 15;

export class Installation {
  readonly #database: string;
  readonly #make: () => KillableCollector;
  #running: KillableCollector | null = null;
  /** Loads its code ahead. */
  #next: KillableCollector;
  #died = false;

  constructor(database: string, make: () => KillableCollector) {
    this.#database = database;
    this.#make = make;
    this.#next = make();
  }

  /** Null where `end` came before the last step was done. Throws where a poll was not complete. */
  async run(steps: readonly Step[], end: End | null): Promise<Done | null> {
    const opened = this.#running ? [] : await this.#open(end);
    const done = opened && this.#running ? await this.#running.run(steps, end) : null;
    if (!opened || !done) {
      this.#running = null;
      this.#died = true;
      return null;
    }
    const wrong = [...done.errors, ...done.outcomes.filter((outcome) => outcome !== 'complete')];
    if (wrong.length > 0) throw new Error(`not every step was complete: ${wrong.join(', ')}`);
    return { ...done, commits: [...opened, ...done.commits] };
  }

  /** The new collector finds the database as the dead one left it, its log to be recovered included. */
  async #open(end: End | null): Promise<readonly string[] | null> {
    const collector = await this.#next.ready();
    this.#next = this.#make();
    const early = end && (!('milliseconds' in end) || end.milliseconds < OPENING_MS) ? end : null;
    const done = await collector.run([{ open: true }], early);
    if (done === null) return null;
    this.#running = collector;
    if (this.#died)
      await this.inStore(async (store) => {
        await leasesRunOut(store);
        await hoursPass(store, HOURS);
      });
    this.#died = false;
    return done.commits;
  }

  /** Only while a collector runs, or ended orderly: it is the collector that recovers what another one left. */
  async inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore({ database: this.#database, migrate: false });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** An orderly end; the next run starts a collector. */
  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async end(): Promise<void> {
    await Promise.all([this.#running?.kill(), this.#next.kill()]);
  }
}
