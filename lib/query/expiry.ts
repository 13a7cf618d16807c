// How long something of the infrastructure is still good for.

const DAY_MS = 86_400_000;

/** Whole days; 0 on the last one, negative once it has expired. */
export const daysUntil = (at: Date, now: Date): number => Math.floor((at.getTime() - now.getTime()) / DAY_MS);

/** The instant from which on it is good for more than `days`. */
export const goodBeyond = (now: Date, days: number): Date => new Date(now.getTime() + (days + 1) * DAY_MS);
