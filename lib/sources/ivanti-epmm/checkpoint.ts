// Where the next poll goes on: in passes that were not finished.
import { z } from 'zod';

const offset = z.int().min(0);

const usersState = z.object({
  offset,
  /** Whether each user so far had an id of its own. */
  identified: z.boolean(),
});

const devicesState = z.object({
  offset,
  /** Apps read so far; null where those of some device could not be. */
  apps: z.int().nullable(),
});

export type UsersState = z.infer<typeof usersState>;
export type DevicesState = z.infer<typeof devicesState>;

export const checkpointShape = z.object({
  users: usersState.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
});
export type EpmmCheckpoint = z.infer<typeof checkpointShape>;
