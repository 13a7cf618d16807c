// How many devices there are, each once, told beside groups of them. What is told of all is told of the differences: of the
// devices that count in two groups, since their systems describe them in different ways, and of those that a system does
// not have. Where one of these would speak about few people, the total is the least that sums of groups tell anyway.
import { sql } from 'kysely';
import { FLOOR } from '../floor.ts';
import { type Folded, type Grouping, PERSONS } from '../query/floor.ts';
import { ALL_SOURCES, type Devices } from './device-groups.ts';

/** What one metric tells of a source. */
export interface Block {
  readonly grouping: Grouping;
  readonly told: Folded;
  /** All that it has, told or not. */
  readonly sum: number;
}

export const sumOf = ({ items, rest }: Folded): number =>
  items.reduce((sum, { devices }) => sum + devices, rest?.devices ?? 0);

/** Null where the groups do not tell their sum either. */
export async function totalOf(devices: Devices, source: string, blocks: readonly Block[]): Promise<number | null> {
  if (blocks.length === 0 || blocks.some(({ told, sum }) => sum === 0 || sumOf(told) !== sum)) return null;
  const told = Math.min(...blocks.map(({ sum }) => sum));
  // Of one source the sums of its groups are enough: it knows a device twice by chance alone.
  if (source !== ALL_SOURCES) return told;
  for (const { grouping } of blocks) if (isFew(await personsInSeveral(devices, grouping))) return told;
  for (const by of ['source', 'product'] as const)
    for (const name of await namesOf(devices, by)) if (isFew(await personsBeside(devices, by, name))) return told;
  const { scans, table } = devices;
  const all = sql<number>`count(distinct ${sql.ref('device')})`.as('devices');
  return Number((await scans.selectFrom(table).select(all).executeTakeFirstOrThrow()).devices);
}

const isFew = (persons: number): boolean => persons > 0 && persons < FLOOR;

/** Whose devices count in more than one group. */
async function personsInSeveral({ scans }: Devices, { members, keys }: Grouping): Promise<number> {
  const places = scans
    .selectFrom(members.as('member'))
    .select(['device', ...keys])
    .distinct();
  const several = scans
    .selectFrom(places.as('place'))
    .select('device')
    .groupBy('device')
    .having(sql<number>`count(*)`, '>', 1);
  const counted = scans.selectFrom(members.as('member')).select(PERSONS.as('persons')).where('device', 'in', several);
  return Number((await counted.executeTakeFirstOrThrow()).persons);
}

type By = 'source' | 'product';

async function namesOf({ scans, table }: Devices, by: By): Promise<readonly string[]> {
  return (await scans.selectFrom(table).select(by).distinct().execute()).map((row) => String(row[by]));
}

/** Whose devices one of them does not have. */
async function personsBeside({ scans, table }: Devices, by: By, name: string): Promise<number> {
  const its = scans.selectFrom(table).select('device').where(by, '=', name);
  const counted = scans.selectFrom(table).select(PERSONS.as('persons')).where('device', 'not in', its);
  return Number((await counted.executeTakeFirstOrThrow()).persons);
}
