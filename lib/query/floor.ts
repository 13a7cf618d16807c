// Groups of devices, as statistics tell them: each speaks about some number of people, and about fewer than five nothing
// is told. Such groups are folded into the rest, which must not be smaller than that itself: then the next smallest
// group goes along.
import { type SelectQueryBuilder, sql } from 'kysely';
import { FLOOR } from '../floor.ts';
import { firstRows } from '../store/capabilities.ts';
import type { LooseDatabase, Store } from '../store/database.ts';

/** A store, or a copy in it. */
export type Scans = Pick<Store, 'engine' | 'scans'>;

export type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

export interface Grouping {
  /** A row for each `device` and `person` in a group; over `Store.scans`. */
  readonly members: Query;
  /** Columns of it by which it is grouped, none of them null. */
  readonly keys: readonly string[];
  /** Columns of it that the group has one of, to be shown. */
  readonly labels: readonly string[];
}

export interface Group {
  /** Keys and labels. */
  readonly row: Readonly<Record<string, unknown>>;
  readonly devices: number;
  readonly persons: number;
}

export interface Folded {
  /** By devices, the most first. */
  readonly items: readonly Group[];
  /** Everything that is not listed, or null where that is nothing, or too few persons to be shown. */
  readonly rest: { readonly groups: number; readonly devices: number } | null;
}

export const PERSONS = sql<number>`count(distinct ${sql.ref('person')})`;

/** The largest groups, at most `limit`, and what is left. */
export async function foldedGroups(store: Scans, grouping: Grouping, limit?: number): Promise<Folded> {
  const ranked = rankedGroups(store, grouping);
  const counted = await (limit === undefined ? ranked : firstRows(store.engine, ranked, limit)).execute();
  const items = counted
    .map((row) => ({ row, devices: Number(row.devices), persons: Number(row.persons) }))
    .filter(({ persons }) => persons >= FLOOR);
  const [first] = counted;
  if (!first) return { items: [], rest: null };
  const listed = items.reduce((sum, item) => sum + item.devices, 0);
  const rest = { groups: Number(first.all_groups) - items.length, devices: Number(first.all_devices) - listed };
  if (rest.groups === 0) return { items, rest: null };
  // A group that the limit cut off brings its own persons: only a remainder of small groups has to be counted.
  if (Number(first.groups_above) > items.length || (await personsBelowFloor(store, grouping)) >= FLOOR)
    return { items, rest };
  const last = items.at(-1);
  if (!last) return { items, rest: null };
  return { items: items.slice(0, -1), rest: { groups: rest.groups + 1, devices: rest.devices + last.devices } };
}

/**
 * Groups above the floor first, by devices; each row carries the totals of all groups, so that one pass is enough. For two
 * distinct counts SQL Server writes the members to a spool. Still: by windows 200,000 members took four times as long on
 * SQLite and 1.2 times on the T-SQL engine, by two queries as long and 1.8 times.
 */
function rankedGroups({ scans }: Pick<Scans, 'scans'>, { members, keys, labels }: Grouping): Query {
  const groups = scans
    .selectFrom(members.as('member'))
    .select((eb) => [
      ...keys,
      ...labels.map((label) => eb.fn.max(label).as(label)),
      sql<number>`count(distinct ${sql.ref('device')})`.as('devices'),
      PERSONS.as('persons'),
    ])
    .groupBy([...keys]);
  const above = sql<number>`case when ${sql.ref('persons')} >= ${sql.lit(FLOOR)} then 1 else 0 end`;
  const ranked: Query = scans
    .selectFrom(groups.as('grouped'))
    .selectAll()
    .select([
      sql<number>`count(*) over ()`.as('all_groups'),
      sql<number>`sum(${sql.ref('devices')}) over ()`.as('all_devices'),
      sql<number>`sum(${above}) over ()`.as('groups_above'),
    ])
    .orderBy(above, 'desc')
    .orderBy('devices', 'desc');
  return keys.reduce((query, key) => query.orderBy(key), ranked);
}

/**
 * Distinct persons over all groups that are below the floor. Counted by a window over the members of each group: a join
 * of members with their groups has no index, and grew with the square of them.
 */
export async function personsBelowFloor({ scans }: Pick<Scans, 'scans'>, { members, keys }: Grouping): Promise<number> {
  const distinct = scans
    .selectFrom(members.as('member'))
    .select([...keys, 'person'])
    .distinct();
  const group = sql.join(keys.map((name) => sql.ref(name)));
  const sized = scans
    .selectFrom(distinct.as('members'))
    .select(['person', sql<number>`count(*) over (partition by ${group})`.as('members_of_group')]);
  const { persons } = await scans
    .selectFrom(sized.as('sized'))
    .where('members_of_group', '<', FLOOR)
    .select(PERSONS.as('persons'))
    .executeTakeFirstOrThrow();
  return Number(persons);
}

/** Of a `device as d`: the same number for all rows of one device. */
export const DEVICE = sql<number>`coalesce(d.hardware_id, d.id)`;

/**
 * Of a `device as d` and its `emm_user as u`: who has it. A row whose system names nobody speaks about the one whom
 * another row of the device names; a device without a known person counts as a person of its own.
 */
export const PERSON = sql<number>`coalesce(u.subject_id, (select max(o.subject_id) from device l join emm_user o on o.source = l.source and o.external_id = l.user_external_id where l.hardware_id = d.hardware_id), -coalesce(d.hardware_id, d.id))`;
