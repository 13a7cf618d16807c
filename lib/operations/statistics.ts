// Daily numbers of devices: how many per platform, model, country and so on, of each source and of all together. Counted
// by the database; what is written has the floor already, so that the table never speaks about few people.
import { FLOOR } from '../floor.ts';
import { verifyHardware } from '../hardware/verify.ts';
import { digestOf } from '../mirror/key.ts';
import { type DeviceTotal, noteCounted } from '../query/counted-devices.ts';
import { hideDifferences, hideTotals, hideWithin, keysOf, onlyTold, withoutTotal } from '../query/differences.ts';
import { type Folded, foldedGroups, type Group } from '../query/floor.ts';
import { passesOf } from '../retention/unverified.ts';
import { cut } from '../store/fold.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import {
  ALL_SOURCES,
  copyOfDevices,
  type Devices,
  groupingBy,
  METRICS,
  type Metric,
  PLATFORM,
  PRODUCT,
  partsOf,
  personsBySource,
  personsOfSources,
  UNKNOWN,
} from './device-groups.ts';
import { type Block, sumOf, totalOf } from './device-totals.ts';

/** What is folded, and what a source itself calls so. */
const OTHER = 'other';

/**
 * Writes the numbers of the day of `at`, in place of those that are there: all of one moment, and all at once, so that they
 * add up. False where `stopped` said so in between.
 */
export async function countDevices(store: Store, at: Date, stopped: () => boolean): Promise<boolean> {
  // What is counted is devices, not rows.
  await verifyHardware(store, (work) => store.write(work), stopped);
  const states = await store.db
    .selectFrom('source_state')
    .select(['source', 'product', 'passes'])
    .orderBy('source')
    .execute();
  const counted = await copyOfDevices(store, (devices) => numbersOf(devices, states, stopped));
  if (!counted) return false;
  await store.write(async (tx) => {
    for (const numbers of counted.numbers) await replace(tx, numbers, at);
    await noteCounted(tx, at, counted.totals);
  });
  return true;
}

interface Numbers {
  readonly source: string;
  readonly metric: string;
  readonly counts: ReadonlyMap<string, number>;
}

interface State {
  readonly source: string;
  readonly product: string;
  readonly passes: string | null;
}

/** Null where `stopped` said so in between. */
async function numbersOf(devices: Devices, states: readonly State[], stopped: () => boolean) {
  const persons = await personsOfSources(devices);
  const sources = states.map((state) => ({ ...state, persons: persons.get(state.source) ?? 0 }));
  const platforms = new Map<string, ReadonlySet<string>>();
  const numbers: Numbers[] = [];
  const blocks = new Map<string, Block[]>();
  let sumHidden: ReadonlySet<string> = new Set();
  for (const [metric, of] of Object.entries(METRICS)) {
    const folded = new Map<string, Folded>();
    for (const { source } of of.ofAll ? [] : sources) {
      if (stopped()) return null;
      folded.set(source, await foldedGroups(devices, groupingBy(devices, of, source)));
    }
    if (stopped()) return null;
    const within = async (groups: Folded, source: string): Promise<Folded> =>
      of.ofPlatform
        ? hideWithin(groups, platforms.get(source) ?? new Set(), await partsOf(devices, of, source))
        : groups;
    const whole = await foldedGroups(devices, groupingBy(devices, of, ALL_SOURCES));
    const all = await within(whole, ALL_SOURCES);
    const told = new Map([[ALL_SOURCES, all]]);
    const listed = keysOf(all);
    const apart = folded.size > 1 ? hideDifferences(folded, await personsBySource(devices, of)) : folded;
    for (const [source, groups] of apart) {
      const ofAll = onlyTold(groups, (key) => listed.has(key));
      told.set(source, await within(sumHidden.has(source) ? withoutTotal(ofAll) : ofAll, source));
    }
    if (metric === PRODUCT) sumHidden = hideTotals(sources, listed);
    for (const [source, groups] of told) {
      if (metric === PLATFORM) platforms.set(source, tellsApart(groups));
      const shown = sumHidden.has(source) ? { ...groups, rest: null } : groups;
      const counts = countsOf(of, shown);
      const isTold = !of.optional || [...counts.keys()].some((dimension) => dimension !== UNKNOWN);
      numbers.push({ source, metric, counts: isTold ? counts : new Map() });
      const sum = sumOf(folded.get(source) ?? whole);
      const block = { grouping: groupingBy(devices, of, source), told: shown, sum };
      if (isTold) blocks.set(source, [...(blocks.get(source) ?? []), block]);
    }
  }
  const read = sources.filter((state) => state.persons >= FLOOR || passesOf(state.passes).has('device'));
  const names = read.map(({ source }) => source);
  const totals: DeviceTotal[] = [];
  for (const source of [ALL_SOURCES, ...names])
    totals.push({
      source,
      sources: source === ALL_SOURCES ? names : [source],
      devices: sumHidden.has(source) ? null : await totalOf(devices, source, blocks.get(source) ?? []),
    });
  return { numbers, totals };
}

/** What a source itself calls `other` is told with the rest. */
const tellsApart = (groups: Folded): ReadonlySet<string> =>
  new Set([...keysOf(groups)].filter((key) => key !== OTHER || groups.rest === null));

/** Devices by what the group is called. */
function countsOf(metric: Metric, { items, rest }: Folded): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, devices: number) => counts.set(name, (counts.get(name) ?? 0) + devices);
  for (const { row, devices } of items) add(nameOf(metric, row), devices);
  if (rest) add(OTHER, rest.devices);
  return counts;
}

/** `ios 26.1`, `iPhone 15`, `DE`. */
function nameOf({ by }: Metric, row: Group['row']): string {
  const parts = by.map((_, i) => String(row[`label_${i}`] ?? row[`key_${i}`]));
  return cut([...new Set(parts)].join(' '), 128);
}

async function replace(tx: WriteTransaction, { source, metric, counts }: Numbers, at: Date): Promise<void> {
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
  await tx.db
    .deleteFrom('statistic')
    .where('metric', '=', metric)
    .where('occurred_at', '=', new Date(day))
    .where('source', '=', source)
    .execute();
  await tx.insert('statistic', rows);
}
