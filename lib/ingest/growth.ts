// What a day may bring: a source that suddenly has ten times as many rows, and 10,000 more, may be wrong, or endless. What
// is beyond is not stored until an operator lets it in. A first load is not bounded by this.
import type { MirrorName } from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/index.ts';
import type { FencedWriter, StateChange } from '../store/lease.ts';
import { bringUpToDate, markCarriedOut, type OtherHold, openOther, otherHolds, recover } from './holds.ts';
import { type Hours, hoursOf, rowsADayAgo, withRows } from './lately.ts';

const TIMES = 10;
const ROWS = 10_000;

/** How many rows there may be a day after there were `base`. */
export const mostRows = (base: number): number => Math.max(base * TIMES, base + ROWS);

interface Room {
  /** Rows of a day ago, or of when more were first refused. */
  readonly base: number;
  left: number;
  /** Whether an operator let in what comes: it counts towards no bound. */
  readonly isApproved: boolean;
  refused: number;
}

/** Of one poll. */
export class Growth {
  readonly #store: Store;
  readonly #source: string;
  readonly #clock: Clock;
  readonly #rooms = new Map<MirrorName, Room>();
  #arrivals: Hours | null = null;

  constructor(store: Store, source: string, clock: Clock) {
    this.#store = store;
    this.#source = source;
    this.#clock = clock;
  }

  /** How many new rows may be stored; of a dataset that was read whole before. */
  async left(name: MirrorName): Promise<number> {
    const known = this.#rooms.get(name) ?? (await this.#measure(name));
    this.#rooms.set(name, known);
    return known.left;
  }

  /** With the rows that come: how many came in the last hours. */
  arrived(name: MirrorName, rows: number): StateChange {
    const room = this.#rooms.get(name);
    if (!room || room.isApproved || rows === 0) return {};
    return { arrivals: JSON.stringify(withRows(this.#arrivals ?? {}, name, this.#clock.now(), rows)) };
  }

  /** After they were committed. */
  stored(name: MirrorName, rows: number, refused: number): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.left -= rows;
    room.refused += refused;
    if (!room.isApproved) this.#arrivals = withRows(this.#arrivals ?? {}, name, this.#clock.now(), rows);
  }

  /** Opens, renews and ends the hold of one dataset. How many rows wait for a decision. */
  async settle(writer: FencedWriter, name: MirrorName, all: readonly OtherHold[], isWhole: boolean): Promise<number> {
    const { base = 0, refused = 0 } = this.#rooms.get(name) ?? {};
    const at = this.#clock.now();
    const holds = all.filter((hold) => hold.dataset === name && hold.kind === 'growth');
    if (refused > 0) {
      const open = holds.filter((hold) => hold.state === 'open');
      const about = { kind: 'growth', parameters: [], absent: refused, total: base } as const;
      await writer.write(async (tx) => {
        if (holds.length === 0) await openOther(tx, { source: this.#source, name, at }, about);
        for (const { id } of open) await bringUpToDate(tx, id, { absent: refused, confirmed_at: at });
      });
      return holds.every((hold) => hold.state === 'rejected') && holds.length > 0 ? 0 : refused;
    }
    if (!isWhole || holds.length === 0) return 0;
    const [approved, others] = [holds.filter(isApproved), holds.filter((hold) => !isApproved(hold))];
    // What was let in is no growth of this day any more.
    if (approved.length > 0) this.#arrivals = { ...(await this.#lately()), [name]: {} };
    await writer.write(
      async (tx) => {
        await markCarriedOut(tx, approved, at);
        await recover(tx, others);
      },
      {},
      this.#arrivals ? { arrivals: JSON.stringify(this.#arrivals) } : {},
    );
    return 0;
  }

  async #lately(): Promise<Hours> {
    this.#arrivals ??= await hoursOf(this.#store, this.#source, 'arrivals');
    return this.#arrivals;
  }

  async #measure(name: MirrorName): Promise<Room> {
    const store = this.#store;
    const [counted] = await store.rows
      .selectFrom(name)
      .select(({ fn }) => fn.countAll().as('n'))
      .where('source', '=', this.#source)
      .execute();
    const rows = Number(counted?.n ?? 0);
    const at = this.#clock.now();
    const holds = (await otherHolds(store, this.#source)).filter(
      (hold) => hold.dataset === name && hold.kind === 'growth',
    );
    const before = await rowsADayAgo(store, { source: this.#source, name, at }, rows);
    // What was refused once makes no room for more on the next day.
    const base = Math.max(0, Math.min(before, ...holds.map((hold) => hold.total)));
    const letIn = holds.some(isApproved);
    return { base, left: letIn ? Number.POSITIVE_INFINITY : mostRows(base) - rows, isApproved: letIn, refused: 0 };
  }
}

const isApproved = ({ state }: OtherHold): boolean => state === 'approved';
