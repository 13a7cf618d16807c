// The most used hosts or categories of each day, from the roll-up that is made as counters commit: never by a scan of
// them. Days are told apart, and what of one speaks about fewer than five people is in nobody's answer, whatever is asked.
import { type SelectQueryBuilder, sql } from 'kysely';
import { WEB_TOTALS } from '../catalog/web.ts';
import type { Clock } from '../clock.ts';
import type { ApiDependencies } from '../http/dependencies.ts';
import type { Answer, ApiRequest } from '../http/endpoint.ts';
import { invalidRequest, type ParameterError } from '../http/problem.ts';
import { queryErrors } from '../http/request.ts';
import { firstRows } from '../store/capabilities.ts';
import type { LooseDatabase, Store } from '../store/database.ts';
import { FLOOR } from './floor.ts';
import { limitOf } from './parse.ts';
import { DEFAULT_DAYS, DEFAULT_TOP, MOST_DAYS, MOST_TOP, TRAFFIC_PARAMETERS } from './traffic-schema.ts';

const DAY_MS = 86_400_000;
const COUNTS = ['requests', 'blocked', 'errors', 'bytes'] as const;
type Counts = Record<(typeof COUNTS)[number], number>;

export interface TrafficDay {
  readonly day: string;
  readonly items: readonly (Counts & { readonly name: string; readonly persons: number })[];
  readonly other: (Counts & { readonly names: number }) | null;
}

interface Wanted {
  readonly by: (typeof WEB_TOTALS)[number];
  readonly top: number;
  readonly days: readonly Date[];
}

export async function countTraffic({ query }: ApiRequest, { store, clock }: ApiDependencies): Promise<Answer> {
  const wanted = parse(query, clock);
  const days: TrafficDay[] = [];
  for (const day of wanted.days) {
    const found = await trafficOf(store, wanted, day);
    if (found) days.push(found);
  }
  return { body: { days, completeUntil: await completeUntil(store, wanted.days) }, access: [] };
}

function parse(query: URLSearchParams, clock: Clock): Wanted {
  const errors: ParameterError[] = [...queryErrors(TRAFFIC_PARAMETERS, query)];
  const refuse = (parameter: string, detail: string): void => void errors.push({ parameter, detail });
  const dayOf = (name: string, fallback: number): number => {
    const text = query.get(name);
    const at = text === null ? fallback : /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(at)) refuse(name, 'A day: 2026-11-29.');
    return at;
  };
  const today = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS;
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
  const rows = await firstRows(store.engine, rankedNames(store, by, day), top + 1).execute();
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
  const other = isTold
    ? { names, requests: left('requests'), blocked: left('blocked'), errors: left('errors'), bytes: left('bytes') }
    : null;
  return { day: day.toISOString().slice(0, 10), items, other };
}

const countsOf = (row: Readonly<Record<string, unknown>>, prefix: string): Counts => ({
  requests: Number(row[`${prefix}requests`]),
  blocked: Number(row[`${prefix}blocked`]),
  errors: Number(row[`${prefix}errors`]),
  bytes: Number(row[`${prefix}bytes`]),
});

/**
 * Those that may be told first, by requests; `place` numbers them from the one with the fewest people. Several sources
 * may have counted the same people: there are as many as the one with the most says.
 */
function rankedNames({ scans }: Store, by: string, day: Date): Query {
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
  const told = sql<number>`case when ${sql.ref('persons')} >= ${sql.lit(FLOOR)} then 1 else 0 end`;
  return scans
    .selectFrom(groups.as('grouped'))
    .selectAll()
    .select([
      sql<number>`count(*) over ()`.as('all_names'),
      sql<number>`sum(${told}) over ()`.as('told_names'),
      sql<number>`row_number() over (partition by ${told} order by ${sql.ref('persons')}, ${sql.ref('name')})`.as(
        'place',
      ),
      ...COUNTS.map((name) => sql<number>`sum(${sql.ref(name)}) over ()`.as(`all_${name}`)),
    ])
    .orderBy(told, 'desc')
    .orderBy('requests', 'desc')
    .orderBy('name');
}

/** The newest line that was read of each source that counts traffic: the earliest of them. */
async function completeUntil({ db }: Store, days: readonly Date[]): Promise<string | null> {
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
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}
