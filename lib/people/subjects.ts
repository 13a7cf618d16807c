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
  refText,
  type StoredAlias,
} from './aliases.ts';
import { type Alias, isStrong, type Link, type LinkedGroup, linkRecords } from './link.ts';
import { newSubjects, refreshSubjects } from './subject-view.ts';
import { type Assigned, aliasText, asserted, type Neighbour, readRows, writeLinks } from './write-links.ts';

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
  const leaving = keys.map((record_key) => ({ source, dataset, record_key }));
  const gone = await aliasesOfRecords(tx, leaving);
  // A record without any name has a person all the same.
  const subjects = (await readRows(tx, dataset, source, keys)).flatMap((row) => subjectOf(row) ?? []);
  await closeAliases(tx, gone, at);
  const neighbours = new Map<string, Neighbour>();
  await addNeighbours(tx, neighbours, gone);
  await link(tx, neighbours, new Set(), at);
  await refreshSubjects(tx, [...new Set(subjects)], at, leaving);
}

const subjectOf = (row: Readonly<Record<string, unknown>>): number | null =>
  typeof row.subject_id === 'number' ? row.subject_id : null;

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
  await writeLinks(tx, assigned, neighbours, { stored, former }, at);
  await refreshSubjects(tx, [...new Set([...subjects, ...[...assigned.values()].map((a) => a.subject)])], at);
}

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
