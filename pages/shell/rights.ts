// What the key may use, as the API says of its roles: what it may not is not offered. The API decides; this spares refusals.
import type { Operation } from './operations.ts';
import { keptWithKey } from './session.ts';

/** Null where nobody could be asked: then everything is offered, and what is refused says why. */
const usable = keptWithKey<ReadonlySet<string> | null>(null);

/** Operations, by the names that the API has for them, that the key may use. */
export function allow(operations: readonly string[] | null): void {
  usable.value = operations && new Set(operations);
}

/** Whether one of these can be used. */
export const may = (...operations: readonly Operation[]): boolean =>
  usable.value === null || operations.some((one) => usable.value?.has(one));
