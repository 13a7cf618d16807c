// People whom no source knows any more: they lose their names at once, and leave with their aliases when their last
// event is gone.

import { eventsOfPeople, PEOPLE } from '../people/aliases.ts';
import { refreshSubjects } from '../people/subject-view.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';

const BATCH = 500;

/** How many people were forgotten. `stopped` is asked before each batch. */
export async function expireSubjects(store: Store, stopped: () => boolean): Promise<number> {
  let forgotten = 0;
  let after = 0;
  while (!stopped()) {
    const ids = await withoutViews(store, after);
    const last = ids.at(-1);
    if (last === undefined) break;
    const at = await store.now();
    forgotten += await store.write((tx) => forget(tx, ids, at));
    after = last;
  }
  return forgotten;
}

async function withoutViews({ rows, engine }: Store, after: number): Promise<number[]> {
  let query = rows.selectFrom('subject').select('id').where('id', '>', after).orderBy('id');
  for (const view of PEOPLE)
    query = query.where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom(view).select('id').whereRef(`${view}.subject_id`, '=', 'subject.id'))),
    );
  return (await firstRows(engine, query, BATCH).execute()).map((row) => Number(row.id));
}

/** Judged again by the deleting statement itself: a poll may just have linked somebody. */
async function forget(tx: WriteTransaction, ids: readonly number[], at: Date): Promise<number> {
  await tx.lock('people');
  for (const list of paddedLists(ids)) {
    let deleting = tx.rows.deleteFrom('subject').where('id', 'in', list);
    for (const table of [...PEOPLE, ...eventsOfPeople().map(({ name }) => name)])
      deleting = deleting.where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom(table).select('id').whereRef(`${table}.subject_id`, '=', 'subject.id'))),
      );
    await deleting.execute();
  }
  const kept = new Set<number>();
  for (const list of paddedLists(ids))
    for (const { id } of await tx.db.selectFrom('subject').select('id').where('id', 'in', list).execute()) kept.add(id);
  const gone = ids.filter((id) => !kept.has(id));
  for (const list of paddedLists(gone))
    await tx.db.deleteFrom('subject_alias').where('subject_id', 'in', list).execute();
  await refreshSubjects(tx, [...kept], at);
  return gone.length;
}
