// Where the next poll goes on. What cannot be read counts as nothing: a full pass follows.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

const count = z.int().nonnegative();

const uemCheckpoint = z.object({
  /** Users read so far of a pass that was not finished. */
  users: z.object({ offset: count }).nullable().default(null),
  /** Users whose devices were read so far, how many devices and apps those were; null: some apps could not be read. */
  devices: z.object({ offset: count, devices: count, apps: count.nullable(), skipped: count }).nullable().default(null),
});

type UemCheckpoint = z.infer<typeof uemCheckpoint>;
export type UsersState = NonNullable<UemCheckpoint['users']>;
export type DevicesState = NonNullable<UemCheckpoint['devices']>;

/** The progress of one poll: what each step carries is the whole of it. */
export class Progress {
  #now: UemCheckpoint;

  constructor(checkpoint: Checkpoint | null) {
    const parsed = uemCheckpoint.safeParse(checkpoint);
    this.#now = parsed.success ? parsed.data : { users: null, devices: null };
  }

  get users(): UsersState | null {
    return this.#now.users;
  }
  get devices(): DevicesState | null {
    return this.#now.devices;
  }

  withUsers(users: UsersState | null): Checkpoint {
    this.#now = { ...this.#now, users };
    return this.#now;
  }
  withDevices(devices: DevicesState | null): Checkpoint {
    this.#now = { ...this.#now, devices };
    return this.#now;
  }
}
