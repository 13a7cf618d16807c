// Polls whose end the database did not take: it was full, locked or gone. No row tells of them, so their collector does, until a poll of
// the source is noted again.
import { describeError } from '../errors.ts';
import type { Run } from './last-run.ts';

export interface UnnotedPoll {
  readonly at: Date;
  readonly code: string;
  readonly hint: string;
}

export class UnnotedPolls {
  readonly #polls = new Map<string, UnnotedPoll>();

  failed(source: string, error: unknown, at: Date): void {
    const { code, hint } = describeError(error);
    this.#polls.set(source, { at, code, hint });
  }

  noted(source: string): void {
    this.#polls.delete(source);
  }

  /** Null where there is none, or where another collector has noted a poll since: `ended` is what ended last. */
  of(source: string, ended: Pick<Run, 'occurred_at' | 'outcome'> | null): UnnotedPoll | null {
    const poll = this.#polls.get(source) ?? null;
    const isLater = ended !== null && ended.outcome !== 'aborted' && poll !== null && ended.occurred_at > poll.at;
    return isLater ? null : poll;
  }
}
