// Events speak about a person: the account's own, or the user of the device. Resolved when they are written, so that a
// later successor never inherits them.
import { type DatasetName, datasetNamed, type MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { keyText } from './key.ts';
import { readByKey } from './read.ts';

/** Of what a mirror's row tells: events about accounts and devices of one source. */
export async function withSubjects<E extends { readonly owner_key: Uint8Array }>(
  tx: WriteTransaction,
  mirror: MirrorName,
  source: string,
  events: readonly E[],
): Promise<readonly (E & { readonly subject_id: number | null })[]> {
  const keys = events.map((event) => event.owner_key);
  const subjects = await subjectsOf(tx, mirror, source, keys);
  return events.map((event) => ({ ...event, subject_id: subjects.get(keyText(event.owner_key)) ?? null }));
}

/** The person of each row of a mirror, by the text of its key; rows without one are not in it. */
export async function subjectsOf(
  tx: Pick<WriteTransaction, 'rows' | 'db'>,
  mirror: DatasetName,
  source: string,
  keys: readonly Uint8Array[],
): Promise<ReadonlyMap<string, number>> {
  const { aliases, user } = datasetNamed(mirror);
  const column = aliases ? 'subject_id' : user;
  if (column === undefined) return new Map();
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const rows = await readByKey(tx, mirror, source, 'record_key', distinct, ['record_key', column]);
  const users = aliases
    ? null
    : await subjectsOfUsers(
        tx,
        source,
        rows.map((row) => row[column]),
      );
  return new Map(
    rows.flatMap(({ record_key, [column]: value }) => {
      const subject = users ? users.get(value) : value;
      return record_key instanceof Uint8Array && typeof subject === 'number' ? [[keyText(record_key), subject]] : [];
    }),
  );
}

/** By the user's id in the EMM; users without a person, or who are gone, have none. */
export async function subjectsOfUsers(
  { db }: Pick<WriteTransaction, 'db'>,
  source: string,
  users: readonly unknown[],
): Promise<ReadonlyMap<unknown, number | null>> {
  const ids = [...new Set(users.filter((user) => typeof user === 'string'))];
  const query = db.selectFrom('emm_user').select(['external_id', 'subject_id']).where('source', '=', source);
  const rows = await readInLists(ids, (list) => query.where('external_id', 'in', list));
  return new Map(rows.map((row) => [row.external_id, row.subject_id]));
}
