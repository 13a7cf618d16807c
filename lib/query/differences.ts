// Groups of several sources, and of all of them together: what sources tell, taken from what all tell, is what is left of
// the others. Where that speaks about few people, another source tells the group no more.
import { FLOOR } from '../floor.ts';
import type { Folded, Group } from './floor.ts';

/** Of one group: people by source. */
export type PersonsBySource = ReadonlyMap<string, number>;

/** The same for a group in whatever source. */
export const keyText = (row: Group['row']): string =>
  Object.entries(row)
    .flatMap(([name, value]) => (name.startsWith('key_') ? [String(value)] : []))
    .join('\u001f');

/** By source, as `told`; sources that hide a group have at least five people in it, or none. */
export function hideDifferences(
  told: ReadonlyMap<string, Folded>,
  persons: ReadonlyMap<string, PersonsBySource>,
): ReadonlyMap<string, Folded> {
  const hidden = new Map([...told.keys()].map((source) => [source, new Set<string>()]));
  const listed = new Map(
    [...told].map(([source, { items }]) => [source, new Set(items.map(({ row }) => keyText(row)))]),
  );
  for (const [key, bySource] of persons) {
    const isTold = (source: string): boolean => listed.get(source)?.has(key) ?? false;
    const most = [...bySource].reduce((most, [source, count]) => (isTold(source) ? most : Math.max(most, count)), 0);
    // Who is in several of those that hide it is counted in each: the largest alone is sure.
    if (most === 0 || most >= FLOOR) continue;
    const [fewest] = [...bySource].filter(([source]) => isTold(source)).sort(([, a], [, b]) => a - b);
    if (fewest) hidden.get(fewest[0])?.add(key);
  }
  return new Map([...told].map(([source, folded]) => [source, without(folded, hidden.get(source) ?? new Set())]));
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
