// What lists of users show of a person: taken from the views that sources have, the directory's first. A person whom
// no source knows any more keeps the row, without a name, until the last event is gone.
import { isDeepStrictEqual } from 'node:util';
import { insertedIds, type WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { PEOPLE, type RecordRef, refText } from './aliases.ts';

type Row = Readonly<Record<string, unknown>>;

const NOBODY = {
  present: false,
  display_name: null,
  user_principal_name: null,
  mail: null,
  department: null,
  enabled: null,
  sources: 0,
};

/** Rows without a name yet; the answer is their ids. */
export async function newSubjects(tx: WriteTransaction, count: number, at: Date): Promise<number[]> {
  const ids: number[] = [];
  for (let made = 0; made < count; made += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - made) }, () => ({
      present: false,
      sources: 0,
      created_at: at,
      changed_at: at,
    }));
    ids.push(...(await insertedIds(tx, 'subject', rows)));
  }
  return ids;
}
const CHUNK = 200;

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
  for (const dataset of PEOPLE)
    for (const ids of paddedLists(subjects))
      for (const row of await tx.rows.selectFrom(dataset).select(VIEW).where('subject_id', 'in', ids).execute())
        if (
          typeof row.subject_id === 'number' &&
          row.record_key instanceof Uint8Array &&
          !gone.has(refText({ source: String(row.source), dataset, record_key: row.record_key }))
        )
          views.get(row.subject_id)?.push(row);
  const current = new Map<number, Row>();
  for (const ids of paddedLists(subjects))
    for (const row of await tx.db.selectFrom('subject').selectAll().where('id', 'in', ids).execute())
      current.set(row.id, row);
  const updates = [...views].flatMap(([id, rows]) => {
    const next = rows.length === 0 ? NOBODY : combine(rows);
    const now = current.get(id) ?? {};
    const same = isDeepStrictEqual(next, Object.fromEntries(Object.keys(next).map((name) => [name, now[name]])));
    return same ? [] : [{ id, ...next, changed_at: at }];
  });
  await tx.update('subject', updates);
}

const VIEW = [
  'subject_id',
  'record_key',
  'source',
  'display_name',
  'user_principal_name',
  'mail',
  'department',
  'enabled',
];

/** Rows come directory first; each value is the first that a view has. */
function combine(rows: readonly Row[]): Row {
  const first = (name: string): unknown =>
    rows.map((row) => row[name]).find((value) => value !== null && value !== undefined) ?? null;
  return {
    present: true,
    display_name: first('display_name'),
    user_principal_name: first('user_principal_name'),
    mail: first('mail'),
    department: first('department'),
    enabled: first('enabled'),
    sources: new Set(rows.map((row) => row.source)).size,
  };
}
