// Decided deletion holds leave some time after the decision. A rejected one stays while rows that it protects are still
// absent: without it they would be removed. One of another kind is ended by the polls.
import { isDatasetName } from '../catalog/index.ts';
import { firstRows, type Store } from '../store/index.ts';
import { deleteInLists } from '../store/lists.ts';

/** How many holds were deleted that were decided, or ended by themselves, before `before`. */
export async function expireHolds(store: Store, before: Date): Promise<number> {
  const ended = await store.db
    .selectFrom('deletion_hold')
    .select(['id', 'source', 'dataset', 'state', 'kind'])
    .where('state', 'in', ['done', 'recovered', 'rejected'])
    .where(({ eb, and, or }) =>
      or([eb('decided_at', '<', before), and([eb('decided_at', 'is', null), eb('confirmed_at', '<', before)])]),
    )
    .execute();
  const over: number[] = [];
  for (const hold of ended)
    if (hold.state !== 'rejected' || (hold.kind === null && !(await anyAbsent(store, hold)))) over.push(hold.id);
  await store.write(({ db }) => deleteInLists(over, (list) => db.deleteFrom('deletion_hold').where('id', 'in', list)));
  return over.length;
}

async function anyAbsent(
  { rows, engine }: Store,
  { source, dataset }: { source: string; dataset: string },
): Promise<boolean> {
  if (!isDatasetName(dataset)) return false;
  const absent = rows
    .selectFrom(dataset)
    .select('id')
    .where('source', '=', source)
    .where('absent_since', 'is not', null)
    .orderBy('id');
  return (await firstRows(engine, absent, 1).executeTakeFirst()) !== undefined;
}
