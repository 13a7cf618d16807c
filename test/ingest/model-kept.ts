// Values that a source tells no more, as a plain model: which leave at the end of a poll, and which are held because most
// rows that had them lost them at once.

import type { ModelHold } from './model-holds.ts';
import { DAY, type ModelRow } from './model-rows.ts';

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

  /** Which values leave the rows that lost them, and how many rows wait for a decision. */
  judge({ rows, collected, at, isRead }: Judged): {
    readonly leaves: (row: ModelRow, name: string) => boolean;
    readonly held: number;
  } {
    const active = this.all.filter(({ state }) => ['open', 'approved', 'rejected'].includes(state));
    const isDue = ({ state, openedAt }: ValueHold) => state === 'open' && isRead && at - openedAt >= 14 * DAY;
    const wasLost = new Set(rows.flatMap((row) => row.lost));
    const isTold = (hold: ValueHold) => hold.parameters.some((name) => wasLost.has(name));
    const [due, approved] = [
      active.filter((hold) => isDue(hold) && isTold(hold)),
      active.filter(({ state }) => state === 'approved'),
    ];
    // Approved is what the hold counted; due is what was lost so long ago.
    const until = new Map(
      [...due, ...approved].flatMap(({ parameters, state, confirmedAt }) =>
        parameters.map((name) => [name, state === 'approved' ? confirmedAt : at - 14 * DAY] as const),
      ),
    );
    const isDecided = (row: ModelRow, name: string): boolean =>
      row.lost.includes(name) && row.lostAt <= (until.get(name) ?? Number.NEGATIVE_INFINITY);
    const lost = new Map<string, number>();
    for (const row of rows)
      for (const name of row.lost) if (!isDecided(row, name)) lost.set(name, (lost.get(name) ?? 0) + 1);
    const isBeyond = (name: string): boolean => {
      const rowsLost = lost.get(name) ?? 0;
      const had = rows.filter((row) => (row.values[name] ?? null) !== null && !isDecided(row, name)).length;
      return collected.includes(name) && rowsLost > 5 && rowsLost > rows.length / 10 && rowsLost > had / 2;
    };
    const few = new Set([...lost.keys()].filter((name) => isRead && !isBeyond(name)));
    const leaves = (row: ModelRow, name: string): boolean =>
      isDecided(row, name) || (row.lost.includes(name) && few.has(name));
    const held = (hold: Pick<ValueHold, 'parameters'>) =>
      Math.max(0, ...hold.parameters.map((name) => (isBeyond(name) ? (lost.get(name) ?? 0) : 0)));
    for (const hold of approved)
      Object.assign(hold, isTold(hold) ? { state: 'done', decidedAt: at } : { state: 'recovered' });
    const asked = active.filter(({ state }) => state === 'open' || state === 'rejected');
    for (const hold of asked)
      if (held(hold) === 0 && isRead)
        Object.assign(hold, due.includes(hold) ? { state: 'done', decidedAt: at } : { state: 'recovered' });
      else if (hold.state === 'open') Object.assign(hold, { absent: held(hold), total: rows.length, confirmedAt: at });
    const parameters = [...lost.keys()].filter(
      (name) => isBeyond(name) && !asked.some((hold) => hold.parameters.includes(name)),
    );
    if (parameters.length > 0) {
      const about = { parameters, absent: held({ parameters }), total: rows.length };
      this.all.push({ ...about, state: 'open', openedAt: at, confirmedAt: at, decidedAt: null });
    }
    return { leaves, held: Math.max(0, ...this.all.filter(({ state }) => state === 'open').map(held)) };
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
