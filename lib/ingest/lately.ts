// How many rows of each dataset left, or came, in the last day: what is refused at once is refused bit by bit, too.
import type { MirrorName } from '../catalog/index.ts';
import { BOUND_HOURS } from '../mirror/bound.ts';
import type { Store } from '../store/index.ts';

const HOUR_MS = 3_600_000;

/** As `source_state` has them: by dataset, and by the hour since 1970. What an operator approved is not among them. */
export type Hours = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Moves {
  readonly removals: Hours;
  readonly arrivals: Hours;
}

export async function movesOf({ db }: Store, source: string): Promise<Moves> {
  const state = db.selectFrom('source_state').select(['removals', 'arrivals']).where('source', '=', source);
  const { removals, arrivals } = (await state.executeTakeFirst()) ?? {};
  return { removals: JSON.parse(removals ?? '{}'), arrivals: JSON.parse(arrivals ?? '{}') };
}

const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS);

/**
 * Of the last day, and of the day to come: a clock that goes forth and back must not lose what left meanwhile. What lies
 * farther ahead is that of a clock that was wrong for good.
 */
export const lately = (hours: Hours, dataset: MirrorName, at: Date): number =>
  Object.entries(hours[dataset] ?? {})
    .filter(([hour]) => Math.abs(Number(hour) - hourOf(at)) < BOUND_HOURS)
    .reduce((sum, [, rows]) => sum + rows, 0);

/** How many rows there were a day ago, apart from what an operator let in or let go since. */
export const rowsADayAgo = ({ removals, arrivals }: Moves, name: MirrorName, at: Date, rows: number): number =>
  rows - lately(arrivals, name, at) + lately(removals, name, at);

export function withRows(hours: Hours, dataset: MirrorName, at: Date, rows: number): Hours {
  const hour = hourOf(at);
  // The last by their number (such names are in order), not by time: to a clock that is ahead those of this day seem old.
  const left: Record<string, number> = Object.fromEntries(
    Object.entries(hours[dataset] ?? {})
      .filter(([of]) => Number(of) < hour + BOUND_HOURS)
      .slice(-2 * BOUND_HOURS),
  );
  return { ...hours, [dataset]: { ...left, [hour]: (left[hour] ?? 0) + rows } };
}
