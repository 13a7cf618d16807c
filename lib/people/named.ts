// Who had a name at an instant: events of systems that know no accounts of ours name people by what these have.
import type { WriteTransaction } from '../store/index.ts';
import { everHolding } from './aliases.ts';
import { type Alias, isStrong, nameOf } from './link.ts';

/** What an event calls a person, and when it happened. */
export interface Named {
  readonly names: readonly Alias[];
  readonly at: Date;
}

/**
 * The person of each; null where nobody had the name then, or several had. A weak name counts only where no strong one is
 * told: it may have passed to somebody else meanwhile.
 */
export async function subjectsNamed(
  tx: Pick<WriteTransaction, 'db'>,
  named: readonly Named[],
): Promise<readonly (number | null)[]> {
  const distinct = new Map(named.flatMap(({ names }) => names).map((name) => [nameOf(name), name]));
  const holders = Map.groupBy(await everHolding(tx, [...distinct.values()]), nameOf);
  return named.map(({ names, at }) => {
    const strong = names.filter((name) => isStrong(name.kind));
    const subjects = new Set(
      (strong.length > 0 ? strong : names)
        .flatMap((name) => holders.get(nameOf(name)) ?? [])
        .filter(({ valid_from, valid_to }) => valid_from <= at && (valid_to === null || at < valid_to))
        .map((holder) => holder.subject_id),
    );
    const [only = null] = subjects;
    return subjects.size === 1 ? only : null;
  });
}
