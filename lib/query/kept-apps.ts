// The counts of apps as they are kept: pages of groups that speak about five persons at least, and what is left.
import { sql } from 'kysely';
import { APP_COUNTS } from '../counts/app-marks.ts';
import { FLOOR } from '../floor.ts';
import { firstRows } from '../store/capabilities.ts';
import type { Store } from '../store/database.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { behind } from '../store/keyset.ts';
import { readStoredValue } from '../store/stored-values.ts';
import { prefixCondition } from './where.ts';

interface Sum {
  readonly groups: number;
  readonly devices: number;
}

/** Of all groups, as they were counted last. */
export interface KeptCounts {
  readonly countedAt: string;
  readonly groups: number;
  readonly installations: number;
  /** Groups that are listed. */
  readonly told: Sum;
  /** All others; null where there are none, or where they speak about too few persons. */
  readonly rest: Sum | null;
  /** The group above the floor that goes along with these. */
  readonly along: number | null;
}

/** Null until all was counted once. */
export async function keptCounts(store: Store): Promise<KeptCounts | null> {
  const kept = await readStoredValue(store, APP_COUNTS);
  return isKept(kept) ? kept : null;
}

const isKept = (value: unknown): value is KeptCounts => Object.hasOwn(Object(value), 'countedAt');

export interface AppsWanted {
  /** Folded. */
  readonly title: string | null;
  readonly platform: string | null;
  readonly limit: number;
}

/** A group's place in the list: the most devices first. */
export interface AppPlace {
  readonly devices: number;
  readonly id: number;
}

const ORDER = ['devices', 'id'] as const;

export interface KeptPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: AppPlace | null;
  /** What is listed behind the page. */
  readonly left: Sum;
}

export async function keptPage(
  store: Store,
  { along, told }: KeptCounts,
  { title, platform, limit }: AppsWanted,
  after: AppPlace | null,
): Promise<KeptPage> {
  const conditions = (eb: Builder, place: AppPlace | null): Condition =>
    eb.and([
      eb('persons', '>=', FLOOR),
      ...(along === null ? [] : [eb('id', '<>', along)]),
      ...(title === null ? [] : [eb('title', 'is not', null), prefixCondition(eb, 'title_key', title)]),
      ...(platform === null ? [] : [eb('platform', '=', platform)]),
      ...(place ? [behind(eb, ORDER, { ...place }, true)] : []),
    ]);
  const page = store.scans
    .selectFrom('app_group')
    .selectAll()
    .where((eb) => conditions(eb, after))
    .orderBy('devices', 'desc')
    .orderBy('id', 'desc');
  const found = await firstRows(store.engine, page, limit + 1).execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length <= limit || !last) return { rows, next: null, left: { groups: 0, devices: 0 } };
  const next = { devices: Number(last.devices), id: Number(last.id) };
  const listed = rows.reduce((sum, row) => sum + Number(row.devices), 0);
  // Of the first page of all of them it is known.
  if (!after && title === null && platform === null)
    return { rows, next, left: { groups: told.groups - rows.length, devices: told.devices - listed } };
  const left = await store.scans
    .selectFrom('app_group')
    .select(({ fn }) => [
      fn.countAll().as('groups'),
      sql<number>`coalesce(sum(${sql.ref('devices')}), 0)`.as('devices'),
    ])
    .where((eb) => conditions(eb, next))
    .executeTakeFirstOrThrow();
  return { rows, next, left: { groups: Number(left.groups), devices: Number(left.devices) } };
}
