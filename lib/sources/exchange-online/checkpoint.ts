// The last day whose activity was read, and of which day the last report of mailboxes was.
import { z } from 'zod';

const day = z.iso.date().nullable().default(null);
export const checkpointShape = z.object({ through: day, reported: day });
export type Place = z.infer<typeof checkpointShape>;
