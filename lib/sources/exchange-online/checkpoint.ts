// The last day whose activity was read.
import { z } from 'zod';

export const checkpointShape = z.object({ through: z.iso.date().nullable().default(null) });
export type Place = z.infer<typeof checkpointShape>;
