// People whom no source knows any more: they lose their names at once, and leave with their aliases when their last
// event is gone.

import { eventsOfPeople } from '../catalog/index.ts';
import { PEOPLE } from '../people/aliases.ts';
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
      not(exists(selectFrom(view).select('subject_id').whereRef(`${view}.subject_id`, '=', 'subject.id'))),
    );
  return (await firstRows(engine, query, BATCH).execute()).map((row) => Number(row.id));
}

/**
 * Judged again by the deleting statements themselves: a poll may just have linked somebody. The names by which events find
 * a person go a run before the person: what was being written about them meanwhile then keeps them.
 */
async function forget(tx: WriteTransaction, ids: readonly number[], at: Date): Promise<number> {
  await tx.lock('people');
  await refreshSubjects(tx, ids, at);
  const told = [...PEOPLE, ...eventsOfPeople().map(({ name }) => name)];
  let forgotten = 0;
  for (const list of paddedLists(ids)) {
    let leaving = tx.rows.deleteFrom('subject').where('id', 'in', list);
    let names = tx.rows.deleteFrom('subject_alias').where('subject_id', 'in', list);
    for (const table of [...told, 'subject_alias'])
      leaving = leaving.where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom(table).select('subject_id').whereRef(`${table}.subject_id`, '=', 'subject.id'))),
      );
    for (const table of told)
      names = names.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom(table).select('subject_id').whereRef(`${table}.subject_id`, '=', 'subject_alias.subject_id'),
          ),
        ),
      );
    forgotten += Number((await leaving.executeTakeFirst()).numDeletedRows);
    await names.execute();
  }
  return forgotten;
}
