// Removal, bounded, as a plain model: which absent rows of one dataset (apps among them) leave, and which are held until an operator
// decides, the source recovers, or 14 days have passed.
const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface ModelHold {
  state: 'open' | 'approved' | 'rejected' | 'done' | 'recovered';
  absent: number;
  total: number;
  readonly openedAt: number;
  confirmedAt: number;
  decidedAt: number | null;
}

interface Judged {
  readonly rows: ReadonlyMap<string, { readonly absentSince: number | null }>;
  readonly at: number;
  /** Absences from after this instant are not judged yet. */
  readonly until: number;
  /** Whether a complete pass has just found them absent. */
  readonly confirmed: boolean;
  readonly approvedOnly?: boolean;
}

/** `held` is null where nothing was judged. */
interface Judgement {
  readonly remove: readonly string[];
  readonly held: number | null;
}

export class Holds {
  all: ModelHold[] = [];
  /** Rows that left without an operator's word, by the hour. */
  #left: { readonly hour: number; readonly rows: number }[] = [];
  /** Rows that came since the dataset was first read whole. */
  #came: { readonly hour: number; readonly rows: number }[] = [];

  readonly #ofChildren: boolean;

  constructor(ofChildren = false) {
    this.#ofChildren = ofChildren;
  }

  /**
   * With those that left in the last day more than 10 % of the rows of a day ago, and more than 5; or all of them: but all
   * apps of a few devices may go.
   */
  #isRefused(absent: number, total: number, left: number, came: number): boolean {
    if (absent + left > 5 && absent + left > (total + left - came) / 10) return absent > 0;
    return absent > 0 && absent === total && !this.#ofChildren;
  }

  arrived(at: number): void {
    this.#came.push({ hour: Math.floor(at / HOUR), rows: 1 });
  }

  #in(state: ModelHold['state']): ModelHold[] {
    return this.all.filter((hold) => hold.state === state);
  }

  judge({ rows, at, until: latest, confirmed, approvedOnly = false }: Judged): Judgement {
    const absentBetween = (from: number, to: number): string[] =>
      [...rows].flatMap(([id, { absentSince: since }]) => (since !== null && since > from && since <= to ? [id] : []));
    const last = (holds: ModelHold[]): number => Math.max(0, ...holds.map((hold) => hold.confirmedAt));
    // A rejection protects what was absent when it was last confirmed, and ends when all of that is there again.
    if (absentBetween(0, last(this.#in('rejected'))).length === 0)
      for (const hold of this.#in('rejected')) hold.state = 'recovered';
    const rejectedUntil = last(this.#in('rejected'));

    const [open] = this.#in('open');
    const approved = this.#in('approved');
    if (approvedOnly && approved.length === 0) return { remove: [], held: null };
    // Of what one pass alone did not find nothing is approved.
    const until = approvedOnly ? last(approved) : latest;
    const absent = absentBetween(rejectedUntil, until);
    const hour = Math.floor(at / HOUR);
    const [left = 0, came = 0] = [this.#left, this.#came].map((all) =>
      all.reduce((sum, one) => sum + (one.hour > hour - 24 ? one.rows : 0), 0),
    );
    if (!this.#isRefused(absent.length, rows.size, left, came)) {
      if (approved.length === 0) this.#left.push({ hour, rows: absent.length });
      for (const hold of [...(open ? [open] : []), ...approved]) hold.state = 'recovered';
      // What was approved is carried out, however little is left of it.
      if (absent.length > 0) for (const hold of approved) Object.assign(hold, { state: 'done', decidedAt: at });
      return { remove: absent, held: 0 };
    }
    if (approved.length > 0) {
      for (const hold of approved) Object.assign(hold, { state: 'done', decidedAt: at });
      const remove = absentBetween(rejectedUntil, last(approved));
      if (approvedOnly) return { remove, held: 0 };
      // What was not among them is judged by itself.
      const left = new Map([...rows].filter(([id]) => !remove.includes(id)));
      const rest = this.judge({ rows: left, at, until, confirmed });
      return { remove: [...remove, ...rest.remove], held: rest.held };
    }
    // Carried out: what every complete pass has confirmed for 14 days. The rest stays held.
    const old = open && confirmed && at - open.openedAt >= 14 * DAY;
    const remove = old ? absentBetween(rejectedUntil, at - 14 * DAY) : [];
    const held = absent.length - remove.length;
    if (held > 0) this.#hold(open, { absent: held, total: rows.size - remove.length, confirmedAt: until }, at);
    return { remove, held };
  }

  /** At most one is open: offered again by every complete pass, with what is absent now. Decided on is what it counts. */
  #hold(
    open: ModelHold | undefined,
    counts: Pick<ModelHold, 'absent' | 'total' | 'confirmedAt'>,
    openedAt: number,
  ): void {
    if (open) Object.assign(open, counts);
    else this.all.push({ state: 'open', ...counts, openedAt, decidedAt: null });
  }

  /** An operator's word. Approval also takes back an earlier rejection. */
  decide(verdict: 'approved' | 'rejected', at: number): void {
    const meant = [...this.#in('open'), ...(verdict === 'approved' ? this.#in('rejected') : [])];
    for (const hold of meant) Object.assign(hold, { state: verdict, decidedAt: at });
  }

  /** Ended ones leave a month later; a rejected one not while anything is absent. */
  expire(before: number, rows: Judged['rows']): void {
    const anyAbsent = [...rows.values()].some((row) => row.absentSince !== null);
    this.all = this.all.filter(({ state, decidedAt, confirmedAt }) => {
      const ended = state === 'done' || state === 'recovered' || (state === 'rejected' && !anyAbsent);
      return !(ended && (decidedAt ?? confirmedAt) < before);
    });
  }
}
