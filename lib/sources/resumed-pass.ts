// A pass that goes on where the last poll stopped. A list shifts meanwhile: where its rest does not fit any more, it is
// read from the beginning, and what began there and did not fit either is not taken up again.
import { SourceError } from '../errors.ts';
import type { PollStep } from './contract.ts';
import { LIST_MOVED } from './offset-pages.ts';

export interface Pass<S, R> {
  /** Where the last poll stopped. */
  readonly state: S | null;
  /** Reads on from there, or all of it. */
  readonly read: (state: S | null) => AsyncGenerator<PollStep, R, void>;
  /** Says that the place is lost: without it the next poll would go on there, and miss the same rows again. */
  readonly forget: () => PollStep;
}

/** Gives what `read` gives. Throws SourceError. */
export async function* readPass<S, R>(pass: Pass<S, R>): AsyncGenerator<PollStep, R, void> {
  const { state, read, forget } = pass;
  if (state !== null) {
    try {
      return yield* read(state);
    } catch (error) {
      if (!mustStartOver(error)) throw error;
    }
  }
  try {
    return yield* read(null);
  } catch (error) {
    if (mustStartOver(error)) yield forget();
    throw error;
  }
}

const LOST = new Set(['incomplete', LIST_MOVED, 'repeated-page', 'expired-link', 'http-400', 'http-404']);

/** Whether a list has become shorter than where the last poll stopped, or another one, or its link is no longer known. */
export function mustStartOver(error: unknown): boolean {
  return error instanceof SourceError && LOST.has(error.code);
}
