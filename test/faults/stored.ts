// What a database holds of one source, as far as a fault target watches it.
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Company } from '../end-to-end/company.ts';
import type { FaultTarget, WatchedDataset, WatchedRow, Written } from './fault.ts';

/** Rows by dataset; each as text, by its key as text. */
export type Rows = Readonly<Record<string, ReadonlyMap<string, string>>>;

const cells = z.array(z.record(z.string(), z.string().nullable()));

function byKey(name: string, { key }: WatchedDataset, rows: readonly WatchedRow[]): ReadonlyMap<string, string> {
  const found = new Map(rows.map((row) => [JSON.stringify(row.slice(0, key.length)), JSON.stringify(row)]));
  if (found.size < rows.length) throw new RangeError(`rows of ${name} share a key`);
  return found;
}

/** What is remembered of the last hours is forgotten: each fault of a table meets the source on a day of its own. */
export function nextDay(file: string, source: string): void {
  using database = new DatabaseSync(file, { timeout: 5_000 });
  const forget =
    'UPDATE source_state SET removals = NULL, arrivals = NULL, sign_in = NULL, stuck = NULL WHERE source = ?';
  database.prepare(forget).run(source);
}

/** The watched columns of all rows that are stored. Throws RangeError where a record is there twice. */
export function storedRows(file: string, { connector, datasets }: FaultTarget): Rows {
  using database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const read = (name: string, { key, values, query: own }: WatchedDataset): WatchedRow[] => {
    const columns = [...key, ...values];
    const query = own ?? `SELECT ${columns.map((column) => `"${column}"`)} FROM "${name}" WHERE source = ?`;
    const rows = cells.parse(database.prepare(query).all(connector));
    return rows.map((row) => columns.map((column) => row[column] ?? null));
  };
  return Object.fromEntries(
    Object.entries(datasets).map(([name, watched]) => [name, byKey(name, watched, read(name, watched))]),
  );
}

/** The same of what the source has now. */
export function trueRows(company: Company, { datasets }: FaultTarget): Rows {
  return Object.fromEntries(
    Object.entries(datasets).map(([name, watched]) => [name, byKey(name, watched, watched.truth(company))]),
  );
}

/** Per dataset, how much of the difference between `before` and `truth` is stored; `wrong` where it is of neither. */
export function writtenOf(before: Rows, after: Rows, truth: Rows): Readonly<Record<string, Written | 'wrong'>> {
  return Object.fromEntries(
    Object.keys(truth).map((name) => [
      name,
      howMuch(textsOf(before, name), textsOf(after, name), textsOf(truth, name)),
    ]),
  );
}

/** Keys that `before` has and `after` has not. */
export function lostKeys(before: Rows, after: Rows): readonly string[] {
  return Object.entries(before).flatMap(([name, rows]) =>
    [...rows.keys()].filter((key) => !after[name]?.has(key)).map((key) => `${name} ${key}`),
  );
}

/** For comparison: every row as text, by dataset. */
export function listed(rows: Rows): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.keys(rows).map((name) => [name, [...textsOf(rows, name)].sort()]));
}

const textsOf = (rows: Rows, name: string): ReadonlySet<string> => new Set(rows[name]?.values());

function howMuch(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  truth: ReadonlySet<string>,
): Written | 'wrong' {
  const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && a.isSubsetOf(b);
  if (equal(before, truth)) throw new RangeError('nothing had changed at the source: the test would prove nothing');
  if (equal(after, before)) return 'nothing';
  if (equal(after, truth)) return 'everything';
  return after.isSubsetOf(before.union(truth)) ? 'a part' : 'wrong';
}
