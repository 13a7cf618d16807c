// One poll of one source: lease, purge, read, apply, reconcile, checkpoint, receipt.
import { setTimeout as delay } from 'node:timers/promises';
import type { MirrorName } from '../catalog/index.ts';
import { mirrors } from '../catalog/index.ts';
import { describeError, LeaseLost, LensError, SourceError } from '../errors.ts';
import type { HttpClient } from '../net/http.ts';
import type { BaseConfig } from '../sources/config.ts';
import type { Clock, Connector, Logger, PollContext, PollStep } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';
import {
  acquireLease,
  announceSource,
  FencedWriter,
  type Lease,
  parseProgress,
  RENEW_EVERY_MS,
  releaseLease,
  renewLease,
} from '../store/lease.ts';
import { type Applying, applyStep, targetOf } from './apply.ts';
import { collectedNow, common, dropped, parseCollected } from './collected.ts';
import { fingerprintOf } from './fingerprint.ts';
import { forgetKeys, markAbsences, passOf } from './pass.ts';
import { purge, purgeDataset } from './purge.ts';
import { Rejections } from './record.ts';
import { settleRemovals } from './removal.ts';
import { type PollOutcome, type PollReceipt, PollRun } from './run.ts';
import { countRows } from './statistics.ts';

export interface PollDependencies {
  readonly store: Store;
  readonly config: BaseConfig & { readonly type: string };
  readonly connector: Connector;
  /** Instance id of this process. */
  readonly collector: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** A client for one poll; it begins no wait that would outlast the deadline. */
  readonly http: (signal: AbortSignal, deadline: Date) => HttpClient & { close?(): void };
  readonly phoneKey: string | null;
  /** Aborts when the host stops. */
  readonly stop: AbortSignal;
  readonly onProgress?: (run: PollRun) => void;
  /** The schedule's next time after an instant: written when the poll begins. */
  readonly nextPollAt?: (after: Date) => Date;
}

/** Null where another collector polls the source. Never throws for what the source does; StoreError for the database. */
export async function poll(dependencies: PollDependencies): Promise<PollReceipt | null> {
  const { store, config, clock, log } = dependencies;
  await announceSource(store, config.name, config.type);
  const lease = await acquireLease(store, config.name, dependencies.collector);
  if (!lease) return null;
  const run = new PollRun(config.name, clock.now());
  const ending = new AbortController();
  const lost = keepLease(store, lease, ending);
  try {
    await run.begin(store, dependencies.collector);
    await plan(dependencies);
    log.info('poll begins', { source: config.name });
    return await underLease(dependencies, lease, run, ending.signal);
  } finally {
    ending.abort();
    await lost;
    await releaseLease(store, lease);
  }
}

async function plan({ store, config, nextPollAt }: PollDependencies): Promise<void> {
  if (!nextPollAt) return;
  const next = nextPollAt(await store.now());
  await store.write(({ db }) =>
    db.updateTable('source_state').set({ next_poll_at: next }).where('source', '=', config.name).execute(),
  );
}

/** Renews until `ending` aborts; a lost lease aborts it, with the reason. */
async function keepLease(store: Store, lease: Lease, ending: AbortController): Promise<void> {
  while (!ending.signal.aborted) {
    await delay(RENEW_EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => {});
    if (ending.signal.aborted) return;
    await renewLease(store, lease).catch((error: unknown) => {
      if (error instanceof LeaseLost) ending.abort(error);
    });
  }
}

async function underLease(
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
      await take(applying, step);
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

/** Reads what is known of the source, voids what no longer fits, and purges what may no longer be kept. */
async function prepare(
  { store, config, connector, clock, phoneKey }: PollDependencies,
  lease: Lease,
  run: PollRun,
  rejections: Rejections,
): Promise<Applying> {
  const state = await store.db
    .selectFrom('source_state')
    .select(['checkpoint', 'collected', 'passes'])
    .where('source', '=', config.name)
    .executeTakeFirstOrThrow();
  const progress = parseProgress(state.checkpoint);
  const now = collectedNow(connector.collection, config);
  const fingerprint = fingerprintOf(config, now, connector.mappingVersion);
  const fits = progress.fingerprint === fingerprint;
  const writer = new FencedWriter(
    store,
    lease,
    fits ? progress : { ...progress, fingerprint, position: null, passes: {} },
  );
  const before = parseCollected(state.collected);
  for (const [dataset, names] of dropped(before?.current ?? {}, now)) {
    if (now[dataset]) await purge(store, writer, dataset, names);
    else await purgeDataset(store, writer, dataset, clock.now());
  }
  if (!fits) for (const { name } of mirrors) await forgetKeys(store, writer, name as MirrorName);
  const collected = { current: now, comparable: common(before?.comparable ?? {}, now) };
  await writer.write(async () => {}, {}, { collected: JSON.stringify(collected) });
  return {
    store,
    writer,
    run,
    clock,
    collection: connector.collection,
    minimisation: { phoneNumbers: config.phoneNumbers, phoneKey },
    rejections,
    personalDevices: config.personalDevices,
    passes: JSON.parse(state.passes ?? '{}'),
    collected,
  };
}

/** Product and version, for the licence check and `/api/sources`; a source that cannot tell is polled all the same. */
async function describe(connector: Connector, context: PollContext, { writer }: Applying): Promise<void> {
  try {
    const description = await connector.describe(context);
    await writer.write(async () => {}, {}, { versions: JSON.stringify(description) });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    context.log.warn('the source does not tell its version', { source: writer.lease.source, code: error.code });
  }
}

async function take(applying: Applying, step: PollStep): Promise<void> {
  if (!('complete' in step)) return applyStep(applying, step);
  const { store, writer, run, clock } = applying;
  const { dataset } = step;
  const pass = passOf(writer.progress, dataset);
  const at = clock.now();
  // Null where a row could not be read: that has ended the pass, and nothing is proven.
  if (pass !== null) {
    const startedAt = new Date(writer.progress.passes[dataset]?.startedAt ?? at);
    await markAbsences(store, writer, dataset, pass, at);
    const until = step.complete.offsetPaged ? new Date(startedAt.getTime() - 1) : at;
    const settled = await settleRemovals(store, writer, targetOf(applying, dataset), { until, confirmed: true });
    run.count(dataset).removed += settled.removed;
    run.count(dataset).held = settled.held;
    await forgetKeys(store, writer, dataset);
  }
  if (pass !== null || isChild(dataset)) {
    applying.passes[dataset] = at.toISOString();
    applying.collected = {
      ...applying.collected,
      comparable: { ...applying.collected.comparable, [dataset]: applying.collected.current[dataset] ?? [] },
    };
    run.count(dataset).complete = true;
  }
  const { [dataset]: _, ...passes } = writer.progress.passes;
  const offsetPaged = [
    ...writer.progress.offsetPaged.filter((name) => name !== dataset),
    ...(step.complete.offsetPaged ? [dataset] : []),
  ];
  await writer.write(
    async () => {},
    { passes, offsetPaged, ...(step.checkpoint ? { position: step.checkpoint } : {}) },
    { passes: JSON.stringify(applying.passes), collected: JSON.stringify(applying.collected) },
  );
}

const isChild = (dataset: MirrorName): boolean =>
  mirrors.some((mirror) => mirror.name === dataset && mirror.parent !== undefined);

/** What the source itself said to be gone, and what an operator approved, in every mirror of the source. */
async function settleAll(applying: Applying): Promise<unknown> {
  try {
    for (const mirror of mirrors) {
      const name = mirror.name as MirrorName;
      if (mirror.parent || !applying.collected.current[name]) continue;
      const settled = await settleRemovals(applying.store, applying.writer, targetOf(applying, name), {
        until: applying.clock.now(),
        confirmed: false,
        // One pass of such a source proves no absence: its removals wait for the next.
        approvedOnly: applying.writer.progress.offsetPaged.includes(name),
      });
      if (settled.removed > 0) applying.run.count(name).removed += settled.removed;
      if (settled.held > 0) applying.run.count(name).held = settled.held;
    }
    return null;
  } catch (error) {
    return error;
  }
}

/**
 * What is held may be a source's lie. Sources that tell only what changed would not take it back before their daily
 * pass: the next poll reads everything. Only after a whole poll, or an interrupted pass would never get to its end.
 */
async function readAnewNext({ writer }: Applying): Promise<unknown> {
  try {
    await writer.write(async () => {}, { position: null });
    return null;
  } catch (error) {
    return error;
  }
}

function outcomeOf(error: unknown, run: PollRun): PollOutcome {
  if (error === null) return 'complete';
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
  const lease = await acquireLease(dependencies.store, dependencies.config.name, dependencies.collector);
  if (!lease) return false;
  try {
    const run = new PollRun(dependencies.config.name, dependencies.clock.now());
    const applying = await prepare(
      { ...dependencies, http: unusedHttp, stop: new AbortController().signal },
      lease,
      run,
      new Rejections(),
    );
    const error = await settleAll(applying);
    if (error !== null)
      dependencies.log.error('the approved removal failed', { source: run.source, code: describeError(error).code });
    return error === null;
  } finally {
    await releaseLease(dependencies.store, lease);
  }
}

const unusedHttp = (): never => {
  throw new TypeError('carrying out a removal asks the source nothing');
};
