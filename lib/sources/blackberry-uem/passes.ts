// A pass that goes on where the last poll stopped. A list shifts meanwhile: where its rest does not fit any more, it is
// read from the beginning, and what began there and did not fit either is not taken up again.
import type { PollStep } from '../contract.ts';
import { mustStartOver } from './client.ts';

export interface Pass<S> {
  /** Where the last poll stopped. */
  readonly state: S | null;
  /** Reads on from there, or all of it. */
  readonly read: (state: S | null) => AsyncGenerator<PollStep, void, void>;
  /** Says that the place is lost. */
  readonly forget: () => PollStep;
}

/** Throws SourceError. */
export async function* readPass<S>({ state, read, forget }: Pass<S>): AsyncGenerator<PollStep, void, void> {
  if (state !== null) {
    try {
      return yield* read(state);
    } catch (error) {
      if (!mustStartOver(error)) throw error;
    }
  }
  try {
    yield* read(null);
  } catch (error) {
    if (mustStartOver(error)) yield forget();
    throw error;
  }
}

/** Parts of a list, in their order. */
export function* slices<T>(items: readonly T[], size: number): Generator<readonly T[], void, void> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
