// Where the next poll goes on: in passes that were not finished.
import { z } from 'zod';

const count = z.int().nonnegative();

const usersState = z.object({ offset: count });

const devicesState = z.object({
  /** Users whose devices were read so far. */
  offset: count,
  devices: count,
  /** Null where some apps could not be read. */
  apps: count.nullable(),
  /** Users whose ids cannot be read. */
  skipped: count,
});

export type DevicesState = z.infer<typeof devicesState>;

export const checkpointShape = z.object({
  users: usersState.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
});
export type UemCheckpoint = z.infer<typeof checkpointShape>;
