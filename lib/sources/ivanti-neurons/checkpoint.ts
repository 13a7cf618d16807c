// Where the next poll goes on: in passes that were not finished, and how far apps were read.
import { z } from 'zod';
import { placeShape } from '../offset-pages.ts';

/** The place is that in the list of a space. */
const devicesState = placeShape.extend({
  /** Device spaces that this pass has read to their end. */
  done: z.array(z.string()),
  /** The one that it is in. */
  space: z.string(),
  /** The newest check-in when it began with that space: later ones have moved to the top of the list meanwhile. */
  newest: z.number(),
  /** Rows of the spaces that are done. */
  rows: z.int(),
  /** Rows handed on beyond those, since they had moved to the top of their list. */
  again: z.int().default(0),
});

/** Apps are read in the order of check-ins: up to this one, in a device space. */
const appsState = z.object({ at: z.number(), id: z.string() });

export type DevicesState = z.infer<typeof devicesState>;
export type AppsState = z.infer<typeof appsState>;

export const checkpointShape = z.object({
  users: placeShape.nullable().catch(null),
  devices: devicesState.nullable().catch(null),
  /** By device space. */
  apps: z.record(z.string(), appsState).default({}),
});
export type NeuronsCheckpoint = z.infer<typeof checkpointShape>;
