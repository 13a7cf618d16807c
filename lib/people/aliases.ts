// The names that records have for people, as rows: read by record and by name, closed and opened as records change.
import { type AliasKind, type Catalog, catalog, type DatasetName, datasets, isDatasetName } from '../catalog/index.ts';
import { isPlaceholder } from '../placeholders.ts';
import { fold } from '../store/fold.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import { type Alias, isAliasKind } from './link.ts';

/** Mirrors whose rows stand for people, the directory's first. */
export type PeopleDataset = { [N in DatasetName]: Catalog[N] extends { aliases: object } ? N : never }[DatasetName];
export const isPeople = (name: string): name is PeopleDataset =>
  isDatasetName(name) && Object.hasOwn(catalog[name], 'aliases');
export const PEOPLE: readonly PeopleDataset[] = datasets()
  .map(({ name }) => name)
  .filter(isPeople);

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

const VALUE_LENGTH = 320;

const GUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;
/** Of an account in a domain or on a machine, or of one in Entra; the well-known ones (MS-DTYP 2.4.2.4) are everybody's. */
const ACCOUNT_SID = /^s-1-(?:5-21|12-1)-\d+(?:-\d+){3}$/;
const LOOKS: Readonly<Partial<Record<AliasKind, (text: string) => boolean>>> = {
  object_guid: (text) => GUID.test(text),
  entra_id: (text) => GUID.test(text),
  security_identifier: (text) => ACCOUNT_SID.test(text) && !text.includes('-0-0-0-'),
};

/**
 * What a source gives as a name of this kind, if it is one: no connector has to know what a product writes where there is
 * none. A strong id must look like what it claims to be, and a text that stands for "none" names nobody.
 */
export function aliasOf(kind: AliasKind, text: unknown): Alias | null {
  const value = typeof text === 'string' ? fold(text, VALUE_LENGTH) : '';
  if (value === '' || !(LOOKS[kind]?.(value) ?? true)) return null;
  return !value.includes('@') && isPlaceholder(value) ? null : { kind, value };
}

/** The names that a row of a mirror asserts. */
export const aliasesOf = (dataset: PeopleDataset, row: Readonly<Record<string, unknown>>): Alias[] =>
  declared[dataset].flatMap(([kind, column]) => aliasOf(kind, row[column]) ?? []);

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
  const query = rows.selectFrom(dataset).select(columnsOfRecord(dataset)).where('source', '=', source);
  return recordsIn(dataset, await readInLists(keys, (list) => query.where('record_key', 'in', list)));
}

/** All records of one person. */
export async function recordsOfSubject({ rows }: Pick<WriteTransaction, 'rows'>, subject: number) {
  const found: PeopleRecord[] = [];
  for (const dataset of PEOPLE) {
    const query = rows.selectFrom(dataset).select(columnsOfRecord(dataset)).where('subject_id', '=', subject);
    for (const record of recordsIn(dataset, await query.execute())) found.push(record);
  }
  return found;
}

const columnsOfRecord = (dataset: PeopleDataset) => [
  'id',
  'source',
  'record_key',
  'subject_id',
  'subject_link',
  ...aliasColumns(dataset),
];

const recordsIn = (dataset: PeopleDataset, rows: readonly Readonly<Record<string, unknown>>[]): PeopleRecord[] =>
  rows.flatMap(({ id, source, record_key, subject_id, subject_link, ...row }) =>
    record_key instanceof Uint8Array
      ? {
          id: Number(id),
          source: String(source),
          dataset,
          record_key,
          aliases: aliasesOf(dataset, row),
          subject: typeof subject_id === 'number' ? subject_id : null,
          link: typeof subject_link === 'string' ? subject_link : null,
        }
      : [],
  );

/** The records that have these names. */
export async function recordsNamed(
  tx: Pick<WriteTransaction, 'rows'>,
  names: readonly StoredAlias[],
): Promise<PeopleRecord[]> {
  const found: PeopleRecord[] = [];
  for (const { source, dataset, keys } of byMirror(names))
    for (const record of await recordsOf(tx, dataset, source, keys)) found.push(record);
  return found;
}

/** The keys of these records, each once, of one mirror of a source at a time. */
function byMirror(refs: readonly RecordRef[]) {
  const distinct = new Map(refs.map((ref) => [refText(ref), ref])).values();
  const groups = Map.groupBy(distinct, (ref) => `${ref.source}\u001f${ref.dataset}`).values();
  return groups.flatMap(([first, ...others]) =>
    first ? [{ ...first, keys: [first, ...others].map((ref) => ref.record_key) }] : [],
  );
}

/** Open names of these records. */
export async function aliasesOfRecords({ db }: Reading, refs: readonly RecordRef[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  const open = db.selectFrom('subject_alias').select(COLUMNS).where('valid_to', 'is', null);
  for (const { source, dataset, keys } of byMirror(refs)) {
    const query = open.where('source', '=', source).where('dataset', '=', dataset);
    for (const row of stored(await readInLists(keys, (list) => query.where('record_key', 'in', list)))) found.push(row);
  }
  return found;
}

/** Open names equal to these, whoever has them. */
export async function aliasesNamed({ db }: Reading, names: readonly Alias[]): Promise<StoredAlias[]> {
  const found: StoredAlias[] = [];
  const open = db.selectFrom('subject_alias').select(COLUMNS).where('valid_to', 'is', null);
  for (const [kind, values] of byKind(names)) {
    const query = open.where('kind', '=', kind);
    for (const row of stored(await readInLists(values, (list) => query.where('value', 'in', list)))) found.push(row);
  }
  return found;
}

/** The values of names, each once, by their kind. */
export const byKind = (names: readonly Alias[]): readonly (readonly [AliasKind, readonly string[]])[] =>
  [...Map.groupBy(names, ({ kind }) => kind)].map(([kind, group]) => [
    kind,
    [...new Set(group.map(({ value }) => value))],
  ]);

/** Who has these names, or had them, and when. */
export async function everHolding(
  { db }: Reading,
  names: readonly Alias[],
): Promise<(Alias & { subject_id: number; valid_from: Date; valid_to: Date | null })[]> {
  const found: Awaited<ReturnType<typeof everHolding>> = [];
  const all = db.selectFrom('subject_alias').select(['value', 'subject_id', 'valid_from', 'valid_to']);
  for (const [kind, values] of byKind(names)) {
    const query = all.where('kind', '=', kind);
    for (const row of await readInLists(values, (list) => query.where('value', 'in', list)))
      found.push({ ...row, kind });
  }
  return found;
}

/** All names that these people have or had. */
export async function aliasesOfSubjects({ db }: Reading, subjects: readonly number[]): Promise<StoredAlias[]> {
  const query = db.selectFrom('subject_alias').select(COLUMNS);
  return stored(await readInLists(subjects, (list) => query.where('subject_id', 'in', list)));
}
