// Where the next poll goes on. What cannot be read counts as nothing: a full pass follows.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

const passState = z.object({
  /** The link of the next page. */
  next: z.string(),
  /** Rows read so far in this pass. */
  rows: z.int(),
  /** The total that the service named, where it names one. */
  expected: z.int().nullable().default(null),
});

const usersState = z.discriminatedUnion('step', [
  passState.extend({ step: z.literal('full') }),
  z.object({ step: z.literal('delta'), link: z.string(), wholeAt: z.iso.datetime() }),
]);

const intuneCheckpoint = z.object({
  users: usersState.nullable().default(null),
  /** A pass of devices that was not finished. */
  devices: passState.nullable().default(null),
});

export type PassState = z.infer<typeof passState>;
export type UsersState = z.infer<typeof usersState>;
export type IntuneCheckpoint = z.infer<typeof intuneCheckpoint>;

/** The progress of one poll: what each step carries is the whole of it. */
export class Progress {
  #now: IntuneCheckpoint;

  constructor(checkpoint: Checkpoint | null) {
    const parsed = intuneCheckpoint.safeParse(checkpoint);
    this.#now = parsed.success ? parsed.data : { users: null, devices: null };
  }

  get users(): UsersState | null {
    return this.#now.users;
  }
  get devices(): PassState | null {
    return this.#now.devices;
  }

  withUsers(users: UsersState | null): Checkpoint {
    this.#now = { ...this.#now, users };
    return this.#now;
  }
  withDevices(devices: PassState | null): Checkpoint {
    this.#now = { ...this.#now, devices };
    return this.#now;
  }
}
