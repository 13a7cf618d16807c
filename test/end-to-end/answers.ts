// The answers of the API that these tests read, as far as they read them.
import { z } from 'zod';

export const item = z.record(z.string(), z.unknown());
export type Item = z.infer<typeof item>;

export const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const source = z.object({
  name: z.string(),
  type: z.string().nullable(),
  state: z.string(),
  problems: z.array(z.string()),
  product: z.string().nullable(),
  version: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  nextPollAt: z.string().nullable(),
  signIn: z.object({ tries: z.number(), nextTryAt: z.string() }).nullable(),
  push: z.object({ senders: z.number(), accepted: z.number(), known: z.number() }).nullable(),
  runningPoll: z.object({ startedAt: z.string().nullable() }).nullable(),
  lastPoll: z
    .object({
      startedAt: z.string(),
      outcome: z.string(),
      errorCode: z.string().nullable(),
      hint: z.string().nullable(),
      rowsRead: z.number().nullable(),
      rowsWritten: z.number().nullable(),
      rowsRemoved: z.number().nullable(),
      rejected: z.array(z.object({ dataset: z.string(), field: z.string(), reason: z.string(), count: z.number() })),
      datasets: z.record(
        z.string(),
        z.object({
          read: z.number(),
          inserted: z.number(),
          removed: z.number(),
          held: z.number(),
          complete: z.boolean(),
        }),
      ),
    })
    .nullable(),
  datasets: z.record(
    z.string(),
    z.object({ rows: z.number(), absent: z.number(), lastCompletePassAt: z.string().nullable() }),
  ),
  holds: z.array(
    z.object({
      state: z.enum(['open', 'rejected']),
      kind: z.enum(['values', 'growth']).optional(),
      dataset: z.string(),
      absent: z.number(),
      total: z.number(),
      sampleIds: z.array(z.string()),
    }),
  ),
});
export type Source = z.infer<typeof source>;

export const sources = z.object({
  items: z.array(source),
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
});

export const user = z.looseObject({
  id: z.string(),
  displayName: z.string(),
  views: z.object({ directory: z.array(item), emm: z.array(item) }),
  devices: z.array(item),
});

export const licenseHistory = z.object({
  items: z.array(
    z.object({
      payload: z.string(),
      status: z.number().nullable(),
      errorCode: z.string().nullable(),
      answerCode: z.string().nullable(),
    }),
  ),
});
