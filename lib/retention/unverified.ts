// Which rows nobody vouches for any more: of sources that no collector has configured, and of mirrors that no complete
// pass has confirmed. Health warns of them from day 3; retention removes them after UNVERIFIED_DAYS.
import { childrenOf, type MirrorName, mirrors } from '../catalog/index.ts';
import { firstRows, type Store } from '../store/index.ts';

export const DAY_MS = 86_400_000;
export const WARNING_DAYS = 3;

export interface Unverified {
  readonly source: string;
  /** `unconfigured`: all rows of the source; `unverified`: those of one mirror, and their children. */
  readonly reason: 'unconfigured' | 'unverified';
  readonly dataset: MirrorName | null;
  readonly since: Date;
  /** When retention removes the rows. */
  readonly leavesAt: Date;
}

interface SourceState {
  readonly source: string;
  readonly passes: string | null;
  readonly last_seen_at: Date;
}

/**
 * What has been unverified for `days` at `now` (the database's clock), oldest first; of one source, or of all. Mirrors
 * without rows are left out. `staleDays`: the same of mirrors, where these are asked for sooner.
 */
export async function unverified(
  store: Store,
  unverifiedDays: number,
  now: Date,
  days = WARNING_DAYS,
  only?: string,
  staleDays = days,
): Promise<Unverified[]> {
  const [until, staleUntil] = [now.getTime() - days * DAY_MS, new Date(now.getTime() - staleDays * DAY_MS)];
  const leavesAt = (since: Date): Date => new Date(since.getTime() + unverifiedDays * DAY_MS);
  const found: Unverified[] = [];
  const all = store.db.selectFrom('source_state').select(['source', 'passes', 'last_seen_at']);
  const states = await (only === undefined ? all : all.where('source', '=', only)).execute();
  for (const state of states) {
    const since = state.last_seen_at;
    if (since.getTime() < until)
      found.push({ source: state.source, reason: 'unconfigured', dataset: null, since, leavesAt: leavesAt(since) });
    else
      for (const { dataset, since } of await unverifiedMirrors(store, state, staleUntil))
        found.push({ source: state.source, reason: 'unverified', dataset, since, leavesAt: leavesAt(since) });
  }
  return found.sort((a, b) => a.since.getTime() - b.since.getTime());
}

/**
 * Per mirror with rows of this source: since when no complete pass has confirmed its oldest row, where that is before `until`. A
 * row that was read for the first time after the last pass is vouched for by that reading. It is looked for every minute, and
 * tables are large: of what a young pass confirmed no row is asked.
 */
async function unverifiedMirrors(
  store: Store,
  { source, passes }: SourceState,
  until: Date,
): Promise<{ dataset: MirrorName; since: Date }[]> {
  const last = passesOf(passes);
  const found: { dataset: MirrorName; since: Date }[] = [];
  for (const dataset of MIRROR_NAMES) {
    const pass = last.get(dataset);
    // Children are read with their parent; most have no pass of their own, and then follow it.
    if (pass ? pass >= until : CHILDREN.has(dataset)) continue;
    const since =
      pass && (await wasSeenBy(store, dataset, source, pass)) ? pass : await oldestFirstSeen(store, dataset, source);
    if (since && since < until) found.push({ dataset, since });
  }
  return found;
}

/** Whether a row is as old as the pass, as most are. */
async function wasSeenBy({ rows, engine }: Store, dataset: MirrorName, source: string, pass: Date): Promise<boolean> {
  const old = rows.selectFrom(dataset).select('id').where('source', '=', source).where('first_seen_at', '<=', pass);
  return (await firstRows(engine, old, 1).executeTakeFirst()) !== undefined;
}

/** Parents before their children. */
export const MIRROR_NAMES: readonly MirrorName[] = [...mirrors]
  .sort((a, b) => Number(a.parent !== undefined) - Number(b.parent !== undefined))
  .map(({ name }) => name as MirrorName);
const CHILDREN: ReadonlySet<string> = new Set(
  mirrors.flatMap(({ name }) => childrenOf(name).map((child) => child.name)),
);

async function oldestFirstSeen(store: Store, dataset: MirrorName, source: string): Promise<Date | null> {
  const ordered = store.rows
    .selectFrom(dataset)
    .select('first_seen_at')
    .where('source', '=', source)
    .orderBy('first_seen_at');
  const at = (await firstRows(store.engine, ordered, 1).executeTakeFirst())?.first_seen_at;
  return at instanceof Date ? at : null;
}

/** The last complete pass of each dataset, as `source_state.passes` has it. */
export function passesOf(text: string | null): Map<string, Date> {
  const passes: Record<string, unknown> = text === null ? {} : JSON.parse(text);
  return new Map(
    Object.entries(passes).flatMap(([dataset, at]) => {
      const date = new Date(String(at));
      return Number.isNaN(date.getTime()) ? [] : [[dataset, date] as const];
    }),
  );
}
