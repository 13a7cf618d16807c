// What an operator should know before it is too late: removals that are held, rows that nobody vouches for, what expires, and what the database
// lacks.
import { waiting } from '../ingest/holds.ts';
import { type LastRuns, lastRuns } from '../ingest/last-run.ts';
import { areLost, lostLine } from '../ingest/losses.ts';
import { foundNobody, nobodyLine } from '../ingest/nobody.ts';
import { silentLine, silentRows } from '../ingest/silent.ts';
import { givenUp, givenUpLine } from '../ingest/stuck.ts';
import { doubtLine, doubtOf } from '../retention/jump.ts';
import { unverified } from '../retention/unverified.ts';
import { type KeyFile, keyFileWarnings, type Settings } from '../settings/index.ts';
import type { Fact, Store } from '../store/index.ts';
import { aheadLines } from '../store/migrate.ts';
import { expiring, expiringLine } from './expiring.ts';
import { logWarnings, neverPushed, type Pushable } from './log-warnings.ts';

/** Facts of the database whose advice must be followed; that of the others is advice. */
const REQUIRED: ReadonlySet<string> = new Set(['READ_COMMITTED_SNAPSHOT', 'engine', 'connection encryption']);

interface Warned {
  readonly store: Store;
  readonly settings: Pick<Settings, 'UNVERIFIED_DAYS'>;
  /** What is no longer configured is only told to be so: nothing else can be done about it here. */
  readonly sources: readonly Pushable[];
  readonly ignored: readonly string[];
  readonly keyFiles?: readonly KeyFile[];
}

/** `facts` as the store tells them; `runs` are those of all sources. */
export async function warningsOf(
  { store, settings, sources, ignored, keyFiles = [] }: Warned,
  facts: readonly Fact[],
  runs?: ReadonlyMap<string, LastRuns>,
): Promise<readonly string[]> {
  const now = await store.now();
  const [rows, due] = [await unverified(store, settings.UNVERIFIED_DAYS, now), await expiring(store, now)];
  const doubt = await doubtOf(store);
  const last = runs ?? (await lastRuns(store));
  const isConfigured = ({ source }: { readonly source: string }) => sources.some(({ name }) => name === source);
  return [
    ...(doubt ? [doubtLine(doubt)] : []),
    ...(await aheadLines(store)),
    ...ignored,
    ...keyFileWarnings(keyFiles),
    ...(await waiting(store)).filter(isConfigured).map(({ line }) => line),
    ...(await foundNobody(store)).filter(isConfigured).map(nobodyLine),
    ...(await givenUp(store, now)).filter(isConfigured).map(givenUpLine),
    ...(await lostSources(store, sources)).map(lostLine),
    ...silentRows(last).filter(isConfigured).map(silentLine),
    ...(await logWarnings(store, last)).filter(isConfigured).map(({ line }) => line),
    ...(await neverPushed(store, sources)).map(({ line }) => line),
    ...rows.map(({ source, reason, dataset, since, leavesAt }) =>
      reason === 'unconfigured'
        ? `No collector has source ${source} configured since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`
        : `No complete pass of ${dataset} of source ${source} since ${since.toISOString()}: its rows are removed at ${leavesAt.toISOString()}.`,
    ),
    ...due.filter(isConfigured).map(expiringLine),
    ...facts.flatMap(({ name, value, advice }) =>
      REQUIRED.has(name) && value !== 'unknown' && advice ? [`The database has ${name} ${value}. ${advice}`] : [],
    ),
  ];
}

async function lostSources(store: Store, sources: readonly Pushable[]): Promise<readonly string[]> {
  const lost = await Promise.all(sources.map(async ({ name }) => ((await areLost(store, name)) ? [name] : [])));
  return lost.flat();
}
