// Which export of each kind was read last, by what it is the state of.
import { z } from 'zod';

export const checkpointShape = z.object({ read: z.record(z.string(), z.string()).default({}) });
