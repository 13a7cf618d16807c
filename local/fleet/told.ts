// What the fleet tells the process that started it, and what that one may ask of it.
import { z } from 'zod';
import type { Setting } from './member.ts';

const setting: z.ZodType<Setting> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(setting), z.record(z.string(), setting)]),
);
const texts = z.record(z.string(), z.string());

export const ready = z.object({
  type: z.literal('ready'),
  caPem: z.string(),
  entries: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      managesDevices: z.boolean(),
      settings: z.record(z.string(), setting),
      secrets: texts,
      pushed: z.object({ file: z.string(), key: z.string() }).optional(),
    }),
  ),
  license: z.object({ url: z.string(), publicKey: z.string() }),
  notifications: z.object({ url: z.string(), secret: z.string() }),
  /** Kept by who restarts the fleet, so that it goes on where it was. */
  estate: z.object({ tick: z.number(), epoch: z.number(), stepMs: z.number() }),
});
export type Ready = z.infer<typeof ready>;

export const tick = z.object({ type: z.literal('tick'), tick: z.number() });
export type Tick = z.infer<typeof tick>;

/** A system is to lose more of its devices than collectors believe. */
export const lose = z.object({ type: z.literal('lose'), of: z.string() });
export type Lose = z.infer<typeof lose>;
export const lost = z.object({ type: z.literal('lost'), devices: z.number(), before: z.number() });
export type Lost = z.infer<typeof lost>;

/** A notification that came, and whose signature was right. */
export const notified = z.object({
  type: z.literal('notified'),
  kind: z.string(),
  phase: z.string(),
  count: z.number(),
});
export type Notified = z.infer<typeof notified>;

export const notifiedLine = ({ kind, phase, count }: Notified): string =>
  `notification: ${kind}, ${phase}${count > 1 ? `, ${count} times` : ''}`;
