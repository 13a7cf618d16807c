// Everything that is held about one person (GDPR Art. 15), in pages: the views that sources have, devices and what is on
// them, events, names, and who read about the person. Bounded memory: a page is read when it is asked for.
import {
  apiName,
  catalog,
  childrenOf,
  columnsOf,
  type Dataset,
  eventsOfPeople,
  identityOf,
  mirrors,
} from '../catalog/index.ts';
import { LensError } from '../errors.ts';
import { isAmong, keyedHashes } from '../keyed-hash.ts';
import { namesUser } from '../mirror/device-users.ts';
import { namesOf, rowsWithNames, subjectsNamedIn } from '../mirror/named-in-rows.ts';
import { rowsOfPerson } from '../mirror/rows-of-person.ts';
import { isNaming } from '../mirror/subjects-of-rows.ts';
import { termsOfOwners } from '../mirror/terms.ts';
import { PEOPLE } from '../people/aliases.ts';
import { rowsWaitingFor } from '../people/late-names.ts';
import type { FoundDataset } from '../search/terms.ts';
import type { SecretReference } from '../secrets.ts';
import type { Store } from '../store/index.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { pagesOf } from '../store/pages.ts';

export interface ExportPage {
  readonly dataset: string;
  /** Records as the API shows them: camelCase, instants as RFC 3339, hashes of keys left out. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Of records that name several people: these, beside the one who asked. */
  readonly others?: readonly number[];
}

export interface ExportOptions {
  readonly subjectId: number;
  /** The keyed hashes under which the access log knows the person; without any it is left out. */
  readonly subjectHashes: readonly string[];
  /** Of hashes of names: rows that wait for whose they are belong to the person, too. */
  readonly nameSecret?: string | null;
  readonly pageSize?: number;
}

const PAGE = 500;
const MAX_RECORDS = 100_000;
const MAX_CHARACTERS = 64_000_000;
type Row = Readonly<Record<string, unknown>>;
type Equal = Readonly<Record<string, string | number | Uint8Array>>;

/** Pages in the order: person, names, views, devices with their apps, events, what else names them, readings. None for an unknown person. */
export async function* exportPages(
  store: Store,
  { subjectId, subjectHashes, nameSecret: secret = null, pageSize = PAGE }: ExportOptions,
): AsyncGenerator<ExportPage, void, void> {
  yield* shown(catalog.subject, pages(store, catalog.subject, { id: subjectId }, pageSize));
  yield* shown(catalog.subject_alias, pages(store, catalog.subject_alias, { subject_id: subjectId }, pageSize));
  for (const view of PEOPLE)
    for await (const rows of pages(store, catalog[view], { subject_id: subjectId }, pageSize)) {
      yield { dataset: view, records: rows.map((row) => recordOf(catalog[view], row)) };
      yield* termsOf(store, view, rows);
      if (view === 'emm_user') for (const row of rows) yield* devicesOf(store, row, pageSize);
    }
  for (const dataset of mirrors.filter(namesUser)) yield* named(store, dataset, subjectId, pageSize);
  for (const dataset of eventsOfPeople()) {
    yield* shown(dataset, pages(store, dataset, { subject_id: subjectId }, pageSize));
    yield* shown(dataset, rowsWaitingFor(store, dataset, { subjectId, secret }));
  }
  for (const dataset of mirrors.filter(isNaming)) yield* naming(store, dataset, subjectId);
  if (subjectHashes.length > 0) yield* shown(catalog.access_log, readings(store, subjectHashes, pageSize));
}

export interface SubjectExport {
  /** Records by dataset. */
  readonly document: Readonly<Record<string, Row[]>>;
  /** All persons whom the records speak about, the one who asked among them. */
  readonly subjects: readonly number[];
}

/** The same as one object; null for an unknown person. Throws LensError `export-too-large`. */
export async function exportSubject(
  store: Store,
  subjectId: number,
  auditKey: SecretReference,
  {
    pageSize = PAGE,
    maxRecords = MAX_RECORDS,
    maxCharacters = MAX_CHARACTERS,
    nameSecret = null,
  }: { pageSize?: number; maxRecords?: number; maxCharacters?: number; nameSecret?: string | null } = {},
): Promise<SubjectExport | null> {
  const subjectHashes = keyedHashes(auditKey, 'subject', await entriesOf(store, subjectId));
  const gathered: Record<string, Row[]> = {};
  const subjects = new Set([subjectId]);
  let [records, characters] = [0, 0];
  for await (const page of exportPages(store, { subjectId, subjectHashes, nameSecret, pageSize })) {
    records += page.records.length;
    characters += JSON.stringify(page.records).length;
    if (records > maxRecords || characters > maxCharacters)
      throw new LensError('The export is too long for one answer.', {
        code: 'export-too-large',
        hint: 'Shorten RETENTION_DAYS, or read the datasets of the person one by one.',
      });
    const list = gathered[apiName(page.dataset)] ?? [];
    for (const record of page.records) list.push(record);
    gathered[apiName(page.dataset)] = list;
    for (const other of page.others ?? []) subjects.add(other);
  }
  return gathered.subject ? { document: gathered, subjects: [...subjects] } : null;
}

/** What belongs to nobody and names the person: all of it is looked through. */
async function* naming(store: Store, dataset: Dataset, subjectId: number): AsyncGenerator<ExportPage, void, void> {
  const names = await namesOf(store, subjectId);
  for await (const page of pages(store, dataset, (eb) => eb.and([]), PAGE)) {
    const rows = await rowsWithNames(dataset, page, names);
    const named = await subjectsNamedIn(store, dataset, rows);
    const own = rows.filter((_, i) => named[i]?.includes(subjectId));
    const others = named.filter((subjects) => subjects.includes(subjectId)).flat();
    if (own.length > 0) yield { dataset: dataset.name, records: own.map((row) => recordOf(dataset, row)), others };
  }
}

/** Of the person, and of entries that turned out to be the same one: what was read under these was read of them. */
async function entriesOf({ db }: Store, subjectId: number): Promise<string[]> {
  const merged = await db.selectFrom('subject').select('id').where('merged_into', '=', subjectId).execute();
  return [subjectId, ...merged.map(({ id }) => id)].map(String);
}

/** Who read about the person: rows that name several people are looked through one by one. */
async function* readings(store: Store, hashes: readonly string[], size: number): AsyncGenerator<Row[], void, void> {
  const naming = (eb: Builder) => eb.or([eb('subject_hash', 'in', hashes), eb('subject_hashes', 'is not', null)]);
  for await (const rows of pages(store, catalog.access_log, naming, size)) {
    const own = rows.filter(({ subject_hashes: list }) => !(list instanceof Uint8Array) || isAmong(list, hashes));
    if (own.length > 0) yield own;
  }
}

/** What the search finds these rows by. */
async function* termsOf(
  store: Store,
  dataset: FoundDataset,
  rows: readonly Row[],
): AsyncGenerator<ExportPage, void, void> {
  const ids = rows.map(({ id }) => Number(id));
  const terms = await termsOfOwners(store, dataset, ids);
  if (terms.length > 0)
    yield { dataset: 'search_term', records: terms.map((row) => recordOf(catalog.search_term, row)) };
}

async function* shown(dataset: Dataset, rows: AsyncGenerator<Row[]>): AsyncGenerator<ExportPage, void, void> {
  for await (const page of rows) yield { dataset: dataset.name, records: page.map((row) => recordOf(dataset, row)) };
}

/** Devices name their user by the user's key within the same source. */
async function* devicesOf(store: Store, user: Row, pageSize: number): AsyncGenerator<ExportPage, void, void> {
  if (typeof user.source !== 'string' || typeof user.external_id !== 'string') return;
  const { source, external_id: user_external_id } = user;
  for await (const devices of pages(store, catalog.device, { source, user_external_id }, pageSize))
    yield* withChildren(store, devices, pageSize);
}

/** Mailboxes and what synchronises them; and devices of which no source tells a user that is linked. */
async function* named(
  store: Store,
  dataset: Dataset,
  subjectId: number,
  pageSize: number,
): AsyncGenerator<ExportPage, void, void> {
  for await (const rows of rowsOfPerson(store, dataset, subjectId, pageSize)) {
    if (dataset.user === undefined)
      yield { dataset: dataset.name, records: rows.map(({ row }) => recordOf(dataset, row)) };
    else {
      const own = rows.filter(({ user }) => user.linked === null);
      if (own.length > 0)
        yield* withChildren(
          store,
          own.map(({ row }) => row),
          pageSize,
        );
    }
  }
}

async function* withChildren(
  store: Store,
  devices: readonly Row[],
  pageSize: number,
): AsyncGenerator<ExportPage, void, void> {
  yield { dataset: 'device', records: devices.map((row) => recordOf(catalog.device, row)) };
  yield* termsOf(store, 'device', devices);
  for (const { source, record_key: parent_key } of devices)
    for (const child of childrenOf('device'))
      if (typeof source === 'string' && parent_key instanceof Uint8Array)
        yield* shown(child, pages(store, child, { source, parent_key }, pageSize));
}

/** Keyset pages by what tells the rows apart; beside the others where a condition may have to look at many rows. */
async function* pages(
  store: Store,
  dataset: Dataset,
  wanted: Equal | ((eb: Builder) => Condition),
  size: number,
): AsyncGenerator<Row[], void, void> {
  const reader = typeof wanted === 'function' ? store.scans : store.rows;
  const query = reader
    .selectFrom(dataset.name)
    .select(Object.keys(columnsOf(dataset)))
    .where((eb) => (typeof wanted === 'function' ? wanted(eb) : eb.and(wanted)));
  yield* pagesOf(store.engine, query, identityOf(dataset), size);
}

function recordOf(dataset: Dataset, row: Row): Row {
  const fields = Object.entries(columnsOf(dataset)).filter(([, field]) => field.kind !== 'binary');
  return Object.fromEntries(fields.map(([name, field]) => [apiName(name), shownValue(field.kind, row[name])]));
}

function shownValue(kind: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return kind === 'json' && typeof value === 'string' ? JSON.parse(value) : (value ?? null);
}
