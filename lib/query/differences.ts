// What is told of several things is told of their differences: a source taken from all sources, versions and models taken
// from their platform, sources from their product. Where what is left speaks about few people, one more is not told.
import { FLOOR } from '../floor.ts';
import type { Folded, Group } from './floor.ts';

/** Of one group: people by source. */
export type PersonsBySource = ReadonlyMap<string, number>;

/** What a group has of a parent: of a model, those of one platform. */
export interface Part {
  readonly parent: string;
  readonly group: string;
  readonly persons: number;
  /** Some of them. */
  readonly known: readonly number[];
}

/** The same for a group in whatever source. */
export const keyText = (row: Group['row']): string =>
  Object.entries(row)
    .flatMap(([name, value]) => (name.startsWith('key_') ? [String(value)] : []))
    .join('\u001f');

export const keysOf = ({ items }: Folded): ReadonlySet<string> => new Set(items.map(({ row }) => keyText(row)));

/** By source, as `told`; sources that hide a group have at least five people in it, or none. */
export function hideDifferences(
  told: ReadonlyMap<string, Folded>,
  persons: ReadonlyMap<string, PersonsBySource>,
): ReadonlyMap<string, Folded> {
  const hidden = new Map([...told.keys()].map((source) => [source, new Set<string>()]));
  const listed = new Map([...told].map(([source, folded]) => [source, keysOf(folded)]));
  for (const [key, bySource] of persons) {
    const fewest = fewestOf(bySource, (source) => listed.get(source)?.has(key) ?? false);
    if (fewest !== null) hidden.get(fewest)?.add(key);
  }
  return new Map([...told].map(([source, folded]) => [source, without(folded, hidden.get(source) ?? new Set())]));
}

/** Who has to go along with those that do not tell, where these have few. */
function fewestOf(bySource: PersonsBySource, isTold: (source: string) => boolean): string | null {
  const most = [...bySource].reduce((most, [source, count]) => (isTold(source) ? most : Math.max(most, count)), 0);
  // Who is in several of those that hide it is counted in each: the largest alone is sure.
  if (most === 0 || most >= FLOOR) return null;
  return [...bySource].filter(([source]) => isTold(source)).sort(([, a], [, b]) => a - b)[0]?.[0] ?? null;
}

/** Sources whose sum is not told, since another's is taken from that of their product, or of all, else. */
export function hideTotals(
  sources: readonly { readonly source: string; readonly product: string; readonly persons: number }[],
  products: ReadonlySet<string>,
): ReadonlySet<string> {
  const hidden = new Set<string>();
  const among = (some: typeof sources): void => {
    const bySource = new Map(some.map(({ source, persons }) => [source, persons]));
    const fewest = fewestOf(bySource, (source) => (bySource.get(source) ?? 0) >= FLOOR && !hidden.has(source));
    if (fewest !== null) hidden.add(fewest);
  };
  // Products that are not told are told together.
  Map.groupBy(sources, ({ product }) => (products.has(product) ? product : null)).forEach(among);
  among(sources);
  return hidden;
}

/** Without those that `isTold` does not know. */
export function onlyTold(folded: Folded, isTold: (key: string) => boolean): Folded {
  return without(folded, new Set([...keysOf(folded)].filter((key) => !isTold(key))));
}

/** Of each parent, groups that are hidden have at least five people, or none; nor is a group told whose parent is not. */
export function hideWithin(groups: Folded, parents: ReadonlySet<string>, parts: readonly Part[]): Folded {
  const most = new Map<string, Part>();
  for (const part of parts)
    if (part.persons >= FLOOR && part.persons > (most.get(part.group)?.persons ?? 0)) most.set(part.group, part);
  const byParent = [...Map.groupBy(parts, ({ parent }) => parent)].filter(([parent]) => parents.has(parent));
  // Where most of it is it is taken from; what others have of it is left there.
  const own = new Set(most.values());
  let told = onlyTold(groups, (key) => parents.has(most.get(key)?.parent ?? ''));
  for (;;) {
    const listed = keysOf(told);
    const next = byParent
      .map(([, of]) => smallestBesideFew(of, (part) => own.has(part) && listed.has(part.group)))
      .find((group) => group !== null);
    if (next === undefined) return told;
    told = without(told, new Set([next]));
  }
}

function smallestBesideFew(parts: readonly Part[], isTold: (part: Part) => boolean): string | null {
  const hidden = parts.filter((part) => !isTold(part));
  // Of whom several groups have is known of the first and the last alone: at least so many.
  const distinct = new Set(hidden.flatMap(({ known }) => known)).size;
  if (hidden.length === 0 || hidden.reduce((most, { persons }) => Math.max(most, persons), distinct) >= FLOOR)
    return null;
  const told = parts.filter(isTold).sort((a, b) => a.persons - b.persons);
  return told[0]?.group ?? null;
}

/** At least one group is not told. */
export function withoutTotal(folded: Folded): Folded {
  const last = folded.items.at(-1);
  return folded.rest || !last ? folded : without(folded, new Set([keyText(last.row)]));
}

/** A group that is all that is left would be told by that: the smallest that is listed goes along. */
function without({ items, rest }: Folded, hidden: ReadonlySet<string>): Folded {
  if (hidden.size === 0) return { items, rest };
  const gone = items.filter(({ row }) => hidden.has(keyText(row)));
  const listed = items.filter(({ row }) => !hidden.has(keyText(row)));
  const last = gone.length + (rest?.groups ?? 0) < 2 ? listed.pop() : undefined;
  if (last) gone.push(last);
  const groups = gone.length + (rest?.groups ?? 0);
  const devices = gone.reduce((sum, one) => sum + one.devices, rest?.devices ?? 0);
  return { items: listed, rest: groups < 2 ? null : { groups, devices } };
}
