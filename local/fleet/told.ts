// What the fleet tells the process that started it.
import { z } from 'zod';

const texts = z.record(z.string(), z.string());

export const ready = z.object({
  type: z.literal('ready'),
  caPem: z.string(),
  entries: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      managesDevices: z.boolean(),
      settings: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly()])),
      secrets: texts,
      pushed: z.object({ file: z.string(), key: z.string() }).optional(),
    }),
  ),
  license: z.object({ url: z.string() }),
  /** Kept by who restarts the fleet, so that it goes on where it was. */
  estate: z.object({ tick: z.number(), epoch: z.number(), stepMs: z.number() }),
});
export type Ready = z.infer<typeof ready>;

export const tick = z.object({ type: z.literal('tick'), tick: z.number() });
export type Tick = z.infer<typeof tick>;
