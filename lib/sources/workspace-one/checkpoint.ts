// Where a poll goes on: a pass of devices in its middle, and how far positions and mobile data were read.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

const passState = z.object({
  /** Rows that were read: where the next page begins. */
  rows: z.number().int().nonnegative(),
  /** Apps that were read; null where those of some device were not. */
  apps: z.number().int().nonnegative().nullable(),
});

const shape = z.object({
  devices: passState.nullable().default(null),
  /** Positions were asked for up to here, in a pass that reached its end. */
  locatedUntil: z.iso.datetime().nullable().default(null),
  /** When the pass began whose devices are asked for their positions. */
  locating: z.iso.datetime().nullable().default(null),
  /** The last whole day whose mobile data was read. */
  usageDay: z.iso.date().nullable().default(null),
});

export type PassState = z.infer<typeof passState>;
type State = z.infer<typeof shape>;

/** The progress of one poll: what each step carries is the whole of it. */
export class Progress {
  #now: State;

  constructor(checkpoint: Checkpoint | null) {
    const parsed = shape.safeParse(checkpoint ?? {});
    this.#now = parsed.success ? parsed.data : shape.parse({});
  }

  get now(): Readonly<State> {
    return this.#now;
  }

  with(changes: Partial<State>): Checkpoint {
    this.#now = { ...this.#now, ...changes };
    return this.#now;
  }
}
