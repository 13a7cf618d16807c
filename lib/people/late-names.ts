// Rows of events whose name nobody had when they were written: they keep a keyed hash of it for a week. Whoever reads
// people tells whose it is.
import { byTime, type EventDataset, events } from '../catalog/index.ts';
import { giveRows } from '../counts/give.ts';
import { hasherOf } from '../keyed-hash.ts';
import { firstRows, type Store } from '../store/index.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { pagesOf } from '../store/pages.ts';
import { byKind } from './aliases.ts';
import { type Alias, isAliasKind, nameOf } from './link.ts';
import { subjectsNamed, waitsSince } from './named.ts';

const ROWS_AT_ONCE = 1_000;
const NAMES_AT_ONCE = 5_000;

type Row = Readonly<Record<string, unknown>>;

const naming = (): readonly EventDataset[] => events().filter(({ person }) => person !== undefined);

const waiting = (eb: Builder, since: Date): Condition =>
  eb.and([eb('subject_id', 'is', null), eb('waits_since', '>=', since), eb('name_hash', 'is not', null)]);

/** How many rows of each source wait for whose they are. */
export async function waitingRows(store: Store): Promise<ReadonlyMap<string, number>> {
  const since = waitsSince(await store.now());
  const found = new Map<string, number>();
  for (const { name } of naming()) {
    const counted = store.scans
      .selectFrom(name)
      .select(['source', ({ fn }) => fn.countAll().as('n')])
      .where((eb) => waiting(eb, since))
      .groupBy('source');
    for (const { source, n } of await counted.execute())
      found.set(String(source), (found.get(String(source)) ?? 0) + Number(n));
  }
  return found;
}

/** Gives rows that wait to whom their name proves to be of; how many. Throws StoreError. */
export async function linkLateNames(store: Store, secret: string | null): Promise<number> {
  if (secret === null) return 0;
  const since = waitsSince(await store.now());
  let linked = 0;
  for (const dataset of naming()) {
    const hashes = await store.scans
      .selectFrom(dataset.name)
      .select('name_hash')
      .distinct()
      .where((eb) => waiting(eb, since))
      .execute();
    if (hashes.length === 0) continue;
    const names = await namesBehind(store, secret, new Set(hashes.map((row) => row.name_hash)));
    for (const [hash, ofHash] of names) linked += await linkRows(store, dataset, { hash, names: ofHash, since });
  }
  return linked;
}

/** The names that people have of which these are the hashes; an account with and without its domain. */
async function namesBehind({ db, engine }: Store, secret: string, wanted: ReadonlySet<unknown>) {
  const hash = hasherOf(secret, 'name');
  const found = new Map<string, Map<string, Alias>>();
  for (let after = 0; ; ) {
    const query = db.selectFrom('subject_alias').select(['id', 'kind', 'value']).where('id', '>', after).orderBy('id');
    const rows = await firstRows(engine, query, NAMES_AT_ONCE).execute();
    for (const { kind, value } of rows)
      for (const name of isAliasKind(kind) ? spellings({ kind, value }) : []) {
        const key = hash(name.value);
        if (wanted.has(key)) found.set(key, (found.get(key) ?? new Map<string, Alias>()).set(nameOf(name), name));
      }
    after = rows.at(-1)?.id ?? after;
    if (rows.length < NAMES_AT_ONCE) return new Map([...found].map(([key, names]) => [key, [...names.values()]]));
  }
}

function spellings(name: Alias): readonly Alias[] {
  const [, account] = name.kind === 'domain_account' ? name.value.split('\\') : [];
  return account === undefined ? [name] : [name, { ...name, value: account }];
}

interface Late {
  readonly hash: string;
  readonly names: readonly Alias[];
  readonly since: Date;
}

async function linkRows(store: Store, dataset: EventDataset, { hash, names, since }: Late): Promise<number> {
  let linked = 0;
  for await (const rows of rowsOfHash(store, dataset, hash, since)) {
    const subjects = await subjectsOf(store, dataset, rows, names);
    const given = rows.flatMap((row, i) => {
      const subject_id = subjects[i] ?? null;
      return subject_id === null ? [] : [{ row, change: { subject_id, name_hash: null } }];
    });
    await store.write((tx) => giveRows(tx, dataset, given));
    linked += given.length;
  }
  return linked;
}

const subjectsOf = (store: Store, { person }: EventDataset, rows: readonly Row[], names: readonly Alias[]) => {
  const told = names.filter(({ kind }) => person?.by.includes(kind));
  return subjectsNamed(
    store,
    rows.map(({ occurred_at: at }) => ({ names: told, at: at instanceof Date ? at : new Date(0) })),
  );
};

function rowsOfHash(store: Store, dataset: EventDataset, hash: string, since: Date): AsyncGenerator<Row[]> {
  const own = (eb: Builder): Condition => eb.and([waiting(eb, since), eb('name_hash', '=', hash)]);
  const query = store.rows.selectFrom(dataset.name).selectAll().where(own);
  return pagesOf(store.engine, query, byTime(dataset), ROWS_AT_ONCE);
}

/** Rows that wait, and would be this person's: they belong into what is held about the person. */
export async function* rowsWaitingFor(
  store: Store,
  dataset: EventDataset,
  { subjectId, secret }: { readonly subjectId: number; readonly secret: string | null },
): AsyncGenerator<Row[]> {
  if (secret === null || !dataset.person) return;
  const own = await store.db
    .selectFrom('subject_alias')
    .select(['kind', 'value'])
    .where('subject_id', '=', subjectId)
    .execute();
  const names = own.flatMap(({ kind, value }) => (isAliasKind(kind) ? spellings({ kind, value }) : []));
  const hash = hasherOf(secret, 'name');
  const byHash = Map.groupBy(names, ({ value }) => hash(value));
  for (const [key, ofKey] of byHash) {
    const distinct = byKind(ofKey).flatMap(([kind, values]) => values.map((value) => ({ kind, value })));
    for await (const rows of rowsOfHash(store, dataset, key, waitsSince(await store.now()))) {
      const subjects = await subjectsOf(store, dataset, rows, distinct);
      const theirs = rows.filter((_, i) => subjects[i] === subjectId);
      if (theirs.length > 0) yield theirs;
    }
  }
}
