// What is to be known of each source: product, freshness, last complete pass, rows, rejections, holds, next poll.
// Counts, codes and hints only; nothing here speaks about a person.

import { type Application, type ConfiguredSource, polledHere } from '../app.ts';
import { type MirrorName, mirrors } from '../catalog/index.ts';
import { readKeys } from '../http/keys.ts';
import { dueAt } from '../ingest/due.ts';
import { type FilesKnown, filesKnown } from '../ingest/files-known.ts';
import { seenOf } from '../ingest/held-rows.ts';
import { carriedOutAt, parametersOf } from '../ingest/holds.ts';
import { type LastRuns, lastRuns, type Run } from '../ingest/last-run.ts';
import { parsePeers } from '../ingest/peers.ts';
import type { UnnotedPoll } from '../ingest/unnoted.ts';
import { nextTime } from '../ncrontab.ts';
import { isPeople } from '../people/aliases.ts';
import { waitingRows } from '../people/late-names.ts';
import { daysUntil } from '../query/expiry.ts';
import type { ReadSource } from '../settings/index.ts';
import type { Store } from '../store/index.ts';
import { isLeased } from '../store/lease.ts';
import { readInLists } from '../store/lists.ts';
import { expiring } from './expiring.ts';
import { scheduleOf, signInWait } from './poll-source.ts';
import type { HoldStatus, LastPoll, PushStatus, SourceStatus } from './source-schema.ts';
import { fileStateOf, type SourceState } from './source-state.ts';

/** All configured sources, and those that the database still knows. `runs` are those of all. */
export async function sourceStatuses(
  app: Application,
  runs: ReadonlyMap<string, LastRuns>,
): Promise<readonly SourceStatus[]> {
  const known = await app.store.db.selectFrom('source_state').selectAll().execute();
  const unnamed = await waitingRows(app.store);
  const names = new Set([...app.sources.map((source) => source.name), ...known.map((state) => state.source)]);
  return Promise.all(
    [...names].sort().map((name) => {
      const state = known.find(({ source }) => source === name);
      return statusOf(app, name, { state, runs: runs.get(name), unnamed: unnamed.get(name) });
    }),
  );
}

type State = Awaited<ReturnType<typeof stateOf>>;
const stateOf = (store: Store, name: string) =>
  store.db.selectFrom('source_state').selectAll().where('source', '=', name).executeTakeFirst();

export async function sourceStatus(app: Application, name: string): Promise<SourceStatus | null> {
  const state = await stateOf(app.store, name);
  if (!state && !app.sources.some((source) => source.name === name)) return null;
  const runs = (await lastRuns(app.store, name)).get(name);
  return statusOf(app, name, { state, runs, unnamed: (await waitingRows(app.store)).get(name) });
}

/** What is read of all sources at once. */
interface Known {
  readonly state: State;
  readonly runs: LastRuns | undefined;
  readonly unnamed: number | undefined;
}

async function statusOf(app: Application, name: string, { state, runs, unnamed = 0 }: Known): Promise<SourceStatus> {
  const { store } = app;
  const source = app.sources.find((s) => s.name === name);
  const now = await store.now();
  const [push, datasets, holds, due] = await Promise.all([
    pushOf(store, name),
    datasetsOf(store, name, parse(state?.passes)),
    holdsOf(store, name),
    expiring(store, now, name),
  ]);
  const polling = isLeased(state?.lease_until, now);
  const files = filesKnown(state?.files);
  const described = parse(state?.versions);
  const unnoted = app.unnoted.of(name, runs?.ended ?? null);
  return {
    name,
    type: source?.type ?? state?.product ?? null,
    state: sourceState(app, name, {
      polling,
      holds: holds.filter((hold) => hold.state === 'open').length,
      runs,
      files,
    }),
    problems: !source ? [] : 'problems' in source ? source.problems : keysOf(source).problems,
    product: textOf(described.product),
    version: textOf(described.version),
    lastSuccessAt: state?.last_success_at?.toISOString() ?? null,
    ...timesOf(app, source, state, now),
    lastPoll: unnoted ? notedNowhere(unnoted) : runs?.ended ? lastPollOf(runs.ended) : null,
    runningPoll: polling ? { startedAt: runs?.running?.occurred_at.toISOString() ?? null } : null,
    files,
    push,
    datasets,
    holds,
    tls: parsePeers(state?.peers).map((peer) => ({ ...peer, days: daysUntil(new Date(peer.expiresAt), now) })),
    expiring: due.map(({ source: _, ...of }) => of),
    unnamed,
  };
}

/** When it is polled next, and what a refused sign-in makes it wait for. */
function timesOf(
  app: Application,
  source: ReadSource | undefined,
  state: State,
  now: Date,
): Pick<SourceStatus, 'nextPollAt' | 'due' | 'signIn'> {
  if (!source || !('config' in source) || !source.config.enabled) return { nextPollAt: null, due: false, signIn: null };
  const wait = signInWait(app, source, state?.sign_in ?? null, now);
  const schedule = scheduleOf(app, source);
  const due = state?.next_poll_at ? dueAt(state.next_poll_at, schedule, now) : null;
  // A tick of the timer before that asks nothing; the one at this very time does.
  const next = wait?.next && due && wait.next > due ? nextTime(schedule, new Date(wait.next.getTime() - 1)) : due;
  return {
    nextPollAt: next?.toISOString() ?? null,
    due: (next ?? wait?.next ?? now) <= now,
    signIn: wait && {
      refusedAt: wait.refusedAt.toISOString(),
      tries: wait.tries,
      nextTryAt: (wait.next ?? now).toISOString(),
    },
  };
}

function keysOf({ config: { push } }: ConfiguredSource): {
  readonly hasKeys: boolean;
  readonly problems: readonly string[];
} {
  if (!push) return { hasKeys: true, problems: [] };
  const { secrets, problems } = readKeys(push.keys);
  return { hasKeys: secrets.length > 0, problems };
}

interface Situation {
  readonly polling: boolean;
  readonly holds: number;
  readonly runs: LastRuns | undefined;
  readonly files: FilesKnown | null;
}

export function sourceState(app: Application, name: string, { polling, holds, runs, files }: Situation): SourceState {
  const source = app.sources.find((one) => one.name === name);
  if (!source) return 'not-configured';
  if ('problems' in source) return 'misconfigured';
  if (!source.config.enabled) return 'disabled';
  if (!keysOf(source).hasKeys) return 'misconfigured';
  const isHere = polledHere(app.sources, app.settings).some((one) => one.name === name);
  const unnoted = app.unnoted.of(name, runs?.ended ?? null);
  const ended = unnoted ? 'failing' : lastState(runs?.judged, files);
  // A hold waits for a decision, which a poll that fails may make a wrong one.
  if (isHere && ended === 'failing') return ended;
  if (holds > 0) return 'held';
  // What the last poll met stays told until this one ends.
  if (polling && (!isHere || ended === 'ok' || ended === 'waiting')) return 'polling';
  return isHere ? ended : 'elsewhere';
}

function lastState(last: Run | null | undefined, files: FilesKnown | null): SourceState {
  const wellAs = (files && fileStateOf(files.problems)) ?? 'ok';
  // Of logs only what was read is told.
  if (!last) return files ? wellAs : 'waiting';
  if (last.outcome === 'partial' && last.error_code === null) return 'incomplete';
  if (last.error_code === 'not-supported') return 'not-supported';
  return last.outcome === 'complete' ? wellAs : 'failing';
}

const parse = (text: string | null | undefined): Readonly<Record<string, unknown>> => (text ? JSON.parse(text) : {});
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What it read went with its transactions. */
const notedNowhere = ({ at, code, hint }: UnnotedPoll): LastPoll => ({
  ...{ startedAt: at.toISOString(), outcome: 'failed', errorCode: code, hint, errorServer: null, seconds: null },
  ...{ rowsRead: null, rowsWritten: null, rowsRemoved: null, rejected: [], datasets: {} },
  ...{ requests: null, throttled: null, clockSkewMs: null },
});

const lastPollOf = (run: Run): LastPoll => ({
  startedAt: run.occurred_at.toISOString(),
  outcome: run.outcome,
  errorCode: run.error_code,
  hint: run.error_hint,
  errorServer: run.error_server,
  seconds: run.duration_ms === null ? null : run.duration_ms / 1000,
  rowsRead: run.rows_read,
  rowsWritten: run.rows_written,
  rowsRemoved: run.rows_removed,
  rejected: run.rejected === null ? [] : JSON.parse(run.rejected),
  datasets: run.datasets === null ? {} : JSON.parse(run.datasets),
  ...(run.lines !== null && { lines: JSON.parse(run.lines) }),
  requests: run.requests,
  throttled: run.throttled,
  clockSkewMs: run.clock_skew_ms,
});

async function pushOf({ db }: Store, name: string): Promise<PushStatus | null> {
  const { senders, last, first, ...sums } = await db
    .selectFrom('log_sender')
    .where('source', '=', name)
    .select(({ fn }) => [
      fn.countAll().as('senders'),
      fn.max('seen_at').as('last'),
      fn.min('seen_at').as('first'),
      fn.sum('accepted').as('accepted'),
      fn.sum('known').as('known'),
      fn.sum('ignored').as('ignored'),
      fn.sum('rejected').as('rejected'),
    ])
    .executeTakeFirstOrThrow();
  if (Number(senders) === 0) return null;
  return {
    senders: Number(senders),
    lastAcceptedAt: new Date(last).toISOString(),
    quietSince: new Date(first).toISOString(),
    accepted: Number(sums.accepted),
    known: Number(sums.known),
    ignored: Number(sums.ignored),
    rejected: Number(sums.rejected),
  };
}

async function datasetsOf(
  { rows }: Store,
  name: string,
  passes: Readonly<Record<string, unknown>>,
): Promise<SourceStatus['datasets']> {
  const counted = await Promise.all(
    mirrors.map(async (mirror) => {
      const of = rows
        .selectFrom(mirror.name as MirrorName)
        .where('source', '=', name)
        .select(({ fn }) => fn.countAll().as('n'));
      const [total] = await of.execute();
      const [absent] = await of.where('absent_since', 'is not', null).execute();
      const lastCompletePassAt = textOf(passes[mirror.name]);
      return [
        mirror.name,
        { rows: Number(total?.n ?? 0), absent: Number(absent?.n ?? 0), lastCompletePassAt },
      ] as const;
    }),
  );
  return Object.fromEntries(
    counted.filter(([, { rows: n, lastCompletePassAt }]) => n > 0 || lastCompletePassAt !== null),
  );
}

async function holdsOf(store: Store, name: string): Promise<HoldStatus[]> {
  const holds = await store.db
    .selectFrom('deletion_hold')
    .selectAll()
    .where('source', '=', name)
    .where('state', 'in', ['open', 'rejected'])
    .orderBy('id')
    .execute();
  const [samples, seen] = await Promise.all([
    Promise.all(holds.map((hold) => sampleOf(store, hold))),
    Promise.all(holds.map((hold) => seenOf(store, hold))),
  ]);
  return holds.map((hold, index) => ({
    state: hold.state,
    dataset: hold.dataset,
    ...(hold.kind === null ? {} : { kind: hold.kind }),
    ...(hold.kind === 'values' ? { parameters: parametersOf(hold.parameters) } : {}),
    absent: hold.absent,
    total: hold.total,
    sampleIds: samples[index] ?? [],
    openedAt: hold.opened_at.toISOString(),
    confirmedAt: hold.confirmed_at.toISOString(),
    carriedOutAt: hold.state === 'open' && hold.kind !== 'growth' ? carriedOutAt(hold.opened_at).toISOString() : null,
    seen: seen[index] ?? '',
    hint: hintOf(name, hold),
  }));
}

/** Ids that the API answers to: rows of people are no resource of their own, the people are. */
async function sampleOf({ rows }: Store, { dataset, sample }: { dataset: string; sample: string }): Promise<string[]> {
  const ids: readonly number[] = JSON.parse(sample);
  if (!isPeople(dataset)) return ids.map(String);
  const query = rows.selectFrom(dataset).select('subject_id').orderBy('id');
  const found = await readInLists(ids, (list) => query.where('id', 'in', list));
  return [...new Set(found.flatMap(({ subject_id }) => (subject_id === null ? [] : [String(subject_id)])))];
}

function hintOf(name: string, { state, kind }: { state: string; kind: string | null }): string {
  const approve = `POST /api/sources/${name}/deletions/approve`;
  if (kind === 'growth')
    return state === 'open'
      ? `${approve} lets them in with the next poll, /reject keeps them out; unanswered they are not stored.`
      : `They are not stored until ${approve}, or until the source has no more than it may.`;
  return state === 'open'
    ? `${approve} removes them, /reject keeps them; unanswered they are removed at carriedOutAt if every complete pass confirms it.`
    : `They are kept until ${approve}, or until the source has them again.`;
}
