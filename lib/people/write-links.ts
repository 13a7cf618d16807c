// Writes which record belongs to which person: its names with their times, the person on its own row, and what goes along
// when a record leaves a person, or two persons prove to be one.
import { eventsOfPeople } from '../catalog/index.ts';
import { markDevicesOf } from '../counts/app-marks.ts';
import type { WriteTransaction } from '../store/index.ts';
import { readInLists } from '../store/lists.ts';
import type { PeopleRecord, StoredAlias } from './aliases.ts';
import { giveEvents } from './give-events.ts';
import { HOLDERS_AT_MOST, type Link, nameOf } from './link.ts';

/** A record with the names that the table has for it. */
export interface Concerned extends PeopleRecord {
  readonly stored: ReadonlySet<string>;
}

/** By `refText` of the record. */
export type Assigned = ReadonlyMap<string, { readonly subject: number; readonly link: Link }>;

/** `former` are the strong ids that each person has or had. */
export async function writeLinks(
  tx: WriteTransaction,
  assigned: Assigned,
  concerned: ReadonlyMap<string, Concerned>,
  former: ReadonlyMap<number, readonly StoredAlias[]>,
  at: Date,
): Promise<void> {
  const records = [...assigned].flatMap(([ref, to]) => {
    const record = concerned.get(ref);
    return record ? [{ record, ...to }] : [];
  });
  await writeAliases(tx, records, at);
  await rememberFormer(tx, records, former, at);
  await mergeStrong(tx, records, at);
  await markDevicesOfMoved(tx, records);
  for (const [dataset, ofDataset] of Map.groupBy(records, ({ record }) => record.dataset))
    await tx.update(
      dataset,
      ofDataset
        .filter(({ record, subject, link }) => record.subject !== subject || record.link !== link)
        .map(({ record, subject, link }) => ({ id: record.id, subject_id: subject, subject_link: link })),
    );
}

/** Who has a device decides how its apps are counted. */
async function markDevicesOfMoved(tx: WriteTransaction, records: Linked): Promise<void> {
  const moved = records.filter(({ record, subject }) => record.dataset === 'emm_user' && record.subject !== subject);
  const query = tx.rows.selectFrom('emm_user').select(['source', 'external_id']);
  const ids = moved.map(({ record }) => record.id);
  const accounts = await readInLists(ids, (list) => query.where('id', 'in', list));
  for (const [source, of] of Map.groupBy(accounts, (row) => String(row.source)))
    await markDevicesOf(
      tx,
      source,
      of.map((row) => row.external_id),
    );
}

type Linked = readonly { readonly record: Concerned; readonly subject: number; readonly link: Link }[];

/** Names that are new to the table; those that are there go to the record's person. */
async function writeAliases(tx: WriteTransaction, records: Linked, at: Date): Promise<void> {
  const fresh: Record<string, unknown>[] = [];
  for (const { record, subject } of records) {
    const { source, dataset, record_key } = record;
    for (const alias of record.aliases)
      if (!record.stored.has(nameOf(alias)))
        fresh.push({ source, dataset, record_key, ...alias, subject_id: subject, valid_from: at });
    if (record.stored.size > 0 && record.subject !== subject)
      await tx.db
        .updateTable('subject_alias')
        .set({ subject_id: subject })
        .where('source', '=', source)
        .where('dataset', '=', dataset)
        .where('record_key', '=', record_key)
        .where('valid_to', 'is', null)
        .execute();
  }
  await tx.insert('subject_alias', fresh);
}

/** Two persons that a strong id proves to be one: events and former names of the one that ends go to the other. */
async function mergeStrong(tx: WriteTransaction, records: Linked, at: Date): Promise<void> {
  const { db } = tx;
  const kept = new Set(records.map(({ subject }) => subject));
  const merged = new Map<number, number>();
  for (const { record, subject, link } of records)
    if (link === 'strong' && record.subject !== null && !kept.has(record.subject)) merged.set(record.subject, subject);
  for (const [old, subject] of merged) {
    for (const event of eventsOfPeople()) await giveEvents(tx, event, old, subject);
    await db.updateTable('subject_alias').set({ subject_id: subject }).where('subject_id', '=', old).execute();
    // Events that are being written at this moment name the old one: the daily duty moves them.
    await db
      .updateTable('subject')
      .set({ merged_into: subject, changed_at: at })
      .where(({ eb, or }) => or([eb('id', '=', old), eb('merged_into', '=', old)]))
      .execute();
  }
}

/**
 * A record that leaves its person (its name is no longer unique) takes the strong ids along as former ones: when the name
 * is unique again it may find back to the same person, and never to a successor.
 */
async function rememberFormer(
  tx: WriteTransaction,
  records: Linked,
  former: ReadonlyMap<number, readonly StoredAlias[]>,
  at: Date,
): Promise<void> {
  const remembered = records.flatMap(({ record, subject, link }) => {
    if (record.subject === null || record.subject === subject || link === 'strong') return [];
    const { source, dataset, record_key } = record;
    const now = new Set(record.aliases.map(nameOf));
    const ids = new Map((former.get(record.subject) ?? []).map((id) => [nameOf(id), id]));
    // One person has few: whoever has many was several.
    if (ids.size > HOLDERS_AT_MOST) return [];
    return [...ids].flatMap(([name, { kind, value }]) =>
      now.has(name)
        ? []
        : [{ source, dataset, record_key, kind, value, subject_id: subject, valid_from: at, valid_to: at }],
    );
  });
  await tx.insert('subject_alias', remembered);
}
