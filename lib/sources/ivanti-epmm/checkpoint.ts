// Where the next poll goes on: in passes that were not finished.
import { z } from 'zod';
import { askedShape } from '../asked.ts';
import { placeShape } from '../offset-pages.ts';

const usersState = placeShape.extend({
  /** Whether each user so far had an id of its own. */
  identified: z.boolean(),
});

const devicesState = placeShape.extend({
  /** Null where some apps could not be read. */
  apps: askedShape.nullable(),
});

export type UsersState = z.infer<typeof usersState>;
export type DevicesState = z.infer<typeof devicesState>;

export const checkpointShape = z.object({
  users: usersState.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
});
export type EpmmCheckpoint = z.infer<typeof checkpointShape>;
