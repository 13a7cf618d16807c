// Everything that is held about one person (GDPR Art. 15), in pages: the views that sources have, devices and what is on
// them, events, names, and who read about the person. Bounded memory: a page is read when it is asked for.
import { apiName, childrenOf, columnsOf, type DatasetName, datasetNamed, isDatasetName } from '../catalog/index.ts';
import { LensError } from '../errors.ts';
import { keyedHash } from '../keyed-hash.ts';
import { EVENTS_OF_PEOPLE, PEOPLE } from '../people/aliases.ts';
import type { SecretReference } from '../secrets.ts';
import { firstRows, type Store } from '../store/index.ts';

export interface ExportPage {
  readonly dataset: DatasetName;
  /** Records as the API shows them: camelCase, instants as RFC 3339, hashes of keys left out. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

export interface ExportOptions {
  readonly subjectId: number;
  /** The keyed hash under which the access log knows the person; null leaves the access log out. */
  readonly subjectHash: string | null;
  readonly pageSize?: number;
}

const PAGE = 500;
const MAX_RECORDS = 100_000;
const CHILDREN_OF_DEVICES = childrenOf('device')
  .map(({ name }) => name)
  .filter(isDatasetName);
type Row = Record<string, unknown>;
type Equal = Readonly<Record<string, string | number | Uint8Array>>;

/** Pages in the order: person, names, views, devices with their apps, events, readings. None for an unknown person. */
export async function* exportPages(
  store: Store,
  { subjectId, subjectHash, pageSize = PAGE }: ExportOptions,
): AsyncGenerator<ExportPage, void, void> {
  yield* shown('subject', pages(store, 'subject', { id: subjectId }, pageSize));
  yield* shown('subject_alias', pages(store, 'subject_alias', { subject_id: subjectId }, pageSize));
  for (const view of PEOPLE)
    for await (const rows of pages(store, view, { subject_id: subjectId }, pageSize)) {
      yield { dataset: view, records: rows.map((row) => recordOf(view, row)) };
      if (view === 'emm_user') for (const row of rows) yield* devicesOf(store, row, pageSize);
    }
  for (const dataset of EVENTS_OF_PEOPLE)
    yield* shown(dataset, pages(store, dataset, { subject_id: subjectId }, pageSize));
  if (subjectHash !== null)
    yield* shown('access_log', pages(store, 'access_log', { subject_hash: subjectHash }, pageSize));
}

/** The same as one object, records by dataset; null for an unknown person. Throws LensError `export-too-large`. */
export async function exportSubject(
  store: Store,
  subjectId: number,
  auditKey: SecretReference,
  { pageSize = PAGE, maxRecords = MAX_RECORDS }: { pageSize?: number; maxRecords?: number } = {},
): Promise<Record<string, Row[]> | null> {
  const subjectHash = keyedHash(auditKey, 'subject', String(subjectId));
  const gathered: Record<string, Row[]> = {};
  let records = 0;
  for await (const page of exportPages(store, { subjectId, subjectHash, pageSize })) {
    records += page.records.length;
    if (records > maxRecords)
      throw new LensError('The export has too many records for one answer.', {
        code: 'export-too-large',
        hint: 'Shorten RETENTION_DAYS, or read the datasets of the person one by one.',
      });
    const list = gathered[apiName(page.dataset)] ?? [];
    for (const record of page.records) list.push(record);
    gathered[apiName(page.dataset)] = list;
  }
  return gathered.subject ? gathered : null;
}

async function* shown(dataset: DatasetName, rows: AsyncGenerator<Row[]>): AsyncGenerator<ExportPage, void, void> {
  for await (const page of rows) yield { dataset, records: page.map((row) => recordOf(dataset, row)) };
}

/** Devices name their user by the user's key within the same source. */
async function* devicesOf(store: Store, user: Row, pageSize: number): AsyncGenerator<ExportPage, void, void> {
  if (typeof user.source !== 'string' || typeof user.external_id !== 'string') return;
  const { source, external_id: user_external_id } = user;
  for await (const devices of pages(store, 'device', { source, user_external_id }, pageSize)) {
    yield { dataset: 'device', records: devices.map((row) => recordOf('device', row)) };
    for (const { record_key: parent_key } of devices)
      for (const child of CHILDREN_OF_DEVICES)
        if (parent_key instanceof Uint8Array)
          yield* shown(child, pages(store, child, { source, parent_key }, pageSize));
  }
}

/** Keyset pages by `id`. */
async function* pages(
  store: Store,
  dataset: DatasetName,
  equal: Equal,
  size: number,
): AsyncGenerator<Row[], void, void> {
  const columns = Object.keys(columnsOf(datasetNamed(dataset)));
  for (let after = 0; ; ) {
    let query = store.rows.selectFrom(dataset).select(columns).where('id', '>', after).orderBy('id');
    for (const [column, value] of Object.entries(equal)) query = query.where(column, '=', value);
    const rows = await firstRows(store.engine, query, size).execute();
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    after = Number(rows.at(-1)?.id);
  }
}

function recordOf(dataset: DatasetName, row: Row): Row {
  const fields = Object.entries(columnsOf(datasetNamed(dataset))).filter(([, field]) => field.kind !== 'binary');
  return Object.fromEntries(fields.map(([name, field]) => [apiName(name), shownValue(field.kind, row[name])]));
}

function shownValue(kind: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return kind === 'json' && typeof value === 'string' ? JSON.parse(value) : (value ?? null);
}
