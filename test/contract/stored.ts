// What a database of sqlite holds, as far as the promises look at it.
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { datasetNamed, datasets, isDatasetName } from '../../lib/catalog/index.ts';

type Row = Readonly<Record<string, unknown>>;

const named = z.array(z.object({ name: z.string() }));
const rows = z.array(z.record(z.string(), z.unknown()));

function read<T>(file: string, work: (database: DatabaseSync) => T): T {
  using database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  return work(database);
}

const all = (database: DatabaseSync, table: string): readonly Row[] =>
  rows.parse(database.prepare(`SELECT * FROM "${table}"`).all());

/** Whether a text stands anywhere, in any table. */
export function tablesWith(file: string, text: string): readonly string[] {
  return read(file, (database) => {
    const tables = named.parse(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all());
    return tables.map(({ name }) => name).filter((name) => JSON.stringify(all(database, name)).includes(text));
  });
}

/** Fields of a dataset that have a value in some row, and `attributes.<name>`. */
export function namesStored(file: string, dataset: string): ReadonlySet<string> {
  if (!isDatasetName(dataset)) throw new RangeError(`no dataset ${dataset}`);
  const fields = Object.keys(datasetNamed(dataset).fields);
  const found = new Set<string>();
  for (const row of read(file, (database) => all(database, dataset))) {
    for (const field of fields) if (row[field] !== null) found.add(field);
    for (const name of Object.keys(attributesOf(row))) found.add(`attributes.${name}`);
  }
  return found;
}

const attributesOf = ({ attributes }: Row): object => (typeof attributes === 'string' ? JSON.parse(attributes) : {});

/** When we read it. */
const OWN = new Set(['id', 'first_seen_at', 'changed_at', 'absent_since', 'subject_id']);

/** Every record that the source gave, as text, without what differs between two readings. */
export function recordsIn(file: string): readonly string[] {
  return read(file, (database) =>
    datasets()
      .filter(({ kind, toldBy }) => kind === 'mirror' || toldBy === 'source')
      .flatMap(({ name }) => all(database, name).map((row) => [name, ...textsOf(row)].join(' | ')))
      .sort(),
  );
}

const textsOf = (row: Row): string[] =>
  Object.entries(row)
    .filter(([name, value]) => !OWN.has(name) && value !== null)
    .map(([name, value]) => `${name}=${value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value}`);

/** How many different values a field has. */
export function valuesOf(file: string, dataset: string, field: string): readonly unknown[] {
  return read(file, (database) => [...new Set(all(database, dataset).map((row) => row[field]))]);
}
