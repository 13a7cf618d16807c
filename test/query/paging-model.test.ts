// Random lists, read page by page while rows come, go, change and are thought absent, against a filter and a sort in
// memory.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DatasetName } from '../../lib/catalog/index.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { fold } from '../../lib/store/fold.ts';
import type { Store } from '../../lib/store/index.ts';
import { runs } from '../fuzz/runs.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { app, device, insert, subject } from './estate.ts';

type Value = string | number | boolean | Date | null;
type Values = Readonly<Record<string, Value>>;
interface Row {
  readonly id: number;
  readonly values: Values;
}

const text = fc.option(
  fc.constantFrom('a', 'A', 'ä', 'B', 'b1', 'ß', 'İ', '[x', '%', '_', ' x', "o'Hara", '😀', 'ﬁn', 'z'.repeat(60)),
);
const instant = fc.option(fc.constantFrom(1, 2, 3, 1000).map((ms) => new Date(Date.UTC(2026, 9, 25, 1) + ms)));
const at = (ms: number): string => new Date(Date.UTC(2026, 9, 25, 1) + ms).toISOString();
const folded = (value: Value | undefined): string | null => (typeof value === 'string' ? fold(value) : null);
const time = (value: Value | undefined): number | null => (value instanceof Date ? value.getTime() : null);
const since = (value: Value | undefined, ms: number): boolean => (time(value) ?? 0) >= Date.parse(at(ms));

interface Filter {
  readonly query: string;
  readonly holds: (values: Values) => boolean;
}
interface List {
  readonly target: string;
  readonly table: DatasetName;
  /** API name and column. */
  readonly sorts: readonly (readonly [string, string])[];
  readonly values: fc.Arbitrary<Values>;
  readonly row: (serial: number, values: Values) => Readonly<Record<string, unknown>>;
  readonly filters: readonly Filter[];
  /** A row that is listed no more, though it is there. */
  readonly listed: (values: Values) => boolean;
}

const everything: Filter = { query: '', holds: () => true };

const LISTS: readonly List[] = [
  {
    target: 'devices',
    table: 'device',
    sorts: [
      ['id', 'id'],
      ['deviceName', 'device_name'],
      ['osVersion', 'os_version'],
      ['model', 'model'],
      ['enrolledAt', 'enrolled_at'],
      ['lastSeenAt', 'last_seen_at'],
    ],
    values: fc.record({
      device_name: text,
      os_version: text,
      model: text,
      enrolled_at: instant,
      last_seen_at: instant,
      platform: fc.option(fc.constantFrom('ios', 'android')),
      absent_since: fc.option(fc.constant(new Date(0)), { freq: 4 }),
    }),
    row: (serial, values) => device(`d${serial}`, { ...values, external_id: `d${serial}` }),
    listed: () => true,
    filters: [
      everything,
      { query: '&platform=ios', holds: (v) => v.platform === 'ios' },
      { query: '&platform.ne=ios', holds: (v) => v.platform !== 'ios' },
      { query: '&lastSeenAt.isNull=false', holds: (v) => v.last_seen_at !== null },
      { query: `&lastSeenAt.ge=${at(2)}`, holds: (v) => since(v.last_seen_at, 2) },
      { query: '&absentSince.isNull=true', holds: (v) => v.absent_since === null },
      { query: '&deviceName.startsWith=B', holds: (v) => folded(v.device_name)?.startsWith('b') ?? false },
      { query: '&q=%25', holds: (v) => folded(v.device_name)?.startsWith('%') ?? false },
      { query: '&model.in=a,%C3%84,_', holds: (v) => ['a', 'ä', '_'].includes(folded(v.model) ?? '') },
    ],
  },
  {
    target: 'users',
    table: 'subject',
    sorts: [
      ['id', 'id'],
      ['displayName', 'display_name'],
      ['mail', 'mail'],
      ['department', 'department'],
      ['createdAt', 'created_at'],
    ],
    values: fc.record({
      display_name: text,
      mail: text,
      department: text,
      created_at: instant.map((date) => date ?? new Date(0)),
      present: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    }),
    row: (_, values) => subject(null, values),
    listed: (values) => values.present === true,
    filters: [
      everything,
      { query: '&department.isNull=true', holds: (v) => v.department === null },
      { query: '&mail.ne=a', holds: (v) => folded(v.mail) !== 'a' },
      {
        query: '&q=b',
        holds: (v) => ['display_name', 'mail'].some((name) => folded(v[name])?.startsWith('b') ?? false),
      },
    ],
  },
  {
    target: 'devices/{device}/apps',
    table: 'device_app',
    sorts: [
      ['id', 'id'],
      ['title', 'title'],
    ],
    values: fc.record({ title: text, version: fc.option(fc.constantFrom('1', '2')) }),
    row: (serial, values) => app('owner', `a${serial}`, values),
    listed: () => true,
    filters: [everything, { query: '&version=1', holds: (v) => v.version === '1' }],
  },
];

/** What happens between two pages. */
type Event =
  | { readonly does: 'come' | 'change'; readonly which: number; readonly values: Values }
  | { readonly does: 'go'; readonly which: number };

const reading = fc.constantFrom(...LISTS).chain((list) =>
  fc.record({
    list: fc.constant(list),
    rows: fc.array(list.values, { maxLength: 24, size: 'max' }),
    sort: fc.constantFrom(...list.sorts),
    descending: fc.boolean(),
    filter: fc.constantFrom(...list.filters),
    limits: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
    between: fc.array(
      fc.array(
        fc.oneof(
          fc.record({
            does: fc.constantFrom<'come' | 'change'>('come', 'change'),
            which: fc.nat(40),
            values: list.values,
          }),
          fc.record({ does: fc.constant<'go'>('go'), which: fc.nat(40) }),
        ),
        { maxLength: 4 },
      ),
      { maxLength: 10 },
    ),
  }),
);

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));

  async function answer(target: string): Promise<{ ids: number[]; next: string | null; status: number }> {
    const { status, body } = await call(target);
    const { items = [], nextCursor = null } = Object(body);
    return { status, next: nextCursor, ids: items.map((item: { id: string }) => Number(item.id)) };
  }

  /** The rows as they are, by id. */
  class Table {
    readonly rows = new Map<number, Values>();
    readonly #store: Store;
    readonly #list: List;
    #serial = 0;
    constructor(store: Store, list: List) {
      this.#store = store;
      this.#list = list;
    }
    async come(all: readonly Values[]): Promise<void> {
      const written = all.map((values) => {
        this.#serial += 1;
        return this.#list.row(this.#serial, values);
      });
      await insert(this.#store, this.#list.table, written);
      const ids = await this.#store.rows.selectFrom(this.#list.table).select('id').orderBy('id').execute();
      const fresh = ids.map((row) => Number(row.id)).filter((id) => id > Math.max(0, ...this.rows.keys()));
      for (const [i, id] of fresh.slice(-all.length).entries()) this.rows.set(id, all[i] ?? {});
    }
    async meet(event: Event): Promise<void> {
      if (event.does === 'come') return this.come([event.values]);
      const id = [...this.rows.keys()][event.which % Math.max(1, this.rows.size)];
      if (id === undefined) return;
      if (event.does === 'go') {
        await writeFreely(this.#store, ({ rows }) => rows.deleteFrom(this.#list.table).where('id', '=', id).execute());
        this.rows.delete(id);
        return;
      }
      await writeFreely(this.#store, (tx) => tx.update(this.#list.table, [{ id, ...event.values }]));
      this.rows.set(id, event.values);
    }
  }

  describe('any list, read while it changes', () => {
    it('shows each row that was there throughout exactly once, in order, to its end', async () => {
      await fc.assert(
        fc.asyncProperty(reading, async ({ list, rows, sort, descending, filter, limits, between }) => {
          const { store } = open();
          await emptyTables(store, ['device_app', 'device', 'subject', 'access_log']);
          const target = list.target.replace('{device}', await ownerOf(store, list));
          const table = new Table(store, list);
          if (rows.length > 0) await table.come(rows);
          const [name, column] = sort;
          const codePoints = store.engine === 'sqlite';
          const rankOf = ({ id, values }: Row) => ({ value: column === 'id' ? null : rank(values[column]), id });
          const order = (a: Row, b: Row) => compare(rankOf(a), rankOf(b), codePoints) * (descending ? -1 : 1);
          const matches = (values: Values) => list.listed(values) && filter.holds(values);
          // Rows that matched at all times with one sort value.
          const steady = new Map([...table.rows].filter(([, values]) => matches(values)));
          const base = `${target}?sort=${descending ? '-' : ''}${name}${filter.query}`;
          const seen: Row[] = [];
          let cursor = '';
          for (let page = 0; ; page += 1) {
            const limit = limits[page % limits.length] ?? 1;
            const { status, ids, next } = await answer(`${base}&limit=${limit}${cursor}`);
            expect(status).toBe(200);
            if (next !== null) expect(ids).toHaveLength(limit);
            seen.push(...ids.map((id) => ({ id, values: table.rows.get(id) ?? {} })));
            if (next === null) break;
            cursor = `&cursor=${next}`;
            if (page === 0) {
              const other = `${target}?sort=${descending ? '' : '-'}${name}${filter.query}${cursor}`;
              expect((await answer(other)).status).toBe(400);
            }
            for (const event of between[page] ?? []) await table.meet(event);
            for (const [id, values] of steady) {
              const now = table.rows.get(id);
              if (!now || !matches(now) || String(rank(now[column])) !== String(rank(values[column])))
                steady.delete(id);
            }
            // Each page holds a row, and rows that come are few.
            expect(page).toBeLessThan(100);
          }
          for (const [i, row] of seen.slice(1).entries()) {
            const before = seen[i];
            if (before) expect(order(before, row)).toBeLessThan(0);
          }
          const steadily = seen.filter(({ id }) => steady.has(id)).map(({ id }) => id);
          const wanted = [...steady].map(([id, values]) => ({ id, values })).sort(order);
          expect(steadily).toEqual(wanted.map(({ id }) => id));
          const nothingHappened = between.flat().length === 0;
          if (nothingHappened) expect(seen).toHaveLength(wanted.length);
        }),
        runs(open().store.engine === 'sqlite' ? 100 : 25),
      );
    }, 3_600_000);
  });
});

async function ownerOf(store: Store, { target }: List): Promise<string> {
  if (!target.includes('{device}')) return '';
  await store.write((tx) => tx.insert('device', [device('owner')]));
  const { id } = await store.db.selectFrom('device').select('id').executeTakeFirstOrThrow();
  return String(id);
}

const rank = (value: Value | undefined): string | number | null =>
  value instanceof Date ? value.getTime() : (folded(value) ?? null);

/** What is unknown comes first; ties by id. */
function compare(
  a: { value: string | number | null; id: number },
  b: { value: string | number | null; id: number },
  codePoints: boolean,
): number {
  if (a.value === b.value) return a.id - b.id;
  if (a.value === null) return -1;
  if (b.value === null) return 1;
  if (typeof a.value === 'number' && typeof b.value === 'number') return a.value - b.value;
  if (codePoints) return Buffer.compare(Buffer.from(String(a.value)), Buffer.from(String(b.value)));
  return a.value < b.value ? -1 : 1;
}
