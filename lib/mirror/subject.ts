// Events speak about a person: the account's own, or the user of the device. Resolved when they are written, so that a
// later successor never inherits them.
import { type DatasetName, datasetNamed, type MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { onlyOne, userColumns, usersOfDevices } from './device-users.ts';
import { keyText } from './key.ts';
import type { Owner } from './ownership.ts';
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

type Reading = Pick<WriteTransaction, 'rows' | 'db'>;

/** The person of each row of a mirror, by the text of its key; rows without one are not in it. */
export async function subjectsOf(
  tx: Reading,
  mirror: DatasetName,
  source: string,
  keys: readonly Uint8Array[],
): Promise<ReadonlyMap<string, number>> {
  const dataset = datasetNamed(mirror);
  const columns = dataset.aliases ? ['subject_id'] : userColumns(dataset);
  if (columns.length === 0) return new Map();
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const rows = await readByKey(tx, mirror, source, 'record_key', distinct, ['record_key', ...columns]);
  const users = dataset.aliases ? null : await usersOfDevices(tx, source, dataset, rows);
  return new Map(
    rows.flatMap(({ record_key, subject_id }, i) => {
      const [subject] = users ? onlyOne(users[i]?.all ?? []) : [subject_id];
      return record_key instanceof Uint8Array && typeof subject === 'number' ? [[keyText(record_key), subject]] : [];
    }),
  );
}

/** The user of each device, as the systems that have it say; null where two name different people. */
export async function subjectsOfOwners(
  store: Reading,
  owners: readonly Pick<Owner, 'rows'>[],
): Promise<readonly (number | null)[]> {
  const found = new Map<string, ReadonlyMap<string, number>>();
  const rows = owners.flatMap((owner) => owner.rows);
  for (const [source, own] of Map.groupBy(rows, (row) => row.source)) {
    const keys = own.map((row) => row.record_key);
    found.set(source, await subjectsOf(store, 'device', source, keys));
  }
  return owners.map((owner) => {
    const users = new Set(owner.rows.flatMap((row) => found.get(row.source)?.get(keyText(row.record_key)) ?? []));
    const [only = null] = users;
    return users.size === 1 ? only : null;
  });
}
