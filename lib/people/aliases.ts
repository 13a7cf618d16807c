// The names that records have for people, as rows: read by record and by name, closed and opened as records change.
import { type AliasKind, catalog, type DatasetName, events, isDatasetName, type MirrorName } from '../catalog/index.ts';
import { fold } from '../store/fold.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import type { Alias } from './link.ts';

export type PeopleDataset = 'directory_user' | 'emm_user';
export const PEOPLE: readonly PeopleDataset[] = ['directory_user', 'emm_user'];

/** Event datasets that speak about a person. */
export const EVENTS_OF_PEOPLE: readonly DatasetName[] = events
  .filter((dataset) => Object.hasOwn(dataset.fields, 'subject_id'))
  .map((dataset) => dataset.name)
  .filter(isDatasetName);

export const isPeople = (dataset: MirrorName): dataset is PeopleDataset =>
  dataset === 'directory_user' || dataset === 'emm_user';

/** One record of a mirror of people, by source, dataset and record key. */
export interface RecordRef {
  readonly source: string;
  readonly dataset: PeopleDataset;
  readonly record_key: Uint8Array;
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

/** The names that a row of a mirror asserts. */
export function aliasesOf(dataset: PeopleDataset, row: Readonly<Record<string, unknown>>): Alias[] {
  const declared: Partial<Record<AliasKind, string>> = catalog[dataset].aliases;
  return Object.entries(declared).flatMap(([kind, field]) => {
    const value = row[field];
    const folded = typeof value === 'string' ? fold(value, VALUE_LENGTH) : '';
    return folded !== '' && isAliasKind(kind) ? [{ kind, value: folded }] : [];
  });
}

const KINDS: ReadonlySet<string> = new Set([
  'object_guid',
  'entra_id',
  'security_identifier',
  'user_principal_name',
  'mail',
]);
const isAliasKind = (kind: string): kind is AliasKind => KINDS.has(kind);

type Reading = Pick<WriteTransaction, 'db'>;

const COLUMNS = ['id', 'subject_id', 'source', 'dataset', 'record_key', 'kind', 'value'] as const;

function stored(
  rows: readonly (Omit<StoredAlias, 'dataset' | 'kind'> & { dataset: string; kind: string })[],
): StoredAlias[] {
  return rows.flatMap((row) =>
    (row.dataset === 'directory_user' || row.dataset === 'emm_user') && isAliasKind(row.kind)
      ? [{ ...row, dataset: row.dataset, kind: row.kind }]
      : [],
  );
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

/** All names that these people have or had. */
export async function aliasesOfSubjects({ db }: Reading, subjects: readonly number[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  for (const ids of paddedLists(subjects))
    found.push(
      ...stored(await db.selectFrom('subject_alias').select(COLUMNS).where('subject_id', 'in', ids).execute()),
    );
  return found;
}
