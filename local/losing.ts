// npm start -- --hold: a hold for whoever wants to decide on one. A system loses devices, once the collector has them.
import { setInterval } from 'node:timers/promises';
import { z } from 'zod';
import { type Asking, sourceNow } from './own-key.ts';
import type { Simulation } from './simulation.ts';

const SYSTEM = 'intune';
const LOOKS_EVERY_MS = 1_000;

const told = z.object({ datasets: z.object({ device: z.object({ lastCompletePassAt: z.string() }) }) });

/** Whether a removal would be one: nothing is gone that was never there. */
const isRead = async (asking: Asking): Promise<boolean> => told.safeParse(await sourceNow(asking, SYSTEM)).success;

/** What it says when it has happened. Throws the abort of the signal. */
export async function loseWhenRead(asking: Asking, { lose }: Simulation, signal: AbortSignal): Promise<string> {
  for await (const _ of setInterval(LOOKS_EVERY_MS, undefined, { signal })) if (await isRead(asking)) break;
  const { devices, before } = await lose(SYSTEM);
  return `Intune has lost ${devices} of its ${before} devices: the next poll holds their removal, within a minute. Decide: ${asking.url}/api/pages/#/status`;
}
