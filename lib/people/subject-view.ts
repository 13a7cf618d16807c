// What lists of users show of a person: taken from the views that sources have, the directory's first. A person whom
// no source knows any more keeps the row, without a name, until the last event is gone.
import { isDeepStrictEqual } from 'node:util';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { PEOPLE, type PeopleDataset, type RecordRef, refText } from './aliases.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a person shows of one record: each field that lists show. */
export const SHOWN = ['display_name', 'user_principal_name', 'mail', 'department', 'enabled'] as const;
type View = Record<(typeof SHOWN)[number], unknown>;

const viewOf = (row: Row): View => ({
  display_name: row.display_name ?? null,
  user_principal_name: row.user_principal_name ?? null,
  mail: row.mail ?? null,
  department: row.department ?? null,
  enabled: row.enabled ?? null,
});

/** New persons, one for each row and showing what it has; the answer is their ids, in that order. Under the lock of people. */
export async function insertSubjects(tx: WriteTransaction, rows: readonly Row[], at: Date): Promise<number[]> {
  if (rows.length === 0) return [];
  const { greatest } = await tx.db
    .selectFrom('subject')
    .select(({ fn }) => fn.max('id').as('greatest'))
    .executeTakeFirstOrThrow();
  const views = rows.map(viewOf);
  const present = { present: true, sources: 1, created_at: at, changed_at: at };
  await tx.insert(
    'subject',
    views.map((view) => ({ ...view, ...present })),
  );
  // The database gives ids in an order of its own; which of two persons who show the same is which does not matter.
  const ids = new Map<string, number[]>();
  for (const row of await tx.db
    .selectFrom('subject')
    .select(['id', ...SHOWN])
    .where('id', '>', Number(greatest ?? 0))
    .orderBy('id', 'desc')
    .execute()) {
    const text = JSON.stringify(viewOf(row));
    const same = ids.get(text);
    if (same) same.push(row.id);
    else ids.set(text, [row.id]);
  }
  return views.map((view) => {
    const id = ids.get(JSON.stringify(view))?.pop();
    if (id === undefined) throw new RangeError('a person that was inserted is not there');
    return id;
  });
}

/**
 * Adds a record to what each of these persons shows; none of them has one of this source, nor, where it is the
 * directory's, one of a directory.
 */
export async function addViews(
  tx: WriteTransaction,
  dataset: PeopleDataset,
  joining: readonly { readonly subject: number; readonly row: Row }[],
  at: Date,
): Promise<void> {
  const rows = new Map(joining.map(({ subject, row }) => [subject, row]));
  const query = tx.db.selectFrom('subject').select(['id', 'sources', ...SHOWN]);
  const known = await readInLists([...rows.keys()], (list) => query.where('id', 'in', list));
  const updates = known.map(({ id, sources, ...shown }) => {
    const views = [viewOf(shown), viewOf(rows.get(id) ?? {})];
    const view = combine(dataset === 'directory_user' ? views.toReversed() : views);
    return { id, ...view, present: true, sources: sources + 1, changed_at: at };
  });
  await tx.update('subject', updates);
}

/** Brings the rows of these people up to date; `leaving` are records that are about to be removed. */
export async function refreshSubjects(
  tx: WriteTransaction,
  subjects: readonly number[],
  at: Date,
  leaving: readonly RecordRef[] = [],
): Promise<void> {
  // With source and dataset: another source may have the same key for the same person, and stays.
  const gone = new Set(leaving.map(refText));
  const views = new Map<number, Row[]>(subjects.map((id) => [id, []]));
  for (const dataset of PEOPLE) {
    const query = tx.rows
      .selectFrom(dataset)
      .select(['subject_id', 'record_key', 'source', ...SHOWN])
      .orderBy('id');
    for (const row of await readInLists(subjects, (list) => query.where('subject_id', 'in', list)))
      if (
        typeof row.subject_id === 'number' &&
        row.record_key instanceof Uint8Array &&
        !gone.has(refText({ source: String(row.source), dataset, record_key: row.record_key }))
      )
        views.get(row.subject_id)?.push(row);
  }
  const known = tx.db.selectFrom('subject').selectAll();
  const rows = await readInLists(subjects, (list) => known.where('id', 'in', list));
  const current = new Map(rows.map((row) => [row.id, row]));
  const updates = [...views].flatMap(([id, rows]) => {
    const next = {
      ...combine(rows),
      present: rows.length > 0,
      sources: new Set(rows.map((row) => row.source)).size,
    };
    const now: Row = current.get(id) ?? {};
    const same = isDeepStrictEqual(next, Object.fromEntries(Object.keys(next).map((name) => [name, now[name]])));
    return same ? [] : [{ id, ...next, changed_at: at }];
  });
  await tx.update('subject', updates);
}

/** Rows come directory first; each value is the first that a view has. */
function combine(rows: readonly Row[]): View {
  const combined = viewOf({});
  for (const name of SHOWN) combined[name] = rows.map((row) => row[name]).find((value) => value != null) ?? null;
  return combined;
}
