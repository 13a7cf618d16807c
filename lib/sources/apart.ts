// One forbidden corner of a product does not keep the others from being read.
import { SourceError } from '../errors.ts';
import type { PollContext, PollStep } from './contract.ts';

export class Apart {
  readonly failures: SourceError[] = [];
  readonly #context: Pick<PollContext, 'log' | 'signal'>;

  constructor(context: Pick<PollContext, 'log' | 'signal'>) {
    this.#context = context;
  }

  /** Passes steps on; an error of the source is kept for later, unless the poll as a whole must end: undefined then. */
  async *read<T>(
    dataset: string,
    steps: AsyncGenerator<PollStep, T, void>,
  ): AsyncGenerator<PollStep, T | undefined, void> {
    const { log, signal } = this.#context;
    try {
      return yield* steps;
    } catch (error) {
      if (!(error instanceof SourceError) || signal.aborted || endsPoll(error)) throw error;
      log.warn('A dataset could not be read; the others are.', { dataset, code: error.code });
      this.failures.push(error);
      return undefined;
    }
  }

  /** Throws what kept the first of them from being read. */
  end(): void {
    if (this.failures[0]) throw this.failures[0];
  }
}

/** No other request would fare better: no time, no token, no connection, or answers that are mixed up. */
function endsPoll(error: SourceError): boolean {
  return (
    error.refusedSignIns > 0 ||
    /^(time-budget|stopped|tls|refused|unresolved|timeout|auth.*|sign-in-.*|http-401|other-answer)$/.test(error.code)
  );
}
