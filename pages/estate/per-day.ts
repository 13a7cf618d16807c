// What happened, by the day: a line for each kind. Pure.
import type { Line } from './counted.ts';

export interface Happening {
  readonly occurredAt: string;
  /** Of a counter: how many it counts. */
  readonly requests?: unknown;
}

const DAY_MS = 86_400_000;
/** The day of the reader, as the table beside tells times; as that day of UTC, where each has 24 hours. */
function dayIn(timeZone: string | undefined): (at: string | number) => number {
  // Swedish dates are those of ISO 8601.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return (at) => Date.parse(day.format(new Date(at)));
}

interface Asked {
  /** There is more, that happened earlier: the earliest day is not whole then, and left out. */
  readonly isCut: boolean;
  readonly until: number;
  /** That of the machine where absent. */
  readonly timeZone?: string;
}

export interface PerDay {
  /** The most frequent first. */
  readonly lines: readonly Line[];
  /** Kinds without a line, with how many there are of each. */
  readonly left: readonly { readonly name: string; readonly count: number }[];
}

/** At most `most` lines, in days of the reader; days without any are zero. */
export function linesPerDay<T extends Happening>(
  happened: readonly T[],
  kindOf: (one: T) => string,
  { isCut, until, timeZone }: Asked,
  most: number,
): PerDay {
  const dayOf = dayIn(timeZone);
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
  const sorted = [...counts].sort(([, a], [, b]) => totalOf(b) - totalOf(a));
  return {
    lines: sorted
      .slice(0, most)
      .map(([name, counted]) => ({ name, points: days.map((at) => ({ at, value: counted.get(at) ?? 0 })) })),
    left: sorted.slice(most).map(([name, counted]) => ({ name, count: totalOf(counted) })),
  };
}
