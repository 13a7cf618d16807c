// Which rows a hold is about, in a few letters: who decides sends them back, and decides on no other rows. A row that joins has
// left, or lost its value, later than all others, and one that is back is missing in the number: where number and last time are
// the same, the rows are. The sum of ids is for clocks that were set back. Of growth there are no rows, only how many.
import type { Selectable } from 'kysely';
import { digestOf } from '../digest.ts';
import type { Database, Store } from '../store/index.ts';

type Held = Selectable<Database['deletion_hold']>;

/** Equal of one hold: a decision on it is about the same rows. */
export async function seenOf({ rows }: Pick<Store, 'rows'>, hold: Held): Promise<string> {
  const about = hold.kind === 'growth' ? [hold.absent] : await (hold.kind === null ? absences : losses)(rows, hold);
  return digestOf(JSON.stringify([hold.id, ...about])).toString('hex');
}

async function absences(rows: Store['rows'], { source, dataset, confirmed_at }: Held) {
  const absent = rows
    .selectFrom(dataset)
    .select(({ fn }) => [fn.countAll().as('n'), fn.sum('id').as('ids'), fn.max('absent_since').as('last')])
    .where('source', '=', source)
    .where('absent_since', '<=', confirmed_at);
  return (await absent.execute()).map(told);
}

async function losses(rows: Store['rows'], { source, dataset, parameters, confirmed_at }: Held) {
  const names: readonly unknown[] = JSON.parse(parameters ?? '[]');
  const lost = rows
    .selectFrom('kept_value')
    .select('parameters')
    .select(({ fn }) => [fn.countAll().as('n'), fn.sum('row_id').as('ids'), fn.max('noted_at').as('last')])
    .where('source', '=', source)
    .where('dataset', '=', dataset)
    .where(({ eb, or }) => or([eb('noted_at', 'is', null), eb('noted_at', '<=', confirmed_at)]))
    .groupBy('parameters')
    .orderBy('parameters');
  return (await lost.execute())
    .filter((group) => JSON.parse(String(group.parameters)).some((name: unknown) => names.includes(name)))
    .map((group) => [group.parameters, ...told(group)]);
}

/** A time is a number on one engine, a Date on the other. */
const told = ({ n, ids, last }: Readonly<Record<string, unknown>>) =>
  [n, ids, last].map((of) => String(of && Number(of)));
