// Values that a source tells no more, as a plain model: which leave at the end of a poll, and which are held because most
// rows that had them lost them at once.
import { DAY, type ModelRow } from './model.ts';
import type { ModelHold } from './model-holds.ts';

interface Judged {
  readonly rows: readonly ModelRow[];
  readonly collected: readonly string[];
  readonly at: number;
  /** Whether no reading is under way. */
  readonly isRead: boolean;
}

type ValueHold = ModelHold & { readonly parameters: readonly string[] };

export class ValueHolds {
  all: ValueHold[] = [];

  /** Which parameters leave the rows that lost them, and how many rows wait for a decision. */
  judge({ rows, collected, at, isRead }: Judged): { readonly leave: ReadonlySet<string>; readonly held: number } {
    const lost = new Map<string, number>();
    for (const row of rows) for (const name of row.lost) lost.set(name, (lost.get(name) ?? 0) + 1);
    const isBeyond = (name: string): boolean => {
      const rowsLost = lost.get(name) ?? 0;
      const had = rows.filter((row) => (row.values[name] ?? null) !== null).length;
      return collected.includes(name) && rowsLost > 5 && rowsLost > rows.length / 10 && rowsLost > had / 2;
    };
    const leave = new Set<string>();
    for (const name of lost.keys()) if (isRead && !isBeyond(name)) leave.add(name);
    const active = this.all.filter(({ state }) => ['open', 'approved', 'rejected'].includes(state));
    const due = ({ state, openedAt }: ValueHold) =>
      state === 'approved' || (state === 'open' && isRead && at - openedAt >= 14 * DAY);
    const carriedOut = active.filter(due);
    for (const name of carriedOut.flatMap((hold) => hold.parameters)) leave.add(name);
    const held = (hold: Pick<ValueHold, 'parameters'>) =>
      Math.max(0, ...hold.parameters.map((name) => (isBeyond(name) && !leave.has(name) ? (lost.get(name) ?? 0) : 0)));
    for (const hold of active)
      if (due(hold) && hold.parameters.some((name) => lost.has(name)))
        Object.assign(hold, { state: 'done', decidedAt: at });
      else if (held(hold) === 0 && (isRead || hold.state === 'approved')) hold.state = 'recovered';
      else if (hold.state === 'open') Object.assign(hold, { absent: held(hold), total: rows.length, confirmedAt: at });
    const asked = active.filter(({ state }) => state === 'open' || state === 'rejected');
    const parameters = [...lost.keys()].filter(
      (name) => isBeyond(name) && !leave.has(name) && !asked.some((hold) => hold.parameters.includes(name)),
    );
    if (parameters.length > 0) {
      const about = { parameters, absent: held({ parameters }), total: rows.length };
      this.all.push({ ...about, state: 'open', openedAt: at, confirmedAt: at, decidedAt: null });
    }
    return { leave, held: Math.max(0, ...this.all.filter(({ state }) => state === 'open').map(held)) };
  }

  decide(verdict: 'approved' | 'rejected', at: number): void {
    for (const hold of this.all)
      if (hold.state === 'open' || (hold.state === 'rejected' && verdict === 'approved'))
        Object.assign(hold, { state: verdict, decidedAt: at });
  }

  expire(before: number): void {
    this.all = this.all.filter(
      ({ state, decidedAt, confirmedAt }) =>
        !((state === 'done' || state === 'recovered') && (decidedAt ?? confirmedAt) < before),
    );
  }
}
