// Rows of events that prove to be somebody's, or some device's, after they were written: by a later reading of people or
// devices, or because two people are one. A counter's key says whose it is: rows that are the same then are added up.
import { byTime, type Counter, columnsOf, type EventDataset, identityOf } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { lockSource } from '../store/lease.ts';
import { deleteInLists } from '../store/lists.ts';
import { addRows } from './add.ts';
import { keyOfWhom, placeOf, readCounts, type Told } from './rows.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Given {
  /** As it was read: what tells it apart, and whose it was. */
  readonly row: Values;
  /** The same columns for all; a key of their own where they are not to be told by the one that they have. */
  readonly change: Values;
}

/** Columns of the rows that are to be given. */
export const columnsToGive = (dataset: EventDataset): string[] => {
  const whose = ['subject_id', 'name_hash', 'device_hash'].filter((name) => Object.hasOwn(columnsOf(dataset), name));
  return [...byTime(dataset), ...whose];
};

export async function giveRows(tx: WriteTransaction, dataset: EventDataset, given: readonly Given[]): Promise<void> {
  const { counter } = dataset;
  const identity = identityOf(dataset);
  if (!counter) {
    const rows = given.map(({ row, change }) => ({ ...picked(row, identity), ...change }));
    await tx.update(dataset, rows);
    return;
  }
  for (const [source, own] of Map.groupBy(given, ({ row }) => String(row.source)))
    await giveCounts(tx, dataset, counter, source, own);
}

const picked = (row: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, row[name]]));

/** The source adds to its rows, and another poll may have given them away: they are read anew under its lock. */
async function giveCounts(
  tx: WriteTransaction,
  dataset: EventDataset,
  counter: Counter,
  source: string,
  given: readonly Given[],
): Promise<void> {
  await lockSource(tx, source);
  const columns = Object.keys(columnsOf(dataset)).filter((name) => !identityOf(dataset).includes(name));
  const told = given.flatMap(({ row, change }) => keyOf(row).map((key) => ({ key, row, change })));
  const known = await readCounts(
    tx,
    dataset,
    columns,
    told.map(({ key }) => key),
  );
  const staying: Values[] = [];
  const leaving: Told[] = [];
  const moved: Told[] = [];
  for (const { key, row, change } of told) {
    const now = known.get(placeOf(key));
    if (!now || now.subject_id !== row.subject_id || now.name_hash !== row.name_hash) continue;
    const { record_key = keyOfWhom(keyOfWhom(key.record_key, now), { ...now, ...change }) } = change;
    if (!(record_key instanceof Uint8Array)) continue;
    if (Buffer.compare(record_key, key.record_key) === 0) staying.push({ ...key, ...change });
    else {
      leaving.push(key);
      moved.push({ ...now, ...change, ...key, record_key });
    }
  }
  await tx.update(dataset, staying);
  await deleteCounts(tx, dataset, leaving);
  await addRows(tx, dataset, counter, moved);
}

/** Deletes rows of events, as they were read to be given. */
export async function takeRows(tx: WriteTransaction, dataset: EventDataset, rows: readonly Values[]): Promise<void> {
  if (dataset.counter) return deleteCounts(tx, dataset, rows.flatMap(keyOf));
  const ids = rows.map(({ id }) => id);
  await deleteInLists(ids, (list) => tx.rows.deleteFrom(dataset.name).where('id', 'in', list));
}

type Key = Pick<Told, 'source' | 'occurred_at' | 'record_key'>;

function keyOf({ source, occurred_at, record_key }: Values): Key[] {
  const isKey = occurred_at instanceof Date && record_key instanceof Uint8Array;
  return isKey ? [{ source: String(source), occurred_at, record_key }] : [];
}

/** By the clustered key: some keys of one hour at a time. */
async function deleteCounts({ rows }: WriteTransaction, { name }: EventDataset, keys: readonly Key[]): Promise<void> {
  const periods = Map.groupBy(keys, ({ source, occurred_at }) => `${source}\u001f${occurred_at.getTime()}`);
  for (const [first, ...others] of periods.values()) {
    if (!first) continue;
    const ofPeriod = rows
      .deleteFrom(name)
      .where('occurred_at', '=', first.occurred_at)
      .where('source', '=', first.source);
    await deleteInLists(
      [first, ...others].map(({ record_key }) => record_key),
      (list) => ofPeriod.where('record_key', 'in', list),
    );
  }
}
