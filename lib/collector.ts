// A collector: a running process of the bundle. Several may share one database; each says that it is there.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Row } from './catalog/index.ts';
import { addRow } from './store/add-row.ts';
import type { Store } from './store/index.ts';

export interface Collector {
  /** New with each process. */
  readonly instance: string;
  readonly lensVersion: string;
  readonly hostVersion: string;
  readonly sources: readonly string[];
}

export const newCollector = (of: Omit<Collector, 'instance'>): Collector => ({ instance: randomUUID(), ...of });

/** Version of the Functions host, which its worker tells through a module that stands on no disk; `unknown` outside of one. */
export function hostVersion(): string {
  try {
    const { hostVersion: version } = createRequire(import.meta.url)('@azure/functions-core');
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Inserts the collector's row, or says that it is still there; and notes how many there are. */
export async function announceCollector(store: Store, collector: Collector): Promise<void> {
  const now = await store.now();
  const { numUpdatedRows } = await store.write(({ db }) =>
    db
      .updateTable('collector')
      .set({ last_seen_at: now })
      .where('instance', '=', collector.instance)
      .executeTakeFirst(),
  );
  // Of two timers that say so at once one does.
  if (numUpdatedRows === 0n)
    await addRow(store, 'collector', {
      instance: collector.instance,
      host_version: collector.hostVersion.slice(0, 64),
      node_version: process.versions.node,
      lens_version: collector.lensVersion,
      sources: JSON.stringify(collector.sources),
      started_at: now,
      last_seen_at: now,
    });
  await notePeaks(store, now);
}

/** A collector that ends in order is none from then on. */
export async function endCollector(store: Store, { instance }: Collector): Promise<void> {
  await store.write(({ db }) => db.deleteFrom('collector').where('instance', '=', instance).execute());
}

/** Of a database that was restored: those of before are none, whatever it says of them. */
export async function forgetCollectors(store: Store): Promise<void> {
  await store.write(({ db }) => db.deleteFrom('collector').execute());
}

/** A collector that was not seen for this long has ended. Each says that it is there every five minutes at least. */
const SEEN_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** Stands for all together in the table of peaks. */
export const ALL_VERSIONS = 'all';

interface Ran {
  readonly started_at: Date;
  readonly last_seen_at: Date;
}
interface Seen extends Ran {
  readonly node_version: string;
  readonly lens_version: string;
}

export function seenCollectors({ db }: Store, now: Date): Promise<Seen[]> {
  return (
    db
      .selectFrom('collector')
      .select(['node_version', 'lens_version', 'started_at', 'last_seen_at'])
      .where('last_seen_at', '>', new Date(now.getTime() - SEEN_MS))
      // The future is that of a clock that ran ahead.
      .where('last_seen_at', '<', new Date(now.getTime() + SEEN_MS))
      .execute()
  );
}

/**
 * The most that certainly ran at once: some were still seen when another had started. One that was killed was last seen
 * before its successor started, and is not counted beside it, whatever the names of their hosts.
 */
export const atOnce = (seen: readonly Ran[]): number => togetherOf(seen).length;

/** Those themselves; where it was so more than once, the last time. */
export function togetherOf<T extends Ran>(seen: readonly T[]): readonly T[] {
  const latestFirst = seen.toSorted((a, b) => b.started_at.getTime() - a.started_at.getTime());
  return latestFirst
    .map((one) => seen.filter((other) => other === one || runsAtStartOf(one, other)))
    .reduce((most, some) => (some.length > most.length ? some : most), []);
}

const runsAtStartOf = ({ started_at }: Ran, other: Ran): boolean =>
  other.started_at <= started_at && other.last_seen_at >= started_at;

export interface LostCollector {
  readonly instance: string;
  readonly last_seen_at: Date;
}

/** Those of the last day that neither ended in order, nor were followed by another of the same sources. */
export async function lostCollectors({ db }: Store, now: Date): Promise<readonly LostCollector[]> {
  const rows = await db
    .selectFrom('collector')
    .select(['instance', 'sources', 'started_at', 'last_seen_at'])
    .where('last_seen_at', '>', new Date(now.getTime() - DAY_MS))
    .execute();
  return [...Map.groupBy(rows, ({ sources }) => sources).values()].flatMap((alike) =>
    notFollowed(alike, new Date(now.getTime() - SEEN_MS)),
  );
}

/** Each follows one at most: the first that started after it was last seen. */
export function notFollowed<T extends Ran>(rows: readonly T[], seenSince: Date): readonly T[] {
  const followers = rows.toSorted((a, b) => a.started_at.getTime() - b.started_at.getTime());
  const ended = rows
    .filter(({ last_seen_at }) => last_seen_at <= seenSince)
    .sort((a, b) => a.last_seen_at.getTime() - b.last_seen_at.getTime());
  return ended.filter((lost) => {
    const at = followers.findIndex((one) => one !== lost && one.started_at >= lost.last_seen_at);
    if (at >= 0) followers.splice(at, 1);
    return at < 0;
  });
}

export const lostCollectorLine = ({ instance, last_seen_at }: LostCollector): string =>
  `Collector ${instance} was not seen since ${last_seen_at.toISOString()}: it did not end in order, and none took its place. It is told for a day.`;

/** Of yesterday and today, by UTC. */
export function collectorPeaks({ db }: Store, now: Date) {
  const peaks = db.selectFrom('collector_peak').selectAll().where('occurred_at', '<=', now);
  return peaks.where('occurred_at', '>=', new Date(dayOf(now).getTime() - DAY_MS)).execute();
}

const dayOf = (now: Date): Date => new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);

/** Whoever comes later counts those that start at the same moment. */
async function notePeaks(store: Store, now: Date): Promise<void> {
  const seen = await seenCollectors(store, now);
  const day = dayOf(now);
  const known = (await collectorPeaks(store, now)).filter(({ occurred_at }) => occurred_at.getTime() === day.getTime());
  const counted = new Map([[ALL_VERSIONS, atOnce(seen)]]);
  for (const [version, group] of Map.groupBy(seen, (row) => row.node_version)) counted.set(version, atOnce(group));
  for (const [node_version, peak] of counted) {
    const before = known.find((row) => row.node_version === node_version);
    if (peak > (before?.peak ?? 0)) await raisePeak(store, { occurred_at: day, node_version, peak });
  }
}

async function raisePeak(store: Store, row: Omit<Row<'collector_peak'>, 'id'>): Promise<void> {
  const { numUpdatedRows } = await store.write(({ db }) =>
    db
      .updateTable('collector_peak')
      .set({ peak: row.peak })
      .where('occurred_at', '=', row.occurred_at)
      .where('node_version', '=', row.node_version)
      .where('peak', '<', row.peak)
      .executeTakeFirst(),
  );
  if (numUpdatedRows > 0n) return;
  // Where another has written it meanwhile, what is still missing is noted by the next that says that it is there.
  await addRow(store, 'collector_peak', row);
}
