// Adds rows of counters to those that are there, in the transaction of whoever counts, or moves them.
import type { Counter, Dataset, Field } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { howMany, mergedHashes } from './people.ts';
import { placeOf, readCounts, type Told } from './rows.ts';

type Values = Readonly<Record<string, unknown>>;

/** Rows by their places, of which those in `known` are there: what is to be added instead, or null. */
type Bound = (sums: ReadonlyMap<string, Told>, known: ReadonlyMap<string, Values>) => Promise<readonly Told[] | null>;

/** Is told of each row that was told, and what stands in its place before and behind. */
export type Seen = (row: Told, before: Values | null, after: Values) => void;

/**
 * Of one source, under its lock, with their keys and periods. Those of one place are one. `whole`: they take the place of
 * what is there, and what is nothing is not written anew.
 */
export async function addRows(
  tx: WriteTransaction,
  dataset: Dataset,
  counter: Counter,
  rows: readonly Told[],
  { whole = false, bound, seen }: { readonly whole?: boolean; readonly bound?: Bound; readonly seen?: Seen } = {},
): Promise<{ readonly inserted: number; readonly updated: number }> {
  const add = adderOf(dataset, counter);
  const sums = new Map<string, Told>();
  for (const row of rows) {
    const place = placeOf(row);
    const before = sums.get(place);
    sums.set(place, before ? { ...row, ...add(before, row) } : row);
  }
  const known = await readCounts(tx, dataset, Object.keys(dataset.fields), [...sums.values()]);
  const bounded = await bound?.(sums, known);
  if (bounded) return addRows(tx, dataset, counter, bounded, { whole, ...(seen && { seen }) });
  const [old, fresh] = [
    [...sums].filter(([place]) => known.has(place)),
    [...sums].filter(([place, row]) => !known.has(place) && !(whole && counter.sums.every((name) => !row[name]))),
  ];
  await tx.update(
    dataset,
    old.map(([place, row]) => {
      const { occurred_at, source, record_key, ...more } = row;
      const after = add((whole ? undefined : known.get(place)) ?? {}, more);
      seen?.(row, known.get(place) ?? null, after);
      return { occurred_at, source, record_key, ...after };
    }),
  );
  for (const [, row] of fresh) seen?.(row, null, row);
  await tx.insert(
    dataset,
    fresh.map(([, row]) => row),
  );
  return { inserted: fresh.length, updated: old.length };
}

/** Sums, the first and the last time, distinct people; of anything else the newer value: that of the later time. */
function adderOf(
  { fields, device }: Dataset,
  { sums, first, last, distinct }: Counter,
): (a: Values, b: Values) => Values {
  const isOlder = (told: Values, known: Values): boolean => {
    const [b, a] = last === undefined ? [] : [told[last], known[last]];
    return a instanceof Date && b instanceof Date && b < a;
  };
  const added = (name: string, field: Field, a: unknown, b: unknown, older: boolean): unknown => {
    if (a === null || a === undefined || b === null || b === undefined) return b ?? a ?? null;
    if (sums.includes(name)) return Math.min(Number(a) + Number(b), MOST[field.kind] ?? Number.MAX_VALUE);
    if (name === first && a instanceof Date && b instanceof Date) return a < b ? a : b;
    if (name === last && a instanceof Date && b instanceof Date) return a > b ? a : b;
    if (name === distinct?.hashes && a instanceof Uint8Array && b instanceof Uint8Array) return mergedHashes(a, b);
    return older ? a : b;
  };
  // Of the device, as whose it is: what the row has stays.
  const clear = device && 'clear' in device ? device.clear : undefined;
  const summed = Object.entries(fields).filter(([name]) => name !== clear);
  return (a, b) => {
    const older = isOlder(b, a);
    const sum = Object.fromEntries(summed.map(([name, field]) => [name, added(name, field, a[name], b[name], older)]));
    if (!distinct) return sum;
    const hashes = sum[distinct.hashes];
    return { ...sum, [distinct.count]: hashes instanceof Uint8Array ? howMany(hashes) : null };
  };
}

/** A counter that is full stays full: the store would refuse the whole page. */
const MOST: Partial<Record<Field['kind'], number>> = { integer: 2_147_483_647, bigint: Number.MAX_SAFE_INTEGER };
