// What a source's timer does, and what an operator's request for a poll does.
import {
  type Application,
  application,
  type ConfiguredSource,
  inBackground,
  pollDependencies,
  polledHere,
} from '../app.ts';
import { announceCollector } from '../collector.ts';
import { conflict } from '../http/problem.ts';
import type { PollDependencies } from '../ingest/dependencies.ts';
import { isPollDue } from '../ingest/due.ts';
import type { PollReceipt } from '../ingest/run.ts';
import { nextSignIn, refusedOf } from '../ingest/sign-in.ts';
import type { Logger } from '../logger.ts';
import { nextTime } from '../ncrontab.ts';
import { isLeased } from '../store/lease.ts';
import { type ContextLog, logFailure, loggerOver } from './log.ts';
import { reportProgress } from './progress.ts';

/** A tick of the source's timer: polls when it is due and no other collector does. Never throws. */
export async function pollTick(name: string, context: ContextLog): Promise<void> {
  const log = loggerOver(context);
  try {
    const app = await application();
    await announceCollector(app.store, app.collector);
    const source = polledHere(app.sources, app.settings).find((s) => s.name === name);
    if (!source || !(await isPollDue(app.store, name, scheduleOf(app, source)))) return;
    await pollNow(app, source, log);
  } catch (error) {
    logFailure(context, `poll of ${name}`, error);
  }
}

const scheduleOf = ({ settings }: Application, { config }: ConfiguredSource): string =>
  config.schedule ?? settings.POLL_SCHEDULE;

/** Null where the source is being polled. */
export async function pollNow(
  app: Application,
  source: ConfiguredSource,
  log: Logger,
  request: Pick<PollDependencies, 'asked' | 'full'> = {},
): Promise<PollReceipt | null> {
  const { poll } = await import('../ingest/poll.ts');
  const schedule = scheduleOf(app, source);
  const dependencies = await pollDependencies(app, source, log);
  const work = poll({
    ...dependencies,
    ...request,
    nextPollAt: (after) => nextTime(schedule, after),
    onProgress: reportProgress,
  });
  inBackground(work);
  return work;
}

/** Begins a poll and does not wait for it; the stop of the host does. Throws ApiError where the source refuses sign-ins. */
export async function startPoll(
  app: Application,
  source: ConfiguredSource,
  log: Logger,
  full: boolean,
): Promise<'started' | 'polling'> {
  const [state, refused, now] = await Promise.all([
    app.store.db.selectFrom('source_state').select('lease_until').where('source', '=', source.name).executeTakeFirst(),
    refusedOf(app.store, source.name),
    app.store.now(),
  ]);
  if (isLeased(state?.lease_until, now)) return 'polling';
  const nextTry = refused && nextSignIn(refused, null, now, true);
  if (nextTry)
    throw conflict(
      'sign-in-refused',
      'The source refused the last sign-ins.',
      `Wrong tries lock accounts: ask again at ${nextTry.toISOString()}, with the right secret in its place.`,
    );
  pollNow(app, source, log, { asked: true, full }).catch((error: unknown) => {
    logFailure(log, `poll of ${source.name}`, error);
  });
  return 'started';
}
