// Links records anew, with everybody who shares a name with them, and whoever shares one with those: people have few
// names, and a name that many have links nobody, so this ends soon.
import type { WriteTransaction } from '../store/index.ts';
import { paddedLists } from '../store/lists.ts';
import {
  aliasesNamed,
  aliasesOfRecords,
  aliasesOfSubjects,
  aliasOf,
  type PeopleRecord,
  recordsNamed,
  refText,
  type StoredAlias,
} from './aliases.ts';
import { countHolders, hadBySeveral } from './holders.ts';
import { type Alias, HOLDERS_AT_MOST, isStrong, type Link, type LinkedGroup, linkRecords, nameOf } from './link.ts';
import { insertSubjects, refreshSubjects } from './subject-view.ts';
import { type Assigned, type Concerned, writeLinks } from './write-links.ts';

/**
 * `records` as their rows are now, and whoever has one of `names`. The names of records that lost some are closed. No
 * record keeps a person of `left`.
 */
export async function relink(
  tx: WriteTransaction,
  records: readonly PeopleRecord[],
  names: readonly Alias[],
  at: Date,
  left: ReadonlySet<number> = new Set(),
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
  const crowded = await addWhoShares(tx, concerned, [...names, ...lost, ...records.flatMap(({ aliases }) => aliases)]);
  for (const [ref, record] of concerned)
    if (record.subject !== null && left.has(record.subject)) concerned.set(ref, { ...record, subject: null });
  await link(tx, concerned, crowded, at);
  await refreshSubjects(tx, [...left], at);
}

export async function closeAliases({ db }: WriteTransaction, aliases: readonly StoredAlias[], at: Date): Promise<void> {
  for (const ids of paddedLists(aliases.map((alias) => alias.id)))
    await db.updateTable('subject_alias').set({ valid_to: at }).where('id', 'in', ids).execute();
}

/** Answers the names that link nobody, because more have them than one person can have records: those are not looked for. */
async function addWhoShares(
  tx: WriteTransaction,
  concerned: Map<string, Concerned>,
  names: readonly Alias[],
): Promise<ReadonlySet<string>> {
  const arriving = new Map<string, number>();
  for (const { aliases, stored } of concerned.values())
    for (const name of aliases.map(nameOf)) if (!stored.has(name)) arriving.set(name, (arriving.get(name) ?? 0) + 1);
  const crowded = new Set<string>();
  const asked = new Set<string>();
  for (let frontier = names; frontier.length > 0; ) {
    const open = new Map(frontier.map((alias) => [nameOf(alias), alias]));
    for (const name of asked) open.delete(name);
    for (const name of open.keys()) asked.add(name);
    const counted = await countHolders(tx, [...open.values()]);
    for (const name of open.keys()) {
      const there = counted.get(name) ?? 0;
      if (there + (arriving.get(name) ?? 0) > HOLDERS_AT_MOST) crowded.add(name);
      // Those whom it linked until now are no more than it may have.
      if (there > HOLDERS_AT_MOST) open.delete(name);
    }
    const holders = (await aliasesNamed(tx, [...open.values()])).filter((alias) => !concerned.has(refText(alias)));
    const found = await recordsNamed(tx, holders);
    for (const record of found)
      concerned.set(refText(record), { ...record, stored: new Set(record.aliases.map(nameOf)) });
    frontier = found.flatMap((record) => record.aliases);
  }
  return crowded;
}

async function link(
  tx: WriteTransaction,
  concerned: ReadonlyMap<string, Concerned>,
  crowded: ReadonlySet<string>,
  at: Date,
): Promise<void> {
  const subjects = [...new Set([...concerned.values()].flatMap(({ subject }) => subject ?? []))];
  const ids = (await aliasesOfSubjects(tx, subjects)).filter(
    ({ kind, value }) => isStrong(kind) && aliasOf(kind, value),
  );
  const former = Map.groupBy(ids, (alias) => alias.subject_id);
  const now = new Set([...concerned.values()].flatMap(({ aliases }) => aliases.map(nameOf)));
  const mute = crowded.union(
    new Set(
      await hadBySeveral(
        tx,
        ids.filter((id) => !now.has(nameOf(id))),
      ),
    ),
  );
  const groups = linkRecords(
    [...concerned].map(([ref, { source, dataset, aliases, subject }]) => ({
      ref,
      origin: `${source}\u001f${dataset}`,
      aliases,
      former: subject === null ? [] : (former.get(subject) ?? []),
    })),
    mute,
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
