// Apps over all company devices: how many devices have which title in which version. A statistic about people: entries
// of fewer than five distinct persons are folded into `other`, which must not be smaller than that itself.
import { sql } from 'kysely';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors } from '../http/request.ts';
import { firstRows, type Store } from '../store/database.ts';
import { fold } from '../store/fold.ts';
import { limitOf } from './parse.ts';
import { APP_PARAMETERS } from './statistics-schema.ts';
import { parseText } from './values.ts';
import { prefixCondition } from './where.ts';

/** Groups under this many distinct persons are not shown. */
export const FLOOR = 5;

export interface AppGroup {
  readonly title: string | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly devices: number;
  readonly persons: number;
}

export interface AppStatistic {
  readonly items: readonly AppGroup[];
  /** Everything that is not listed, or null where that is nothing, or too few persons to be shown. */
  readonly other: { readonly apps: number; readonly installations: number } | null;
}

interface Wanted {
  readonly title: string | null;
  readonly platform: string | null;
  readonly limit: number;
}

export async function countApps({ query }: ApiRequest, { store }: ApiDependencies): Promise<Answer> {
  const wanted = parse(query);
  const { items, other } = await appStatistic(store, wanted);
  const filters = [wanted.title === null ? [] : ['title'], wanted.platform === null ? [] : ['platform']].flat();
  const fields = ['title', 'version', 'platform', 'devices'];
  return {
    body: { items: items.map(({ persons, ...item }) => item), other },
    access: [{ dataset: 'device_app', fields, filters, rowCount: items.length }],
  };
}

function parse(query: URLSearchParams): Wanted {
  const errors: ParameterError[] = [...queryErrors(APP_PARAMETERS, query)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const text = (name: string, length: number): string | null => {
    const value = query.get(name);
    const parsed = value === null ? null : parseText(value, length);
    if (parsed && 'allowed' in parsed) refuse(name, parsed.allowed);
    return parsed && 'value' in parsed ? parsed.value : null;
  };
  const title = text('title.startsWith', 256);
  const wanted = {
    title: title === null ? null : fold(title, 256),
    platform: text('platform', 16),
    limit: limitOf(query.get('limit') ?? undefined, refuse),
  };
  if (wanted.title === '') refuse('title.startsWith', 'Text that is not blank.');
  if (errors.length > 0) throw invalidRequest(errors);
  return wanted;
}

/** The most frequent entries, and what is left. */
export async function appStatistic(store: Store, wanted: Wanted): Promise<AppStatistic> {
  const counted = await firstRows(store.engine, rankedGroups(store, wanted), wanted.limit).execute();
  const items = counted.filter((row) => Number(row.persons) >= FLOOR).map(groupOf);
  const [first] = counted;
  if (!first) return { items: [], other: null };
  const listed = items.reduce((sum, item) => sum + item.devices, 0);
  const other = {
    apps: Number(first.all_groups) - items.length,
    installations: Number(first.all_installations) - listed,
  };
  if (other.apps === 0) return { items, other: null };
  // A group that the limit cut off brings its own persons: only a remainder of small groups has to be counted.
  if (Number(first.groups_above) > items.length || (await personsBelowFloor(store, wanted)) >= FLOOR)
    return { items, other };
  const last = items.at(-1);
  if (!last) return { items, other: null };
  return {
    items: items.slice(0, -1),
    other: { apps: other.apps + 1, installations: other.installations + last.devices },
  };
}

function groupOf(row: Readonly<Record<string, unknown>>): AppGroup {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    // An app without a title is known by its id; mixed in SQL, the two columns' collations would conflict.
    title: text(row.title) ?? text(row.title_key),
    version: text(row.version),
    platform: text(row.platform),
    devices: Number(row.devices),
    persons: Number(row.persons),
  };
}

const PERSONS = sql<number>`count(distinct ${sql.ref('person')})`;

/** Company devices' apps: one row per app on a device, with the keys that it is grouped by, none of them null. */
function installations(store: Store, { title, platform }: Wanted) {
  let query = store.scans
    .selectFrom('device_app as a')
    .innerJoin('device as d', (join) =>
      join.onRef('d.source', '=', 'a.source').onRef('d.record_key', '=', 'a.parent_key'),
    )
    .leftJoin('emm_user as u', (join) =>
      join.onRef('u.source', '=', 'd.source').onRef('u.external_id', '=', 'd.user_external_id'),
    )
    .select([
      'd.id as device',
      // A device without a known person counts as one of its own.
      sql<number>`coalesce(u.subject_id, -d.id)`.as('person'),
      'a.title as title',
      'a.version as version',
      sql<string>`coalesce(a.title_folded, a.app_id)`.as('title_key'),
      sql<string>`coalesce(a.version_folded, '')`.as('version_key'),
      sql<string>`coalesce(a.platform, '')`.as('platform'),
    ])
    .where('d.ownership', '=', 'company');
  if (title !== null) query = query.where((eb) => prefixCondition(eb, 'a.title_folded', title));
  return platform === null ? query : query.where('a.platform', '=', platform);
}

function groups(store: Store, wanted: Wanted) {
  return store.scans
    .selectFrom(installations(store, wanted).as('installed'))
    .select((eb) => [
      'title_key',
      'version_key',
      'platform',
      eb.fn.max('title').as('title'),
      eb.fn.max('version').as('version'),
      sql<number>`count(distinct ${sql.ref('device')})`.as('devices'),
      PERSONS.as('persons'),
    ])
    .groupBy(['title_key', 'version_key', 'platform']);
}

/** Groups above the floor first, by devices; each row carries the totals of all groups, so that one pass is enough. */
function rankedGroups(store: Store, wanted: Wanted) {
  const above = sql<number>`case when ${sql.ref('persons')} >= ${sql.lit(FLOOR)} then 1 else 0 end`;
  return store.scans
    .selectFrom(groups(store, wanted).as('grouped'))
    .selectAll()
    .select([
      sql<number>`count(*) over ()`.as('all_groups'),
      sql<number>`sum(${sql.ref('devices')}) over ()`.as('all_installations'),
      sql<number>`sum(${above}) over ()`.as('groups_above'),
    ])
    .orderBy(above, 'desc')
    .orderBy('devices', 'desc')
    .orderBy('title_key')
    .orderBy('version_key')
    .orderBy('platform');
}

/**
 * Distinct persons over all groups that are below the floor. Counted by a window over the members of each group: a join
 * of installations with their groups has no index, and grew with the square of them.
 */
async function personsBelowFloor(store: Store, wanted: Wanted): Promise<number> {
  const members = store.scans
    .selectFrom(installations(store, wanted).as('installed'))
    .select(['title_key', 'version_key', 'platform', 'person'])
    .distinct();
  const group = sql.join(['title_key', 'version_key', 'platform'].map((name) => sql.ref(name)));
  const sized = store.scans
    .selectFrom(members.as('members'))
    .select(['person', sql<number>`count(*) over (partition by ${group})`.as('members_of_group')]);
  const { persons } = await store.scans
    .selectFrom(sized.as('sized'))
    .where('members_of_group', '<', FLOOR)
    .select(PERSONS.as('persons'))
    .executeTakeFirstOrThrow();
  return Number(persons);
}
