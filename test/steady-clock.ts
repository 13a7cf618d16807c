// The time, for tests of what is kept by the hour or the day: neither ends while a test file runs. Where the hour is about to
// end, the next one has begun.
const HOUR_MS = 3_600_000;
const LONGEST_FILE_MS = 1_200_000;

const left = HOUR_MS - (Date.now() % HOUR_MS);
const aheadMs = left < LONGEST_FILE_MS ? left : 0;

export const steadyNow = (): number => Date.now() + aheadMs;
export const steadyClock = { now: () => new Date(steadyNow()) };
