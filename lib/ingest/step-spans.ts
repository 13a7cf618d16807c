// Spans of the steps of a poll: what each writes, and the reading of each dataset from its first step to the end of its pass,
// or of the poll.

import type { PollStep } from '../sources/contract.ts';
import { beginSpan, type OpenSpan, span } from '../span.ts';

export class StepSpans {
  readonly #reading = new Map<string, OpenSpan>();

  async of(step: PollStep, write: () => Promise<void>): Promise<void> {
    const { dataset } = step;
    const reading = this.#reading.get(dataset) ?? beginSpan('pass', { dataset });
    this.#reading.set(dataset, reading);
    await span('write', { dataset }, write);
    const outcome = 'complete' in step ? 'complete' : 'unproven' in step ? step.unproven : null;
    if (outcome === null) return;
    reading.tell({ outcome });
    reading.end();
    this.#reading.delete(dataset);
  }

  end(error: unknown): void {
    for (const reading of this.#reading.values()) reading.end(error);
  }
}
