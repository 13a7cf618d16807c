// Who has, or had, a name: so that the data of somebody who left are found for the export. It looks into the names that are
// kept to link what logs tell, and keeps none longer for it.

import { aliasOf, everHolding } from '../people/aliases.ts';
import { ALIAS_KIND_NAMES } from '../people/link.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

export interface FoundPerson {
  readonly id: string;
  /** Whether a source knows the person now. */
  readonly present: boolean;
  readonly kind: string;
  readonly validFrom: string;
  /** Null while a record has the name. */
  readonly validTo: string | null;
}

/** By the whole name, of any kind; the same person once for each kind. Who has it now comes first, then who had it last. */
export async function findPersons(store: Store, name: string): Promise<readonly FoundPerson[]> {
  const names = ALIAS_KIND_NAMES.flatMap((kind) => aliasOf(kind, name) ?? []);
  const held = await everHolding(store, names);
  const ids = [...new Set(held.map(({ subject_id }) => subject_id))];
  const query = store.db.selectFrom('subject').select('id').where('present', '=', true);
  const present = new Set((await readInLists(ids, (list) => query.where('id', 'in', list))).map(({ id }) => id));
  const spans = [...Map.groupBy(held, ({ subject_id, kind }) => `${subject_id} ${kind}`).values()].flatMap((spans) => {
    const [first] = spans;
    if (!first) return [];
    const ends = spans.map(({ valid_to: to }) => to?.getTime() ?? Number.POSITIVE_INFINITY);
    const from = Math.min(...spans.map(({ valid_from }) => valid_from.getTime()));
    return [{ id: first.subject_id, kind: first.kind, from, to: Math.max(...ends) }];
  });
  return spans
    .sort((a, b) => (a.to === b.to ? a.id - b.id : b.to - a.to))
    .map(({ id, kind, from, to }) => ({
      id: String(id),
      present: present.has(id),
      kind,
      validFrom: new Date(from).toISOString(),
      validTo: Number.isFinite(to) ? new Date(to).toISOString() : null,
    }));
}
