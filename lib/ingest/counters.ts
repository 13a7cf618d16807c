// Counters: one row an hour (or day) and key, to which what is told is added. A step reads the rows that it touches, adds,
// and writes them in its own transaction; a late line adds to its own hour, and no hour is ever closed.
import type { Counter, Dataset, Field } from '../catalog/index.ts';
import { digestOf, keyText } from '../mirror/key.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';

type Values = Readonly<Record<string, unknown>>;
/** A row as it was told: when it happened, which one it is, and of which source. */
export type Told = Values & { readonly source: string; readonly record_key: Uint8Array; readonly occurred_at: Date };

const PERIOD_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** The begin of the hour or day, UTC. */
const periodOf = ({ per }: Counter, at: Date): Date =>
  new Date(Math.floor(at.getTime() / PERIOD_MS[per]) * PERIOD_MS[per]);

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
  for (const row of told) {
    const record_key =
      'subject_id' in row ? digestOf(`${keyText(row.record_key)}\u001f${row.subject_id}`) : row.record_key;
    const timed: Told = {
      ...row,
      record_key,
      occurred_at: periodOf(counter, row.occurred_at),
      ...timesOf(counter, row),
    };
    const place = placeOf(timed);
    const before = sums.get(place);
    sums.set(place, before ? { ...timed, ...add(before, timed) } : timed);
  }
  const known = await readCounts(tx, dataset, [...sums.values()]);
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

const placeOf = ({ occurred_at, record_key }: Pick<Told, 'occurred_at' | 'record_key'>): string =>
  `${occurred_at.getTime()}\u001f${keyText(record_key)}`;

/** A source may have counted itself, and then tells both times. */
const timesOf = ({ first, last }: Counter, row: Told): Values => ({
  ...(first === undefined ? {} : { [first]: row[first] ?? row.occurred_at }),
  ...(last === undefined ? {} : { [last]: row[last] ?? row.occurred_at }),
});

/** Sums, the first and the last time; of anything else the newer value. */
function adderOf({ fields }: Dataset, { sums, first, last }: Counter): (a: Values, b: Values) => Values {
  const added = (name: string, field: Field, a: unknown, b: unknown): unknown => {
    if (a === null || a === undefined || b === null || b === undefined) return b ?? a ?? null;
    if (sums.includes(name)) return Math.min(Number(a) + Number(b), MOST[field.kind] ?? Number.MAX_VALUE);
    if (name === first && a instanceof Date && b instanceof Date) return a < b ? a : b;
    if (name === last && a instanceof Date && b instanceof Date) return a > b ? a : b;
    return b;
  };
  return (a, b) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, added(name, field, a[name], b[name])]));
}

/** A counter that is full stays full: the store would refuse the whole page. */
const MOST: Partial<Record<Field['kind'], number>> = { integer: 2_147_483_647, bigint: Number.MAX_SAFE_INTEGER };

/** By the clustered key: some keys of one hour at a time. */
async function readCounts(
  { rows }: WriteTransaction,
  { name, fields }: Dataset,
  touched: readonly Told[],
): Promise<ReadonlyMap<string, Values>> {
  const found = new Map<string, Values>();
  for (const [, group] of Map.groupBy(touched, (row) => row.occurred_at.getTime())) {
    const [first] = group;
    if (!first) continue;
    const { occurred_at, source } = first;
    for (const keys of paddedLists(group.map((row) => row.record_key)))
      for (const { record_key, ...values } of await rows
        .selectFrom(name)
        .select(['record_key', ...Object.keys(fields)])
        .where('occurred_at', '=', occurred_at)
        .where('source', '=', source)
        .where('record_key', 'in', keys)
        .execute())
        if (record_key instanceof Uint8Array) found.set(placeOf({ occurred_at, record_key }), values);
  }
  return found;
}
