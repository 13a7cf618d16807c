// The names that records have for people, as rows: read by record and by name, closed and opened as records change.
import {
  type AliasKind,
  type Catalog,
  catalog,
  type DatasetName,
  datasets,
  type EventDataset,
  events,
  hasSubject,
  isDatasetName,
} from '../catalog/index.ts';
import { fold } from '../store/fold.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { type Alias, isAliasKind } from './link.ts';

/** Mirrors whose rows stand for people, the directory's first. */
export type PeopleDataset = { [N in DatasetName]: Catalog[N] extends { aliases: object } ? N : never }[DatasetName];
export const isPeople = (name: string): name is PeopleDataset =>
  isDatasetName(name) && Object.hasOwn(catalog[name], 'aliases');
export const PEOPLE: readonly PeopleDataset[] = datasets()
  .map(({ name }) => name)
  .filter(isPeople);

/** Event datasets that speak about a person. */
export const eventsOfPeople = (): readonly EventDataset[] => events().filter(hasSubject);

/** One record of a mirror of people, by source, dataset and record key. */
export interface RecordRef {
  readonly source: string;
  readonly dataset: PeopleDataset;
  readonly record_key: Uint8Array;
}

/** With its row: what it is called now, and whose it is. */
export interface PeopleRecord extends RecordRef {
  readonly id: number;
  readonly aliases: readonly Alias[];
  /** Null for one that was not linked yet. */
  readonly subject: number | null;
  readonly link: string | null;
}

export interface StoredAlias extends RecordRef {
  readonly id: number;
  readonly subject_id: number;
  readonly kind: AliasKind;
  readonly value: string;
}

export const refText = ({ source, dataset, record_key }: RecordRef): string =>
  `${source}\u001f${dataset}\u001f${Buffer.from(record_key).toString('hex')}`;

const VALUE_LENGTH = 320;

const declared: Readonly<Record<PeopleDataset, readonly (readonly [AliasKind, string])[]>> = {
  directory_user: kindsAndColumns('directory_user'),
  emm_user: kindsAndColumns('emm_user'),
};

function kindsAndColumns(dataset: PeopleDataset): readonly (readonly [AliasKind, string])[] {
  const columns: Partial<Record<AliasKind, string>> = catalog[dataset].aliases;
  return Object.entries(columns).flatMap(([kind, column]) => (isAliasKind(kind) ? [[kind, column] as const] : []));
}

/** Columns that hold names. */
export const aliasColumns = (dataset: PeopleDataset): readonly string[] =>
  declared[dataset].map(([, column]) => column);

/** The names that a row of a mirror asserts. */
export function aliasesOf(dataset: PeopleDataset, row: Readonly<Record<string, unknown>>): Alias[] {
  const found: Alias[] = [];
  for (const [kind, column] of declared[dataset]) {
    const text = row[column];
    const value = typeof text === 'string' ? fold(text, VALUE_LENGTH) : '';
    if (value !== '') found.push({ kind, value });
  }
  return found;
}

type Reading = Pick<WriteTransaction, 'db'>;

const COLUMNS = ['id', 'subject_id', 'source', 'dataset', 'record_key', 'kind', 'value'] as const;

function stored(
  rows: readonly (Omit<StoredAlias, 'dataset' | 'kind'> & { dataset: string; kind: string })[],
): StoredAlias[] {
  return rows.flatMap((row) =>
    isPeople(row.dataset) && isAliasKind(row.kind) ? [{ ...row, dataset: row.dataset, kind: row.kind }] : [],
  );
}

/** Records of one mirror of a source, by their keys. */
export async function recordsOf(
  { rows }: Pick<WriteTransaction, 'rows'>,
  dataset: PeopleDataset,
  source: string,
  keys: readonly Uint8Array[],
): Promise<PeopleRecord[]> {
  const found: PeopleRecord[] = [];
  for (const list of paddedLists(keys))
    for (const row of await rows
      .selectFrom(dataset)
      .select(['id', 'record_key', 'subject_id', 'subject_link', ...aliasColumns(dataset)])
      .where('source', '=', source)
      .where('record_key', 'in', list)
      .execute())
      if (row.record_key instanceof Uint8Array)
        found.push({
          id: Number(row.id),
          source,
          dataset,
          record_key: row.record_key,
          aliases: aliasesOf(dataset, row),
          subject: typeof row.subject_id === 'number' ? row.subject_id : null,
          link: typeof row.subject_link === 'string' ? row.subject_link : null,
        });
  return found;
}

/** The records that have these names. */
export async function recordsNamed(
  tx: Pick<WriteTransaction, 'rows'>,
  names: readonly StoredAlias[],
): Promise<PeopleRecord[]> {
  const found: PeopleRecord[] = [];
  const refs = [...new Map(names.map((alias) => [refText(alias), alias])).values()];
  for (const group of Map.groupBy(refs, (ref) => `${ref.source}\u001f${ref.dataset}`).values())
    for (const { source, dataset } of group.slice(0, 1))
      found.push(
        ...(await recordsOf(
          tx,
          dataset,
          source,
          group.map((ref) => ref.record_key),
        )),
      );
  return found;
}

/** Open names of these records. */
export async function aliasesOfRecords({ db }: Reading, refs: readonly RecordRef[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  for (const group of Map.groupBy(refs, (ref) => `${ref.source}\u001f${ref.dataset}`).values()) {
    const [first] = group;
    if (!first) continue;
    for (const keys of paddedLists(group.map((ref) => ref.record_key)))
      found.push(
        ...stored(
          await db
            .selectFrom('subject_alias')
            .select(COLUMNS)
            .where('source', '=', first.source)
            .where('dataset', '=', first.dataset)
            .where('record_key', 'in', keys)
            .where('valid_to', 'is', null)
            .execute(),
        ),
      );
  }
  return found;
}

/** Open names equal to these, whoever has them. */
export async function aliasesNamed({ db }: Reading, names: readonly Alias[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  for (const [kind, group] of Map.groupBy(names, (name) => name.kind))
    for (const values of paddedLists([...new Set(group.map((name) => name.value))]))
      found.push(
        ...stored(
          await db
            .selectFrom('subject_alias')
            .select(COLUMNS)
            .where('kind', '=', kind)
            .where('value', 'in', values)
            .where('valid_to', 'is', null)
            .execute(),
        ),
      );
  return found;
}

/** Who has these names, or had them, and when. */
export async function holdersOf(
  { db }: Reading,
  names: readonly Alias[],
): Promise<(Alias & { subject_id: number; valid_from: Date; valid_to: Date | null })[]> {
  const found: Awaited<ReturnType<typeof holdersOf>> = [];
  for (const [kind, group] of Map.groupBy(names, (name) => name.kind))
    for (const values of paddedLists(group.map((name) => name.value)))
      for (const row of await db
        .selectFrom('subject_alias')
        .select(['value', 'subject_id', 'valid_from', 'valid_to'])
        .where('kind', '=', kind)
        .where('value', 'in', values)
        .execute())
        found.push({ ...row, kind });
  return found;
}

/** All names that these people have or had. */
export async function aliasesOfSubjects({ db }: Reading, subjects: readonly number[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  for (const ids of paddedLists(subjects))
    found.push(
      ...stored(await db.selectFrom('subject_alias').select(COLUMNS).where('subject_id', 'in', ids).execute()),
    );
  return found;
}
