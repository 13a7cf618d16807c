// Links records anew, with everybody who shares a name with them, and whoever shares one with those: people have few
// names, so this ends soon.
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import {
  aliasesNamed,
  aliasesOfRecords,
  aliasesOfSubjects,
  type PeopleRecord,
  recordsNamed,
  refText,
  type StoredAlias,
} from './aliases.ts';
import { type Alias, isStrong, type Link, type LinkedGroup, linkRecords, nameOf } from './link.ts';
import { insertSubjects, refreshSubjects } from './subject-view.ts';
import { type Assigned, type Concerned, writeLinks } from './write-links.ts';

/** `records` as their rows are now, and whoever has one of `names`. The names of records that lost some are closed. */
export async function relink(
  tx: WriteTransaction,
  records: readonly PeopleRecord[],
  names: readonly Alias[],
  at: Date,
): Promise<void> {
  const stored = Map.groupBy(await aliasesOfRecords(tx, records), refText);
  const concerned = new Map<string, Concerned>();
  const lost: StoredAlias[] = [];
  for (const record of records) {
    const known = stored.get(refText(record)) ?? [];
    const now = new Set(record.aliases.map(nameOf));
    for (const alias of known) if (!now.has(nameOf(alias))) lost.push(alias);
    concerned.set(refText(record), { ...record, stored: new Set(known.map(nameOf)) });
  }
  await closeAliases(tx, lost, at);
  await addWhoShares(tx, concerned, [...names, ...lost, ...records.flatMap(({ aliases }) => aliases)]);
  await link(tx, concerned, at);
}

export async function closeAliases({ db }: WriteTransaction, aliases: readonly StoredAlias[], at: Date): Promise<void> {
  for (const ids of paddedLists(aliases.map((alias) => alias.id)))
    await db.updateTable('subject_alias').set({ valid_to: at }).where('id', 'in', ids).execute();
}

async function addWhoShares(
  tx: WriteTransaction,
  concerned: Map<string, Concerned>,
  names: readonly Alias[],
): Promise<void> {
  const asked = new Set<string>();
  for (let frontier = names; frontier.length > 0; ) {
    const open = new Map(frontier.map((alias) => [nameOf(alias), alias]));
    for (const name of asked) open.delete(name);
    for (const name of open.keys()) asked.add(name);
    const holders = (await aliasesNamed(tx, [...open.values()])).filter((alias) => !concerned.has(refText(alias)));
    const found = await recordsNamed(tx, holders);
    for (const record of found)
      concerned.set(refText(record), { ...record, stored: new Set(record.aliases.map(nameOf)) });
    frontier = found.flatMap((record) => record.aliases);
  }
}

async function link(tx: WriteTransaction, concerned: ReadonlyMap<string, Concerned>, at: Date): Promise<void> {
  const subjects = [...new Set([...concerned.values()].flatMap(({ subject }) => subject ?? []))];
  const former = Map.groupBy(
    (await aliasesOfSubjects(tx, subjects)).filter((alias) => isStrong(alias.kind)),
    (alias) => alias.subject_id,
  );
  const groups = linkRecords(
    [...concerned].map(([ref, { source, dataset, aliases, subject }]) => ({
      ref,
      origin: `${source}\u001f${dataset}`,
      aliases,
      former: subject === null ? [] : (former.get(subject) ?? []),
    })),
  );
  const assigned = await assign(tx, groups, concerned, at);
  await writeLinks(tx, assigned, concerned, former, at);
  await refreshSubjects(tx, [...new Set([...subjects, ...[...assigned.values()].map((a) => a.subject)])], at);
}

/** A group keeps the oldest subject of its members, unless another group with a directory's record has it. */
async function assign(
  tx: WriteTransaction,
  groups: readonly LinkedGroup[],
  concerned: ReadonlyMap<string, Concerned>,
  at: Date,
): Promise<Assigned> {
  const rank = (group: LinkedGroup): number =>
    [...group.members.keys()].some((ref) => concerned.get(ref)?.dataset === 'directory_user') ? 0 : 1;
  const taken = new Set<number>();
  const chosen = [...groups]
    .sort((a, b) => rank(a) - rank(b))
    .map((group) => {
      const known = [...group.members.keys()]
        .flatMap((ref) => concerned.get(ref)?.subject ?? [])
        .filter((id) => !taken.has(id));
      const subject = known.length > 0 ? Math.min(...known) : null;
      if (subject !== null) taken.add(subject);
      return { group, subject };
    });
  const ids = await insertSubjects(
    tx,
    chosen.filter((c) => c.subject === null).map(() => ({})),
    at,
  );
  const assigned = new Map<string, { subject: number; link: Link }>();
  for (const { group, subject } of chosen) {
    const id = subject ?? ids.pop();
    if (id === undefined) throw new RangeError('fewer subjects were made than asked for');
    for (const [ref, how] of group.members) assigned.set(ref, { subject: id, link: how });
  }
  return assigned;
}
