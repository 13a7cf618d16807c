// How many rows have a value, per source, dataset and parameter: counted in the database, in one pass over the columns
// and one over the names in `attributes`, and kept for some minutes.
import { sql } from 'kysely';
import { type Dataset, datasets } from '../catalog/index.ts';
import type { Clock } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';

export interface Counts {
  /** Rows of the dataset in which the field, or `attributes.<name>`, has a value. */
  rowsWith(source: string, dataset: string, name: string): number;
  readonly countedAt: Date;
}

const KEPT_MS = 5 * 60_000;
const SOURCE_EVENTS = new Set(['location', 'data_usage']);
const COUNTED: readonly Dataset[] = datasets.filter(({ kind, name }) => kind === 'mirror' || SOURCE_EVENTS.has(name));

const known = new WeakMap<Store, { readonly counts: Promise<Counts>; readonly at: number }>();

/** The counts, not older than five minutes; who asks while they are made waits for the same ones. Throws StoreError. */
export function countsOf(store: Store, clock: Clock): Promise<Counts> {
  const now = clock.now().getTime();
  const last = known.get(store);
  if (last && now - last.at < KEPT_MS) return last.counts;
  const counts = count(store, new Date(now));
  known.set(store, { counts, at: now });
  counts.catch(() => known.delete(store));
  return counts;
}

async function count(store: Store, countedAt: Date): Promise<Counts> {
  const found = new Map<string, number>();
  for (const dataset of COUNTED) {
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

/** Names differ in case: SQL Server would group them by the database's collation. */
async function countAttributes({ engine, scans }: Store, dataset: string): Promise<Counted> {
  const names =
    engine === 'mssql'
      ? sql`select d.[source], j.[key] collate Latin1_General_100_BIN2 as [name]
            from ${sql.table(dataset)} as d cross apply openjson(d.[attributes]) as j`
      : sql`select d."source", j."key" as "name" from ${sql.table(dataset)} as d, json_each(d."attributes") as j`;
  const { rows } = await sql<{ source: string; name: string; counted: number | string }>`
    select ${sql.ref('source')}, ${sql.ref('name')}, count(*) as ${sql.ref('counted')} from (${names}) as ${sql.ref('named')}
    group by ${sql.ref('source')}, ${sql.ref('name')}`.execute(scans);
  return rows.map(({ source, name, counted }) => [source, name, Number(counted)] as const);
}
