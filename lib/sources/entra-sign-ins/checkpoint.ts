// How far each of the two lists was read.
import { z } from 'zod';

const listState = z.object({
  /** What was before is not asked for. */
  since: z.iso.datetime(),
  /** Everything up to here was asked for, and has committed. */
  until: z.iso.datetime(),
  /** When late ones were last looked for. */
  lookedBackAt: z.iso.datetime(),
});
export type ListState = z.infer<typeof listState>;

export const checkpointShape = z.object({
  interactive: listState.nullable().default(null),
  nonInteractive: listState.nullable().default(null),
});
export type SignInsCheckpoint = z.infer<typeof checkpointShape>;
