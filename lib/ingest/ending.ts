// How a poll ends that does not come to its end, whatever it reads.
import { ConfigError, LeaseLost, LensError, SourceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { PollReceipt } from './run.ts';

/** What a poll is stopped by. */
export interface Stops {
  /** Of the lease: the reason is LeaseLost. */
  readonly lost: AbortSignal;
  /** Of the host. */
  readonly stop: AbortSignal;
  /** Its time. */
  readonly budget: AbortSignal;
}

/** What it is told as: whatever was thrown where it was stopped is a consequence. */
export function reasonOf(thrown: unknown, { lost, stop, budget }: Stops): unknown {
  if (lost.reason instanceof LeaseLost) return lost.reason;
  return stop.aborted ? stopped() : budget.aborted ? overBudget() : thrown;
}

export const stopped = (): LensError =>
  new LensError('The host stops.', { code: 'stopped', hint: 'The next poll goes on at the last checkpoint.' });
const overBudget = (): SourceError =>
  new SourceError('The time budget is used up.', {
    code: 'time-budget',
    hint: 'The next poll goes on at the last checkpoint. Raise timeBudgetSeconds where it never gets through.',
  });

/** A name in `exclude` that is misspelt, or is of a key, would be read all the same, and nobody would notice. */
export function refuseUnknown(names: readonly string[] = []): void {
  if (names.length === 0) return;
  const listed = names.slice(0, 5).map((name) => name.slice(0, 80));
  throw new ConfigError(
    'include or exclude name what no parameter of this source is called, or what its rows are told apart or found by.',
    {
      code: 'unknown-parameter',
      hint: `Correct ${listed.map((name) => `\`${name}\``).join(', ')} in the sources file; GET /api/parameters lists the names. What rows are told apart or found by cannot be left out.`,
    },
  );
}

/** The one line that an operator reads of each poll. */
export function sayEnded(
  log: Pick<Logger, 'info' | 'warn'>,
  error: PollReceipt['error'],
  counts: NonNullable<Parameters<Logger['info']>[1]>,
): void {
  // Another one took over, and goes on: told where it happens again and again.
  if (error?.code === 'lease-lost') log.info('poll was taken over', counts);
  else if (error?.code === 'stopped') log.info('poll ended early', { ...counts, code: error.code, hint: error.hint });
  else if (error)
    log.warn(error.code === 'not-supported' ? 'poll ended' : 'poll ended early', {
      ...counts,
      code: error.code,
      hint: error.hint,
    });
  else log.info('poll ended', counts);
}

/** Whoever took over after the last row tells the same of its own poll. */
export async function unlessLost(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
  }
}
