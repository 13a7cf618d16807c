// How many rows of each dataset left, or came, in the last day: what is refused at once is refused bit by bit, too.
import type { MirrorName } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** As `source_state` has them: by dataset, and by the hour since 1970. What an operator approved is not among them. */
export type Hours = Readonly<Record<string, Readonly<Record<string, number>>>>;

export async function hoursOf({ db }: Store, source: string, of: 'removals' | 'arrivals'): Promise<Hours> {
  const row = await db.selectFrom('source_state').select(of).where('source', '=', source).executeTakeFirst();
  return JSON.parse(row?.[of] ?? '{}');
}

const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS);

/**
 * Of the last day, and of the day to come: a clock that goes forth and back must not lose what left meanwhile. What lies
 * farther ahead is that of a clock that was wrong for good.
 */
export const lately = (hours: Hours, dataset: MirrorName, at: Date): number =>
  Object.entries(hours[dataset] ?? {})
    .filter(([hour]) => Math.abs(Number(hour) - hourOf(at)) < HOURS)
    .reduce((sum, [, rows]) => sum + rows, 0);

/** How many rows there were a day ago, apart from what an operator let in or let go since. */
export async function rowsADayAgo(store: Store, { source, name, at }: Of, rows: number): Promise<number> {
  const [arrivals, removals] = [await hoursOf(store, source, 'arrivals'), await hoursOf(store, source, 'removals')];
  return rows - lately(arrivals, name, at) + lately(removals, name, at);
}

interface Of {
  readonly source: string;
  readonly name: MirrorName;
  readonly at: Date;
}

export function withRows(hours: Hours, dataset: MirrorName, at: Date, rows: number): Hours {
  const hour = hourOf(at);
  // The last by their number (such names are in order), not by time: to a clock that is ahead those of this day seem old.
  const left: Record<string, number> = Object.fromEntries(
    Object.entries(hours[dataset] ?? {})
      .filter(([of]) => Number(of) < hour + HOURS)
      .slice(-2 * HOURS),
  );
  return { ...hours, [dataset]: { ...left, [hour]: (left[hour] ?? 0) + rows } };
}
