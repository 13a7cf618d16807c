// Installations of apps on company devices, as statistics group them.
import { type SelectQueryBuilder, sql } from 'kysely';
import type { LooseDatabase, Store } from '../store/database.ts';
import { DEVICE, type Grouping, PERSON } from './floor.ts';

type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

/** What groups are told apart by, none of it null: in `app_group`, `version_key` is `version_text`. */
const APP_KEYS = ['title_key', 'version_key', 'platform'];

/** All of them, or those of some apps, by `title_key`. */
export const appsGrouped = (store: Store, titles?: readonly string[]): Grouping => ({
  members: titles ? ofTitles(store, titles) : installations(store),
  keys: APP_KEYS,
  labels: ['title', 'version'],
});

/** Each by a range of an index: an app without a title is known by its id. */
const ofTitles = (store: Store, titles: readonly string[]): Query =>
  installations(store)
    .where('a.title_folded', 'in', titles)
    .unionAll(installations(store).where('a.title_folded', 'is', null).where('a.app_id', 'in', titles));

/** Company devices' apps: one row per app on a device, with the keys that it is grouped by, none of them null. */
function installations(store: Store): Query {
  return store.scans
    .selectFrom('device_app as a')
    .innerJoin('device as d', (join) =>
      join.onRef('d.source', '=', 'a.source').onRef('d.record_key', '=', 'a.parent_key'),
    )
    .leftJoin('emm_user as u', (join) =>
      join.onRef('u.source', '=', 'd.source').onRef('u.external_id', '=', 'd.user_external_id'),
    )
    .select([
      DEVICE.as('device'),
      PERSON.as('person'),
      'a.title as title',
      'a.version as version',
      'a.app_id as app_id',
      sql<string>`coalesce(a.title_folded, a.app_id)`.as('title_key'),
      sql<string>`coalesce(a.version_folded, '')`.as('version_key'),
      PLATFORM.as('platform'),
    ])
    .where('d.ownership', '=', 'company');
}

/** Some systems tell none of an app: then it is the device's. */
const PLATFORM = sql<string>`coalesce(a.platform, d.platform, '')`;
