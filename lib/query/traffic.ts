// The most used hosts or categories of each day, from the roll-up that is made as counters commit: never by a scan of
// them. Days are told apart, and what of one speaks about fewer than five people is in nobody's answer, whatever is asked.
import { type SelectQueryBuilder, sql } from 'kysely';
import { WEB_TOTALS } from '../catalog/web.ts';
import type { Clock } from '../clock.ts';
import { FLOOR } from '../floor.ts';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors } from '../http/request.ts';
import { firstRows } from '../store/capabilities.ts';
import type { LooseDatabase, Store } from '../store/database.ts';
import { readInLists } from '../store/lists.ts';
import { limitOf } from './parse.ts';
import { DEFAULT_DAYS, DEFAULT_TOP, MOST_DAYS, MOST_TOP, TRAFFIC_PARAMETERS } from './traffic-schema.ts';
import { parseInstant } from './values.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COUNTS = ['requests', 'blocked', 'errors', 'bytes'] as const;
type Counts = Record<(typeof COUNTS)[number], number>;
/** Null where that is nothing, or of fewer than five people. */
type Told = Pick<Counts, 'requests' | 'bytes'> & { readonly blocked: number | null; readonly errors: number | null };

export interface TrafficDay {
  readonly day: string;
  readonly items: readonly (Told & { readonly name: string; readonly persons: number })[];
  readonly other: (Told & { readonly names: number }) | null;
}

interface Wanted {
  readonly by: (typeof WEB_TOTALS)[number];
  readonly top: number;
  readonly days: readonly Date[];
}

export async function countTraffic({ query }: ApiRequest, { store, clock }: ApiDependencies): Promise<Answer> {
  const today = startOfDay(clock);
  const wanted = parse(query, today);
  const over = await overDays(store, wanted.days, today);
  const days: TrafficDay[] = [];
  for (const day of over) {
    const found = await trafficOf(store, wanted, day);
    if (found) days.push(found);
  }
  return { body: { days, completeUntil: await completeUntil(store, over) }, access: [] };
}

const startOfDay = (clock: Clock): number => Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS;

/** Without the day that runs, in which each answer would tell what came since the one before; but where there is no other. */
async function overDays({ engine, rows }: Store, days: readonly Date[], today: number): Promise<readonly Date[]> {
  const before = rows.selectFrom('http_total').select('occurred_at').where('occurred_at', '<', new Date(today));
  const isFirst = (await firstRows(engine, before, 1).executeTakeFirst()) === undefined;
  return isFirst ? days : days.filter((day) => day.getTime() < today);
}

function parse(query: URLSearchParams, today: number): Wanted {
  const errors: ParameterError[] = [...queryErrors(TRAFFIC_PARAMETERS, query)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const dayOf = (name: string, fallback: number): number => {
    const text = query.get(name);
    if (text === null) return fallback;
    const parsed = parseInstant(`${text}T00:00:00Z`);
    if ('value' in parsed) return parsed.value.getTime();
    refuse(name, 'A day: 2026-11-29.');
    return fallback;
  };
  const to = dayOf('to', today);
  const from = dayOf('from', to - (DEFAULT_DAYS - 1) * DAY_MS);
  const count = (to - from) / DAY_MS + 1;
  if (count > MOST_DAYS) refuse('from', `At most ${MOST_DAYS} days at a time.`);
  if (count < 1) refuse('from', 'Not after `to`.');
  const top = limitOf(query.get('top') ?? undefined, (_, detail) => refuse('top', detail), DEFAULT_TOP, MOST_TOP);
  if (errors.length > 0) throw invalidRequest(errors);
  return {
    by: WEB_TOTALS.find((by) => by === query.get('by')) ?? 'host',
    top,
    days: Array.from({ length: count }, (_, i) => new Date(to - i * DAY_MS)),
  };
}

type Query = SelectQueryBuilder<LooseDatabase, string, Record<string, unknown>>;

async function trafficOf(store: Store, { by, top }: Wanted, day: Date): Promise<TrafficDay | null> {
  // One more than is listed: the smallest may have to go along with what is hidden.
  const rows = await firstRows(store.engine, ranked(numberedNames(store, by, day)), top + 1).execute();
  const [first] = rows;
  if (!first) return null;
  const hidden = Number(first.all_names) - Number(first.told_names);
  const items = rows
    .filter((row) => Number(row.persons) >= FLOOR && !(hidden > 0 && Number(row.place) === 1))
    .slice(0, top)
    .map((row) => ({ name: String(row.name), ...countsOf(row, ''), persons: Number(row.persons) }));
  const all = countsOf(first, 'all_');
  const names = Number(first.all_names) - items.length;
  const isTold = names > 0 && Number(first.told_names) > items.length;
  const left = (name: keyof Counts): number => all[name] - items.reduce((sum, item) => sum + item[name], 0);
  const listed = items.map((item) => item.name);
  const [blocked, errors] = [
    await partOf(store, PARTS[by].blocked, day, listed),
    await partOf(store, PARTS[by].errors, day, listed),
  ];
  return {
    day: day.toISOString().slice(0, 10),
    items: items.map((item, i) => ({ ...item, blocked: blocked.of[i] ?? null, errors: errors.of[i] ?? null })),
    other: isTold
      ? { names, requests: left('requests'), blocked: blocked.left, errors: errors.left, bytes: left('bytes') }
      : null,
  };
}

/** What is counted of a part: people of it are fewer than those of the whole. */
const PARTS = {
  host: { blocked: 'blocked', errors: 'failed' },
  category: { blocked: 'category-blocked', errors: 'category-failed' },
  blocked: { blocked: 'blocked', errors: null },
} as const;

/** As a statistic of the part alone would tell it, or less: a difference of the two tells of nobody. */
async function partOf(store: Store, kind: string | null, day: Date, names: readonly string[]) {
  const of = names.map((): number | null => null);
  if (kind === null) return { of, left: null };
  const numbered = numberedNames(store, kind, day);
  const [first] = await firstRows(store.engine, ranked(numbered), 1).execute();
  if (!first) return { of, left: null };
  const hidden = Number(first.all_names) - Number(first.told_names);
  const rows = await readInLists(names, (list) =>
    store.scans.selectFrom(numbered.as('numbered')).selectAll().where('name', 'in', list),
  );
  const told = new Map(
    rows
      .filter((row) => Number(row.persons) >= FLOOR && !(hidden > 0 && Number(row.place) === 1))
      .map((row) => [row.name, Number(row.requests)]),
  );
  const sum = [...told.values()].reduce((all, requests) => all + requests, 0);
  const left = Number(first.told_names) > told.size ? Number(first.all_requests) - sum : null;
  return { of: names.map((name) => told.get(name) ?? null), left };
}

const countsOf = (row: Readonly<Record<string, unknown>>, prefix: string): Counts => ({
  requests: Number(row[`${prefix}requests`]),
  blocked: Number(row[`${prefix}blocked`]),
  errors: Number(row[`${prefix}errors`]),
  bytes: Number(row[`${prefix}bytes`]),
});

/**
 * With sums over all; `place` numbers them from the one with the fewest people. Several sources
 * may have counted the same people: there are as many as the one with the most says.
 */
function numberedNames({ scans }: Store, by: string, day: Date): Query {
  const groups = scans
    .selectFrom('http_total')
    .select((eb) => [
      'name',
      ...COUNTS.map((name) => sql<number>`coalesce(sum(${sql.ref(name)}), 0)`.as(name)),
      eb.fn.max('persons').as('persons'),
    ])
    .where('occurred_at', '=', day)
    .where('kind', '=', by)
    .groupBy('name');
  return scans
    .selectFrom(groups.as('grouped'))
    .selectAll()
    .select([
      sql<number>`count(*) over ()`.as('all_names'),
      sql<number>`sum(${TOLD}) over ()`.as('told_names'),
      sql<number>`row_number() over (partition by ${TOLD} order by ${sql.ref('persons')}, ${sql.ref('name')})`.as(
        'place',
      ),
      ...COUNTS.map((name) => sql<number>`sum(${sql.ref(name)}) over ()`.as(`all_${name}`)),
    ]);
}

const TOLD = sql<number>`case when ${sql.ref('persons')} >= ${sql.lit(FLOOR)} then 1 else 0 end`;
/** Those that may be told first, by requests. */
const ranked = (names: Query): Query => names.orderBy(TOLD, 'desc').orderBy('requests', 'desc').orderBy('name');

/** The newest line that was read of each source that counts traffic: the earliest of them, to the hour. */
async function completeUntil({ db }: Store, days: readonly Date[]): Promise<string | null> {
  // SQL Server takes no empty list.
  if (days.length === 0) return null;
  const read = await db
    .selectFrom('log_file')
    .select(({ fn }) => ['source', fn.max('newest_at').as('newest')])
    .where('source', 'in', (eb) =>
      eb.selectFrom('http_total').select('http_total.source').where('occurred_at', 'in', days),
    )
    .groupBy('source')
    .execute();
  // An aggregate has no type of its own on sqlite: milliseconds.
  const times = read.flatMap(({ newest }) => (newest === null ? [] : [Number(newest)]));
  return times.length === 0 ? null : new Date(Math.floor(Math.min(...times) / HOUR_MS) * HOUR_MS).toISOString();
}
