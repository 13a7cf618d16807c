// Removal, bounded. What is marked absent is removed at the end of a poll, unless it is too much of the dataset at once, or
// together with what left in the last day: then it is held, with counts and surrogate ids, until an operator decides, the source recovers, or 14 days have passed.
import { isBeyondBound } from '../mirror/bound.ts';
import { lockMirror } from '../mirror/lock.ts';
import { type MirrorRow, rowsAfter } from '../mirror/read.ts';
import { deleteByIds, removeRows, rowsOfARemoval } from '../mirror/remove.ts';
import { withSubjects } from '../mirror/subject.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import { removed } from './changes.ts';
import {
  CARRIED_OUT_AFTER_MS,
  type Decision,
  decisionsOn,
  latest,
  markCarriedOut,
  openHold,
  recover,
} from './holds.ts';
import type { Target } from './kept-values.ts';
import { type Hours, lately, type Moves, movesOf, rowsADayAgo, withRows } from './lately.ts';

export interface Settlement {
  readonly removed: number;
  /** Null where nothing was judged. */
  readonly held: number | null;
}

export interface Absences {
  /** The absences to judge: marked at or before this instant. Offset-paged sources name the pass before. */
  readonly until: Date;
  /** Whether a complete pass has just confirmed them. */
  readonly confirmed: boolean;
  /** Whether the clock may be gone by; true where absent. */
  readonly believesClock?: (() => Promise<boolean>) | undefined;
  /** For how many days' removals there is room; one where absent. */
  readonly days?: number;
  /** Carry out what an operator approved, and judge nothing else. */
  readonly approvedOnly?: boolean;
}

/**
 * With what left in the last day, of the rows of a day ago; or all of a dataset of one source, however few they are: but a
 * few devices may well have no app.
 */
async function isRefused(store: Store, target: Target, absent: number, moves: Moves, days: number): Promise<boolean> {
  if (target.dataset.unbounded) return false;
  const total = await countRows(store, target);
  const gone = absent + lately(moves.removals, target.name, target.at);
  const isAll = absent >= total && !target.dataset.parent;
  return isAll || isBeyondBound(gone, rowsADayAgo(moves, target.name, target.at, total) * days);
}

/** Removes or holds what is absent in one dataset of the source. */
export async function settleRemovals(
  store: Store,
  writer: FencedWriter,
  target: Target,
  absences: Absences,
): Promise<Settlement> {
  const decisions = await standing(store, writer, target);
  const { approved, open } = decisions;
  if (absences.approvedOnly && approved.length === 0) return { removed: 0, held: null };
  const recovered = open ? [open] : [];
  const range = {
    from: decisions.rejectedUntil,
    until: absences.approvedOnly ? latest(approved) : absences.until,
  };
  const absent = await countAbsent(store, target, range);
  if (absent === 0) {
    await writer.write((tx) => recover(tx, [...recovered, ...approved]));
    return { removed: 0, held: 0 };
  }
  const moves = await movesOf(store, target.source);
  // What is held, or was rejected, waits for an operator as ever.
  const days = open || decisions.rejectedUntil ? 1 : (absences.days ?? 1);
  if (!(await isRefused(store, target, absent, moves, days))) {
    const counted = target.dataset.unbounded || approved.length > 0 || days > 1 ? null : moves.removals;
    const done = await remove(store, writer, target, range, counted, async (tx) => {
      await recover(tx, recovered);
      await markCarriedOut(tx, approved, target.at);
    });
    return { removed: done, held: 0 };
  }
  return hold(store, writer, target, absences, decisions, absent);
}

/** The decisions that still count: a rejection ends when the last row that it protected is present again. */
async function standing(store: Store, writer: FencedWriter, target: Target): Promise<Decision> {
  const decisions = await decisionsOn(store, target.source, target.name);
  const { rejected, rejectedUntil } = decisions;
  if (!rejectedUntil || (await countAbsent(store, target, { from: null, until: rejectedUntil })) > 0) return decisions;
  await writer.write((tx) => recover(tx, rejected));
  return { ...decisions, rejected: [], rejectedUntil: null };
}

async function hold(
  store: Store,
  writer: FencedWriter,
  target: Target,
  absences: Absences,
  decisions: Decision,
  absent: number,
): Promise<Settlement> {
  const { approved } = decisions;
  if (approved.length > 0) {
    const range = { from: decisions.rejectedUntil, until: latest(approved) };
    const done = await remove(store, writer, target, range, null, (tx) => markCarriedOut(tx, approved, target.at));
    if (absences.approvedOnly) return { removed: done, held: 0 };
    // What was not among them is judged by itself.
    const rest = await settleRemovals(store, writer, target, absences);
    return { ...rest, removed: done + rest.removed };
  }
  const isOld = decisions.open && target.at.getTime() - decisions.open.openedAt.getTime() >= CARRIED_OUT_AFTER_MS;
  const due = new Date(target.at.getTime() - CARRIED_OUT_AFTER_MS);
  const isDue = isOld && absences.confirmed && ((await absences.believesClock?.()) ?? true);
  const done = isDue ? await remove(store, writer, target, { from: decisions.rejectedUntil, until: due }, null) : 0;
  const left = { absent: absent - done, total: await countRows(store, target) };
  if (left.absent === 0) return { removed: done, held: 0 };
  const { until } = absences;
  const range = { from: decisions.rejectedUntil, until };
  const sample = (await absentRows(store, target, range, 20)).map((row) => row.id);
  await writer.write((tx) => openHold(tx, target, decisions, { ...left, sample, until }));
  return { removed: done, held: left.absent };
}

interface Range {
  /** Absences from before are rejected by an operator: they stay. */
  readonly from: Date | null;
  readonly until: Date;
}

const rowsOf = (store: Store, { name, source }: Target) =>
  store.rows
    .selectFrom(name)
    .where('source', '=', source)
    .select(({ fn }) => fn.countAll().as('n'));

async function countRows(store: Store, target: Target): Promise<number> {
  const [counted] = await rowsOf(store, target).execute();
  return Number(counted?.n ?? 0);
}

async function countAbsent(store: Store, target: Target, { from, until }: Range): Promise<number> {
  const absent = rowsOf(store, target).where('absent_since', 'is not', null).where('absent_since', '<=', until);
  const [counted] = await (from ? absent.where('absent_since', '>', from) : absent).execute();
  return Number(counted?.n ?? 0);
}

const absentRows = (store: Store, target: Target, { from, until }: Range, limit: number): Promise<MirrorRow[]> =>
  rowsAfter(store, target, 0, limit, (all) => {
    const absent = all.where('absent_since', 'is not', null).where('absent_since', '<=', until);
    return from ? absent.where('absent_since', '>', from) : absent;
  });

/**
 * Some rows at a time; each transaction is whole in itself. `last` belongs to the last one: an approval whose rows are
 * gone, and which is not told done, would pass for a recovery of the source. They are added to `removals`, unless null.
 */
async function remove(
  store: Store,
  writer: FencedWriter,
  target: Target,
  range: Range,
  removals: Hours | null,
  last: (tx: WriteTransaction) => Promise<void> = async () => {},
): Promise<number> {
  const size = rowsOfARemoval(target.name);
  for (let done = 0; ; ) {
    const rows = await absentRows(store, target, range, size + 1);
    const more = rows.length > size;
    const batch = rows.slice(0, size);
    done += batch.length;
    const left = removals && withRows(removals, target.name, target.at, done);
    await writer.write(
      async (tx) => {
        await leave(tx, target, batch);
        if (!more) await last(tx);
      },
      {},
      left ? { removals: JSON.stringify(left) } : {},
    );
    if (!more) return done;
  }
}

/** Children leave untold; the digests of their parents stay, which say what these were last told to have. */
async function leave(tx: WriteTransaction, target: Target, rows: readonly MirrorRow[]): Promise<void> {
  const { name, source, dataset } = target;
  const ids = rows.map(({ id }) => id);
  if (dataset.parent) return deleteByIds(tx, name, source, ids);
  const events = rows.flatMap((row) => removed(target, row));
  await lockMirror(tx, name);
  await tx.insert('change', await withSubjects(tx, name, source, events));
  await removeRows(tx, target, rows);
}
