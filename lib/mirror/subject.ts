// Events speak about a person: the account's own, or the user of the device. Resolved when they are written, so that a
// later successor never inherits them.
import type { MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { keyText } from './key.ts';
import { readByKey } from './read.ts';

export async function withSubjects<E extends { readonly owner_key: Uint8Array; readonly subject_id: number | null }>(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  events: readonly E[],
): Promise<readonly E[]> {
  if (events.length === 0) return events;
  const keys = [...new Map(events.map((event) => [keyText(event.owner_key), event.owner_key])).values()];
  const subjects = await subjectsOf(tx, dataset, source, keys);
  return events.map((event) => ({ ...event, subject_id: subjects.get(keyText(event.owner_key)) ?? null }));
}

async function subjectsOf(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  keys: readonly Uint8Array[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (dataset === 'directory_user' || dataset === 'emm_user') {
    for (const { record_key, subject_id } of await readByKey(tx, dataset, source, 'record_key', keys, [
      'record_key',
      'subject_id',
    ]))
      if (record_key instanceof Uint8Array && typeof subject_id === 'number')
        found.set(keyText(record_key), subject_id);
    return found;
  }
  if (dataset !== 'device') return found;
  const devices = await readByKey(tx, dataset, source, 'record_key', keys, ['record_key', 'user_external_id']);
  const users = devices.flatMap(({ user_external_id: user }) => (typeof user === 'string' ? [user] : []));
  const subjects = new Map<string, number | null>();
  for (const list of paddedLists(users)) {
    const rows = await tx.db
      .selectFrom('emm_user')
      .select(['external_id', 'subject_id'])
      .where('source', '=', source)
      .where('external_id', 'in', list)
      .execute();
    for (const row of rows) subjects.set(row.external_id, row.subject_id);
  }
  for (const { record_key, user_external_id: user } of devices) {
    const subject = typeof user === 'string' ? subjects.get(user) : undefined;
    if (record_key instanceof Uint8Array && typeof subject === 'number') found.set(keyText(record_key), subject);
  }
  return found;
}
