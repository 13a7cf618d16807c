// Links the records of people to subjects, in the transaction that changes them. Each source's view stays apart; the
// subject is what they have in common. Only records that share a name with a changed one are looked at.
import type { MirrorName } from '../catalog/index.ts';
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import {
  aliasesNamed,
  aliasesOf,
  aliasesOfRecords,
  aliasesOfSubjects,
  isPeople,
  type PeopleDataset,
  type RecordRef,
  refText,
  type StoredAlias,
} from './aliases.ts';
import { type Alias, isStrong, type Link, type LinkedGroup, linkRecords } from './link.ts';
import { newSubjects, refreshSubjects } from './subject-view.ts';

interface Neighbour extends RecordRef {
  readonly aliases: readonly Alias[];
  /** The person it was linked to; null for a new record. */
  readonly subject: number | null;
}

/** After rows of a mirror of people were written: their names are taken over and everybody concerned is linked anew. */
export async function relinkSubjects(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  if (!isPeople(dataset) || keys.length === 0) return;
  const rows = await readRows(tx, dataset, source, keys);
  const touched = rows.map((row) => ({
    ref: { source, dataset, record_key: row.record_key },
    aliases: aliasesOf(dataset, row),
    subject: subjectOf(row),
  }));
  const before = await aliasesOfRecords(
    tx,
    touched.map((t) => t.ref),
  );
  const neighbours = new Map<string, Neighbour>(
    touched.map(({ ref, aliases, subject }) => [refText(ref), { ...ref, aliases, subject }]),
  );
  await closeAliases(
    tx,
    before.filter((alias) => !asserted(neighbours.get(refText(alias)), alias)),
    at,
  );
  await addNeighbours(tx, neighbours, [...touched.flatMap((t) => t.aliases), ...before]);
  await link(tx, neighbours, new Set(before.map(aliasText)), at);
}

/** Before rows of people are removed: their names end, and those who shared one are linked anew. */
export async function unlinkSubjects(
  tx: WriteTransaction,
  dataset: MirrorName,
  source: string,
  keys: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  if (!isPeople(dataset) || keys.length === 0) return;
  const gone = await aliasesOfRecords(
    tx,
    keys.map((record_key) => ({ source, dataset, record_key })),
  );
  // A record without any name has a person all the same.
  const subjects = (await readRows(tx, dataset, source, keys)).flatMap((row) => subjectOf(row) ?? []);
  await closeAliases(tx, gone, at);
  const neighbours = new Map<string, Neighbour>();
  await addNeighbours(tx, neighbours, gone);
  await link(tx, neighbours, new Set(), at);
  await refreshSubjects(tx, [...new Set(subjects)], at, keys);
}

const subjectOf = (row: Readonly<Record<string, unknown>>): number | null =>
  typeof row.subject_id === 'number' ? row.subject_id : null;

const aliasText = (alias: StoredAlias | (RecordRef & Alias)): string =>
  `${refText(alias)}\u001f${alias.kind}\u001f${alias.value}`;
const asserted = (record: Neighbour | undefined, alias: Alias): boolean =>
  record?.aliases.some((a) => a.kind === alias.kind && a.value === alias.value) ?? false;

async function readRows(
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

async function closeAliases({ db }: WriteTransaction, aliases: readonly StoredAlias[], at: Date): Promise<void> {
  for (const ids of paddedLists(aliases.map((alias) => alias.id)))
    await db.updateTable('subject_alias').set({ valid_to: at }).where('id', 'in', ids).execute();
}

/** Whoever shares a name, and whoever shares one with them: people have few names, so this ends soon. */
async function addNeighbours(
  tx: WriteTransaction,
  neighbours: Map<string, Neighbour>,
  names: readonly Alias[],
): Promise<void> {
  let frontier = names;
  while (frontier.length > 0) {
    const refs = new Map(
      (await aliasesNamed(tx, frontier))
        .filter((alias) => !neighbours.has(refText(alias)))
        .map((alias) => [refText(alias), alias]),
    );
    const found = Map.groupBy(await aliasesOfRecords(tx, [...refs.values()]), refText);
    for (const [text, aliases] of found) {
      const [first] = aliases;
      if (first)
        neighbours.set(text, {
          source: first.source,
          dataset: first.dataset,
          record_key: first.record_key,
          aliases,
          subject: first.subject_id,
        });
    }
    frontier = [...found.values()].flat();
  }
}

async function link(
  tx: WriteTransaction,
  neighbours: ReadonlyMap<string, Neighbour>,
  stored: ReadonlySet<string>,
  at: Date,
): Promise<void> {
  const subjects = [...new Set([...neighbours.values()].flatMap(({ subject }) => (subject === null ? [] : [subject])))];
  const former = Map.groupBy(
    (await aliasesOfSubjects(tx, subjects)).filter((alias) => isStrong(alias.kind)),
    (alias) => alias.subject_id,
  );
  const groups = linkRecords(
    [...neighbours].map(([ref, n]) => ({
      ref,
      origin: `${n.source}\u001f${n.dataset}`,
      aliases: n.aliases,
      former: n.subject === null ? [] : (former.get(n.subject) ?? []),
    })),
  );
  const assigned = await assign(tx, groups, neighbours, at);
  await writeLinks(tx, assigned, neighbours, stored, at);
  await rememberFormer(tx, assigned, neighbours, former, at);
  await mergeStrong(tx, assigned, neighbours);
  await refreshSubjects(tx, [...new Set([...subjects, ...[...assigned.values()].map((a) => a.subject)])], at);
}

type Assigned = ReadonlyMap<string, { subject: number; link: Link }>;

/** A group keeps the oldest subject of its members, unless another group with a directory's record has it. */
async function assign(
  tx: WriteTransaction,
  groups: readonly LinkedGroup[],
  neighbours: ReadonlyMap<string, Neighbour>,
  at: Date,
): Promise<Assigned> {
  const rank = (group: LinkedGroup): number =>
    [...group.members.keys()].some((ref) => neighbours.get(ref)?.dataset === 'directory_user') ? 0 : 1;
  const taken = new Set<number>();
  const chosen = [...groups]
    .sort((a, b) => rank(a) - rank(b))
    .map((group) => {
      const known = [...group.members.keys()]
        .flatMap((ref) => neighbours.get(ref)?.subject ?? [])
        .filter((id) => !taken.has(id));
      const subject = known.length > 0 ? Math.min(...known) : null;
      if (subject !== null) taken.add(subject);
      return { group, subject };
    });
  const fresh = await newSubjects(tx, chosen.filter((c) => c.subject === null).length, at);
  const assigned = new Map<string, { subject: number; link: Link }>();
  for (const { group, subject } of chosen) {
    const id = subject ?? fresh.pop();
    if (id === undefined) throw new RangeError('fewer subjects were made than asked for');
    for (const [ref, how] of group.members) assigned.set(ref, { subject: id, link: how });
  }
  return assigned;
}

async function writeLinks(
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
  { db }: WriteTransaction,
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
    for (const table of ['change', 'subject_alias'] as const)
      await db.updateTable(table).set({ subject_id: subject }).where('subject_id', '=', old).execute();
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
