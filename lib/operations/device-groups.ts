// What devices are counted by, and the groups of it: over a copy of all devices, so that all numbers are of one moment.
import { type Compilable, type Kysely, type SqlBool, sql } from 'kysely';
import type { DEVICE_METRICS } from '../catalog/events.ts';
import { keyText, type Part, type PersonsBySource } from '../query/differences.ts';
import { DEVICE, type Grouping, PERSON, PERSONS, type Scans } from '../query/floor.ts';
import { toldByNoOther } from '../query/unknown-filter.ts';
import type { LooseDatabase, Store } from '../store/index.ts';

/** Stands for all sources together: no source can be called so. */
export const ALL_SOURCES = '*';
/** Of devices that do not tell it. */
export const UNKNOWN = 'unknown';

export interface Metric {
  /** Columns of the copy; folded ones with the column that is shown. */
  readonly by: readonly { readonly column: Column; readonly shown?: string }[];
  /** Left out where no device tells it. */
  readonly optional?: true;
  /** Of all sources together alone. */
  readonly ofAll?: true;
  /** Each group is one of a platform's, for all that is known: what is told of both is told of the difference. */
  readonly ofPlatform?: true;
}

/** Of `device`, but for the product, which is that of the source. */
const TOLD = [
  'platform',
  'os_version_folded',
  'model_folded',
  'ownership',
  'compliance',
  'home_country',
  'current_country',
  'roaming',
] as const;
type Column = (typeof TOLD)[number] | 'product';

export const PRODUCT = 'devices.product';
export const PLATFORM = 'devices.platform';
/** Those of which others are parts come first. */
export const METRICS: Readonly<Record<(typeof DEVICE_METRICS)[number], Metric>> = {
  [PRODUCT]: { by: [{ column: 'product' }], ofAll: true },
  [PLATFORM]: { by: [{ column: 'platform' }] },
  'devices.osVersion': {
    by: [{ column: 'platform' }, { column: 'os_version_folded', shown: 'os_version' }],
    ofPlatform: true,
  },
  'devices.model': { by: [{ column: 'model_folded', shown: 'model' }], ofPlatform: true },
  'devices.ownership': { by: [{ column: 'ownership' }] },
  'devices.compliance': { by: [{ column: 'compliance' }] },
  'devices.homeCountry': { by: [{ column: 'home_country' }], optional: true },
  'devices.currentCountry': { by: [{ column: 'current_country' }], optional: true },
  'devices.roaming': { by: [{ column: 'roaming' }], optional: true },
};

/** A copy of all devices that are there. */
export interface Devices extends Scans {
  readonly table: string;
}

export const copyOfDevices = <T>(store: Store, work: (devices: Devices) => Promise<T>): Promise<T> =>
  store.copied(allDevices(store.scans), (scans, table) => work({ engine: store.engine, scans, table }));

const allDevices = (scans: Kysely<LooseDatabase>): Compilable =>
  scans
    .selectFrom('device as d')
    .innerJoin('source_state as s', 's.source', 'd.source')
    .leftJoin('emm_user as u', (join) =>
      join.onRef('u.source', '=', 'd.source').onRef('u.external_id', '=', 'd.user_external_id'),
    )
    .select([DEVICE.as('device'), PERSON.as('person'), 'd.source as source', 's.product as product'])
    .select(['d.os_version as os_version', 'd.model as model'])
    .select(TOLD.map((column) => `d.${column} as ${column}`))
    .select(TOLD.map((column) => countsOfAll(column).as(flagOf(column))))
    .where('d.absent_since', 'is', null);

const flagOf = (column: Column): string => `of_all_${column}`;

/** Not a row that does not tell it where another system's row of the same device does: `unknown=` of the list asks alike. */
const countsOfAll = (column: Column) =>
  sql<number>`case when ${sql.ref(`d.${column}`)} is not null or ${toldByNoOther(column, 'd')} then 1 else 0 end`;

export function groupingBy({ scans, table }: Devices, { by, ofAll }: Metric, source: string): Grouping {
  const keys = by.map(({ column }, i) => keyOf(column).as(`key_${i}`));
  const labels = by.flatMap(({ shown }, i) => (shown ? [sql.ref(`d.${shown}`).as(`label_${i}`)] : []));
  const devices = scans
    .selectFrom(`${table} as d`)
    .select(['d.device as device', 'd.person as person', 'd.source as source', ...keys, ...labels])
    .select(keyOf('platform').as('platform'));
  const last = by.at(-1)?.column ?? 'product';
  const counted = last === 'product' ? devices : devices.where(sql<SqlBool>`${sql.ref(`d.${flagOf(last)}`)} = 1`);
  return {
    members: source !== ALL_SOURCES ? devices.where('d.source', '=', source) : ofAll ? devices : counted,
    keys: keys.map((_, i) => `key_${i}`),
    labels: by.flatMap(({ shown }, i) => (shown ? [`label_${i}`] : [])),
  };
}

const keyOf = (column: Column) =>
  column === 'roaming'
    ? sql<string>`case when d.roaming is null then ${sql.lit(UNKNOWN)} when d.roaming = 1 then 'roaming' else 'home' end`
    : sql<string>`coalesce(${sql.ref(`d.${column}`)}, ${sql.lit(UNKNOWN)})`;

/** Sources that were removed and have no device left are among them. */
export async function personsOfSources({ scans, table }: Devices): Promise<ReadonlyMap<string, number>> {
  const counted = await scans
    .selectFrom(table)
    .select(['source', PERSONS.as('persons')])
    .groupBy('source')
    .execute();
  return new Map(counted.map((row) => [String(row.source), Number(row.persons)]));
}

export async function partsOf(devices: Devices, metric: Metric, source: string): Promise<readonly Part[]> {
  const { members, keys } = groupingBy(devices, metric, source);
  const person = sql.ref('person');
  const counted = await devices.scans
    .selectFrom(members.as('member'))
    .select(['platform', ...keys, PERSONS.as('persons')])
    .select([sql<number>`min(${person})`.as('first'), sql<number>`max(${person})`.as('last')])
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
export async function personsBySource(devices: Devices, metric: Metric): Promise<ReadonlyMap<string, PersonsBySource>> {
  const { members, keys } = groupingBy(devices, { ...metric, ofAll: true }, ALL_SOURCES);
  const counted = await devices.scans
    .selectFrom(members.as('member'))
    .select([...keys, 'source', PERSONS.as('persons')])
    .groupBy([...keys, 'source'])
    .execute();
  const groups = Map.groupBy(counted, keyText);
  return new Map(
    [...groups].map(([key, rows]) => [key, new Map(rows.map((row) => [String(row.source), Number(row.persons)]))]),
  );
}
