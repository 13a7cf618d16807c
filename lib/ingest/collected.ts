// What a source collected so far, and what of it two readings have in common. A parameter that is no longer collected
// is purged before the next poll; one that was not collected both times writes no change events.
import type { Catalog, MirrorName } from '../catalog/index.ts';
import { catalog, datasetNamed, mirrors, type PersonalDataClass } from '../catalog/index.ts';
import type { Collection } from '../sources/collection.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Comparable } from './changes.ts';

/** Per dataset the names of fields and `attributes.<name>`; switches stand among them as pseudo names. */
export type CollectedNames = Readonly<Record<string, readonly string[]>>;

export interface Collected {
  readonly current: CollectedNames;
  /** What every row of the dataset was read with: set when a pass is complete. */
  readonly comparable: CollectedNames;
}

export const PERSONAL_DEVICES = 'switch.personalDevices';
const PHONE = (policy: string): string => `switch.phoneNumbers.${policy}`;

/** Everything that the source may store now. */
export function collectedNow(collection: Collection, config: BaseConfig): CollectedNames {
  const names: Record<string, string[]> = {};
  for (const { name } of mirrors) {
    const dataset = name as MirrorName;
    const collected = [...collection.collectedOf(dataset).keys()];
    if (collected.length === 0) continue;
    const fields: Catalog[MirrorName]['fields'] = catalog[dataset].fields;
    if (collected.some((field) => Object.hasOwn(fields, field) && field === 'phone_number')) {
      // Less than before is purged: full holds masked, masked holds nothing.
      if (config.phoneNumbers === 'full') collected.push(PHONE('full'));
      if (config.phoneNumbers !== 'off') collected.push(PHONE('masked'));
    }
    if (datasetNamed(dataset).parent !== undefined && config.personalDevices) collected.push(PERSONAL_DEVICES);
    names[dataset] = collected.sort();
  }
  return names;
}

export function parseCollected(text: string | null): Collected | null {
  return text === null ? null : JSON.parse(text);
}

/** Names that were collected and are no more. */
export function dropped(before: CollectedNames, now: CollectedNames): ReadonlyMap<MirrorName, readonly string[]> {
  const gone = new Map<MirrorName, readonly string[]>();
  for (const [dataset, names] of Object.entries(before)) {
    const missing = names.filter((name) => !now[dataset]?.includes(name));
    if (missing.length > 0) gone.set(dataset as MirrorName, missing);
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
    Object.entries(common(before?.comparable ?? {}, now)).map(([dataset, names]) => [
      dataset,
      policy(before?.current[dataset]) === policy(now[dataset])
        ? names
        : names.filter((name) => name !== 'phone_number'),
    ]),
  );
}

/** With class and tracking, for the change events of one dataset. */
export function comparableOf(collection: Collection, collected: Collected, dataset: MirrorName): Comparable {
  const names = new Set(collected.comparable[dataset] ?? []);
  const all: ReadonlyMap<string, { class: PersonalDataClass; tracked: boolean }> = collection.collectedOf(dataset);
  return new Map([...all].filter(([name]) => names.has(name)));
}

/** Names to null for a dropped one: a phone number goes with its hash, and with its switch. */
export function columnsOfDropped(names: readonly string[]): readonly string[] {
  const phone = names.some((name) => name === 'phone_number' || name.startsWith(PHONE('')));
  const fields = names.filter((name) => !name.startsWith('attributes.') && !name.startsWith('switch.'));
  return [...new Set([...fields, ...(phone ? ['phone_number', 'phone_number_hash'] : [])])];
}

export const attributesOfDropped = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => /^attributes\.(.+)$/.exec(name)?.[1] ?? []);
