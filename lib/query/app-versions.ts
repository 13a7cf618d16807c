// Which version of an app devices have that were asked for by it: for who has to call, or update, them.
import type { Store } from '../store/database.ts';
import { readInLists } from '../store/lists.ts';
import { type AppFilter, installed, onPlatform } from './app-filter.ts';
import type { DatabaseRow } from './page.ts';

/** Of each row; with commas between several, as where one title is of two apps. */
export async function appVersions(
  store: Store,
  app: AppFilter | null,
  rows: readonly DatabaseRow[],
): Promise<readonly (string | null)[]> {
  if (app === null) return rows.map(() => null);
  const ids = rows.map(({ id }) => Number(id));
  const found = await readInLists(ids, (list) =>
    store.rows
      .selectFrom('device as d')
      .innerJoin('device_app as a', (join) =>
        join.onRef('a.source', '=', 'd.source').onRef('a.parent_key', '=', 'd.record_key'),
      )
      .select(['d.id as id', 'a.version as version'])
      .where('d.id', 'in', list)
      .where((eb) => eb.and([installed(eb, app), ...onPlatform(eb, app, 'd')])),
  );
  const byId = Map.groupBy(found, ({ id }) => Number(id));
  return ids.map((id) => {
    const versions = byId.get(id)?.flatMap(({ version }) => (typeof version === 'string' ? version : [])) ?? [];
    return versions.length === 0 ? null : [...new Set(versions)].sort().join(', ');
  });
}
