// What a database holds of the company, without what differs between two that read it apart: surrogate ids and instants.
// People are named by their records, and instants of ours, where asked for, by the cycle of polls that they fell into.
import { events, hasSubject, mirrors } from '../../lib/catalog/index.ts';
import { openStore, type Store } from '../../lib/store/index.ts';

type Row = Readonly<Record<string, unknown>>;
export type Content = Readonly<Record<string, readonly string[]>>;

const MIRRORS = mirrors.map(({ name }) => name);
const NOBODY = 'nobody';
const PEOPLE = ['directory_user', 'emm_user'] as const;
/** When it was read. Other instants are the source's. */
const OWN_INSTANTS = new Set([
  'first_seen_at',
  'changed_at',
  'absent_since',
  'occurred_at',
  'began_at',
  'ended_at',
  'created_at',
  'valid_from',
  'valid_to',
  'opened_at',
  'confirmed_at',
  'decided_at',
]);
/** `transition`, the key of a change, has the instant in it. A day's numbers are dated by their `day`. */
const OWN = new Set(['id', 'transition']);

/** The content of a database that is opened for it: `sqlite:` and a path, or a connection string. */
export async function contentIn(database: string): Promise<Content> {
  const store = await openStore({ database, migrate: false });
  try {
    return await contentOf(store);
  } finally {
    await store.close();
  }
}

/**
 * Everything that is stored about the company, by table, sorted. `cycles` are the begins of the cycles of polls: each
 * instant of ours stands as the number of its cycle; without them only whether there is one is told.
 */
export async function contentOf(store: Store, cycles: readonly Date[] = []): Promise<Content> {
  const all = async (table: string): Promise<readonly Row[]> => store.rows.selectFrom(table).selectAll().execute();
  const cycleOf = (at: Date): number => cycles.filter((begin) => begin <= at).length;
  const shown = (name: string, value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return value instanceof Date && OWN_INSTANTS.has(name) ? cycleOf(value) : value;
  };
  const texts = (rows: readonly Row[]): readonly string[] =>
    rows
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name]) => !OWN.has(name))
            .map(([name, value]) => [name, shown(name, value)]),
        ),
      )
      .sort();
  const aliases = await all('subject_alias');
  const person = await peopleOf(store, aliases);
  const named = (rows: readonly Row[]): readonly string[] =>
    texts(rows.map(({ subject_id, ...row }) => ({ ...row, person: person(subject_id) })));
  const content: Record<string, readonly string[]> = {};
  for (const table of MIRRORS) content[table] = named(await all(table));
  // Keyed by their instant.
  for (const { name: table } of events().filter(hasSubject))
    content[table] = named((await all(table)).map(({ record_key: _, ...row }) => row));
  // Who has no name and no record any more leaves with the next retention, or left with one that was interrupted and repeated.
  const subjects = (await all('subject')).map((row) => ({ ...row, person: person(row.id) }));
  content.subject = texts(subjects.filter((row) => row.person !== NOBODY));
  content.subject_alias = named(aliases);
  content.parent_digest = texts(await all('parent_digest'));
  content.pass_key = texts(await all('pass_key'));
  content.deletion_hold = texts(
    (await all('deletion_hold')).map(({ sample, ...row }) => ({ ...row, sample: lengthOf(sample) })),
  );
  // Daily counts of devices are those of the moment at which the duty was due.
  const counts = (await all('statistic')).filter(({ metric }) => metric === 'rows');
  content.statistic = texts(counts.map(({ occurred_at: _, ...row }) => row));
  content.source_state = texts((await all('source_state')).map(stateOf));
  content['running polls'] = texts((await all('poll_run')).filter((row) => row.outcome === 'running'));
  return content;
}

/** What the source has now: neither what changed, nor who was there before, nor which pass was given up. */
export const withoutHistory = (content: Content): Content => ({
  ...Object.fromEntries([...MIRRORS, 'parent_digest'].map((table) => [table, content[table] ?? []])),
  subject: (content.subject ?? []).filter((row) => row.includes('["present",true]')),
});

/** A person's name: the records that are linked to it, or the names that it had. */
async function peopleOf(store: Store, aliases: readonly Row[]): Promise<(id: unknown) => string | null> {
  const names = new Map<unknown, string[]>();
  const add = (id: unknown, name: string): void => {
    names.set(id, [...(names.get(id) ?? []), name]);
  };
  for (const table of PEOPLE)
    for (const row of await store.db.selectFrom(table).select(['subject_id', 'source', 'external_id']).execute())
      add(row.subject_id, `${row.source} ${table} ${row.external_id}`);
  const present = new Set(names.keys());
  for (const { subject_id, kind, value } of aliases)
    if (!present.has(subject_id)) add(subject_id, `formerly ${kind} ${value}`);
  return (id) => (id === null ? null : [...new Set(names.get(id) ?? [NOBODY])].sort().join(', '));
}

const parsed = (text: unknown): Row => (typeof text === 'string' ? JSON.parse(text) : {});
const lengthOf = (text: unknown): number => Object.keys(parsed(text)).length;

/** Of a source at rest. The connector's own position is the source's word: a delta link is new with each answer. */
function stateOf({ source, product, holder, lease_until, checkpoint, collected, versions, passes }: Row): Row {
  const { fingerprint, unfinished: underWay, offsetPaged } = parsed(checkpoint);
  return {
    source,
    product,
    holder,
    lease_until,
    collected,
    versions,
    passes: Object.keys(parsed(passes)).sort(),
    progress: { fingerprint, underWay, offsetPaged },
  };
}

/** What one has and the other does not, as lines; none where both hold the same. */
export function differencesOf(expected: Content, found: Content): readonly string[] {
  return Object.keys(expected).flatMap((table) => {
    const missing = without(expected[table] ?? [], found[table] ?? []);
    const surplus = without(found[table] ?? [], expected[table] ?? []);
    return pairsOf(missing, surplus).map(([one, other]) => `${table}: ${told(one, other)}`);
  });
}

/** Rows of the first that the second does not have, each as often as that. */
function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const n = left.get(row) ?? 0;
    left.set(row, n - 1);
    return n <= 0;
  });
}

type Shown = readonly (readonly [name: string, value: unknown])[];

/** Two states of one record stand together. */
function pairsOf(missing: readonly string[], surplus: readonly string[]): readonly [Shown | null, Shown | null][] {
  const others: (Shown | null)[] = surplus.map((row) => JSON.parse(row));
  const pairs = missing.map((text): [Shown, Shown | null] => {
    const row: Shown = JSON.parse(text);
    const i = others.findIndex((other) => other && keyOf(other) === keyOf(row));
    const [other = null] = i < 0 ? [] : others.splice(i, 1, null);
    return [row, other];
  });
  return [...pairs, ...others.flatMap((other): [null, Shown][] => (other ? [[null, other]] : []))];
}

const keyOf = (row: Shown): string => {
  const key = row.filter(([name]) =>
    /^(source|dataset|kind|value|.*_key|parameter|person|metric|dimension)$/.test(name),
  );
  return JSON.stringify(key);
};

function told(one: Shown | null, other: Shown | null): string {
  if (!one || !other) return `${one ? 'missing' : 'too many'}: ${JSON.stringify(one ?? other)}`;
  const changed = one.filter(([name, value], i) => JSON.stringify(other[i]) !== JSON.stringify([name, value]));
  const found = new Map(other);
  return `${keyOf(one)} ${changed.map(([name, value]) => `${name}: ${JSON.stringify(found.get(name))} instead of ${JSON.stringify(value)}`).join('; ')}`;
}

export const rowsIn = (content: Content): number => Object.values(content).reduce((sum, rows) => sum + rows.length, 0);
