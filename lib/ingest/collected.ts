// What a source collected so far, and what of it two readings have in common. A parameter that is no longer collected
// is purged before the next poll; one that was not collected both times writes no change events.
import { type Dataset, datasets, hashColumns } from '../catalog/index.ts';
import { NAMES_LACKING, PERSONAL_DEVICES } from '../mirror/ownership.ts';
import type { Collection } from '../sources/collection.ts';
import type { BaseConfig } from '../sources/config.ts';

/** Per dataset the names of fields and `attributes.<name>`; switches, and what feeds a field, stand among them as pseudo names. */
export type CollectedNames = Readonly<Record<string, readonly string[]>>;

export interface Collected {
  readonly current: CollectedNames;
  /** What every row of the dataset was read with: set when a pass is complete. */
  readonly comparable: CollectedNames;
  /** What is no longer collected is being purged: whoever tells it must wait. */
  readonly purging?: true;
}

const FEED = 'feed.';
const nameOfFeed = (feed: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => feed.startsWith(`${FEED}${name}=`));

export const nameOfFiner = (setting: string): string => `switch.${setting}`;

/** How numbers are hashed; another word makes all be read anew. */
const HASHED = 'e164';
const PHONE = (policy: string): string => `switch.phoneNumbers.${policy}`;

/** What a source may tell. */
const told = (): readonly Dataset[] =>
  datasets().filter((dataset) => dataset.kind === 'mirror' || dataset.toldBy === 'source');

/** What devices that are not the company's have only where the source says so: children, events, and what is made of them. */
const hasSwitch = ({ name, device, parent }: Dataset): boolean =>
  name === 'device' || Object.values(device?.stored ?? parent?.stored ?? {}).includes('switch');

/** Fields that are stored as the switch for phone numbers says. */
function minimisedFields({ fields }: Dataset): readonly string[] {
  return Object.entries(fields).flatMap(([name, { minimise }]) => (minimise ? [name] : []));
}

/** With the attributes that are. */
const minimisedOf = (collection: Collection, dataset: Dataset): readonly string[] => [
  ...minimisedFields(dataset),
  ...[...collection.numbersOf(dataset.name).keys()].map((name) => `attributes.${name}`),
];

/** Everything that the source may store now. */
export function collectedNow(collection: Collection, config: BaseConfig): CollectedNames {
  const names: Record<string, string[]> = {};
  for (const dataset of told()) {
    const read = collection.collectedOf(dataset.name);
    const collected = [...read.keys()];
    if (collected.length === 0) continue;
    for (const { name, feed } of collection.feedsOf(dataset.name)) collected.push(`${FEED}${name}=${feed}`);
    if (minimisedOf(collection, dataset).some((field) => read.has(field))) {
      // Less than before is purged: full holds masked, masked holds nothing.
      if (config.phoneNumbers === 'full') collected.push(PHONE('full'));
      if (config.phoneNumbers !== 'off') collected.push(PHONE('masked'), PHONE(`${HASHED}.${config.country ?? ''}`));
    }
    const people = dataset.person?.by ?? [];
    if (people.some((name) => !read.has(name)) && !collection.leavesOut(dataset.name, people))
      collected.push(NAMES_LACKING);
    if (hasSwitch(dataset) && config.personalDevices) collected.push(PERSONAL_DEVICES);
    for (const { name, dataset: of, on } of collection.finer)
      if (of === dataset.name && on) collected.push(nameOfFiner(name));
    names[dataset.name] = collected.sort();
  }
  return names;
}

/** Whether all that is collected now is known to be. */
export const covers = (known: CollectedNames, now: CollectedNames): boolean =>
  Object.entries(now).every(([dataset, names]) => names.every((name) => known[dataset]?.includes(name)));

export function parseCollected(text: string | null): Collected | null {
  return text === null ? null : JSON.parse(text);
}

/** Names that were collected and are no more; where less is stored of numbers than before, theirs too. */
export function uncollected(
  before: CollectedNames,
  now: CollectedNames,
  collection: Collection,
): ReadonlyMap<Dataset, readonly string[]> {
  const gone = new Map<Dataset, readonly string[]>();
  for (const dataset of told()) {
    const had = before[dataset.name] ?? [];
    const has = now[dataset.name] ?? [];
    // Which of its feeds a value came from is not known: with one of them all values go, and are read anew.
    const missing = had
      .filter((name) => !has.includes(name) && name !== NAMES_LACKING)
      .flatMap((name) => (name.startsWith(FEED) ? nameOfFeed(name, had) : name));
    const numbers = isNarrowed(had, has) ? minimisedOf(collection, dataset).filter((name) => had.includes(name)) : [];
    const names = [...new Set([...missing, ...numbers])];
    if (names.length > 0) gone.set(dataset, names);
  }
  return gone;
}

/** Attributes that were collected under no policy, as versions before this one did, stand there in full. */
function isNarrowed(had: readonly string[], now: readonly string[]): boolean {
  const [full, masked] = [PHONE('full'), PHONE('masked')];
  const isLess = [full, masked].some((policy) => had.includes(policy) && !now.includes(policy));
  return isLess || (now.includes(masked) && !now.includes(full) && !had.includes(masked));
}

const common = (a: CollectedNames, b: CollectedNames): CollectedNames =>
  Object.fromEntries(
    Object.entries(a).map(([dataset, names]) => [dataset, names.filter((name) => b[dataset]?.includes(name))]),
  );

/**
 * What can still be told as changed: what every row was read with, and is read with now. A phone number that another
 * policy stores is another text of the same number, and no change; nor is what another property of the wire tells.
 */
export function comparableWith(before: Collected | null, now: CollectedNames, collection: Collection): CollectedNames {
  const policy = (names: readonly string[] = []) => names.filter((name) => name.startsWith(PHONE(''))).join();
  return Object.fromEntries(
    Object.entries(common(before?.comparable ?? {}, now)).map(([dataset, names]) => {
      const [had, has] = [before?.current[dataset] ?? [], now[dataset] ?? []];
      const feeds = new Set(had).symmetricDifference(new Set(has));
      const others = [...feeds].flatMap((name) => (name.startsWith(FEED) ? nameOfFeed(name, names) : []));
      const minimised = told()
        .filter(({ name }) => name === dataset && policy(had) !== policy(has))
        .flatMap((one) => minimisedOf(collection, one));
      return [dataset, names.filter((name) => !minimised.includes(name) && !others.includes(name))];
    }),
  );
}

/** Names to null for an uncollected one: a phone number, or a SIM's, goes with its hash. */
export function columnsOfUncollected(dataset: Dataset, names: readonly string[]): readonly string[] {
  const fields = names.filter((name) => !name.startsWith('attributes.') && !name.startsWith('switch.'));
  return [...fields, ...fields.flatMap((name) => hashColumns(dataset.fields, name))];
}

export const attributesOfUncollected = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => /^attributes\.(.+)$/.exec(name)?.[1] ?? []);
