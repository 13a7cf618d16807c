// What a source's timer does, and what an operator's request for a poll does.
import {
  type Application,
  applicationOfTimers,
  type ConfiguredSource,
  clock,
  inBackground,
  pollDependencies,
  polledHere,
} from '../app.ts';
import { announceCollector } from '../collector.ts';
import { traceOf, within } from '../correlation.ts';
import { conflict } from '../http/problem.ts';
import type { PollDependencies } from '../ingest/dependencies.ts';
import { isPollDue } from '../ingest/due.ts';
import { askFull, fullWish } from '../ingest/full.ts';
import type { PollReceipt } from '../ingest/run.ts';
import { parseRefused, type SignInWait, secretHash, waitOf } from '../ingest/sign-in.ts';
import { type ContextLog, consoleLogger, logFailure, loggerOver } from '../log.ts';
import type { Logger } from '../logger.ts';
import { nextTime } from '../ncrontab.ts';
import { isLeased } from '../store/lease.ts';
import { countAppsOfPolls } from './apps-of-polls.ts';
import { reportProgress } from './progress.ts';

/** A tick of the source's timer: polls when it is due and no other collector does. Never throws. */
export async function pollTick(name: string, context: ContextLog): Promise<void> {
  const log = loggerOver(context);
  let app: Application | undefined;
  try {
    app = await applicationOfTimers();
    await announceCollector(app.store, app.collector);
    const source = polledHere(app.sources, app.settings).find((s) => s.name === name);
    if (!source || !(await isPollDue(app.store, name, scheduleOf(app, source)))) return;
    await pollNow(app, source, log);
  } catch (error) {
    app?.unnoted.failed(name, error, clock.now());
    logFailure(log, `poll of ${name}`, error);
  }
}

export const scheduleOf = ({ settings }: Application, { config }: ConfiguredSource): string =>
  config.schedule ?? settings.POLL_SCHEDULE;

/** Null where the source is being polled. A full poll that was asked for meanwhile follows in the background. */
export async function pollNow(
  app: Application,
  source: ConfiguredSource,
  log: Logger,
  request: Pick<PollDependencies, 'asked' | 'takesOver'> = {},
): Promise<PollReceipt | null> {
  const work = noting(app, source, pollThenQueued(app, source, log, request));
  inBackground(work);
  return work;
}

/** What fails otherwise than by a receipt stands in no row. */
async function noting(
  { unnoted }: Application,
  { name }: ConfiguredSource,
  work: Promise<PollReceipt | null>,
): Promise<PollReceipt | null> {
  try {
    const receipt = await work;
    if (receipt) unnoted.noted(name);
    return receipt;
  } catch (error) {
    unnoted.failed(name, error, clock.now());
    throw error;
  }
}

async function pollThenQueued(...of: Parameters<typeof pollOnce>): Promise<PollReceipt | null> {
  const [app, source, log] = of;
  const before = await fullWish(app.store, source.name);
  // Who asked may have asked another collector, or before a start.
  const receipt = await within({ ...traceOf(before) }, () => pollOnce(...of));
  const wish = await fullWish(app.store, source.name);
  // A wish that this poll has met, and could not take, waits for the next one's time.
  if (receipt && wish !== null && wish !== before && !app.stopping.aborted) pollAsked(app, source);
  if (receipt) await countAppsOfPolls(app, log);
  return receipt;
}

function pollAsked(app: Application, source: ConfiguredSource): void {
  void pollBehind(app, source, { asked: true });
}

/** Behind the invocation that begins it, whose own log takes nothing when it has ended. Never throws. */
export async function pollBehind(
  app: Application,
  source: ConfiguredSource,
  request: Pick<PollDependencies, 'asked' | 'takesOver'>,
): Promise<void> {
  await pollNow(app, source, consoleLogger, request).catch((error: unknown) => {
    logFailure(consoleLogger, `poll of ${source.name}`, error);
  });
}

async function pollOnce(
  app: Application,
  source: ConfiguredSource,
  log: Logger,
  request: Pick<PollDependencies, 'asked' | 'takesOver'>,
): Promise<PollReceipt | null> {
  const { poll } = await import('../ingest/poll.ts');
  const schedule = scheduleOf(app, source);
  const dependencies = await pollDependencies(app, source, log);
  return poll({
    ...dependencies,
    ...request,
    nextPollAt: (after) => nextTime(schedule, after),
    onProgress: reportProgress,
  });
}

/**
 * Begins a poll and does not wait for it; the stop of the host does. A full one that is asked for during a poll is made
 * behind it. Throws ApiError where the source refuses sign-ins, else `accepted` comes before anything is done.
 */
export async function startPoll(
  app: Application,
  source: ConfiguredSource,
  full: boolean,
  accepted: () => Promise<void>,
): Promise<'started' | 'polling' | 'queued'> {
  const { polling, signIn, now } = await stateNow(app, source);
  const wait = polling ? null : signInWait(app, source, signIn, now);
  if (wait?.nextOnRequest)
    throw conflict(
      'sign-in-refused',
      'The source refused the last sign-ins.',
      `Wrong tries lock accounts. Put the right secret in its place; from ${wait.nextOnRequest.toISOString()} on it is tried when you ask, and from ${(wait.next ?? wait.nextOnRequest).toISOString()} on by itself.`,
    );
  await accepted();
  if (full) await askFull(app.store, source.name);
  if (polling && !full) return 'polling';
  // The poll under way looks for the wish when it has ended: where it ended before that, nobody does.
  if (polling && (await stateNow(app, source)).polling) return 'queued';
  pollAsked(app, source);
  return 'started';
}

async function stateNow({ store }: Application, { name }: ConfiguredSource) {
  const state = await store.db
    .selectFrom('source_state')
    .select(['lease_until', 'sign_in'])
    .where('source', '=', name)
    .executeTakeFirst();
  const now = await store.now();
  return { polling: isLeased(state?.lease_until, now), signIn: state?.sign_in ?? null, now };
}

/** What a refused sign-in makes the source wait for, as `source_state.sign_in` has it; null for nothing. */
export const signInWait = (
  { settings }: Application,
  { config, type }: ConfiguredSource,
  signIn: string | null,
  now: Date,
): SignInWait | null => {
  if (signIn === null) return null;
  const typed = { ...config, type };
  return waitOf(parseRefused(signIn), secretHash(typed, settings.PHONE_KEY.read()), now);
};
