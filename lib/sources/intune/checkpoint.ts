// Where the next poll goes on: in passes that were not finished, or at the changes since the last one.
import { z } from 'zod';

const passState = z.object({
  /** The link of the next page. */
  next: z.string(),
  /** Rows read so far in this pass. */
  rows: z.int(),
  /** Rows told once more, beyond those. */
  again: z.int().default(0),
  /** The total that the service named, where it names one. */
  expected: z.int().nullable().default(null),
});

const usersState = z.discriminatedUnion('step', [
  passState.extend({ step: z.literal('full') }),
  z.object({ step: z.literal('delta'), link: z.string(), wholeAt: z.iso.datetime() }),
]);

export type PassState = z.infer<typeof passState>;
export type UsersState = z.infer<typeof usersState>;

export const checkpointShape = z.object({
  users: usersState.nullable().default(null),
  devices: passState.nullable().default(null),
});
export type IntuneCheckpoint = z.infer<typeof checkpointShape>;
