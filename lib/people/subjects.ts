// Keeps who is one person, in the transaction that changes the records. Each source's view stays apart; the subject is
// what they have in common. All of it reads what other sources write, and so begins with the lock of people.
import type { MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { aliasesOf, aliasesOfRecords, isPeople, type PeopleDataset, recordsOf } from './aliases.ts';
import { nameOf } from './link.ts';
import { type Placed, placeNewcomers } from './newcomers.ts';
import { closeAliases, relink } from './relink.ts';
import { refreshSubjects, SHOWN } from './subject-view.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a page does to people; a row that changed in neither names nor what lists show does nothing. */
export interface PeopleChange {
  readonly origin: { readonly dataset: PeopleDataset; readonly source: string };
  /** Keys of changed rows whose names are others now, or that have no person yet. */
  readonly renamed: readonly Uint8Array[];
  /** Keys of those that only show another name, department or state. */
  readonly shown: readonly Uint8Array[];
}

/** Null where rows of this mirror are no people, or nothing of it concerns them. */
export function peopleChange(
  dataset: MirrorName,
  source: string,
  inserted: number,
  changed: readonly { readonly before: Row; readonly record: { readonly key: Uint8Array; readonly values: Row } }[],
): PeopleChange | null {
  if (!isPeople(dataset)) return null;
  const names = (row: Row): string => aliasesOf(dataset, row).map(nameOf).join();
  const isRenamed = ({ before, record }: (typeof changed)[number]): boolean =>
    before.subject_id === null || names(before) !== names(record.values);
  const renamed = changed.filter(isRenamed);
  const shown = changed.filter(
    (row) => !isRenamed(row) && SHOWN.some((name) => row.before[name] !== row.record.values[name]),
  );
  if (inserted + renamed.length + shown.length === 0) return null;
  const keys = (rows: typeof changed) => rows.map(({ record }) => record.key);
  return { origin: { dataset, source }, renamed: keys(renamed), shown: keys(shown) };
}

/** Before the page is written: locks, and gives new rows their person. */
export async function beginPeople(
  tx: WriteTransaction,
  change: PeopleChange | null,
  inserts: readonly Row[],
  at: Date,
): Promise<Placed> {
  if (!change) return { rows: inserts, unclear: [] };
  await tx.lock('people');
  return placeNewcomers(tx, change.origin, inserts, at);
}

/** After it was written. */
export async function endPeople(
  tx: WriteTransaction,
  change: PeopleChange | null,
  unclear: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  if (!change) return;
  const { dataset, source } = change.origin;
  await relinkSubjects(tx, dataset, source, [...unclear, ...change.renamed], at);
  const shown = await recordsOf(tx, dataset, source, change.shown);
  await refreshSubjects(
    tx,
    shown.flatMap(({ subject }) => subject ?? []),
    at,
  );
}

/** After rows of a mirror of people were written: their names are taken over and everybody concerned is linked anew. */
export async function relinkSubjects(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  if (!isPeople(dataset) || keys.length === 0) return;
  await tx.lock('people');
  await relink(tx, await recordsOf(tx, dataset, source, keys), [], at);
}

/** Before rows of people are removed: their names end, and those who shared one are linked anew. */
export async function unlinkSubjects(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  if (!isPeople(dataset) || keys.length === 0) return;
  await tx.lock('people');
  const leaving = keys.map((record_key) => ({ source, dataset, record_key }));
  const gone = await aliasesOfRecords(tx, leaving);
  // A record without any name has a person all the same.
  const subjects = (await recordsOf(tx, dataset, source, keys)).flatMap(({ subject }) => subject ?? []);
  await closeAliases(tx, gone, at);
  await relink(tx, [], gone, at);
  await refreshSubjects(tx, [...new Set(subjects)], at, leaving);
}
