// What a source collected so far, and what of it two readings have in common. A parameter that is no longer collected
// is purged before the next poll; one that was not collected both times writes no change events.
import {
  catalog,
  datasetNamed,
  type Field,
  type MirrorName,
  mirrors,
  type PersonalDataClass,
  type SourceEventName,
} from '../catalog/index.ts';
import type { Collection } from '../sources/collection.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Comparable } from './changes.ts';
import type { ReadName } from './run.ts';

/** Per dataset the names of fields and `attributes.<name>`; switches stand among them as pseudo names. */
export type CollectedNames = Readonly<Record<string, readonly string[]>>;

export interface Collected {
  readonly current: CollectedNames;
  /** What every row of the dataset was read with: set when a pass is complete. */
  readonly comparable: CollectedNames;
}

export const PERSONAL_DEVICES = 'switch.personalDevices';
const PHONE = (policy: string): string => `switch.phoneNumbers.${policy}`;

const EVENTS: readonly SourceEventName[] = ['location', 'data_usage'];
const READ: readonly ReadName[] = [...mirrors.map(({ name }) => name as MirrorName), ...EVENTS];
const isEvent = (name: ReadName): boolean => EVENTS.some((event) => event === name);

/** An event of which only the device is read is none: what it would say is switched off. */
const saysSomething = ({ class: c }: { class: PersonalDataClass }): boolean => c !== 'identifier' && c !== 'technical';

/** What personally owned devices have only where the source says so: children, events, and roaming. */
const isOfDevices = (name: ReadName): boolean =>
  name === 'device' || isEvent(name) || datasetNamed(name).parent !== undefined;

/** Fields that are stored as the switch for phone numbers says. */
function minimisedOf(dataset: ReadName): readonly string[] {
  const fields: Readonly<Record<string, Field>> = catalog[dataset].fields;
  return Object.entries(fields).flatMap(([name, { minimise }]) => (minimise ? [name] : []));
}

/** Everything that the source may store now. */
export function collectedNow(collection: Collection, config: BaseConfig): CollectedNames {
  const names: Record<string, string[]> = {};
  for (const dataset of READ) {
    const read = collection.collectedOf(dataset);
    const collected = [...read.keys()];
    if (collected.length === 0 || (isEvent(dataset) && ![...read.values()].some(saysSomething))) continue;
    if (minimisedOf(dataset).some((field) => read.has(field))) {
      // Less than before is purged: full holds masked, masked holds nothing.
      if (config.phoneNumbers === 'full') collected.push(PHONE('full'));
      if (config.phoneNumbers !== 'off') collected.push(PHONE('masked'));
    }
    if (isOfDevices(dataset) && config.personalDevices) collected.push(PERSONAL_DEVICES);
    names[dataset] = collected.sort();
  }
  return names;
}

export function parseCollected(text: string | null): Collected | null {
  return text === null ? null : JSON.parse(text);
}

/** Names that were collected and are no more. */
export function dropped(before: CollectedNames, now: CollectedNames): ReadonlyMap<ReadName, readonly string[]> {
  const gone = new Map<ReadName, readonly string[]>();
  for (const dataset of READ) {
    const missing = (before[dataset] ?? []).filter((name) => !now[dataset]?.includes(name));
    if (missing.length > 0) gone.set(dataset, missing);
  }
  return gone;
}

const common = (a: CollectedNames, b: CollectedNames): CollectedNames =>
  Object.fromEntries(
    Object.entries(a).map(([dataset, names]) => [dataset, names.filter((name) => b[dataset]?.includes(name))]),
  );

/**
 * What can still be told as changed: what every row was read with, and is read with now. A phone number that another
 * policy stores is another text of the same number, and no change.
 */
export function comparableWith(before: Collected | null, now: CollectedNames): CollectedNames {
  const policy = (names: readonly string[] = []) => names.filter((name) => name.startsWith(PHONE(''))).join();
  return Object.fromEntries(
    Object.entries(common(before?.comparable ?? {}, now)).map(([dataset, names]) => {
      if (policy(before?.current[dataset]) === policy(now[dataset])) return [dataset, names];
      const minimised = READ.filter((name) => name === dataset).flatMap(minimisedOf);
      return [dataset, names.filter((name) => !minimised.includes(name))];
    }),
  );
}

/** With class and tracking, for the change events of one dataset. */
export function comparableOf(collection: Collection, collected: Collected, dataset: MirrorName): Comparable {
  const names = new Set(collected.comparable[dataset] ?? []);
  const all: ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }> = collection.collectedOf(dataset);
  return new Map([...all].filter(([name]) => names.has(name)));
}

/** Names to null for a dropped one: a phone number, or a SIM's, goes with its hash, and with its switch. */
export function columnsOfDropped(dataset: ReadName, names: readonly string[]): readonly string[] {
  const narrowed = names.some((name) => name.startsWith(PHONE('')));
  const fields = names.filter((name) => !name.startsWith('attributes.') && !name.startsWith('switch.'));
  const minimised = minimisedOf(dataset).filter((name) => narrowed || fields.includes(name));
  return [...new Set([...fields, ...minimised.flatMap((name) => [name, `${name}_hash`])])];
}

export const attributesOfDropped = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => /^attributes\.(.+)$/.exec(name)?.[1] ?? []);
