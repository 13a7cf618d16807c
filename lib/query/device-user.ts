// Who a device belongs to: its user in the EMM is an `emm_user` of the same source, who is linked to a subject.
import { subjectsOfUsers } from '../mirror/subject.ts';
import type { Store } from '../store/database.ts';
import type { DatabaseRow } from './page.ts';

/** The subject of each device row (`source`, `user_external_id`), in their order; null where there is none. */
export async function subjectsOfDevices(
  store: Store,
  rows: readonly DatabaseRow[],
): Promise<readonly (number | null)[]> {
  const found = new Map<string, ReadonlyMap<unknown, number | null>>();
  for (const [source, group] of Map.groupBy(rows, (row) => String(row.source)))
    found.set(
      source,
      await subjectsOfUsers(
        store,
        source,
        group.map((row) => row.user_external_id),
      ),
    );
  return rows.map((row) => found.get(String(row.source))?.get(row.user_external_id) ?? null);
}
