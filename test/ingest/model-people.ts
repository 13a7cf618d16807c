// What holds of people after any history. Whom a link joins depends on what came before; these promises do not.
import { expect } from '@jest/globals';
import type { Store } from '../../lib/store/index.ts';
import type { ScriptedSource } from './scripted.ts';

const STRONG = ['object_guid', 'entra_id'] as const;
const WEAK = ['user_principal_name', 'mail'] as const;

interface View {
  readonly origin: string;
  readonly subject: number;
  readonly row: Readonly<Record<string, unknown>>;
}

export async function comparePeople(store: Store, sources: readonly ScriptedSource[]): Promise<void> {
  const views: View[] = [];
  for (const source of sources)
    for (const dataset of ['directory_user', 'emm_user'] as const)
      for (const row of await source.rows(dataset))
        views.push({ origin: `${source.name} ${dataset}`, subject: Number(row.subject_id), row });
  const people = Map.groupBy(views, (view) => view.subject);
  expectStrongIds(views, people);
  for (const members of people.values()) expectLinked(members, views);
  await expectNames(store, views);
  await expectSubjects(store, people);
}

const values = (views: readonly View[], name: string): string[] => [
  ...new Set(views.flatMap(({ row }) => (typeof row[name] === 'string' ? [row[name]] : []))),
];

/** One strong id is one person, and one person has one of a kind. */
function expectStrongIds(views: readonly View[], people: ReadonlyMap<number, readonly View[]>): void {
  for (const name of STRONG) {
    for (const id of values(views, name)) {
      const holders = views.filter(({ row }) => row[name] === id);
      expect([name, id, new Set(holders.map((v) => v.subject)).size]).toEqual([name, id, 1]);
    }
    for (const members of people.values()) expect(values(members, name).length).toBeLessThanOrEqual(1);
  }
}

/** Records of one person hang together by strong ids, and by addresses that are unique within each origin. */
function expectLinked(members: readonly View[], all: readonly View[]): void {
  const unique = (name: string, value: unknown): boolean => {
    const holders = all.filter(({ row }) => row[name] === value);
    return new Set(holders.map((v) => v.origin)).size === holders.length;
  };
  const linked = (a: View, b: View): boolean =>
    STRONG.some((name) => a.row[name] !== null && a.row[name] === b.row[name]) ||
    WEAK.some((name) => a.row[name] !== null && a.row[name] === b.row[name] && unique(name, a.row[name]));
  const reached = new Set(members.slice(0, 1));
  for (let grown = true; grown; ) {
    const more = members.filter((m) => !reached.has(m) && [...reached].some((r) => linked(r, m)));
    for (const member of more) reached.add(member);
    grown = more.length > 0;
  }
  expect(reached.size).toBe(members.length);
}

/** The open names are those that the rows have now, and each leads to the row's person. */
async function expectNames(store: Store, views: readonly View[]): Promise<void> {
  const open = await store.db.selectFrom('subject_alias').selectAll().where('valid_to', 'is', null).execute();
  const written = open.map((a) => `${a.source} ${a.dataset} ${a.kind} ${a.value} ${a.subject_id}`).sort();
  const asserted = views.flatMap(({ origin, subject, row }) =>
    [...STRONG, ...WEAK].flatMap((name) => (row[name] ? [`${origin} ${name} ${row[name]} ${subject}`] : [])),
  );
  expect(written).toEqual(asserted.sort());
}

/** A person shows what the rows have, the directory's first; without a row there is no name left. */
async function expectSubjects(store: Store, people: ReadonlyMap<number, readonly View[]>): Promise<void> {
  const subjects = await store.db.selectFrom('subject').selectAll().execute();
  expect(
    subjects
      .filter((s) => s.present)
      .map((s) => s.id)
      .sort(),
  ).toEqual([...people.keys()].sort());
  for (const { id, display_name, mail, user_principal_name, sources } of subjects) {
    const members = people.get(id) ?? [];
    const one = (name: string): unknown[] => [
      ...values(members, name),
      ...(values(members, name).length ? [] : [null]),
    ];
    expect(one('display_name')).toContain(display_name);
    expect(one('mail')).toContain(mail);
    expect(one('user_principal_name')).toContain(user_principal_name);
    expect(sources).toBe(new Set(members.map(({ row }) => row.source)).size);
  }
}
