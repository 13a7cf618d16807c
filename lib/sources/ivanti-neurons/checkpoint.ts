// Where the next poll goes on. What cannot be read counts as nothing: a full pass follows.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

const usersState = z.object({ start: z.int() });

const devicesState = z.object({
  /** Device spaces that this pass has read to their end. */
  done: z.array(z.string()),
  /** The one that it is in, and the row that its next page begins with. */
  space: z.string(),
  start: z.int(),
  /** The newest check-in when it began with that space: later ones have moved to the top of the list meanwhile. */
  newest: z.number(),
  /** Rows of the spaces that are done. */
  rows: z.int(),
});

/** Apps are read in the order of check-ins: up to this one, in a device space. */
const appsState = z.object({ at: z.number(), id: z.string() });

const neuronsCheckpoint = z.object({
  users: usersState.nullable().default(null),
  devices: devicesState.nullable().default(null),
  apps: z.record(z.string(), appsState).default({}),
});

export type UsersState = z.infer<typeof usersState>;
export type DevicesState = z.infer<typeof devicesState>;
export type AppsState = z.infer<typeof appsState>;
export type NeuronsCheckpoint = z.infer<typeof neuronsCheckpoint>;

/** The progress of one poll: what each step carries is the whole of it. */
export class Progress {
  #now: NeuronsCheckpoint;

  constructor(checkpoint: Checkpoint | null) {
    const parsed = neuronsCheckpoint.safeParse(checkpoint);
    this.#now = parsed.success ? parsed.data : { users: null, devices: null, apps: {} };
  }

  get users(): UsersState | null {
    return this.#now.users;
  }
  get devices(): DevicesState | null {
    return this.#now.devices;
  }
  appsOf(space: string): AppsState | null {
    return this.#now.apps[space] ?? null;
  }

  withUsers(users: UsersState | null): Checkpoint {
    this.#now = { ...this.#now, users };
    return this.#now;
  }
  withDevices(devices: DevicesState | null): Checkpoint {
    this.#now = { ...this.#now, devices };
    return this.#now;
  }
  withApps(apps: ReadonlyMap<string, AppsState>): Checkpoint {
    this.#now = { ...this.#now, apps: { ...this.#now.apps, ...Object.fromEntries(apps) } };
    return this.#now;
  }
}
