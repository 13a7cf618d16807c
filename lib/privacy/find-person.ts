// Who has, or had, a name: so that the data of somebody who left are found for the export. It looks into the names that are
// kept to link what logs tell, and keeps none longer for it; and among the display names of those whom a source knows now.

import { aliasOf, everHolding } from '../people/aliases.ts';
import { ALIAS_KIND_NAMES } from '../people/link.ts';
import { findPage, PEOPLE_SOUGHT } from '../search/find.ts';
import { exactQuestionOf } from '../search/question.ts';
import type { Store } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';

const DISPLAY_NAME = 'display_name';
export const FOUND_BY = [...ALIAS_KIND_NAMES, DISPLAY_NAME] as const;
/** Of one display name: a page of them all would be one of nobody that was asked for. */
export const NAMESAKES_AT_MOST = 100;

export interface FoundPerson {
  readonly id: string;
  /** Whether a source knows the person now. */
  readonly present: boolean;
  /** As its sources call a person whom one knows now. */
  readonly displayName: string | null;
  readonly kind: (typeof FOUND_BY)[number];
  /** Null of a display name: what one was before is not kept. */
  readonly validFrom: string | null;
  /** Null while a record has the name. */
  readonly validTo: string | null;
}

export interface FoundPersons {
  readonly items: readonly FoundPerson[];
  /** More people may have it for a display name than are told: a stronger name is wanted. */
  readonly cut: boolean;
}

/**
 * By the whole name, of any kind; the same person once for each kind. Who has it now comes first, then who had it last, and then
 * whose display name it is.
 */
export async function findPersons(store: Store, name: string): Promise<FoundPersons> {
  const names = ALIAS_KIND_NAMES.flatMap((kind) => aliasOf(kind, name) ?? []);
  const spans = spansOf(await everHolding(store, names)).sort((a, b) => (a.to === b.to ? a.id - b.id : b.to - a.to));
  const { namesakes, cut } = await idsCalled(store, name);
  const ids = [...new Set([...spans.map(({ id }) => id), ...namesakes])];
  const query = store.db.selectFrom('subject').select(['id', 'display_name']).where('present', '=', true);
  const present = new Map(
    (await readInLists(ids, (list) => query.where('id', 'in', list))).map((row) => [row.id, row.display_name]),
  );
  const personOf = (id: number) => ({
    ...{ id: String(id), present: present.has(id), displayName: present.get(id) ?? null },
  });
  const items = [
    ...spans.map(({ id, kind, from, to }) => ({
      ...personOf(id),
      kind,
      validFrom: new Date(from).toISOString(),
      validTo: Number.isFinite(to) ? new Date(to).toISOString() : null,
    })),
    ...namesakes
      .filter((id) => present.has(id))
      .map((id) => ({ ...personOf(id), kind: DISPLAY_NAME, validFrom: null, validTo: null }) as const),
  ];
  return { items, cut };
}

/** From when until when somebody had names of a kind; without an end while a record has one. */
const spansOf = (held: Awaited<ReturnType<typeof everHolding>>) =>
  [...Map.groupBy(held, ({ subject_id, kind }) => `${subject_id} ${kind}`).values()].flatMap((spans) => {
    const [first] = spans;
    if (!first) return [];
    const ends = spans.map(({ valid_to: to }) => to?.getTime() ?? Number.POSITIVE_INFINITY);
    const from = Math.min(...spans.map(({ valid_from }) => valid_from.getTime()));
    return [{ id: first.subject_id, kind: first.kind, from, to: Math.max(...ends) }];
  });

/** Whose display name it is in some system, as the search reads it. */
async function idsCalled(store: Store, name: string) {
  const { found, next } = await findPage(store, PEOPLE_SOUGHT, exactQuestionOf(name), null, NAMESAKES_AT_MOST);
  const called = found.filter(({ matched }) => matched.some(({ field }) => field === 'displayName'));
  return { namesakes: called.map(({ id }) => id), cut: next !== null };
}
