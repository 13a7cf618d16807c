// A full reading that an operator asked for. The wish stands in the database until a poll begins it: neither a poll that
// is under way, nor a refused sign-in, nor the end of a collector loses it.
import { traceparentNow } from '../correlation.ts';
import type { Store } from '../store/index.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const wishOf = (source: string): string => `full-poll:${source}`;

/** The next poll of the source reads everything, and is due at once. */
export async function askFull(store: Store, source: string): Promise<void> {
  await writeStoredValue(store, wishOf(source), traceparentNow());
  await store.write(({ db }) =>
    db.updateTable('source_state').set({ next_poll_at: null }).where('source', '=', source).execute(),
  );
}

/** The `traceparent` of who asked, another one for each time; null where none waits. */
export const fullWish = (store: Store, source: string): Promise<unknown> => readStoredValue(store, wishOf(source));

export const takeFullWish = (store: Store, source: string): Promise<unknown> =>
  store.write(({ db }) => db.deleteFrom('setting').where('name', '=', wishOf(source)).execute());
