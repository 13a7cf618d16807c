// Removal, bounded. What is marked absent is removed at the end of a poll, unless it is too much of the dataset at once:
// then it is held, with counts and surrogate ids, until an operator decides, the source recovers, or 14 days have passed.
import { childrenOf } from '../catalog/index.ts';
import { hardwareLeft, linkHardware } from '../hardware/link.ts';
import { deleteByIds, deleteChildrenOf } from '../mirror/children.ts';
import { endRoaming } from '../mirror/device-events.ts';
import { withSubjects } from '../mirror/subject.ts';
import { unlinkSubjects } from '../people/subjects.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import type { FencedWriter } from '../store/lease.ts';
import type { Target } from './apply-rows.ts';
import { removed } from './changes.ts';
import { type Decision, decisionsOn, latest, markDone, openHold, recover } from './holds.ts';

/** Refused: more than this share and more than this number of a dataset's rows of one source, or all of them. */
export const REMOVAL_SHARE = 0.1;
export const REMOVAL_COUNT = 5;
/** An absence that every complete pass confirmed for so long is carried out unless it was rejected. */
const CARRIED_OUT_AFTER_MS = 14 * 86_400_000;
const ROWS_A_TRANSACTION = 200;

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
  /** Carry out what an operator approved, and judge nothing else. */
  readonly approvedOnly?: boolean;
}

export const isRefused = (absent: number, total: number): boolean =>
  absent > 0 && ((absent > REMOVAL_COUNT && absent > total * REMOVAL_SHARE) || absent >= total);

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
  const { absent, total } = await count(store, target, absences.until, decisions.rejectedUntil);
  if (absent === 0) {
    await writer.write((tx) => recover(tx, [...recovered, ...approved]));
    return { removed: 0, held: 0 };
  }
  if (target.dataset.unbounded || !isRefused(absent, total)) {
    const range = { from: decisions.rejectedUntil, until: absences.until };
    const done = await remove(store, writer, target, range, async (tx) => {
      await recover(tx, recovered);
      await markDone(tx, approved, target.at);
    });
    return { removed: done, held: 0 };
  }
  return hold(store, writer, target, absences, decisions, { absent, total });
}

/** The decisions that still count: a rejection ends when the last row that it protected is present again. */
async function standing(store: Store, writer: FencedWriter, target: Target): Promise<Decision> {
  const decisions = await decisionsOn(store, target.source, target.name);
  const { rejected, rejectedUntil } = decisions;
  if (!rejectedUntil || (await count(store, target, rejectedUntil, null)).absent > 0) return decisions;
  await writer.write((tx) => recover(tx, rejected));
  return { ...decisions, rejected: [], rejectedUntil: null };
}

async function hold(
  store: Store,
  writer: FencedWriter,
  target: Target,
  absences: Absences,
  decisions: Decision,
  counts: { absent: number; total: number },
): Promise<Settlement> {
  const { approved } = decisions;
  if (approved.length > 0) {
    const range = { from: decisions.rejectedUntil, until: latest(approved) };
    const done = await remove(store, writer, target, range, (tx) => markDone(tx, approved, target.at));
    return { removed: done, held: 0 };
  }
  const old = decisions.open && target.at.getTime() - decisions.open.openedAt.getTime() >= CARRIED_OUT_AFTER_MS;
  const due = new Date(target.at.getTime() - CARRIED_OUT_AFTER_MS);
  const done =
    old && absences.confirmed ? await remove(store, writer, target, { from: decisions.rejectedUntil, until: due }) : 0;
  const left = { absent: counts.absent - done, total: counts.total - done };
  if (left.absent === 0) return { removed: done, held: 0 };
  const range = { from: decisions.rejectedUntil, until: absences.until };
  const sample = (await absentRows(store, target, range, 20)).map((row) => row.id);
  await writer.write((tx) => openHold(tx, target, decisions, { ...left, sample, confirmed: absences.confirmed }));
  return { removed: done, held: left.absent };
}

interface Range {
  /** Absences from before are rejected by an operator: they stay. */
  readonly from: Date | null;
  readonly until: Date;
}

async function count(
  store: Store,
  { name, source }: Target,
  until: Date,
  from: Date | null,
): Promise<{ absent: number; total: number }> {
  const all = store.rows
    .selectFrom(name)
    .where('source', '=', source)
    .select(({ fn }) => fn.countAll().as('n'));
  let absent = all.where('absent_since', 'is not', null).where('absent_since', '<=', until);
  if (from) absent = absent.where('absent_since', '>', from);
  const [counted] = await absent.execute();
  const [total] = await all.execute();
  return { absent: Number(counted?.n ?? 0), total: Number(total?.n ?? 0) };
}

async function absentRows(
  store: Store,
  { name, source }: Target,
  { from, until }: Range,
  limit: number,
): Promise<{ id: number; record_key: Uint8Array }[]> {
  let query = store.rows
    .selectFrom(name)
    .select(['id', 'record_key'])
    .where('source', '=', source)
    .where('absent_since', 'is not', null)
    .where('absent_since', '<=', until)
    .orderBy('id');
  if (from) query = query.where('absent_since', '>', from);
  return (await firstRows(store.engine, query, limit).execute()).flatMap(({ id, record_key }) =>
    typeof id === 'number' && record_key instanceof Uint8Array ? [{ id, record_key }] : [],
  );
}

/**
 * Rows with their children, names and digests, some at a time; each transaction is whole in itself. `last` belongs to the
 * last one: an approval whose rows are gone, and which is not told done, would pass for a recovery of the source.
 */
async function remove(
  store: Store,
  writer: FencedWriter,
  target: Target,
  range: Range,
  last: (tx: WriteTransaction) => Promise<void> = async () => {},
): Promise<number> {
  for (let done = 0; ; ) {
    const rows = await absentRows(store, target, range, ROWS_A_TRANSACTION + 1);
    const more = rows.length > ROWS_A_TRANSACTION;
    const batch = rows.slice(0, ROWS_A_TRANSACTION);
    await writer.write(async (tx) => {
      await removeRows(tx, target, batch);
      if (!more) await last(tx);
    });
    done += batch.length;
    if (!more) return done;
  }
}

async function removeRows(
  tx: WriteTransaction,
  target: Target,
  rows: readonly { id: number; record_key: Uint8Array }[],
): Promise<void> {
  const keys = rows.map((row) => row.record_key);
  await tx.insert(
    'change',
    await withSubjects(
      tx,
      target.name,
      target.source,
      keys.flatMap((key) => removed(target, key)),
    ),
  );
  if (target.name === 'device') await endRoaming(tx, target.source, keys, target.at);
  await unlinkSubjects(tx, target.name, target.source, keys, target.at);
  for (const child of childrenOf(target.name)) await deleteChildrenOf(tx, child.name, target.source, keys);
  const ids = rows.map((row) => row.id);
  const hardware = await hardwareLeft(tx, target.name, ids);
  await deleteByIds(tx, target.name, ids);
  await linkHardware(tx, hardware);
}
