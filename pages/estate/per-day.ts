// What happened, by the day: a line for each kind. Pure.
import type { Line } from './counted.ts';

export interface Happening {
  readonly occurredAt: string;
  /** Of a counter: how many it counts. */
  readonly requests?: unknown;
}

const DAY_MS = 86_400_000;
const dayOf = (at: string | number): number => Math.floor(new Date(at).getTime() / DAY_MS) * DAY_MS;

interface Asked {
  /** There is more, that happened earlier: the earliest day is not whole then, and left out. */
  readonly isCut: boolean;
  readonly until: number;
}

/** The most frequent first, at most `most`; days without any are zero. */
export function linesPerDay<T extends Happening>(
  happened: readonly T[],
  kindOf: (one: T) => string,
  { isCut, until }: Asked,
  most: number,
): readonly Line[] {
  const counts = new Map<string, Map<number, number>>();
  for (const one of happened) {
    const days = counts.get(kindOf(one)) ?? new Map<number, number>();
    const day = dayOf(one.occurredAt);
    counts.set(
      kindOf(one),
      days.set(day, (days.get(day) ?? 0) + (typeof one.requests === 'number' ? one.requests : 1)),
    );
  }
  const first = Math.min(...happened.map(({ occurredAt }) => dayOf(occurredAt))) + (isCut ? DAY_MS : 0);
  const length = Math.max(0, Math.floor((dayOf(until) - first) / DAY_MS) + 1);
  const days = happened.length === 0 ? [] : Array.from({ length }, (_, index) => first + index * DAY_MS);
  const totalOf = (counted: ReadonlyMap<number, number>): number => [...counted.values()].reduce((a, b) => a + b, 0);
  return [...counts]
    .sort(([, a], [, b]) => totalOf(b) - totalOf(a))
    .slice(0, most)
    .map(([name, counted]) => ({ name, points: days.map((at) => ({ at, value: counted.get(at) ?? 0 })) }));
}
