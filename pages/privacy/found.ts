// Who was found, each once, whatever names matched. Pure.
import type { FoundPerson } from './api.ts';

export interface FoundOnce extends Pick<FoundPerson, 'id' | 'present' | 'displayName'> {
  readonly names: readonly Pick<FoundPerson, 'kind' | 'validFrom' | 'validTo'>[];
}

/** In the order in which they were found. */
export const eachOnce = (found: readonly FoundPerson[]): readonly FoundOnce[] =>
  [...Map.groupBy(found, ({ id }) => id).values()].flatMap((names) => {
    const [first] = names;
    return first ? [{ id: first.id, present: first.present, displayName: first.displayName, names }] : [];
  });
