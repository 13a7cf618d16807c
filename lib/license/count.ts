// Counts for the licence check. People and devices are counted by the database: their names never leave it.
import { sql } from 'kysely';
import { PLATFORMS } from '../catalog/devices.ts';
import { foldedColumn, mirrors } from '../catalog/index.ts';
import { ALL_VERSIONS, atOnce, collectorPeaks, seenCollectors } from '../collector.ts';
import { PEOPLE } from '../people/aliases.ts';
import { EMM_TYPES, type EmmType } from '../sources/registry.ts';
import type { Store } from '../store/index.ts';
import { type LicensePayload, versionOf } from './payload.ts';

type Counts = Omit<LicensePayload, 'format' | 'serverId' | 'publicKey' | 'versions'>;

/** All counts, as the database has them now. Lists are in a fixed order, so that equal counts are equal bytes. */
export async function countAll(store: Store): Promise<Counts> {
  const systems = await emmSystems(store);
  return {
    emmSystems: systems
      .map(({ product, version }) => ({ product, version }))
      .sort((a, b) => compare(a.product, b.product) || compare(a.version, b.version)),
    ...(await collectors(store)),
    mailAddresses: await mailAddresses(store),
    users: await users(store, systems),
    ...(await devices(store)),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface EmmSystem {
  readonly source: string;
  readonly product: EmmType;
  readonly version: string;
}

async function emmSystems({ db }: Store): Promise<EmmSystem[]> {
  const states = await db.selectFrom('source_state').select(['source', 'product', 'versions']).execute();
  return states.flatMap(({ source, product, versions }) => {
    const known = EMM_TYPES.find((name) => name === product);
    const said: unknown = versions === null ? null : JSON.parse(versions);
    const version = typeof said === 'object' && said !== null && 'version' in said ? said.version : undefined;
    return known ? [{ source, product: known, version: versionOf(version) }] : [];
  });
}

/** By version of Node.js: how many run, and the most that ran at once, yesterday or today. */
async function collectors(store: Store): Promise<Pick<Counts, 'collectors' | 'collectorPeak'>> {
  const now = await store.now();
  const running = Map.groupBy(await seenCollectors(store, now), (row) => versionOf(row.node_version));
  const peaks = new Map<string, number>();
  let collectorPeak = 0;
  for (const { node_version, peak } of await collectorPeaks(store, now)) {
    if (node_version === ALL_VERSIONS) collectorPeak = Math.max(collectorPeak, peak);
    else peaks.set(versionOf(node_version), Math.max(peaks.get(versionOf(node_version)) ?? 0, peak));
  }
  const versions = [...new Set([...running.keys(), ...peaks.keys()])].sort(compare);
  const counted = versions.map((nodeJs) => {
    const count = atOnce(running.get(nodeJs) ?? []);
    return { nodeJs, count, peak: Math.max(count, peaks.get(nodeJs) ?? 0) };
  });
  return { collectors: counted, collectorPeak: Math.max(collectorPeak, atOnce([...running.values()].flat())) };
}

/** Distinct primary addresses, folded, of whoever is present in a mirror that names people by them, and of mailboxes. */
async function mailAddresses({ rows }: Store): Promise<number> {
  const [first, ...others] = mirrors.flatMap(({ name, aliases, address = aliases?.mail }) => {
    if (address === undefined) return [];
    const column = foldedColumn(address);
    const upn = foldedColumn('user_principal_name');
    const present = rows
      .selectFrom<string>(name)
      .select(`${column} as mail`)
      .distinct()
      .where('absent_since', 'is', null);
    const told = present.where(column, 'is not', null).where(column, '<>', '');
    if (aliases) return [told];
    // A report tells a mailbox by its UPN: that is its address, unless an account of that name has one.
    const accounts = PEOPLE.map((people) =>
      rows
        .selectFrom<string>(people)
        .select(upn)
        .where(upn, 'is not', null)
        .where(foldedColumn('mail'), 'is not', null),
    );
    const named = rows
      .selectFrom<string>(name)
      .select(`${upn} as mail`)
      .distinct()
      .where('absent_since', 'is', null)
      .where(column, 'is', null)
      .where(upn, 'is not', null)
      .where((eb) => eb.and(accounts.map((own) => eb(upn, 'not in', own))));
    return [told, named];
  });
  if (!first) return 0;
  const { n } = await rows
    .selectFrom(others.reduce((union, further) => union.union(further), first).as('address'))
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function users({ db }: Store, systems: readonly EmmSystem[]): Promise<Counts['users']> {
  const counts: Counts['users'] = [];
  for (const product of EMM_TYPES) {
    const sources = systems.filter((system) => system.product === product).map((system) => system.source);
    if (sources.length === 0) continue;
    const { n } = await db
      .selectFrom('emm_user')
      .select(({ fn }) => fn.count('subject_id').distinct().as('n'))
      .where('source', 'in', sources)
      .where('absent_since', 'is', null)
      .executeTakeFirstOrThrow();
    counts.push({ product, count: Number(n) });
  }
  return counts;
}

/** A device that several systems know is one. */
async function devices(store: Store): Promise<Pick<Counts, 'devices' | 'devicesPerType'>> {
  const all = await distinctDevices(store);
  const devicesPerType: Counts['devicesPerType'] = [];
  for (const type of PLATFORMS) {
    const count = await distinctDevices(store, type);
    if (count > 0) devicesPerType.push({ type, count });
  }
  return { devices: all, devicesPerType };
}

async function distinctDevices({ scans }: Store, type?: (typeof PLATFORMS)[number]): Promise<number> {
  const present = scans.selectFrom('device').where('absent_since', 'is', null);
  const known = PLATFORMS.filter((platform) => platform !== 'other');
  const typed =
    type === undefined
      ? present
      : type === 'other'
        ? present.where(({ eb, or }) => or([eb('platform', 'is', null), eb('platform', 'not in', known)]))
        : present.where('platform', '=', type);
  const { n } = await typed
    .select(sql<number>`count(distinct coalesce(hardware_id, id))`.as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}
