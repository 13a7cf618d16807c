// Where the next poll goes on, as each kind of directory measures it, and whether a full pass is due.
import { z } from 'zod';
import type { Checkpoint } from '../contract.ts';

/** How many polls since that pass were answered by a server that cannot prove absences: another one, or an older state. */
const strangers = z.int().nonnegative().optional();

/** 64 bits. A longer number would take its time to read, and be kept as the checkpoint. */
export const USN = /^\d{1,20}$/;

export const activeDirectoryCheckpoint = z.object({
  flavour: z.literal('active-directory'),
  invocationId: z.string(),
  /** highestCommittedUSN, read before the search. Text: it may exceed 2^53. */
  usn: z.string().regex(USN),
  /** The last one that could prove absences. */
  fullPassAt: z.iso.datetime(),
  strangers,
});
export type ActiveDirectoryCheckpoint = z.infer<typeof activeDirectoryCheckpoint>;

export const openldapCheckpoint = z.object({
  flavour: z.literal('openldap'),
  /** contextCSN of all suffixes, read before the search; empty where the server shows none. */
  contextCsn: z.array(z.string()),
  fullPassAt: z.iso.datetime(),
  strangers,
});
export type OpenldapCheckpoint = z.infer<typeof openldapCheckpoint>;

/** The checkpoint in its shape, or null for one of another kind. */
export function parseCheckpoint<T>(schema: z.ZodType<T>, checkpoint: Checkpoint | null): T | null {
  const parsed = schema.safeParse(checkpoint);
  return parsed.success ? parsed.data : null;
}

const FULL_PASS_INTERVAL_MS = 24 * 3_600_000;

/** Full passes find what no increment tells: moves out of the base, unlocks, groups, lost rights. */
export function isFullPassDue(last: { readonly fullPassAt: string }, now: Date): boolean {
  const age = now.getTime() - Date.parse(last.fullPassAt);
  // A clock that was set back must not put the pass off.
  return age >= FULL_PASS_INTERVAL_MS || age < 0;
}

const CHANGING = 10;

/** They seem to change with every poll: the pass waits no more for one that answers twice. */
export const isStrangerTrusted = (last: { readonly strangers?: number | undefined }): boolean =>
  (last.strangers ?? 0) >= CHANGING;
