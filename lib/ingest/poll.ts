// One poll of one source: lease, purge, read, apply, reconcile, checkpoint, receipt.
import { within } from '../correlation.ts';
import { describeError, LeaseLost } from '../errors.ts';
import { hasherOf } from '../keyed-hash.ts';
import { peersOf } from '../net/peers.ts';
import type { Checkpoint, Connector, Description, PollContext, PollStep, SourceReader } from '../sources/contract.ts';
import { span } from '../span.ts';
import type { WriteTransaction } from '../store/index.ts';
import { announceSource, type Lease, underLease, writeFenced } from '../store/lease.ts';
import { wentBack } from './after-restore.ts';
import { type Applying, applyStep } from './apply.ts';
import { childrenStored } from './apply-children.ts';
import { completePass, endUnproven, readAnewNext, settleAll } from './complete.ts';
import type { PollDependencies } from './dependencies.ts';
import { reasonOf, refuseUnknown, unlessLost } from './ending.ts';
import { askFull } from './full.ts';
import { otherHolds } from './holds.ts';
import { isOneTooMany } from './losses.ts';
import { keepPeers } from './peers.ts';
import { endPoll } from './poll-end.ts';
import { pollLog } from './poll-log.ts';
import { describe, prepare } from './prepare.ts';
import { Rejections } from './record.ts';
import { lossOf, type PollReceipt, PollRun } from './run.ts';
import { SignIn } from './sign-in.ts';
import { StepSpans } from './step-spans.ts';

/** Null where another collector polls the source, or the source refused the last sign-in and waits. Never throws for what the source does; StoreError for the database. */
export async function poll(dependencies: PollDependencies): Promise<PollReceipt | null> {
  const { store, config, connector, clock, log } = dependencies;
  await announceSource(store, config.name, config.type);
  if (connector.isLog) return pollLog(dependencies, connector);
  const { collector: holder, stop } = dependencies;
  const takesOver = dependencies.takesOver && (async (tx: WriteTransaction) => !(await isOneTooMany(tx, config.name)));
  const asked = { source: config.name, holder, abandoned: lossOf(config.name), takesOver, stop };
  return underLease(store, asked, async (lease, lost) => {
    const run = new PollRun(config.name, clock.now());
    return within({ source: config.name, run: run.run }, () =>
      span('poll', { source: config.name, run: run.run }, async (tell) => {
        const signIn = await begin(dependencies, lease, run);
        if (!signIn) return null;
        log.info('poll begins', { source: config.name });
        const [receipt, peers] = await peersOf(() => read({ ...dependencies, connector }, lease, run, signIn, lost));
        await unlessLost(keepPeers(store, lease, peers, receipt));
        tell({ outcome: receipt.outcome, rows: run.sum('read'), ...(receipt.error && { code: receipt.error.code }) });
        return receipt;
      }),
    );
  });
}

const SIGN_IN_WAITS =
  'The source refused the last sign-in: it is asked again at nextTryAt. Another secret is tried earlier, but no third try is made within 30 minutes.';

const WENT_BACK =
  'The database is of an earlier time than this collector has seen: was it restored? The source is read whole. For all that a restore needs, stop the collectors and run npm run restored.';

/** Null where the source is not to be asked yet, or the lease was lost before the run began. */
async function begin(dependencies: PollDependencies, lease: Lease, run: PollRun): Promise<SignIn | null> {
  const { store, collector, nextPollAt, asked = false, log } = dependencies;
  try {
    if (nextPollAt) await writeFenced(store, lease, async () => {}, { next_poll_at: nextPollAt(await store.now()) });
    const signIn = await SignIn.of(dependencies, lease);
    const nextTry = await signIn.begin(asked);
    if (nextTry) {
      const details = { source: run.source, nextTryAt: nextTry.toISOString() };
      log.warn(SIGN_IN_WAITS, details);
      return null;
    }
    if (wentBack(store, lease)) {
      log.warn(WENT_BACK, { source: run.source, code: 'database-went-back' });
      await askFull(store, run.source);
    }
    await run.begin(store, lease, collector, dependencies.clock);
    return signIn;
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    throw error;
  }
}

async function read(
  dependencies: PollDependencies & { readonly connector: Connector<SourceReader> },
  lease: Lease,
  run: PollRun,
  signIn: SignIn,
  lost: AbortSignal,
): Promise<PollReceipt> {
  const { store, config, connector, clock, log } = dependencies;
  const budget = AbortSignal.timeout(config.timeBudgetSeconds * 1000);
  const signal = AbortSignal.any([budget, dependencies.stop, lost]);
  const rejections = new Rejections();
  let error: unknown = null;
  let applying: Applying | null = null;
  let product: Description | null = null;
  let from: Checkpoint | null = null;
  let http: ReturnType<PollDependencies['http']> | null = null;
  const spans = new StepSpans();
  try {
    // Here, so that a CA file that cannot be read ends the run with its code.
    http = dependencies.http(signal, new Date(run.startedAt.getTime() + config.timeBudgetSeconds * 1000));
    refuseUnknown(connector.unknownNames);
    const applied = await prepare(dependencies, lease, run, rejections);
    applying = applied;
    from = applying.writer.pollState.checkpoint;
    const context: PollContext = {
      signal,
      clock,
      checkpoint: from,
      http,
      log,
      toldBefore: applying.toldIds.before,
      keyedHash: dependencies.phoneKey === null ? null : hasherOf(dependencies.phoneKey, 'device'),
      childrenStored: (name, parents) => childrenStored(store, { name, source: config.name }, parents),
    };
    let described = false;
    for await (const step of connector.poll(context)) {
      // Not before the source has let us in: a wrong password would be tried twice, and such tries lock accounts.
      if (!described) product = await describe(connector, context, applying);
      described = true;
      await spans.of(step, () => carryOut(applied, step));
      // A pass may begin before anything was asked.
      if (!('pass' in step)) await signIn.accepted();
      dependencies.onProgress?.(run);
      signal.throwIfAborted();
    }
  } catch (thrown) {
    error = reasonOf(thrown, { lost, stop: dependencies.stop, budget });
  }
  http?.close?.();
  spans.end(error);
  await unlessLost(signIn.ended(error));
  return endPoll(
    dependencies,
    { lease, run, rejections, applying, from, product, usage: http?.usage ?? NOTHING_SENT },
    error,
  );
}

function carryOut(applying: Applying, step: PollStep): Promise<void> {
  if ('complete' in step) return completePass(applying, step);
  return 'unproven' in step ? endUnproven(applying, step) : applyStep(applying, step);
}

const NOTHING_SENT = { requests: 0, throttled: 0, clockSkewMs: null } as const;

/** Carries out what an operator approved, without reading the source. False where it is being polled: then the poll does it. */
export async function carryOutApproved(
  dependencies: Pick<
    PollDependencies,
    'store' | 'config' | 'connector' | 'collector' | 'clock' | 'phoneKey' | 'retention' | 'rules' | 'log'
  >,
): Promise<boolean> {
  const { store, config, collector, clock, log } = dependencies;
  const done = await underLease(store, { source: config.name, holder: collector }, async (lease) => {
    const run = new PollRun(config.name, clock.now());
    const applying = await prepare(dependencies, lease, run, new Rejections());
    const error = await settleAll(applying);
    if (error !== null)
      log.error('the approved removal failed', { source: run.source, code: describeError(error).code });
    // New rows that were let in are told by the source alone, all of them.
    const letIn = (await otherHolds(store, run.source)).some(
      ({ kind, state }) => kind === 'growth' && state === 'approved',
    );
    if (letIn) await readAnewNext(applying);
    return error === null && !letIn;
  });
  return done ?? false;
}
