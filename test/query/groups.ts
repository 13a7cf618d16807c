// Groups of apps as they are kept, and as one look at everything counts them.
import { appsGrouped } from '../../lib/query/installations.ts';
import type { Store } from '../../lib/store/index.ts';

/** What tells a group apart, installations, devices and persons. */
type Groups = readonly (readonly [key: string, installations: number, devices: number, persons: number])[];

export async function groupsCounted(store: Store): Promise<Groups> {
  const { members } = appsGrouped(store);
  const rows = await store.scans.selectFrom(members.as('m')).selectAll().execute();
  const groups = Map.groupBy(rows, ({ title_key, version_key, platform }) =>
    JSON.stringify([title_key, version_key, platform]),
  );
  const different = (of: typeof rows, name: string): number => new Set(of.map((row) => row[name])).size;
  return [...groups]
    .map(([key, of]) => [key, of.length, different(of, 'device'), different(of, 'person')] as const)
    .sort();
}

export async function groupsKept(store: Store): Promise<Groups> {
  const rows = await store.db.selectFrom('app_group').selectAll().execute();
  return rows
    .map(
      ({ title_key, version_text, platform, installations, devices, persons }) =>
        [JSON.stringify([title_key, version_text, platform]), installations, devices, persons] as const,
    )
    .sort();
}
