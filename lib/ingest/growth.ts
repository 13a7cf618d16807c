// What a day may bring: a source that suddenly has ten times as many rows, and 10,000 more, may be wrong, or endless. What
// is beyond is not stored until an operator lets it in: as many as he was told of. A first load is not bounded by this.
import type { MirrorName } from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import { mostRows } from '../mirror/bound.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import type { FencedWriter, StateChange } from '../store/lease.ts';
import { bringUpToDate, markCarriedOut, type OtherHold, openOther, otherHolds, recover } from './holds.ts';
import { type Hours, movesOf, rowsADayAgo, withRows } from './lately.ts';

/** Beside the rows that an operator let in: a source goes on growing while he decides. */
const MORE = { share: 0.1, rows: 100 };

interface Room {
  /** Rows of a day ago, or of when more were first refused. */
  readonly base: number;
  left: number;
  /** Whether an operator let in what was refused: it counts towards no bound. */
  readonly isApproved: boolean;
  stored: number;
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
    room.stored += rows;
    room.refused += refused;
    if (!room.isApproved) this.#arrivals = withRows(this.#arrivals ?? {}, name, this.#clock.now(), rows);
  }

  /** Opens, renews and ends the hold of one dataset. How many rows wait for a decision. */
  async settle(writer: FencedWriter, name: MirrorName, all: readonly OtherHold[], isWhole: boolean): Promise<number> {
    const { base = 0, stored = 0, refused = 0 } = this.#rooms.get(name) ?? {};
    const at = this.#clock.now();
    const holds = all.filter((hold) => hold.dataset === name && hold.kind === 'growth');
    const [approved, others] = [holds.filter(isApproved), holds.filter((hold) => !isApproved(hold))];
    if (refused > 0) {
      const open = others.filter((hold) => hold.state === 'open');
      const about = { kind: 'growth', parameters: [], absent: refused, total: base } as const;
      await writer.write(async (tx) => {
        // As many as were let in are stored: about more nobody was asked.
        await markCarriedOut(tx, approved, at);
        if (others.length === 0) await openOther(tx, { source: this.#source, name, at }, about);
        for (const { id } of open) await bringUpToDate(tx, id, { absent: refused, confirmed_at: at });
      });
      return others.every((hold) => hold.state === 'rejected') && others.length > 0 ? 0 : refused;
    }
    if (holds.length === 0) return 0;
    if (!isWhole) {
      const [first] = approved;
      if (first && stored > 0) await writer.write((tx) => letInLess(tx, first, stored));
      return 0;
    }
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
    this.#arrivals ??= (await movesOf(this.#store, this.#source)).arrivals;
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
    const before = rowsADayAgo(await movesOf(store, this.#source), name, at, rows);
    // What was refused once makes no room for more on the next day.
    const base = Math.max(0, Math.min(before, ...holds.map((hold) => hold.total)));
    const approved = holds.filter(isApproved);
    const letIn = approved.reduce((sum, { absent }) => sum + absent, 0);
    const left =
      approved.length > 0 ? letIn + Math.max(MORE.rows, Math.ceil(letIn * MORE.share)) : mostRows(base) - rows;
    return { base, left, isApproved: approved.length > 0, stored: 0, refused: 0 };
  }
}

/** What a poll that did not come to the end has stored of it already. */
const letInLess = ({ db }: WriteTransaction, { id, absent }: OtherHold, stored: number): Promise<unknown> =>
  db
    .updateTable('deletion_hold')
    .set({ absent: Math.max(0, absent - stored) })
    .where('id', '=', id)
    .execute();

const isApproved = ({ state }: OtherHold): boolean => state === 'approved';
