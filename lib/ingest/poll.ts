// One poll of one source: lease, purge, read, apply, reconcile, checkpoint, receipt.
import { events } from '../catalog/index.ts';
import { within } from '../correlation.ts';
import { describeError, LeaseLost, LensError, SourceError } from '../errors.ts';
import { hasherOf } from '../keyed-hash.ts';
import type { Logger } from '../logger.ts';
import { linkLateDevices } from '../mirror/late-devices.ts';
import { peersOf } from '../net/peers.ts';
import { PEOPLE } from '../people/aliases.ts';
import { linkLateNames } from '../people/late-names.ts';
import type { Checkpoint, Connector, Description, PollContext, PollStep, SourceReader } from '../sources/contract.ts';
import { span } from '../span.ts';
import type { Store, WriteTransaction } from '../store/index.ts';
import { announceSource, type Lease, underLease, writeFenced } from '../store/lease.ts';
import { wentBack } from './after-restore.ts';
import { type Applying, applyStep } from './apply.ts';
import { childrenStored } from './apply-children.ts';
import { completePass, endUnproven, readAnewNext, settleAll } from './complete.ts';
import { countPoll } from './counted.ts';
import type { PollDependencies } from './dependencies.ts';
import { reasonOf, refuseUnknown, unlessLost } from './ending.ts';
import { askFull } from './full.ts';
import { heldLines, otherHolds } from './holds.ts';
import { isOneTooMany } from './losses.ts';
import { foundNobody, nobodyLine } from './nobody.ts';
import { keepPeers } from './peers.ts';
import { pollLog } from './poll-log.ts';
import { describe, prepare } from './prepare.ts';
import { Rejections } from './record.ts';
import { lossOf, type PollOutcome, type PollReceipt, PollRun } from './run.ts';
import { SignIn } from './sign-in.ts';
import { countRows } from './statistics.ts';
import { StepSpans } from './step-spans.ts';
import { noteEnd } from './stuck.ts';

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
  if (applying) await unlessLost(noteStuck(applying, from, error, log));
  if (applying && !(error instanceof LeaseLost)) error = (await settleAll(applying)) ?? error;
  if (applying && error === null && run.sum('held') > 0) error = await readAnewNext(applying);
  const outcome = outcomeOf(error, run);
  const receipt = await run.end(
    store,
    outcome,
    error ?? notSupported(run, product),
    clock.now(),
    rejections,
    http?.usage ?? NOTHING_SENT,
  );
  countPoll(receipt, rejections, http?.usage);
  if (error === null) await unlessLost(writeFenced(store, lease, async () => {}, { last_success_at: clock.now() }));
  if (outcome === 'complete' || outcome === 'partial') await unlessLost(countRows(store, lease, clock.now()));
  if (error === null) await linkLate(store, run, dependencies.phoneKey);
  say(log, receipt, run);
  await warn(store, run.source, log);
  return receipt;
}

function carryOut(applying: Applying, step: PollStep): Promise<void> {
  if ('complete' in step) return completePass(applying, step);
  return 'unproven' in step ? endUnproven(applying, step) : applyStep(applying, step);
}

/** What was told of people and devices before this source told who they are. */
async function linkLate(store: Store, { datasets }: PollRun, secret: string | null): Promise<void> {
  if (PEOPLE.some((name) => datasets[name])) await linkLateNames(store, secret);
  if (datasets.device) await linkLateDevices(store, secret);
}

async function noteStuck(applying: Applying, from: Checkpoint | null, error: unknown, log: Logger): Promise<void> {
  if (await noteEnd(applying, from, error))
    log.warn('Polls failed at the same place: the next one begins the pass anew.', { source: applying.run.source });
}

const NOTHING_SENT = { requests: 0, throttled: 0, clockSkewMs: null } as const;

/** Told like an error, of a poll that had none. */
function notSupported({ datasets }: PollRun, product: Description | null): SourceError | null {
  const names = Object.keys(datasets).filter((name) => datasets[name]?.why === 'not-supported');
  if (names.length === 0) return null;
  const version = product?.version === 'unknown' ? 'of an unknown version' : product?.version;
  const whose = product ? `${product.product} ${version}` : 'The product';
  return new SourceError('The source does not know a call.', {
    code: 'not-supported',
    hint: `${whose} does not know a call for ${names.join(', ')}: what is stored of it stays. Update the product, or switch off what it does not have.`,
  });
}

function outcomeOf(error: unknown, run: PollRun): PollOutcome {
  // A row that could not be read proves no absence, and fails nothing.
  if (error === null) return Object.values(run.datasets).some((counts) => counts.unproven) ? 'partial' : 'complete';
  if (error instanceof LeaseLost || (error instanceof LensError && error.code === 'stopped')) return 'aborted';
  // Events are kept one by one, and what was told is not told again; a mirror is as good as its last whole reading.
  const kept = events().some(
    ({ name }) => (run.datasets[name]?.inserted ?? 0) + (run.datasets[name]?.updated ?? 0) > 0,
  );
  return kept ||
    Object.values(run.datasets).some((counts) => counts.complete) ||
    (error instanceof SourceError && error.code === 'time-budget')
    ? 'partial'
    : 'failed';
}

/** What an operator must know, as long as it is so. */
async function warn(store: Store, source: string, log: Logger): Promise<void> {
  const nobody = await foundNobody(store, source);
  for (const line of [...(await heldLines(store, source)), ...nobody.map(nobodyLine)]) log.warn(line);
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
  for (const [dataset, { unproven, why, proof }] of Object.entries(run.datasets))
    if (unproven)
      log.warn('A dataset was not proven to be read whole: nothing of it is removed.', {
        source: receipt.source,
        dataset,
        reason: why ?? (proof?.read == null ? 'key-unreadable' : 'counted-otherwise'),
        proven: proof?.rows ?? 0,
        different: proof?.read ?? 0,
      });
  // Another one took over, and goes on: told where it happens again and again.
  if (receipt.error?.code === 'lease-lost') log.info('poll was taken over', counts);
  else if (receipt.error)
    log.warn(receipt.error.code === 'not-supported' ? 'poll ended' : 'poll ended early', {
      ...counts,
      code: receipt.error.code,
      hint: receipt.error.hint,
    });
  else log.info('poll ended', counts);
}

/** Carries out what an operator approved, without reading the source. False where it is being polled: then the poll does it. */
export async function carryOutApproved(
  dependencies: Pick<
    PollDependencies,
    'store' | 'config' | 'connector' | 'collector' | 'clock' | 'phoneKey' | 'retention' | 'rules'
  > & {
    log: Logger;
  },
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
