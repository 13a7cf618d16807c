// Collectors that are killed at the commits of what they read: just before, and just behind.
import { StoreError } from '../../../lib/errors.ts';
import type { Store } from '../../../lib/store/index.ts';
import { LogSource } from './made-up.ts';

export type When = 'before' | 'behind';

/** A store whose process dies at the commit of a number among those that write how far lines were read. */
export function dying(
  store: Store,
  when: When,
  at: number,
  of: 'log_file' | 'log_window' = 'log_file',
): { readonly store: Store; readonly died: () => boolean } {
  let left = at;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new StoreError('The process is dead.', { code: 'killed', hint: '' });
  };
  const alive = <T>(work: () => Promise<T>): Promise<T> => (dead ? Promise.reject(new TypeError('dead')) : work());
  const write: Store['write'] = (work, options) =>
    alive(async () => {
      let isOurs = false;
      const value = await store.write(async (tx) => {
        isOurs = false;
        const insert: typeof tx.insert = (table, rows) => {
          isOurs ||= table === of && rows.length > 0;
          return tx.insert(table, rows);
        };
        const result = await work({ ...tx, insert });
        if (isOurs && when === 'before' && left === 0) die();
        return result;
      }, options);
      if (isOurs && when === 'behind' && left === 0) die();
      if (isOurs) left -= 1;
      return value;
    });
  return { store: { ...store, write, now: () => alive(() => store.now()) }, died: () => dead };
}

/** Each of its readings is killed at the commit of a number, and done by another collector then. */
export class KilledSource extends LogSource {
  readonly #kill: { readonly store: Store; readonly when: When; readonly at: number };
  killed = 0;

  constructor(store: Store, when: When, at: number) {
    super(store);
    this.#kill = { store, when, at };
  }

  override async read(): Promise<boolean> {
    const { store, when, at } = this.#kill;
    const dies = dying(store, when, at);
    await this.poll({ store: dies.store }).catch(() => null);
    if (dies.died()) {
      this.killed += 1;
      // Its lease runs out.
      await store.write(({ db }) =>
        db.updateTable('source_state').set({ lease_until: null }).where('source', '=', this.name).execute(),
      );
    }
    return super.read();
  }
}
