// What a source tells more than once, each time with the same id, is counted once: lists that overlap, records that are
// sent again.
import type { ToldBefore, ToldId } from './contract.ts';

export interface ToldOnce<T> {
  readonly fresh: readonly T[];
  /** Of what is fresh: handed on with the step that counts it. */
  readonly ids: readonly ToldId[];
}

/** What has no id is fresh. */
export async function toldOnce<T>(
  toldBefore: ToldBefore,
  items: readonly T[],
  idOf: (item: T) => ToldId | null,
): Promise<ToldOnce<T>> {
  const first = new Map<string, readonly [ToldId, T]>();
  const without: T[] = [];
  for (const item of items) {
    const id = idOf(item);
    if (id === null) without.push(item);
    else if (!first.has(id.id)) first.set(id.id, [id, item]);
  }
  const told = [...first.values()];
  const before = await toldBefore(told.map(([id]) => id));
  const fresh = told.filter((_, i) => before[i] !== true);
  return { fresh: [...without, ...fresh.map(([, item]) => item)], ids: fresh.map(([id]) => id) };
}
