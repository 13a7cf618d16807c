// What time it is: passed in, so that logic never asks the process. And what of others' times is believed.
export interface Clock {
  now(): Date;
}

/** Clocks differ; what is further ahead than this is a mistake (another unit, another century), or ours is slow. */
const SKEW_MS = 3_600_000;

/** Whether a time is so far ahead that nothing may be measured by it: who goes on there would wait until then. */
export const isAhead = (milliseconds: number, now: Date): boolean => milliseconds > now.getTime() + SKEW_MS;

/** How far something was read, as a checkpoint has it; null where that lies ahead: then it is read as if for the first time. */
export const readUntil = (time: string | null, now: Date): string | null =>
  time === null || isAhead(Date.parse(time), now) ? null : time;
