// Runs the timers: one loop each, so a run never overlaps itself; the next time is computed when the run has ended,
// which skips what a long run missed. A failing function never stops its schedule. (TimerListener.cs)
import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedData } from './core.ts';
import type { TimerFunction } from './functions.ts';
import type { Invoker } from './invocation.ts';
import type { HostLog } from './log.ts';

export type Clock = { now(): Date; sleep(milliseconds: number, signal: AbortSignal): Promise<unknown> };
type Parts = { invoker: Invoker; log: HostLog; clock: Clock; signal: AbortSignal };

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** Ours, and the real host's: a Node timer holds 24.8 days. */
const LONGEST_SLEEP = 24 * 86_400_000;

/** Starts the loops of all timers that are not disabled; they end when `signal` aborts. */
export function startTimers(timers: TimerFunction[], parts: Parts): void {
  for (const timer of timers) {
    if (!timer.disabled) void runTimer(timer, parts);
  }
}

/** The trigger's data; no monitor, so there is no status, and no run is ever past due. */
export function timerData(timer: TimerFunction): TypedData {
  const info = { Schedule: { AdjustForDST: timer.schedule.adjustForDst }, ScheduleStatus: null, IsPastDue: false };
  return { json: JSON.stringify(info) };
}

async function runTimer(timer: TimerFunction, { invoker, log, clock, signal }: Parts): Promise<void> {
  const run = () => invoker.invoke(timer, timerData(timer), `Timer fired at ${clock.now().toISOString()}`);
  if (timer.runOnStartup) await run();
  while (!signal.aborted) {
    const due = timer.schedule.next(clock.now());
    if (!due) {
      log.write('warning', `Function.${timer.name}`, `The schedule of '${timer.name}' has no further occurrence.`);
      return;
    }
    if (await sleepUntil(due, clock, signal)) await run();
  }
}

/** False if `signal` aborted first. A Node timer may be early by a millisecond, and the clock may be set: both are checked. */
export async function sleepUntil(due: Date, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    if (signal.aborted) return false;
    const remaining = due.getTime() - clock.now().getTime();
    if (remaining <= 0) return true;
    await clock.sleep(Math.min(remaining, LONGEST_SLEEP), signal);
  }
}
