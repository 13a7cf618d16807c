// Where the next poll goes on: in the pass of devices that was not finished. What cannot be read counts as nothing.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

const passState = z.object({
  /** Row index of the next page. */
  next: z.int().min(0),
  /** Apps read so far; null where those of some device could not be. */
  apps: z.int().nullable(),
});

const epmmCheckpoint = z.object({ devices: passState.nullable() });

export type PassState = z.infer<typeof passState>;

/** The pass to go on with, or null for a new one. */
export function passOf(checkpoint: Checkpoint | null): PassState | null {
  const parsed = epmmCheckpoint.safeParse(checkpoint);
  return parsed.success ? parsed.data.devices : null;
}

export const checkpointOf = (devices: PassState | null): Checkpoint => ({ devices });
