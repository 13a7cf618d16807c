// One forbidden corner of a product does not keep the others from being read.
import { SourceError } from '../errors.ts';
import type { PollContext, PollStep } from './contract.ts';

export class Apart {
  readonly failures: SourceError[] = [];
  readonly #context: Pick<PollContext, 'log' | 'signal' | 'glance'>;

  constructor(context: Pick<PollContext, 'log' | 'signal' | 'glance'>) {
    this.#context = context;
  }

  /** Passes steps on; an error of the source is kept for later, unless the poll as a whole must end: undefined then. */
  async *read<T>(
    dataset: string,
    steps: AsyncGenerator<PollStep, T, void>,
  ): AsyncGenerator<PollStep, T | undefined, void> {
    const { log, signal, glance } = this.#context;
    try {
      if (!glance) return yield* steps;
      const told = yield* LISTS_OF_SETTINGS.has(dataset) ? steps : firstPage(dataset, steps);
      glance(dataset, null);
      return told;
    } catch (error) {
      if (!(error instanceof SourceError) || signal.aborted || endsPoll(error)) throw error;
      log.warn('A dataset could not be read; the others are.', { dataset, code: error.code });
      this.failures.push(error);
      glance?.(dataset, error);
      return undefined;
    }
  }

  /** Throws what kept the first of them from being read. */
  end(): void {
    if (this.failures[0]) throw this.failures[0];
  }
}

/** Short, and each part of them is behind a right of its own. */
const LISTS_OF_SETTINGS: ReadonlySet<string> = new Set<PollStep['dataset']>(['configuration', 'infrastructure']);

/** Leaves the others unasked; what comes with the rows of the page is asked for. */
async function* firstPage<T>(
  dataset: string,
  steps: AsyncGenerator<PollStep, T, void>,
): AsyncGenerator<PollStep, T | undefined, void> {
  await using all = steps;
  for (let hasRows = false; ; ) {
    const { done, value } = await all.next();
    if (done) return value;
    yield value;
    const isOwn = value.dataset === dataset;
    if (isOwn && hasRows && !('complete' in value)) return undefined;
    hasRows ||= isOwn && ('events' in value || ('rows' in value && value.rows.length > 0));
  }
}

/** No other request would fare better: no time, no token, no connection, or answers that are mixed up. */
function endsPoll(error: SourceError): boolean {
  return (
    error.refusedSignIns > 0 ||
    /^(time-budget|stopped|tls|refused|unresolved|timeout|auth.*|sign-in-.*|http-401|other-answer)$/.test(error.code)
  );
}
