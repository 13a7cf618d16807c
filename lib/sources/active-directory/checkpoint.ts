// Where the next poll goes on, as each kind of directory measures it, and whether a full pass is due.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

export const activeDirectoryCheckpoint = z.object({
  flavour: z.literal('active-directory'),
  invocationId: z.string(),
  /** highestCommittedUSN, read before the search. Text: it may exceed 2^53. */
  usn: z.string().regex(/^\d+$/),
  /** The last one that could prove absences. */
  fullPassAt: z.iso.datetime(),
});
export type ActiveDirectoryCheckpoint = z.infer<typeof activeDirectoryCheckpoint>;

export const openldapCheckpoint = z.object({
  flavour: z.literal('openldap'),
  /** contextCSN of all suffixes, read before the search; empty where the server shows none. */
  contextCsn: z.array(z.string()),
  fullPassAt: z.iso.datetime(),
});
export type OpenldapCheckpoint = z.infer<typeof openldapCheckpoint>;

/** The checkpoint in its shape, or null for one of another kind. */
export function parseCheckpoint<T>(schema: z.ZodType<T>, checkpoint: Checkpoint | null): T | null {
  const parsed = schema.safeParse(checkpoint);
  return parsed.success ? parsed.data : null;
}

const FULL_PASS_INTERVAL_MS = 24 * 3_600_000;
const OVERDUE_MS = 2 * FULL_PASS_INTERVAL_MS;

/** Full passes find what no increment tells: moves out of the base, renamed containers, unlocks, groups, lost rights. */
export function isFullPassDue(last: { readonly fullPassAt: string }, now: Date): boolean {
  const age = ageOf(last, now);
  // A clock that was set back must not put the pass off.
  return age >= FULL_PASS_INTERVAL_MS || age < 0;
}

/** Long due: the pass waits no more for the domain controller of the poll before. */
export const isFullPassOverdue = (last: { readonly fullPassAt: string }, now: Date): boolean =>
  ageOf(last, now) >= OVERDUE_MS;

const ageOf = (last: { readonly fullPassAt: string }, now: Date): number => now.getTime() - Date.parse(last.fullPassAt);
