// Counters: one row an hour (or day) and key, to which what is told is added. A step reads the rows that it touches, adds,
// and writes them in its own transaction; a late line adds to its own hour, and no hour is ever closed.
import type { Counter, Dataset, Field } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { keyOfCount, periodOf, placeOf, readCounts, type Told } from './count-rows.ts';
import { howMany, mergedHashes } from './distinct.ts';
import { withinMost } from './most.ts';

type Values = Readonly<Record<string, unknown>>;
/**
 * Adds what was told, summed up beforehand. Whose it is belongs to the key: a name that passes to a successor within the
 * hour begins another row.
 */
export async function addCounts(
  tx: WriteTransaction,
  dataset: Dataset,
  counter: Counter,
  told: readonly Told[],
): Promise<{ inserted: number; updated: number }> {
  const add = adderOf(dataset, counter);
  const sums = new Map<string, Told>();
  for (const row of await withinMost(tx, dataset, counter, told)) {
    const timed: Told = {
      ...row,
      record_key: keyOfCount(row),
      occurred_at: periodOf(counter, row.occurred_at),
      ...timesOf(counter, row),
    };
    const place = placeOf(timed);
    const before = sums.get(place);
    sums.set(place, before ? { ...timed, ...add(before, timed) } : timed);
  }
  const known = await readCounts(tx, dataset, Object.keys(dataset.fields), [...sums.values()]);
  const [old, fresh] = [
    [...sums].filter(([place]) => known.has(place)),
    [...sums].filter(([place]) => !known.has(place)),
  ];
  await tx.update(
    dataset,
    old.map(([place, { occurred_at, source, record_key, ...more }]) => ({
      occurred_at,
      source,
      record_key,
      ...add(known.get(place) ?? {}, more),
    })),
  );
  await tx.insert(
    dataset,
    fresh.map(([, row]) => row),
  );
  return { inserted: fresh.length, updated: old.length };
}

/** A source may have counted itself, and then tells both times; by a declaration that says so, or neither. */
const timesOf = ({ first, last, times }: Counter, row: Told): Values => ({
  ...(first === undefined || times === 'told' ? {} : { [first]: row[first] ?? row.occurred_at }),
  ...(last === undefined || times === 'told' ? {} : { [last]: row[last] ?? row.occurred_at }),
});

/** Sums, the first and the last time, distinct people; of anything else the newer value: that of the later time. */
function adderOf({ fields }: Dataset, { sums, first, last, distinct }: Counter): (a: Values, b: Values) => Values {
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
  return (a, b) => {
    const older = isOlder(b, a);
    const sum = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, added(name, field, a[name], b[name], older)]),
    );
    if (!distinct) return sum;
    const hashes = sum[distinct.hashes];
    return { ...sum, [distinct.count]: hashes instanceof Uint8Array ? howMany(hashes) : null };
  };
}

/** A counter that is full stays full: the store would refuse the whole page. */
const MOST: Partial<Record<Field['kind'], number>> = { integer: 2_147_483_647, bigint: Number.MAX_SAFE_INTEGER };
