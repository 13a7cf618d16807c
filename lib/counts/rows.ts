// Rows of counters: which one a happening is added to, and which of them are there.
import type { Counter, Dataset } from '../catalog/index.ts';
import { digestOf, keyText } from '../digest.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

type Values = Readonly<Record<string, unknown>>;
/** A row as it was told: when it happened, which one it is, and of which source. */
export type Told = Values & { readonly source: string; readonly record_key: Uint8Array; readonly occurred_at: Date };

const PERIOD_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** The begin of the hour or day, UTC. */
export const periodOf = ({ per }: Pick<Counter, 'per'>, at: Date): Date =>
  new Date(Math.floor(at.getTime() / PERIOD_MS[per]) * PERIOD_MS[per]);

/** Whose it is belongs to it, and may be found out later: applied twice it is the key without. */
export function keyOfWhom(key: Uint8Array, row: Values): Buffer | Uint8Array {
  if (!('subject_id' in row)) return key;
  const whose = digestOf(String(row.subject_id ?? row.name_hash ?? ''));
  for (let i = 0; i < whose.length; i += 1) whose[i] = (whose[i] ?? 0) ^ (key[i] ?? 0);
  return whose;
}

export const placeOf = ({ occurred_at, record_key }: Pick<Told, 'occurred_at' | 'record_key'>): string =>
  `${occurred_at.getTime()}\u001f${keyText(record_key)}`;

/** By the clustered key: some keys of one hour at a time. */
export async function readCounts(
  { rows }: WriteTransaction,
  { name }: Dataset,
  fields: readonly string[],
  touched: readonly Told[],
): Promise<ReadonlyMap<string, Values>> {
  const found = new Map<string, Values>();
  for (const [, group] of Map.groupBy(touched, (row) => row.occurred_at.getTime())) {
    const [first] = group;
    if (!first) continue;
    const { occurred_at, source } = first;
    const ofPeriod = rows
      .selectFrom(name)
      .select(['record_key', ...fields])
      .where('occurred_at', '=', occurred_at)
      .where('source', '=', source);
    const keys = group.map((row) => row.record_key);
    for (const { record_key, ...values } of await readInLists(keys, (list) => ofPeriod.where('record_key', 'in', list)))
      if (record_key instanceof Uint8Array) found.set(placeOf({ occurred_at, record_key }), values);
  }
  return found;
}
