// The end of a poll, however it came: what is held is settled, the run has its outcome and receipt, and the log says so.
import { events } from '../catalog/index.ts';
import { LeaseLost, LensError, SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { linkLateDevices } from '../mirror/late-devices.ts';
import type { HttpUsage } from '../net/http.ts';
import { PEOPLE } from '../people/aliases.ts';
import { linkLateNames } from '../people/late-names.ts';
import type { Checkpoint, Description } from '../sources/contract.ts';
import type { Store } from '../store/index.ts';
import { type Lease, writeFenced } from '../store/lease.ts';
import type { Applying } from './apply.ts';
import { readAnewNext, settleAll } from './complete.ts';
import { countPoll } from './counted.ts';
import type { PollDependencies } from './dependencies.ts';
import { sayEnded, unlessLost } from './ending.ts';
import { heldLines } from './holds.ts';
import { foundNobody, nobodyLine } from './nobody.ts';
import type { Rejections } from './record.ts';
import type { PollOutcome, PollReceipt, PollRun } from './run.ts';
import { countRows } from './statistics.ts';
import { noteEnd } from './stuck.ts';

/** What was read, and where it began. */
interface Read {
  readonly lease: Lease;
  readonly run: PollRun;
  readonly rejections: Rejections;
  /** Null where the poll ended before anything could be applied. */
  readonly applying: Applying | null;
  readonly from: Checkpoint | null;
  readonly product: Description | null;
  readonly usage: HttpUsage;
}

/** `reason`: why it ended before its end, or null. */
export async function endPoll(
  { store, clock, log, phoneKey }: PollDependencies,
  { lease, run, rejections, applying, from, product, usage }: Read,
  reason: unknown,
): Promise<PollReceipt> {
  let error = reason;
  if (applying) await unlessLost(noteStuck(applying, from, error, log));
  if (applying && !(error instanceof LeaseLost)) error = (await settleAll(applying)) ?? error;
  if (applying && error === null && run.sum('held') > 0) error = await readAnewNext(applying);
  const outcome = outcomeOf(error, run);
  const receipt = await run.end(store, outcome, error ?? notSupported(run, product), clock.now(), rejections, usage);
  countPoll(receipt, rejections, usage);
  if (error === null) await unlessLost(writeFenced(store, lease, async () => {}, { last_success_at: clock.now() }));
  if (outcome === 'complete' || outcome === 'partial') await unlessLost(countRows(store, lease, clock.now()));
  if (error === null) await linkLate(store, run, phoneKey);
  say(log, receipt, run);
  await warn(store, run.source, log);
  return receipt;
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
  sayEnded(log, receipt.error, counts);
}
