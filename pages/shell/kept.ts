// What going back comes to again: kept for each entry of the history, in the memory of this document, and no longer than the key.
import { entryNow } from './route.ts';
import { keptWithKey, key } from './session.ts';

/** Of each kind; who goes back further than that is answered anew. */
const MOST = 20;

export interface Kept<T> {
  readonly get: (name: string) => T | undefined;
  readonly set: (name: string, value: T) => void;
}

/** One for each kind of thing; `name` tells those of one entry from each other. */
export function keptOfEntries<T>(): Kept<T> {
  const kept = keptWithKey<ReadonlyMap<string, T>>(new Map());
  const at = (name: string): string => `${entryNow()} ${name}`;
  return {
    get: (name) => kept.peek().get(at(name)),
    set: (name, value) => {
      if (key.peek() === null) return;
      const others = [...kept.peek()].filter(([one]) => one !== at(name));
      kept.value = new Map([...others, [at(name), value] as const].slice(-MOST));
    },
  };
}
