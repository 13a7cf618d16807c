// Daily numbers of devices: how many per platform, model, country and so on, of each source and of all together. Counted
// by the database; what is written has the floor already, so that the table never speaks about few people.
import { type SqlBool, sql } from 'kysely';
import type { DEVICE_METRICS } from '../catalog/events.ts';
import { verifyHardware } from '../hardware/verify.ts';
import { digestOf } from '../mirror/key.ts';
import { noteCounted } from '../query/counted-devices.ts';
import {
  hideDifferences,
  hideTotals,
  hideWithin,
  keysOf,
  keyText,
  onlyTold,
  type Part,
  type PersonsBySource,
  withoutTotal,
} from '../query/differences.ts';
import { DEVICE, type Folded, foldedGroups, type Group, type Grouping, PERSON } from '../query/floor.ts';
import { toldByNoOther } from '../query/unknown-filter.ts';
import { firstRows } from '../store/capabilities.ts';
import { cut } from '../store/fold.ts';
import type { Store } from '../store/index.ts';

/** Stands for all sources together: no source can be called so. */
const ALL_SOURCES = '*';
/** Of devices that do not tell it. */
const UNKNOWN = 'unknown';
/** What is folded, and what a source itself calls so. */
const OTHER = 'other';

interface Metric {
  /** Columns of `device as d`, or of `source_state as s`; folded ones with the column that is shown. */
  readonly by: readonly { readonly column: string; readonly shown?: string }[];
  /** Left out where no device tells it. */
  readonly optional?: true;
  /** Of all sources together alone. */
  readonly ofAll?: true;
  /** Each group is one of a platform's, for all that is known: what is told of both is told of the difference. */
  readonly ofPlatform?: true;
}

const PRODUCT = 'devices.product';
const PLATFORM = 'devices.platform';
/** Those of which others are parts come first. */
const METRICS: Readonly<Record<(typeof DEVICE_METRICS)[number], Metric>> = {
  [PRODUCT]: { by: [{ column: 's.product' }], ofAll: true },
  [PLATFORM]: { by: [{ column: 'd.platform' }] },
  'devices.osVersion': {
    by: [{ column: 'd.platform' }, { column: 'd.os_version_folded', shown: 'd.os_version' }],
    ofPlatform: true,
  },
  'devices.model': { by: [{ column: 'd.model_folded', shown: 'd.model' }], ofPlatform: true },
  'devices.ownership': { by: [{ column: 'd.ownership' }] },
  'devices.compliance': { by: [{ column: 'd.compliance' }] },
  'devices.homeCountry': { by: [{ column: 'd.home_country' }], optional: true },
  'devices.currentCountry': { by: [{ column: 'd.current_country' }], optional: true },
  'devices.roaming': { by: [{ column: 'd.roaming' }], optional: true },
};

/** Whether there are devices, and no source is read for the first time: the first day's numbers are not those of some alone. */
export async function areDevicesRead(store: Store): Promise<boolean> {
  const now = await store.now();
  const first = store.db.selectFrom('source_state').select('source').where('last_success_at', 'is', null);
  if (await first.where('lease_until', '>', now).executeTakeFirst()) return false;
  return (
    (await firstRows(store.engine, store.db.selectFrom('device').select('id'), 1).executeTakeFirst()) !== undefined
  );
}

/** Writes the numbers of the day of `at`, in place of those that are there. False where `stopped` said so in between. */
export async function countDevices(store: Store, at: Date, stopped: () => boolean): Promise<boolean> {
  // What is counted is devices, not rows.
  await verifyHardware(store, (work) => store.write(work), stopped);
  const sources = await sourcesWithPeople(store);
  const platforms = new Map<string, ReadonlySet<string>>();
  let sumHidden: ReadonlySet<string> = new Set();
  for (const [metric, of] of Object.entries(METRICS)) {
    const folded = new Map<string, Folded>();
    for (const source of of.ofAll ? [] : sources.map((state) => state.source)) {
      if (stopped()) return false;
      folded.set(source, await foldedGroups(store, groupingBy(store, of, source)));
    }
    if (stopped()) return false;
    const within = async (groups: Folded, source: string): Promise<Folded> =>
      of.ofPlatform ? hideWithin(groups, platforms.get(source) ?? new Set(), await partsOf(store, of, source)) : groups;
    const all = await within(await foldedGroups(store, groupingBy(store, of, ALL_SOURCES)), ALL_SOURCES);
    const told = new Map([[ALL_SOURCES, all]]);
    const listed = keysOf(all);
    const apart = folded.size > 1 ? hideDifferences(folded, await personsBySource(store, of)) : folded;
    for (const [source, groups] of apart) {
      const ofAll = onlyTold(groups, (key) => listed.has(key));
      told.set(source, await within(sumHidden.has(source) ? withoutTotal(ofAll) : ofAll, source));
    }
    if (metric === PRODUCT) sumHidden = hideTotals(sources, listed);
    for (const [source, groups] of told) {
      if (metric === PLATFORM) platforms.set(source, tellsApart(groups));
      const counted = countsOf(of, sumHidden.has(source) ? { ...groups, rest: null } : groups);
      const known = [...counted.keys()].some((dimension) => dimension !== UNKNOWN);
      await replace(store, { source, metric, at }, of.optional && !known ? new Map() : counted);
    }
  }
  await noteCounted(store, at);
  return true;
}

/** What a source itself calls `other` is told with the rest. */
const tellsApart = (groups: Folded): ReadonlySet<string> =>
  new Set([...keysOf(groups)].filter((key) => key !== OTHER || groups.rest === null));

/** Sources that were removed and have no device left are among them. */
async function sourcesWithPeople(store: Store) {
  const states = await store.db.selectFrom('source_state').select(['source', 'product']).orderBy('source').execute();
  const { members } = groupingBy(store, METRICS[PRODUCT], ALL_SOURCES);
  const counted = await store.scans
    .selectFrom(members.as('member'))
    .select(['source', sql<number>`count(distinct ${sql.ref('person')})`.as('persons')])
    .groupBy('source')
    .execute();
  const persons = new Map(counted.map((row) => [String(row.source), Number(row.persons)]));
  return states.map((state) => ({ ...state, persons: persons.get(state.source) ?? 0 }));
}

async function partsOf(store: Store, metric: Metric, source: string): Promise<readonly Part[]> {
  const { members, keys } = groupingBy(store, metric, source);
  const person = sql.ref('person');
  const counted = await store.scans
    .selectFrom(members.as('member'))
    .select([
      'platform',
      ...keys,
      sql<number>`count(distinct ${person})`.as('persons'),
      sql<number>`min(${person})`.as('first'),
      sql<number>`max(${person})`.as('last'),
    ])
    .groupBy(['platform', ...keys])
    .execute();
  return counted.map((row) => ({
    parent: String(row.platform),
    group: keyText(row),
    persons: Number(row.persons),
    known: [Number(row.first), Number(row.last)],
  }));
}

/** How many people a group has, in each source that has it. */
async function personsBySource(store: Store, metric: Metric): Promise<ReadonlyMap<string, PersonsBySource>> {
  const { members, keys } = groupingBy(store, { ...metric, ofAll: true }, ALL_SOURCES);
  const counted = await store.scans
    .selectFrom(members.as('member'))
    .select([...keys, 'source', sql<number>`count(distinct ${sql.ref('person')})`.as('persons')])
    .groupBy([...keys, 'source'])
    .execute();
  const groups = Map.groupBy(counted, keyText);
  return new Map(
    [...groups].map(([key, rows]) => [key, new Map(rows.map((row) => [String(row.source), Number(row.persons)]))]),
  );
}

/** Devices by what the group is called. */
function countsOf(metric: Metric, { items, rest }: Folded): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, devices: number) => counts.set(name, (counts.get(name) ?? 0) + devices);
  for (const { row, devices } of items) add(nameOf(metric, row), devices);
  if (rest) add(OTHER, rest.devices);
  return counts;
}

function groupingBy({ scans }: Store, { by, ofAll }: Metric, source: string): Grouping {
  const keys = by.map(({ column }, i) => keyOf(column).as(`key_${i}`));
  const labels = by.flatMap(({ shown }, i) => (shown ? [sql.ref(shown).as(`label_${i}`)] : []));
  const devices = scans
    .selectFrom('device as d')
    .innerJoin('source_state as s', 's.source', 'd.source')
    .leftJoin('emm_user as u', (join) =>
      join.onRef('u.source', '=', 'd.source').onRef('u.external_id', '=', 'd.user_external_id'),
    )
    .select([DEVICE.as('device'), PERSON.as('person'), 'd.source as source', ...keys, ...labels])
    .select(keyOf('d.platform').as('platform'))
    .where('d.absent_since', 'is', null);
  const counted = source === ALL_SOURCES && !ofAll ? devices.where(unlessToldElsewhere(by)) : devices;
  return {
    members: source === ALL_SOURCES ? counted : counted.where('d.source', '=', source),
    keys: keys.map((_, i) => `key_${i}`),
    labels: by.flatMap(({ shown }, i) => (shown ? [`label_${i}`] : [])),
  };
}

/** Not a row that does not tell it where another system's row of the same device does: `unknown=` of the list asks alike. */
function unlessToldElsewhere(by: Metric['by']) {
  const column = by.at(-1)?.column.replace(/^d\./, '') ?? '';
  return sql<SqlBool>`(${sql.ref(`d.${column}`)} is not null or ${toldByNoOther(column, 'd')})`;
}

const keyOf = (column: string) =>
  column === 'd.roaming'
    ? sql<string>`case when d.roaming is null then ${sql.lit(UNKNOWN)} when d.roaming = ${sql.lit(1)} then 'roaming' else 'home' end`
    : sql<string>`coalesce(${sql.ref(column)}, ${sql.lit(UNKNOWN)})`;

/** `ios 26.1`, `iPhone 15`, `DE`. */
function nameOf({ by }: Metric, row: Group['row']): string {
  const parts = by.map((_, i) => String(row[`label_${i}`] ?? row[`key_${i}`]));
  return cut([...new Set(parts)].join(' '), 128);
}

interface Of {
  readonly source: string;
  readonly metric: string;
  readonly at: Date;
}

async function replace(store: Store, { source, metric, at }: Of, counts: ReadonlyMap<string, number>): Promise<void> {
  const day = at.toISOString().slice(0, 10);
  const rows = [...counts].map(([dimension, value]) => ({
    source,
    record_key: digestOf(`${metric}\u001f${dimension}\u001f${day}`),
    occurred_at: new Date(day),
    day,
    metric,
    dimension,
    value,
  }));
  await store.write(async (tx) => {
    await tx.db
      .deleteFrom('statistic')
      .where('metric', '=', metric)
      .where('occurred_at', '=', new Date(day))
      .where('source', '=', source)
      .execute();
    await tx.insert('statistic', rows);
  });
}
