// Where the next poll goes on: in passes that were not finished.
import { z } from 'zod';
import { askedShape } from '../asked.ts';
import { placeShape } from '../offset-pages.ts';

/** The place is that in the list of users, whose devices were read so far. */
const devicesState = placeShape.extend({
  devices: askedShape,
  /** Null where some apps could not be read. */
  apps: askedShape.nullable(),
});

export type DevicesState = z.infer<typeof devicesState>;

export const checkpointShape = z.object({
  users: placeShape.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
});
export type UemCheckpoint = z.infer<typeof checkpointShape>;
