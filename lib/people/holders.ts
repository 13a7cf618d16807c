// Who has a name now, told in one line a name; and the strong ids of persons, in one line an id. All by index, in padded
// lists.
import type { AliasKind } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { byKind, PEOPLE } from './aliases.ts';
import { type Alias, HOLDERS_AT_MOST, isStrong, nameOf, STRONG_KINDS } from './link.ts';

/** The open holders of one name, together. */
export interface Holders {
  /** The person of them all; null where they are several. */
  readonly subject: number | null;
  /** Whether one of them is a record of this source. */
  readonly here: boolean;
  /** Whether no source has two of them, and there is room for one more. */
  readonly unique: boolean;
}

/** Holders of each of these names that has any. */
export async function holdersOf(
  { db }: Pick<WriteTransaction, 'db'>,
  source: string,
  names: readonly Alias[],
): Promise<ReadonlyMap<string, Holders>> {
  const found = new Map<string, Holders>();
  const open = db
    .selectFrom('subject_alias')
    .select(({ fn, eb }) => [
      'value',
      fn.min('subject_id').as('least'),
      fn.max('subject_id').as('greatest'),
      fn.countAll().as('holders'),
      fn.count('source').distinct().as('sources'),
      fn.sum(eb.case().when('source', '=', source).then(1).else(0).end()).as('here'),
    ])
    .where('valid_to', 'is', null)
    .groupBy('value');
  for (const [kind, values] of byKind(names)) {
    const query = open.where('kind', '=', kind);
    for (const row of await readInLists(values, (list) => query.where('value', 'in', list)))
      found.set(nameOf({ kind, value: row.value }), {
        subject: row.least === row.greatest ? Number(row.least) : null,
        here: Number(row.here) > 0,
        unique: Number(row.holders) === Number(row.sources) && Number(row.holders) < HOLDERS_AT_MOST,
      });
  }
  return found;
}

/** Of these names how many open holders each has that has any. */
export async function countHolders(
  { db }: Pick<WriteTransaction, 'db'>,
  names: readonly Alias[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const open = db
    .selectFrom('subject_alias')
    .select(({ fn }) => ['value', fn.countAll().as('holders')])
    .where('valid_to', 'is', null)
    .groupBy('value');
  for (const [kind, values] of byKind(names)) {
    const query = open.where('kind', '=', kind);
    for (const { value, holders } of await readInLists(values, (list) => query.where('value', 'in', list)))
      found.set(nameOf({ kind, value }), Number(holders));
  }
  return found;
}

/** Those of these names that several persons had: not as what is remembered of a person that was left, which has no time. */
export async function hadBySeveral(
  { db }: Pick<WriteTransaction, 'db'>,
  names: readonly Alias[],
): Promise<readonly string[]> {
  const found: string[] = [];
  const had = db
    .selectFrom('subject_alias')
    .select('value')
    .where(({ or, eb, ref }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', ref('valid_from'))]))
    .groupBy('value')
    .having(({ fn }) => fn.count('subject_id').distinct(), '>', 1);
  for (const [kind, values] of byKind(names)) {
    const query = had.where('kind', '=', kind);
    for (const { value } of await readInLists(values, (list) => query.where('value', 'in', list)))
      found.push(nameOf({ kind, value }));
  }
  return found;
}

export interface StrongIds {
  readonly now: Map<AliasKind, Set<string>>;
  readonly former: Set<AliasKind>;
}

/** Strong ids that these persons have, and of which kinds they had others before. */
export async function strongIdsOf(
  { db }: Pick<WriteTransaction, 'db'>,
  subjects: readonly number[],
): Promise<ReadonlyMap<number, StrongIds>> {
  const found = new Map<number, StrongIds>();
  const query = db
    .selectFrom('subject_alias')
    .select(({ fn }) => ['subject_id', 'kind', 'value', fn.countAll().as('holders'), fn.count('valid_to').as('closed')])
    .where('kind', 'in', STRONG_KINDS)
    .groupBy(['subject_id', 'kind', 'value']);
  const rows = await readInLists(subjects, (list) => query.where('subject_id', 'in', list));
  for (const { subject_id, kind, value, holders, closed } of rows) {
    const strong = found.get(subject_id) ?? { now: new Map(), former: new Set() };
    found.set(subject_id, strong);
    const known = STRONG_KINDS.find((k) => k === kind);
    if (known === undefined) continue;
    if (Number(holders) > Number(closed)) strong.now.set(known, (strong.now.get(known) ?? new Set()).add(value));
    else strong.former.add(known);
  }
  return found;
}

/** Whether the names say nothing against this person: of each kind of strong id it has the same, or none and had none. */
export function fits(names: readonly Alias[], ids: StrongIds | undefined): boolean {
  return names.every(({ kind, value }) => {
    if (!isStrong(kind) || !ids) return true;
    return ids.now.get(kind)?.has(value) ?? !ids.former.has(kind);
  });
}

/** Those of these persons who have a record in this source already, or, for a directory's record, in a directory. */
export async function withRecordsLike(
  { rows }: Pick<WriteTransaction, 'rows'>,
  { dataset, source }: { readonly dataset: string; readonly source: string },
  subjects: readonly number[],
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (const view of PEOPLE) {
    const all = rows.selectFrom(view).select('subject_id');
    const alike = dataset === 'directory_user' && view === dataset ? all : all.where('source', '=', source);
    for (const { subject_id } of await readInLists(subjects, (list) => alike.where('subject_id', 'in', list)))
      found.add(Number(subject_id));
  }
  return found;
}
