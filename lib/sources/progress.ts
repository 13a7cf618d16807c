// Where the next poll goes on, in the shape of one connector: what cannot be read counts as nothing, and a full pass follows.
import type { z } from 'zod';
import type { Checkpoint } from './contract.ts';

/** A checkpoint in its shape, or null for one of another kind. */
export function parseCheckpoint<S>(shape: z.ZodType<S>, checkpoint: Checkpoint | null): S | null {
  const parsed = shape.safeParse(checkpoint);
  return parsed.success ? parsed.data : null;
}

/** The progress of one poll: what each step carries is the whole of it. */
export class Progress<S extends Checkpoint> {
  #now: S;

  /** Of `shape` every property has a default: an empty object is the beginning. */
  constructor(shape: z.ZodType<S>, checkpoint: Checkpoint | null) {
    this.#now = parseCheckpoint(shape, checkpoint) ?? shape.parse({});
  }

  get now(): Readonly<S> {
    return this.#now;
  }

  with(changes: Partial<S>): Checkpoint {
    this.#now = { ...this.#now, ...changes };
    return this.#now;
  }
}
