// How many rows have a value, per source, dataset and parameter: the columns are counted in the database in one pass,
// and the names in `attributes` here, window by window: the engines' JSON functions take longer to group them, and do not
// agree. Kept for some minutes.
import { type Dataset, datasets } from '../catalog/index.ts';
import type { Clock } from '../clock.ts';
import { firstRows, type Store } from '../store/index.ts';

export interface Counts {
  /** Rows of the dataset in which the field, or `attributes.<name>`, has a value. */
  rowsWith(source: string, dataset: string, name: string): number;
  readonly countedAt: Date;
}

const KEPT_MS = 5 * 60_000;
const counted = (): readonly Dataset[] =>
  datasets().filter(({ kind, toldBy }) => kind === 'mirror' || toldBy === 'source');

const known = new WeakMap<Store, { readonly counts: Promise<Counts>; readonly at: number }>();

/** The counts, not older than five minutes; who asks while they are made waits for the same ones. Throws StoreError. */
export function countsOf(store: Store, clock: Clock): Promise<Counts> {
  const now = clock.now().getTime();
  const last = known.get(store);
  // Not those of a clock that ran ahead either.
  if (last && Math.abs(now - last.at) < KEPT_MS) return last.counts;
  const counts = count(store, new Date(now));
  known.set(store, { counts, at: now });
  counts.catch(() => known.delete(store));
  return counts;
}

async function count(store: Store, countedAt: Date): Promise<Counts> {
  const found = new Map<string, number>();
  for (const dataset of counted()) {
    for (const [source, name, n] of await countFields(store, dataset)) found.set(keyOf(source, dataset.name, name), n);
    if (dataset.kind !== 'mirror') continue;
    for (const [source, name, n] of await countAttributes(store, dataset.name))
      found.set(keyOf(source, dataset.name, `attributes.${name}`), n);
  }
  return { countedAt, rowsWith: (source, dataset, name) => found.get(keyOf(source, dataset, name)) ?? 0 };
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
type Counted = readonly (readonly [source: string, name: string, rows: number])[];

async function countFields({ scans }: Store, { name, fields }: Dataset): Promise<Counted> {
  const columns = Object.keys(fields);
  const rows = await scans
    .selectFrom(name)
    .select((eb) => ['source', ...columns.map((column) => eb.fn.count(column).as(column))])
    .groupBy('source')
    .execute();
  return rows.flatMap((row) => columns.map((column) => [String(row.source), column, Number(row[column])] as const));
}

/** Rows read in one go: the event loop waits for as many to be parsed. */
const WINDOW = 300;

async function countAttributes({ engine, scans }: Store, dataset: string): Promise<Counted> {
  const counts = new Map<string, Map<string, number>>();
  for (let after = 0; ; ) {
    const query = scans
      .selectFrom(dataset)
      .select(['id', 'source', 'attributes'])
      .where('attributes', 'is not', null)
      .where('id', '>', after)
      .orderBy('id');
    const rows = await firstRows(engine, query, WINDOW).execute();
    for (const { source, attributes } of rows) {
      const own = counts.get(String(source)) ?? new Map<string, number>();
      counts.set(String(source), own);
      for (const name of Object.keys(JSON.parse(String(attributes)))) own.set(name, (own.get(name) ?? 0) + 1);
    }
    after = Number(rows.at(-1)?.id);
    if (rows.length < WINDOW) break;
  }
  return [...counts].flatMap(([source, own]) => [...own].map(([name, n]) => [source, name, n] as const));
}
