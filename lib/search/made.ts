// Whether all rows have their terms: rows from before there were any get them by a duty, and until it has ended the
// searched columns are asked as well.
import type { Store } from '../store/database.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';

const NAME = 'search-terms';
/** Raise it where text is folded otherwise, or other fields are found: all terms are made anew. */
const VERSION = 1;

const made = new WeakSet<Store>();

export async function areTermsMade(store: Store): Promise<boolean> {
  if (made.has(store)) return true;
  const value = await readStoredValue(store, NAME);
  const isMade = typeof value === 'object' && value !== null && Reflect.get(value, 'version') === VERSION;
  if (isMade) made.add(store);
  return isMade;
}

export const tellTermsMade = (store: Store): Promise<void> => writeStoredValue(store, NAME, { version: VERSION });
