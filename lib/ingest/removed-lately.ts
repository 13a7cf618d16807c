// How many rows left in the last day, by source and dataset: what is refused at once is refused bit by bit, too.
import type { MirrorName } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** As `source_state.removals` has it: by dataset, and by the hour since 1970. What an operator approved is not among them. */
export type Removals = Readonly<Record<string, Readonly<Record<string, number>>>>;

export async function removalsOf({ db }: Store, source: string): Promise<Removals> {
  const row = await db.selectFrom('source_state').select('removals').where('source', '=', source).executeTakeFirst();
  return row?.removals ? JSON.parse(row.removals) : {};
}

const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS);

/** Of the last day alone; the future is that of a clock that ran ahead. */
function inTheLastDay(hours: Removals[string] = {}, at: Date): readonly (readonly [hour: string, rows: number])[] {
  const now = hourOf(at);
  return Object.entries(hours).filter(([hour]) => Number(hour) > now - HOURS && Number(hour) <= now);
}

export const removedLately = (removals: Removals, dataset: MirrorName, at: Date): number =>
  inTheLastDay(removals[dataset], at).reduce((sum, [, rows]) => sum + rows, 0);

export function withRemoval(removals: Removals, dataset: MirrorName, at: Date, rows: number): Removals {
  const hours: Record<string, number> = Object.fromEntries(inTheLastDay(removals[dataset], at));
  const hour = hourOf(at);
  return { ...removals, [dataset]: { ...hours, [hour]: (hours[hour] ?? 0) + rows } };
}
