// Numbers of a day by name, with the numbers of those whom they speak about.
import type { HostRequest } from './read.ts';

export interface Counts {
  requests: number;
  blocked: number;
  errors: number;
  bytes: number;
  /** The newest of them: a row is that of its hour or day, and names are resolved as of then. */
  at: number;
}
export interface Total extends Counts {
  readonly people: Set<number>;
}

export const counts = (): Counts => ({ requests: 0, blocked: 0, errors: 0, bytes: 0, at: 0 });
const total = (): Total => ({ requests: 0, blocked: 0, errors: 0, bytes: 0, at: 0, people: new Set() });

export function add(to: Counts, { at, blocked, error, bytes }: HostRequest): void {
  to.requests += 1;
  if (blocked) to.blocked += 1;
  if (error) to.errors += 1;
  to.bytes += bytes ?? 0;
  if (at > to.at) to.at = at;
}

/** The value of a key, made where there is none. */
export function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

export class Totals {
  readonly #days = new Map<number, Map<string, Total>>();

  count(day: number, name: string, request: HostRequest, one: number): void {
    const to = this.#of(day, name);
    add(to, request);
    to.people.add(one);
  }

  merge(day: number, name: string, counts: Counts, people: readonly { keys(): Iterable<number> }[]): void {
    const to = this.#of(day, name);
    to.requests += counts.requests;
    to.blocked += counts.blocked;
    to.errors += counts.errors;
    to.bytes += counts.bytes;
    to.at = Math.max(to.at, counts.at);
    for (const some of people) for (const one of some.keys()) to.people.add(one);
  }

  map<T>(row: (name: string, total: Total) => T): T[] {
    return [...this.#days.values()].flatMap((names) => Array.from(names, ([name, total]) => row(name, total)));
  }

  #of(day: number, name: string): Total {
    return within(
      within(this.#days, day, () => new Map<string, Total>()),
      name,
      total,
    );
  }
}
