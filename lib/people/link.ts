// Which records are one person. Pure: records with their names in, groups out.
// A name links only while it is unique within each source: one that two records of a source have is a placeholder that
// nobody has listed yet, or a copy, and says nothing. Strong ids link; a UPN or mail address never against strong ids that
// contradict each other, former ones included: so a successor does not inherit a leaver's records.
import { ALIAS_KINDS, type AliasKind, catalog } from '../catalog/index.ts';

export interface Alias {
  readonly kind: AliasKind;
  /** Folded. */
  readonly value: string;
}

export interface LinkRecord {
  /** Unique over all sources. */
  readonly ref: string;
  /** Source and dataset: within it a name must be unique. */
  readonly origin: string;
  readonly aliases: readonly Alias[];
  /** Strong ids that the record's person had before. */
  readonly former: readonly Alias[];
}

export type Link = 'own' | 'strong' | 'weak';

export interface LinkedGroup {
  readonly members: ReadonlyMap<string, Link>;
}

export const isAliasKind = (kind: string): kind is AliasKind => Object.hasOwn(ALIAS_KINDS, kind);
export const isStrong = (kind: AliasKind): boolean => ALIAS_KINDS[kind] === 'strong';
export const ALIAS_KIND_NAMES: readonly AliasKind[] = Object.keys(ALIAS_KINDS).filter(isAliasKind);
export const STRONG_KINDS = ALIAS_KIND_NAMES.filter(isStrong);
/** Addresses: records that are no person's own have them too, to say whose they are. */
export const WEAK_KINDS = ALIAS_KIND_NAMES.filter(
  (kind) => !isStrong(kind) && Object.hasOwn(catalog.device.fields, kind),
);

/** A name that more records have links none of them: it is not looked for who has it. */
export const HOLDERS_AT_MOST = 8;

/** One text for a name, whoever has it. */
export const nameOf = ({ kind, value }: Alias): string => `${kind}\u001f${value}`;

/** `mute` are names that say nothing; of each other one all records that have it are there. */
export function linkRecords(
  records: readonly LinkRecord[],
  mute: ReadonlySet<string> = new Set(),
): readonly LinkedGroup[] {
  const held = records.flatMap((record) => record.aliases.map((alias) => ({ record, alias, name: nameOf(alias) })));
  const byName = Map.groupBy(held, ({ name }) => name);
  const silent = new Set(mute);
  for (const [name, holders] of byName) if (!isUnique(holders.map((h) => h.record))) silent.add(name);
  for (const name of silent) byName.delete(name);
  const groups = new Groups(records, silent);
  const strongly = new Set<string>();
  for (const [first, ...others] of byName.values()) {
    if (!first || !isStrong(first.alias.kind)) continue;
    for (const other of others) {
      groups.join(first.record.ref, other.record.ref);
      strongly.add(first.record.ref).add(other.record.ref);
    }
  }
  for (const [first, ...others] of byName.values()) {
    if (!first || isStrong(first.alias.kind)) continue;
    for (const other of others)
      if (!groups.contradict(first.record.ref, other.record.ref)) groups.join(first.record.ref, other.record.ref);
  }
  return groups.all().map((members) => ({
    members: new Map(
      members.map((ref): [string, Link] => [ref, members.length === 1 ? 'own' : strongly.has(ref) ? 'strong' : 'weak']),
    ),
  }));
}

const isUnique = (records: readonly LinkRecord[]): boolean => {
  const refs = new Map(records.map((record) => [record.ref, record.origin]));
  return new Set(refs.values()).size === refs.size;
};

type Ids = Map<AliasKind, Set<string>>;

function idsOf(aliases: readonly Alias[]): Ids {
  const ids: Ids = new Map();
  for (const { kind, value } of aliases) if (isStrong(kind)) ids.set(kind, (ids.get(kind) ?? new Set()).add(value));
  return ids;
}

function addAll(into: Ids, from: Ids): void {
  for (const [kind, values] of from) into.set(kind, (into.get(kind) ?? new Set()).union(values));
}

/** Disjoint sets, each with the strong ids that its members have, and had. */
class Groups {
  readonly #parent = new Map<string, string>();
  readonly #ids = new Map<string, { readonly now: Ids; readonly former: Ids }>();

  constructor(records: readonly LinkRecord[], silent: ReadonlySet<string>) {
    for (const { ref, aliases, former } of records) {
      this.#parent.set(ref, ref);
      const telling = (names: readonly Alias[]) => idsOf(names.filter((name) => !silent.has(nameOf(name))));
      this.#ids.set(ref, { now: telling(aliases), former: telling(former) });
    }
  }

  #root(ref: string): string {
    let root = ref;
    for (let parent = this.#parent.get(root); parent !== undefined && parent !== root; parent = this.#parent.get(root))
      root = parent;
    this.#parent.set(ref, root);
    return root;
  }

  join(a: string, b: string): void {
    const [into, from] = [this.#root(a), this.#root(b)];
    if (into === from) return;
    this.#parent.set(from, into);
    const [mine, theirs] = [this.#ids.get(into), this.#ids.get(from)];
    if (!mine || !theirs) return;
    addAll(mine.now, theirs.now);
    addAll(mine.former, theirs.former);
  }

  /** Both know an id of the same kind, and share none of it. What one had before counts while it has none now. */
  contradict(a: string, b: string): boolean {
    const known = (ref: string): Ids => {
      const { now, former } = this.#ids.get(this.#root(ref)) ?? { now: new Map(), former: new Map() };
      return new Map([...former, ...now]);
    };
    const [mine, theirs] = [known(a), known(b)];
    for (const [kind, values] of mine) {
      const others = theirs.get(kind);
      if (others && values.isDisjointFrom(others)) return true;
    }
    return false;
  }

  all(): string[][] {
    return [...Map.groupBy(this.#parent.keys(), (ref) => this.#root(ref)).values()];
  }
}
