// Where the next poll goes on: in passes that were not finished, and how far positions and mobile data were read.
import { z } from 'zod';
import { askedShape } from '../asked.ts';
import { placeShape } from '../offset-pages.ts';

const devicesState = placeShape.extend({
  /** Null where some apps could not be read. */
  apps: askedShape.nullable(),
  /** When the pass began whose devices are asked for their positions; null where they are not, or could not be. */
  locating: z.iso.datetime().nullable(),
});

export type DevicesState = z.infer<typeof devicesState>;

export const checkpointShape = z.object({
  users: placeShape.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
  /** Positions were asked for up to here, in a pass that reached its end. */
  locatedUntil: z.iso.datetime().nullable().default(null),
  /** The last whole day whose mobile data was read. */
  usageDay: z.iso.date().nullable().default(null),
});
export type WorkspaceOneCheckpoint = z.infer<typeof checkpointShape>;
