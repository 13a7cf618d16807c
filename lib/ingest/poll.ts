// One poll of one source: lease, purge, read, apply, reconcile, checkpoint, receipt.
import { describeError, LeaseLost, LensError, SourceError } from '../errors.ts';
import type { Logger, PollContext } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';
import { announceSource, type Lease, underLease } from '../store/lease.ts';
import { type Applying, applyStep } from './apply.ts';
import { completePass, readAnewNext, settleAll } from './complete.ts';
import type { PollDependencies } from './dependencies.ts';
import { describe, prepare } from './prepare.ts';
import { Rejections } from './record.ts';
import { type PollOutcome, type PollReceipt, PollRun } from './run.ts';
import { countRows } from './statistics.ts';

/** Null where another collector polls the source. Never throws for what the source does; StoreError for the database. */
export async function poll(dependencies: PollDependencies): Promise<PollReceipt | null> {
  const { store, config, clock, log } = dependencies;
  await announceSource(store, config.name, config.type);
  return underLease(store, config.name, dependencies.collector, async (lease, lost) => {
    const run = new PollRun(config.name, clock.now());
    await run.begin(store, dependencies.collector);
    await plan(dependencies);
    log.info('poll begins', { source: config.name });
    return read(dependencies, lease, run, lost);
  });
}

async function plan({ store, config, nextPollAt }: PollDependencies): Promise<void> {
  if (!nextPollAt) return;
  const next = nextPollAt(await store.now());
  await store.write(({ db }) =>
    db.updateTable('source_state').set({ next_poll_at: next }).where('source', '=', config.name).execute(),
  );
}

async function read(
  dependencies: PollDependencies,
  lease: Lease,
  run: PollRun,
  lost: AbortSignal,
): Promise<PollReceipt> {
  const { store, config, connector, clock, log } = dependencies;
  const budget = AbortSignal.timeout(config.timeBudgetSeconds * 1000);
  const signal = AbortSignal.any([budget, dependencies.stop, lost]);
  const http = dependencies.http(signal, new Date(run.startedAt.getTime() + config.timeBudgetSeconds * 1000));
  const rejections = new Rejections();
  let error: unknown = null;
  let applying: Applying | null = null;
  try {
    applying = await prepare(dependencies, lease, run, rejections);
    const context: PollContext = { signal, clock, checkpoint: applying.writer.progress.position, http, log };
    await describe(connector, context, applying);
    for await (const step of connector.poll(context)) {
      if ('complete' in step) await completePass(applying, step);
      else await applyStep(applying, step);
      dependencies.onProgress?.(run);
      signal.throwIfAborted();
    }
  } catch (thrown) {
    error =
      lost.reason instanceof LeaseLost
        ? lost.reason
        : dependencies.stop.aborted
          ? stopped()
          : budget.aborted
            ? overBudget()
            : thrown;
  }
  http.close?.();
  if (applying && !(error instanceof LeaseLost)) error = (await settleAll(applying)) ?? error;
  if (applying && error === null && run.sum('held') > 0) error = await readAnewNext(applying);
  const outcome = outcomeOf(error, run);
  const receipt = await run.end(store, outcome, error, clock.now(), rejections, http.usage);
  if (outcome === 'complete' || outcome === 'partial') await succeeded(store, config.name, clock.now());
  say(log, receipt, run);
  return receipt;
}

async function succeeded(store: Store, source: string, at: Date): Promise<void> {
  await store.write(({ db }) =>
    db.updateTable('source_state').set({ last_success_at: at }).where('source', '=', source).execute(),
  );
  await countRows(store, source, at);
}

const stopped = (): LensError =>
  new LensError('The host stops.', { code: 'stopped', hint: 'The next poll goes on at the last checkpoint.' });
const overBudget = (): SourceError =>
  new SourceError('The time budget is used up.', {
    code: 'time-budget',
    hint: 'The next poll goes on at the last checkpoint. Raise timeBudgetSeconds where it never gets through.',
  });

function outcomeOf(error: unknown, run: PollRun): PollOutcome {
  // A row that could not be read proves no absence, and fails nothing.
  if (error === null) return Object.values(run.datasets).some((counts) => counts.unproven) ? 'partial' : 'complete';
  if (error instanceof LeaseLost || (error instanceof LensError && error.code === 'stopped')) return 'aborted';
  return Object.values(run.datasets).some((counts) => counts.complete) ||
    (error instanceof SourceError && error.code === 'time-budget')
    ? 'partial'
    : 'failed';
}

function say(log: Logger, receipt: PollReceipt, run: PollRun): void {
  const counts = {
    source: receipt.source,
    outcome: receipt.outcome,
    read: run.sum('read'),
    inserted: run.sum('inserted'),
    updated: run.sum('updated'),
    removed: run.sum('removed'),
    held: run.sum('held'),
    rejected: receipt.rejected,
    seconds: Math.round(receipt.seconds * 10) / 10,
  };
  if (receipt.error) log.warn('poll ended early', { ...counts, code: receipt.error.code, hint: receipt.error.hint });
  else log.info('poll ended', counts);
}

/** Carries out what an operator approved, without reading the source. False where it is being polled: then the poll does it. */
export async function carryOutApproved(
  dependencies: Pick<PollDependencies, 'store' | 'config' | 'connector' | 'collector' | 'clock' | 'phoneKey'> & {
    log: Logger;
  },
): Promise<boolean> {
  const { store, config, collector, clock, log } = dependencies;
  const done = await underLease(store, config.name, collector, async (lease) => {
    const run = new PollRun(config.name, clock.now());
    const error = await settleAll(await prepare(dependencies, lease, run, new Rejections()));
    if (error !== null)
      log.error('the approved removal failed', { source: run.source, code: describeError(error).code });
    return error === null;
  });
  return done ?? false;
}
