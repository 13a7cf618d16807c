// Writes which record belongs to which person: names with their times, the link on the record's own row, and what
// goes along when a record leaves a person, or two persons prove to be one.
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import { EVENTS_OF_PEOPLE, type PeopleDataset, type RecordRef, refText, type StoredAlias } from './aliases.ts';
import type { Alias, Link } from './link.ts';

export interface Neighbour extends RecordRef {
  readonly aliases: readonly Alias[];
  /** The person it was linked to; null for a new record. */
  readonly subject: number | null;
}

export type Assigned = ReadonlyMap<string, { subject: number; link: Link }>;

/** What was known before: names that stood in the table, and strong ids that each person has or had. */
export interface Before {
  readonly stored: ReadonlySet<string>;
  readonly former: ReadonlyMap<number, readonly StoredAlias[]>;
}

export async function writeLinks(
  tx: WriteTransaction,
  assigned: Assigned,
  neighbours: ReadonlyMap<string, Neighbour>,
  { stored, former }: Before,
  at: Date,
): Promise<void> {
  await writeAliases(tx, assigned, neighbours, stored, at);
  await rememberFormer(tx, assigned, neighbours, former, at);
  await mergeStrong(tx, assigned, neighbours);
}

export const aliasText = (alias: StoredAlias | (RecordRef & Alias)): string =>
  `${refText(alias)}\u001f${alias.kind}\u001f${alias.value}`;

/** Whether the record has the name now. */
export const asserted = (record: Neighbour | undefined, alias: Alias): boolean =>
  record?.aliases.some((a) => a.kind === alias.kind && a.value === alias.value) ?? false;

export async function readRows(
  tx: WriteTransaction,
  dataset: PeopleDataset,
  source: string,
  keys: readonly Uint8Array[],
): Promise<(Record<string, unknown> & { record_key: Uint8Array })[]> {
  const found: (Record<string, unknown> & { record_key: Uint8Array })[] = [];
  for (const list of paddedLists(keys))
    for (const row of await tx.rows
      .selectFrom(dataset)
      .selectAll()
      .where('source', '=', source)
      .where('record_key', 'in', list)
      .execute())
      if (row.record_key instanceof Uint8Array) found.push({ ...row, record_key: row.record_key });
  return found;
}

async function writeAliases(
  tx: WriteTransaction,
  assigned: Assigned,
  neighbours: ReadonlyMap<string, Neighbour>,
  stored: ReadonlySet<string>,
  at: Date,
): Promise<void> {
  const fresh: Record<string, unknown>[] = [];
  for (const [ref, { subject }] of assigned) {
    const record = neighbours.get(ref);
    if (!record) continue;
    const { source, dataset, record_key } = record;
    for (const { kind, value } of record.aliases) {
      const alias = { source, dataset, record_key, kind, value };
      // Neighbours came from the table; of touched records only what was there before is in it.
      if (record.subject === null || !(stored.has(aliasText(alias)) || isStored(record, alias)))
        fresh.push({ ...alias, subject_id: subject, valid_from: at, valid_to: null });
    }
    if (record.subject !== null && record.subject !== subject) await moveRecord(tx, record, subject);
  }
  await tx.insert('subject_alias', fresh);
  await setLinks(tx, assigned, neighbours);
}

/** Two persons that a strong id proves to be one: events and former names of the one that ends go to the other. */
async function mergeStrong(
  { rows }: WriteTransaction,
  assigned: Assigned,
  neighbours: ReadonlyMap<string, Neighbour>,
): Promise<void> {
  const kept = new Set([...assigned.values()].map(({ subject }) => subject));
  const merged = new Map<number, number>();
  for (const [ref, { subject, link: how }] of assigned) {
    const old = neighbours.get(ref)?.subject ?? subject;
    if (how === 'strong' && !kept.has(old)) merged.set(old, subject);
  }
  for (const [old, subject] of merged)
    for (const table of [...EVENTS_OF_PEOPLE, 'subject_alias'])
      await rows.updateTable(table).set({ subject_id: subject }).where('subject_id', '=', old).execute();
}

/**
 * A record that leaves its person (its name is no longer unique) takes the strong ids along as former ones: when the name
 * is unique again it may find back to the same person, and never to a successor.
 */
async function rememberFormer(
  tx: WriteTransaction,
  assigned: Assigned,
  neighbours: ReadonlyMap<string, Neighbour>,
  former: ReadonlyMap<number, readonly StoredAlias[]>,
  at: Date,
): Promise<void> {
  const remembered = [...assigned].flatMap(([ref, { subject, link: how }]) => {
    const record = neighbours.get(ref);
    if (!record || record.subject === null || record.subject === subject || how === 'strong') return [];
    const { source, dataset, record_key } = record;
    const ids = new Map((former.get(record.subject) ?? []).map((id) => [`${id.kind}\u001f${id.value}`, id]));
    return [...ids.values()]
      .filter((id) => !asserted(record, id))
      .map(({ kind, value }) => ({
        source,
        dataset,
        record_key,
        kind,
        value,
        subject_id: subject,
        valid_from: at,
        valid_to: at,
      }));
  });
  await tx.insert('subject_alias', remembered);
}

const isStored = (record: Neighbour, alias: Alias): boolean =>
  record.aliases.some((a) => 'id' in a && a.kind === alias.kind && a.value === alias.value);

async function moveRecord(
  { db }: WriteTransaction,
  { source, dataset, record_key }: RecordRef,
  subject: number,
): Promise<void> {
  await db
    .updateTable('subject_alias')
    .set({ subject_id: subject })
    .where('source', '=', source)
    .where('dataset', '=', dataset)
    .where('record_key', '=', record_key)
    .where('valid_to', 'is', null)
    .execute();
}

async function setLinks(
  tx: WriteTransaction,
  assigned: Assigned,
  neighbours: ReadonlyMap<string, Neighbour>,
): Promise<void> {
  const records = [...assigned].flatMap(([ref, to]) => {
    const record = neighbours.get(ref);
    return record ? [{ ref, record, ...to }] : [];
  });
  for (const group of Map.groupBy(records, ({ record }) => `${record.source}\u001f${record.dataset}`).values()) {
    const [first] = group;
    if (!first) continue;
    const ids = new Map(
      (
        await readRows(
          tx,
          first.record.dataset,
          first.record.source,
          group.map((g) => g.record.record_key),
        )
      ).map((row) => [refText({ ...first.record, record_key: row.record_key }), row]),
    );
    const updates = group.flatMap(({ ref, subject, link: how }) => {
      const row = ids.get(ref);
      return row && (row.subject_id !== subject || row.subject_link !== how)
        ? [{ id: row.id, subject_id: subject, subject_link: how }]
        : [];
    });
    await tx.update(first.record.dataset, updates);
  }
}
