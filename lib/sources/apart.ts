// One forbidden corner of a product does not keep the others from being read.
import { type LensError, SourceError } from '../errors.ts';
import type { PollContext, PollStep } from './contract.ts';

/** Passes steps on; an error of the source is kept for later, unless the poll as a whole must end. */
export async function* readApart<T>(
  steps: AsyncGenerator<PollStep, T, void>,
  dataset: string,
  { log, signal }: Pick<PollContext, 'log' | 'signal'>,
  failures: SourceError[],
): AsyncGenerator<PollStep, T | undefined, void> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof SourceError) || signal.aborted || endsPoll(error)) throw error;
    log.warn('A dataset could not be read; the others are.', { dataset, code: error.code });
    failures.push(error);
    return undefined;
  }
}

/** No other request would fare better: no time, no token, no connection. */
function endsPoll(error: LensError): boolean {
  return /^(time-budget|stopped|tls|refused|timeout|auth.*|http-401)$/.test(error.code);
}
