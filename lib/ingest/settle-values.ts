// At the end of a poll: values that some rows lost leave. Where most rows that had one lost it at once, the source may
// have another shape now, or we a right less: they are held, until an operator decides, the source tells them again, or 14
// days have passed.
import type { MirrorName } from '../catalog/index.ts';
import { isBeyondBound } from '../mirror/bound.ts';
import { existingOf, readByIds } from '../mirror/read.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import { type Applying, targetOf } from './apply.ts';
import { executeRows, planWritten } from './apply-rows.ts';
import type { Differing } from './derived.ts';
import { bringUpToDate, isDue, markCarriedOut, type OtherHold, openOther, recover } from './holds.ts';
import { type Target, withValues } from './kept-values.ts';

const ROWS_A_TRANSACTION = 500;

/** Carries out what is due of one dataset. How many rows keep a value that waits for a decision. */
export async function settleValues(applying: Applying, name: MirrorName, all: readonly OtherHold[]): Promise<number> {
  const { store, writer } = applying;
  const holds = all.filter((hold) => hold.dataset === name && hold.kind === 'values');
  if (!applying.keeping.has(name) && holds.length === 0) return 0;
  const target = targetOf(applying, name);
  const lost = await lostIn(store, target);
  const total =
    holds.length > 0 || [...lost.values()].some((n) => isBeyondBound(n, n)) ? await count(store, target) : 0;
  const beyond = await lostByMost(store, target, lost, total);
  // Of a reading that is under way nobody knows yet how many rows lost a value: it goes on with the next poll.
  const isRead = !isUnderWay(applying, name);
  const due = isRead ? await dueOf(applying, target, holds) : [];
  const done = holds.filter((hold) => hold.state === 'approved' || due.includes(hold));
  const carried = new Set(done.flatMap((hold) => hold.parameters));
  if (isRead) for (const parameter of lost.keys()) if (!beyond.has(parameter)) carried.add(parameter);
  const told = done.filter((hold) => hold.parameters.some((parameter) => lost.has(parameter)));
  await carryOut(applying, target, carried, (tx) => markCarriedOut(tx, told, target.at));
  const left = (hold: OtherHold) =>
    Math.max(0, ...hold.parameters.map((name) => (beyond.has(name) && !carried.has(name) ? (lost.get(name) ?? 0) : 0)));
  const still = holds.filter((hold) => !told.includes(hold));
  const over = still.filter((hold) => left(hold) === 0 && (isRead || hold.state === 'approved'));
  const asked = new Set(still.flatMap((hold) => hold.parameters));
  const fresh = [...beyond].filter((parameter) => !carried.has(parameter) && !asked.has(parameter)).sort();
  const absent = Math.max(0, ...fresh.map((parameter) => lost.get(parameter) ?? 0));
  const open = still.filter((hold) => hold.state === 'open' && !over.includes(hold));
  await writer.write(async (tx) => {
    await recover(tx, over);
    for (const hold of open) await bringUpToDate(tx, hold.id, { absent: left(hold), total, confirmed_at: target.at });
    if (fresh.length > 0) await openOther(tx, target, { kind: 'values', parameters: fresh, absent, total });
  });
  return Math.max(absent, ...open.map(left));
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
async function count({ scans }: Store, { name, source }: Target, parameter?: string): Promise<number> {
  let query = scans
    .selectFrom(name)
    .select(({ fn }) => fn.countAll().as('n'))
    .where('source', '=', source);
  const attribute = parameter === undefined ? undefined : /^attributes\.(.+)$/.exec(parameter)?.[1];
  // A name within another value counts as well: near enough for half of the rows.
  if (attribute !== undefined) query = query.where('attributes', 'like', `%${JSON.stringify(attribute)}:%`);
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

/**
 * The rows as their source tells them. `last` belongs to the last transaction: an approval whose values are gone, and
 * which is not told done, would pass for a recovery of the source.
 */
async function carryOut(
  { store, writer }: Applying,
  target: Target,
  parameters: ReadonlySet<string>,
  last: (tx: WriteTransaction) => Promise<void>,
): Promise<void> {
  if (parameters.size === 0) return writer.write(last);
  for (let after = 0, isLast = false; !isLast; ) {
    const query = store.db
      .selectFrom('kept_value')
      .select(['row_id', 'parameters'])
      .where('source', '=', target.source)
      .where('dataset', '=', target.name)
      .where('row_id', '>', after)
      .orderBy('row_id');
    const rows = await firstRows(store.engine, query, ROWS_A_TRANSACTION).execute();
    after = rows.at(-1)?.row_id ?? after;
    isLast = rows.length < ROWS_A_TRANSACTION;
    const concerned = rows
      .map(({ row_id, parameters: names }) => ({ row_id, names: namesIn(names) }))
      .filter(({ names }) => names.some((name) => parameters.has(name)));
    const before = await readByIds(
      store,
      target.name,
      concerned.map(({ row_id }) => row_id),
    );
    const byId = new Map(before.map((row) => [row.id, row]));
    const differing = concerned.flatMap(({ row_id, names }) => {
      const row = byId.get(row_id);
      return row ? [withoutValues(target, row, names, parameters)] : [];
    });
    const kept = concerned.flatMap(({ row_id, names }) => {
      const left = names.filter((name) => !parameters.has(name));
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

function withoutValues(
  target: Target,
  before: Readonly<Record<string, unknown>>,
  kept: readonly string[],
  parameters: ReadonlySet<string>,
): Differing {
  const { id, record_key, row_hash } = existingOf(before);
  const fields = Object.keys(target.dataset.fields);
  const values = Object.fromEntries([...fields, 'attributes'].map((name) => [name, before[name] ?? null]));
  const record = { key: Buffer.from(record_key), parentKey: null, values, hash: Buffer.from(row_hash) };
  const lost = kept.filter((name) => parameters.has(name));
  return withValues(target, { id, before, record }, lost, null);
}
