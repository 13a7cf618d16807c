// Keeps the counts of apps: groups whose devices or persons changed are counted anew, a few apps at a time, beside whoever
// reads and writes. A nightly comparison proves that nothing was missed, and has counted anew what was.
import { randomUUID } from 'node:crypto';
import { type SelectQueryBuilder, sql } from 'kysely';
import { APP_COUNTS } from '../counts/app-marks.ts';
import { FLOOR } from '../floor.ts';
import { personsBelowFloor } from '../query/floor.ts';
import { appsGrouped } from '../query/installations.ts';
import { type KeptCounts, keptCounts } from '../query/kept-apps.ts';
import { slices } from '../sources/slices.ts';
import { firstRows, type LooseDatabase, rowsOfADelete, type Store } from '../store/index.ts';
import { deleteInLists, paddedLists } from '../store/lists.ts';
import { readStoredValue, writeStoredValue } from '../store/stored-values.ts';
import { areDevicesRead } from './devices-read.ts';

/** Apps that are counted together. */
const TITLES_AT_ONCE = 100;
/** Marks of one run; what is left is taken up by the next one. */
const MARKS_A_RUN = 200_000;
const TITLES_A_PAGE = 500;

type Stopped = () => boolean;
type Group = Readonly<Record<string, unknown>>;

/** The stored value that names who counts: of collectors that count at once the later one does, the other writes no more. */
const COUNTING = 'app-counting';

async function beginCounting(store: Store): Promise<string> {
  const run = randomUUID();
  await writeStoredValue(store, COUNTING, run);
  return run;
}

/**
 * Once a day: from one moment to the next the differences would tell which apps one device brought, and when. Until all sources were
 * read once, what the first of them told is counted. False where it is to be counted again.
 */
export async function countAppsOfDay(store: Store, stopped: Stopped): Promise<boolean> {
  const areRead = await areDevicesRead(store);
  if (!areRead && (await keptCounts(store)) !== null) return false;
  return (await recountApps(store, stopped)) && areRead;
}

/**
 * Counts anew what was marked, or everything the first time. False where `stopped` said so before the end, or another
 * collector has begun to count meanwhile.
 */
export async function recountApps(store: Store, stopped: Stopped): Promise<boolean> {
  const run = await beginCounting(store);
  const isFirst = (await readStoredValue(store, APP_COUNTS)) === null;
  // From now on changes are noted, while what is there is counted.
  if (isFirst) await writeStoredValue(store, APP_COUNTS, {});
  const kept = await keptCounts(store);
  const isWhole = isFirst || kept === null;
  const at = await store.now();
  const marks = await readMarks(store);
  if (kept !== null && marks.ids.length === 0) {
    await writeStoredValue(store, APP_COUNTS, { ...kept, countedAt: at.toISOString() });
    return true;
  }
  const titles = isWhole || marks.isAll ? allTitles(store) : [[...marks.titles]];
  for await (const page of titles)
    for (const some of slices(page, TITLES_AT_ONCE)) {
      if (stopped() || !(await countAnew(store, run, some))) return false;
    }
  await removeMarks(store, marks.ids);
  await writeStoredValue(store, APP_COUNTS, await totals(store, at));
  return marks.ids.length < MARKS_A_RUN;
}

interface Marks {
  readonly ids: readonly number[];
  readonly titles: ReadonlySet<string>;
  readonly isAll: boolean;
}

/** By their ids: one that is committed later, with a lesser id, is not among them. */
async function readMarks(store: Store): Promise<Marks> {
  const query = store.scans.selectFrom('app_mark').select(['id', 'title_key', 'device_id']).orderBy('id');
  const rows = await firstRows(store.engine, query, MARKS_A_RUN).execute();
  const titles = new Set(rows.flatMap(({ title_key }) => (typeof title_key === 'string' ? title_key : [])));
  const devices = [...new Set(rows.flatMap(({ device_id }) => (typeof device_id === 'number' ? device_id : [])))];
  for (const title of await titlesOn(store, devices)) titles.add(title);
  const isAll = rows.some(({ title_key, device_id }) => title_key === null && device_id === null);
  return { ids: rows.map(({ id }) => Number(id)), titles, isAll };
}

const TITLE_KEY = sql<string>`coalesce(${sql.ref('a.title_folded')}, ${sql.ref('a.app_id')})`;

/** Apps of devices, and of all that is one with them. */
async function titlesOn({ scans }: Store, devices: readonly number[]): Promise<ReadonlySet<string>> {
  const titles = new Set<string>();
  for (const list of paddedLists(devices)) {
    const own = scans.selectFrom('device').select('id').where('id', 'in', list);
    const hardware = scans.selectFrom('device').select('hardware_id').where('id', 'in', list);
    const found = await scans
      .selectFrom('device as d')
      .innerJoin('device_app as a', (join) =>
        join.onRef('a.source', '=', 'd.source').onRef('a.parent_key', '=', 'd.record_key'),
      )
      .select(TITLE_KEY.as('title_key'))
      .distinct()
      .where('d.id', 'in', own.unionAll(scans.selectFrom('device').select('id').where('hardware_id', 'in', hardware)))
      .execute();
    for (const { title_key } of found) titles.add(String(title_key));
  }
  return titles;
}

/** Of those that are there, and of those that were. */
async function* allTitles({ scans, engine }: Store): AsyncGenerator<readonly string[]> {
  const titled = scans
    .selectFrom('device_app')
    .select('title_folded as title_key')
    .where('title_folded', 'is not', null);
  const untitled = scans.selectFrom('device_app').select('app_id as title_key').where('title_folded', 'is', null);
  const known = scans.selectFrom('app_group').select('title_key');
  const kinds: readonly (readonly [Query, string])[] = [
    [titled, 'title_folded'],
    [untitled, 'app_id'],
    [known, 'title_key'],
  ];
  for (const [query, column] of kinds)
    for (let after: string | null = null; ; ) {
      const from: string | null = after;
      const behind: Query = from === null ? query : query.where(column, '>', from);
      const page = await firstRows(engine, behind.groupBy(column).orderBy(column), TITLES_A_PAGE).execute();
      const titles = page.map(({ title_key }) => String(title_key));
      if (titles.length > 0) yield titles;
      if (titles.length < TITLES_A_PAGE) break;
      after = titles.at(-1) ?? null;
    }
}
type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

const COUNTED = ['title', 'version', 'app_id', 'installations', 'devices', 'persons'] as const;
const textOf = (group: Group): string => JSON.stringify(COUNTED.map((name) => group[name]));
const keyText = ({ title_key, version_text, platform }: Group): string =>
  JSON.stringify([title_key, version_text, platform]);

/** Groups of some apps as they are now, by what tells them apart. */
async function groupsNow(store: Store, titles: readonly string[]): Promise<ReadonlyMap<string, Group>> {
  const { members, keys, labels } = appsGrouped(store, paddedLists(titles)[0] ?? []);
  const counted = await store.scans
    .selectFrom(members.as('member'))
    .select((eb) => [
      ...keys,
      ...[...labels, 'app_id'].map((label) => eb.fn.max(label).as(label)),
      eb.fn.countAll().as('installations'),
      sql`count(distinct ${sql.ref('device')})`.as('devices'),
      sql`count(distinct ${sql.ref('person')})`.as('persons'),
    ])
    .groupBy([...keys])
    .execute();
  return new Map(
    counted
      .map(
        ({ version_key, installations, devices, persons, ...row }): Group => ({
          ...row,
          version_text: version_key,
          installations: Number(installations),
          devices: Number(devices),
          persons: Number(persons),
        }),
      )
      .map((group) => [keyText(group), group]),
  );
}

const groupsKept = (reader: Pick<Store, 'rows'>, titles: readonly string[]): Promise<Group[]> =>
  reader.rows
    .selectFrom('app_group')
    .selectAll()
    .where('title_key', 'in', paddedLists(titles)[0] ?? [])
    .execute();

/** Writes what differs; groups keep their ids. False where another collector counts: it has seen what is later than this. */
async function countAnew(store: Store, run: string, titles: readonly string[]): Promise<boolean> {
  const now = await groupsNow(store, titles);
  const at = await store.now();
  return store.write(async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('setting')
      .set({ changed_at: at })
      .where('name', '=', COUNTING)
      .where('value', '=', JSON.stringify(run))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const kept = await groupsKept(tx, titles);
    const byKey = new Map(kept.map((group) => [keyText(group), group]));
    const gone = kept.filter((group) => !now.has(keyText(group))).map(({ id }) => Number(id));
    await deleteInLists(gone, (list) => tx.db.deleteFrom('app_group').where('id', 'in', list));
    const changed = [...now].flatMap(([key, group]) => {
      const known = byKey.get(key);
      if (!known || textOf(known) === textOf(group)) return [];
      return [{ id: known.id, ...Object.fromEntries(COUNTED.map((name) => [name, group[name]])) }];
    });
    await tx.update('app_group', changed);
    const added = [...now].flatMap(([key, group]) => (byKey.has(key) ? [] : [group]));
    await tx.insert('app_group', added);
    return true;
  });
}

async function removeMarks(store: Store, ids: readonly number[]): Promise<void> {
  for (const list of slices(ids, rowsOfADelete(store.engine)))
    await store.write((tx) => deleteInLists(list, (some) => tx.db.deleteFrom('app_mark').where('id', 'in', some)));
}

/** What answers say beside the groups of a page. */
async function totals(store: Store, at: Date): Promise<KeptCounts> {
  const sums = store.scans
    .selectFrom('app_group')
    .select(({ fn }) => [
      fn.countAll().as('groups'),
      fn.sum('devices').as('devices'),
      fn.sum('installations').as('installations'),
    ]);
  const [all, told] = [
    await sums.executeTakeFirstOrThrow(),
    await sums.where('persons', '>=', FLOOR).executeTakeFirstOrThrow(),
  ];
  const small = {
    groups: Number(all.groups) - Number(told.groups),
    devices: Number(all.devices) - Number(told.devices),
  };
  const isEnough = small.groups === 0 || (await areEnoughPersons(store, small.groups));
  // Of fewer than five persons nothing is told: the least of the others goes along.
  const along = isEnough ? null : await leastTold(store);
  const withLeast = { groups: small.groups + 1, devices: small.devices + (along?.devices ?? 0) };
  return {
    countedAt: at.toISOString(),
    groups: Number(all.groups),
    installations: Number(all.installations ?? 0),
    told: { groups: Number(told.groups) - (along ? 1 : 0), devices: Number(told.devices ?? 0) - (along?.devices ?? 0) },
    rest: small.groups === 0 ? null : isEnough ? small : along && withLeast,
    along: along?.id ?? null,
  };
}

/** Whether the groups below the floor together speak about persons enough: mostly the first of them do. */
async function areEnoughPersons(store: Store, groups: number): Promise<boolean> {
  const largest = store.scans
    .selectFrom('app_group')
    .select('title_key')
    .where('persons', '<', FLOOR)
    .orderBy('persons', 'desc')
    .orderBy('id');
  const some = (await firstRows(store.engine, largest, SMALL_GROUPS).execute()).map((row) => String(row.title_key));
  // None where another collector has counted meanwhile.
  const [titles] = paddedLists([...new Set(some)]);
  if (titles && (await personsBelowFloor(store, appsGrouped(store, titles))) >= FLOOR) return true;
  return groups > SMALL_GROUPS && (await personsBelowFloor(store, appsGrouped(store))) >= FLOOR;
}
const SMALL_GROUPS = 50;

async function leastTold({ scans, engine }: Store): Promise<{ id: number; devices: number } | null> {
  const told = scans
    .selectFrom('app_group')
    .select(['id', 'devices'])
    .where('persons', '>=', FLOOR)
    .orderBy('devices')
    .orderBy('id');
  const [least] = await firstRows(engine, told, 1).execute();
  return least ? { id: Number(least.id), devices: Number(least.devices) } : null;
}

/** Compares everything with what is kept; what differs is counted anew. How many apps these were; null where it did not end. */
export async function verifyAppCounts(store: Store, stopped: Stopped): Promise<number | null> {
  if ((await keptCounts(store)) === null) return 0;
  const run = await beginCounting(store);
  const wrong = new Set<string>();
  for await (const page of allTitles(store))
    for (const some of slices(page, TITLES_AT_ONCE)) {
      if (stopped()) return null;
      for (const title of await differingIn(store, some)) wrong.add(title);
    }
  for (const some of slices([...wrong], TITLES_AT_ONCE)) if (!(await countAnew(store, run, some))) return null;
  if (wrong.size > 0) await writeStoredValue(store, APP_COUNTS, await totals(store, await store.now()));
  return wrong.size;
}

/** Of these apps those whose counts differ from what is kept, and that nobody noted to be counted anew. */
async function differingIn(store: Store, titles: readonly string[]): Promise<readonly string[]> {
  const kept = await groupsKept(store, titles);
  const now = await groupsNow(store, titles);
  const counts = ({ installations, devices, persons }: Group): string => `${installations} ${devices} ${persons}`;
  const known = new Map(kept.map((group) => [keyText(group), group]));
  const differing = [
    ...[...now].filter(([key, group]) => counts(known.get(key) ?? {}) !== counts(group)).map(([, group]) => group),
    ...kept.filter((group) => !now.has(keyText(group))),
  ].map(({ title_key }) => String(title_key));
  if (differing.length === 0) return [];
  const noted = await readMarks(store);
  return noted.isAll ? [] : [...new Set(differing)].filter((title) => !noted.titles.has(title));
}
