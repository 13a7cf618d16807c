// Looks through all names for persons that are several and should be one, and mends them: before linking took a lock, two
// polls that committed side by side made two of one. And for one who is several: a placeholder that passed for a strong id
// made everybody one. And what was being written while two persons became one.
import { sql } from 'kysely';
import { type AliasKind, byTime, eventsOfPeople } from '../catalog/index.ts';
import { columnsToGive, giveRows } from '../counts/give.ts';
import { firstRows, type Store, type WriteTransaction } from '../store/index.ts';
import type { Builder, Condition } from '../store/keyset.ts';
import { paddedLists } from '../store/lists.ts';
import { pagesOf } from '../store/pages.ts';
import { aliasesNamed, aliasOf, PEOPLE, recordsNamed, recordsOfSubject } from './aliases.ts';
import { ALIAS_KIND_NAMES, type Alias, HOLDERS_AT_MOST, STRONG_KINDS } from './link.ts';
import { relink } from './relink.ts';

const NAMES_AT_ONCE = 100;
const ROWS_AT_ONCE = 1_000;

export interface MendedPeople {
  /** Records that have another person now. */
  readonly records: number;
  /** Events that were left behind with a person who proved to be another. */
  readonly events: number;
}

/** `stopped` is asked before each batch. Throws StoreError. */
export async function verifyPeople(store: Store, stopped = (): boolean => false): Promise<MendedPeople> {
  let records = 0;
  for await (const names of torn(store)) {
    if (stopped()) break;
    records += await store.write((tx) => relinkNamed(tx, names, store));
  }
  for await (const subject of crowds(store)) {
    if (stopped()) break;
    records += await store.write((tx) => part(tx, subject, store));
  }
  return { records, events: await followMerged(store, stopped) };
}

/** Under the lock nobody else links: how many of these names' records have another person then. */
async function relinkNamed(tx: WriteTransaction, names: readonly Alias[], store: Store): Promise<number> {
  await tx.lock('people');
  const holders = await recordsNamed(tx, await aliasesNamed(tx, names));
  await relink(tx, holders, names, await store.now());
  const after = await recordsNamed(tx, await aliasesNamed(tx, names));
  const subjects = new Map(holders.map((record) => [`${record.dataset} ${record.id}`, record.subject]));
  return after.filter((record) => subjects.get(`${record.dataset} ${record.id}`) !== record.subject).length;
}

/**
 * Names that link, and are held by several persons. A weak one may rightly be: it is judged again, and stays, where
 * their strong ids contradict each other.
 */
async function* torn(store: Store): AsyncGenerator<readonly Alias[]> {
  const holders = sql<number>`count(*)`;
  for (const kind of ALIAS_KIND_NAMES)
    yield* namesHeld(store, kind, NAMES_AT_ONCE, ({ and, eb, fn }) =>
      and([
        // Two counts of what is distinct would write all names to a spool of SQL Server, to read them twice.
        eb(fn.min('subject_id'), '<', fn.max('subject_id')),
        eb(sql<number>`count(distinct source)`, '=', holders),
        eb(holders, '<=', HOLDERS_AT_MOST),
      ]),
    );
}

/** Open names of a kind whose holders are as `which` says, some at a time. */
async function* namesHeld(
  store: Store,
  kind: AliasKind,
  atOnce: number,
  which: (eb: Builder) => Condition,
): AsyncGenerator<readonly Alias[]> {
  for (let after = ''; ; ) {
    const query = store.scans
      .selectFrom('subject_alias')
      .select('value')
      .where('kind', '=', kind)
      .where('valid_to', 'is', null)
      .where('value', '>', after)
      .groupBy('value')
      .having(which)
      .orderBy('value');
    const values = (await firstRows(store.engine, query, atOnce).execute()).map(({ value }) => String(value));
    if (values.length > 0) yield values.map((value) => ({ kind, value }));
    const last = values.at(-1);
    if (last === undefined || values.length < atOnce) return;
    after = last;
  }
}

/** Persons whom a strong id joined that is none, or no longer one, and those who have several records in one source. */
async function* crowds(store: Store): AsyncGenerator<number> {
  const shared = sql<number>`count(*)`;
  for (const kind of STRONG_KINDS)
    for await (const names of namesHeld(store, kind, ROWS_AT_ONCE, (eb) => eb(shared, '>', 1))) {
      const none = names.filter(({ value }) => aliasOf(kind, value) === null);
      yield* new Set((await aliasesNamed(store, none)).map(({ subject_id }) => subject_id));
    }
  for (const dataset of PEOPLE)
    for (let after = 0; ; ) {
      const query = store.scans
        .selectFrom(dataset)
        .select('subject_id')
        .where('subject_id', '>', after)
        .groupBy('subject_id')
        .having(shared, '>', sql<number>`count(distinct source)`)
        .orderBy('subject_id');
      const rows = await firstRows(store.engine, query, ROWS_AT_ONCE).execute();
      yield* rows.map(({ subject_id }) => Number(subject_id));
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) break;
      after = Number(last.subject_id);
    }
}

/**
 * Links all records of a person anew. Where many fall apart, what was told of them all stays with the person that was none,
 * and leaves with its time: nobody of them is shown what is told of the others. How many records have another person then.
 */
async function part(tx: WriteTransaction, subject: number, store: Store): Promise<number> {
  await tx.lock('people');
  const before = await recordsOfSubject(tx, subject);
  await relink(tx, before, [], await store.now());
  const still = await recordsOfSubject(tx, subject);
  const parted = before.length - still.length;
  if (parted < HOLDERS_AT_MOST) return parted;
  await relink(tx, still, [], await store.now(), new Set([subject]));
  return before.length;
}

/** Events that were written, for a person as it was read, while it became another. */
async function followMerged(store: Store, stopped: () => boolean): Promise<number> {
  let moved = 0;
  const merged = await store.db
    .selectFrom('subject')
    .select(['id', 'merged_into'])
    .where('merged_into', 'is not', null)
    .execute();
  const into = new Map(merged.map(({ id, merged_into }) => [id, merged_into]));
  for (const event of eventsOfPeople())
    for (const ids of paddedLists([...into.keys()])) {
      const query = store.rows.selectFrom(event.name).select(columnsToGive(event)).where('subject_id', 'in', ids);
      for await (const rows of pagesOf(store.engine, query, byTime(event), ROWS_AT_ONCE)) {
        if (stopped()) return moved;
        const given = rows.map((row) => ({ row, change: { subject_id: into.get(Number(row.subject_id)) } }));
        await store.write((tx) => giveRows(tx, event, given));
        moved += rows.length;
      }
    }
  return moved;
}
