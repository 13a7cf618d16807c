// At the end of a poll: values that some rows lost leave. Where most rows that had one lost it at once, the source may
// have another shape now, or we a right less: they are held, until an operator decides, the source tells them again, or 14
// days have passed.
import type { MirrorName } from '../catalog/index.ts';
import { isBeyondBound } from '../mirror/bound.ts';
import { existingOf, readByIds } from '../mirror/read.ts';
import { firstRows, hasPart, type Store, type WriteTransaction } from '../store/index.ts';
import { type Applying, targetOf } from './apply.ts';
import { executeRows, planWritten } from './apply-rows.ts';
import type { Differing } from './derived.ts';
import {
  bringUpToDate,
  CARRIED_OUT_AFTER_MS,
  isDue,
  markCarriedOut,
  type OtherHold,
  openOther,
  recover,
} from './holds.ts';
import { type Target, withValues } from './kept-values.ts';

const ROWS_A_TRANSACTION = 500;

/** Carries out what is due of one dataset. How many rows keep a value that waits for a decision. */
export async function settleValues(applying: Applying, name: MirrorName, all: readonly OtherHold[]): Promise<number> {
  const { store, writer } = applying;
  const holds = all.filter((hold) => hold.dataset === name && hold.kind === 'values');
  if (!applying.keeping.has(name) && holds.length === 0) return 0;
  const target = targetOf(applying, name);
  // Of a reading that is under way nobody knows yet how many rows lost a value: it goes on with the next poll.
  const isRead = !isUnderWay(applying, name);
  const before = await lostIn(store, target);
  const isTold = ({ parameters }: OtherHold) => parameters.some((parameter) => before.has(parameter));
  const due = isRead ? (await dueOf(applying, target, holds)).filter(isTold) : [];
  const approved = holds.filter(({ state }) => state === 'approved');
  await carryOutDecided(applying, target, [...due, ...approved], async (tx) => {
    await markCarriedOut(tx, approved.filter(isTold), target.at);
    await recover(
      tx,
      approved.filter((hold) => !isTold(hold)),
    );
  });
  const lost = due.length + approved.length > 0 ? await lostIn(store, target) : before;
  const asked = holds.filter(({ state }) => state !== 'approved');
  const total =
    asked.length > 0 || [...lost.values()].some((n) => isBeyondBound(n, n)) ? await count(store, target) : 0;
  const beyond = await lostByMost(store, target, lost, total);
  const few = isRead ? [...lost.keys()].filter((parameter) => !beyond.has(parameter)) : [];
  if (few.length > 0) await carryOut(applying, target, new Map(few.map((parameter) => [parameter, null])));
  const rowsOf = (parameters: readonly string[]) =>
    Math.max(0, ...parameters.map((parameter) => (beyond.has(parameter) ? (lost.get(parameter) ?? 0) : 0)));
  const over = asked.filter((hold) => rowsOf(hold.parameters) === 0 && isRead);
  const open = asked.filter((hold) => hold.state === 'open' && !over.includes(hold));
  const known = new Set(asked.flatMap((hold) => hold.parameters));
  const fresh = [...beyond].filter((parameter) => !known.has(parameter)).sort();
  await writer.write(async (tx) => {
    await markCarriedOut(
      tx,
      over.filter((hold) => due.includes(hold)),
      target.at,
    );
    await recover(
      tx,
      over.filter((hold) => !due.includes(hold)),
    );
    for (const { id, parameters } of open)
      await bringUpToDate(tx, id, { absent: rowsOf(parameters), total, confirmed_at: target.at });
    if (fresh.length > 0)
      await openOther(tx, target, { kind: 'values', parameters: fresh, absent: rowsOf(fresh), total });
  });
  return Math.max(rowsOf(fresh), ...open.map(({ parameters }) => rowsOf(parameters)));
}

/** Of what an operator approved what his hold counted; of what is due what rows lost so long ago. */
async function carryOutDecided(
  applying: Applying,
  target: Target,
  decided: readonly OtherHold[],
  last: (tx: WriteTransaction) => Promise<void>,
): Promise<void> {
  if (decided.length === 0) return;
  const longAgo = new Date(target.at.getTime() - CARRIED_OUT_AFTER_MS);
  const until = decided.flatMap(({ parameters, state, confirmedAt }) =>
    parameters.map((parameter) => [parameter, state === 'approved' ? confirmedAt : longAgo] as const),
  );
  await carryOut(applying, target, new Map(until), last);
}

const isUnderWay = ({ writer, rowsRead }: Applying, name: MirrorName): boolean =>
  Object.hasOwn(writer.pollState.unfinished, name) || Object.hasOwn(rowsRead.all, name);

/** Open ones whose time is up; none while the clock is not believed. */
async function dueOf(
  { believesClock }: Applying,
  { at }: Target,
  holds: readonly OtherHold[],
): Promise<readonly OtherHold[]> {
  const due = holds.filter(({ state, openedAt }) => state === 'open' && isDue(openedAt, at));
  return due.length > 0 && ((await believesClock?.()) ?? true) ? due : [];
}

/** How many rows lost each parameter. */
async function lostIn({ scans }: Store, { name, source }: Target): Promise<ReadonlyMap<string, number>> {
  const kept = await scans
    .selectFrom('kept_value')
    .select('parameters')
    .select(({ fn }) => fn.countAll().as('n'))
    .where('source', '=', source)
    .where('dataset', '=', name)
    .groupBy('parameters')
    .execute();
  const lost = new Map<string, number>();
  for (const { parameters, n } of kept)
    for (const parameter of namesIn(parameters)) lost.set(parameter, (lost.get(parameter) ?? 0) + Number(n));
  return lost;
}

/** How many rows there are; of those that have a parameter. */
async function count({ scans, engine }: Store, { name, source }: Target, parameter?: string): Promise<number> {
  let query = scans
    .selectFrom(name)
    .select(({ fn }) => fn.countAll().as('n'))
    .where('source', '=', source);
  const attribute = parameter === undefined ? undefined : /^attributes\.(.+)$/.exec(parameter)?.[1];
  // A name within another value counts as well: near enough for half of the rows.
  if (attribute !== undefined) query = query.where(hasPart(engine, 'attributes', `${JSON.stringify(attribute)}:`));
  else if (parameter !== undefined) query = query.where(parameter, 'is not', null);
  const [counted] = await query.execute();
  return Number(counted?.n ?? 0);
}

const namesIn = (parameters: unknown): readonly string[] => JSON.parse(String(parameters));

/** Those that more than half of the rows that had them lost, and more of all rows than a removal may take. */
async function lostByMost(
  store: Store,
  target: Target,
  lost: ReadonlyMap<string, number>,
  total: number,
): Promise<ReadonlySet<string>> {
  const beyond = new Set<string>();
  for (const [parameter, rows] of lost)
    if (isBeyondBound(rows, total) && target.collects.includes(parameter))
      if (rows * 2 > (await count(store, target, parameter))) beyond.add(parameter);
  return beyond;
}

/** Those that a row lost until then; null: whenever that was. */
type Leaving = ReadonlyMap<string, Date | null>;

/**
 * The rows as their source tells them. `last` belongs to the last transaction: an approval whose values are gone, and
 * which is not told done, would pass for a recovery of the source.
 */
async function carryOut(
  { store, writer }: Applying,
  target: Target,
  parameters: Leaving,
  last: (tx: WriteTransaction) => Promise<void> = async () => {},
): Promise<void> {
  for (let after = 0, isLast = false; !isLast; ) {
    const query = store.db
      .selectFrom('kept_value')
      .select(['row_id', 'parameters', 'noted_at'])
      .where('source', '=', target.source)
      .where('dataset', '=', target.name)
      .where('row_id', '>', after)
      .orderBy('row_id');
    const rows = await firstRows(store.engine, query, ROWS_A_TRANSACTION).execute();
    after = rows.at(-1)?.row_id ?? after;
    isLast = rows.length < ROWS_A_TRANSACTION;
    const concerned = rows
      .map((row) => ({ ...row, names: namesIn(row.parameters), leaving: leavingOf(row, parameters) }))
      .filter(({ leaving }) => leaving.length > 0);
    const before = await readByIds(
      store,
      target.name,
      concerned.map(({ row_id }) => row_id),
    );
    const byId = new Map(before.map((row) => [row.id, row]));
    const differing = concerned.flatMap(({ row_id, leaving }) => {
      const row = byId.get(row_id);
      return row ? [withoutValues(target, row, leaving)] : [];
    });
    const kept = concerned.flatMap(({ row_id, names, leaving }) => {
      const left = names.filter((name) => !leaving.includes(name));
      return left.length > 0 ? [{ row_id, parameters: left }] : [];
    });
    const plan = await planWritten(store, target, { fresh: [], differing });
    const updates = plan.updates.map((row) => ({
      ...row,
      absent_since: byId.get(Number(row.id))?.absent_since ?? null,
    }));
    await writer.write(async (tx) => {
      await executeRows(tx, target, { ...plan, updates, kept });
      if (isLast) await last(tx);
    });
  }
}

const leavingOf = (
  { parameters, noted_at }: { readonly parameters: string; readonly noted_at: Date | null },
  all: Leaving,
): readonly string[] =>
  namesIn(parameters).filter((name) => {
    const until = all.get(name);
    return until === null || (until !== undefined && (noted_at === null || noted_at <= until));
  });

function withoutValues(target: Target, before: Readonly<Record<string, unknown>>, lost: readonly string[]): Differing {
  const { id, record_key, row_hash } = existingOf(before);
  const fields = Object.keys(target.dataset.fields);
  const values = Object.fromEntries([...fields, 'attributes'].map((name) => [name, before[name] ?? null]));
  const record = { key: Buffer.from(record_key), parentKey: null, values, hash: Buffer.from(row_hash), unanswered: [] };
  return withValues(target, { id, before, record }, lost, null);
}
