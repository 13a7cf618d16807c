// When a request is sent again, and after which wait. Pure: clock, randomness and answers are passed in.
// Throttling is no failure: it is waited out for as long as the time budget lasts.

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

const THROTTLED = new Set([429, 503, 504]);
const FAILED = new Set([500, 502]);
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

export const isThrottled = (status: number): boolean => THROTTLED.has(status);

/** Answers of a server that failed, not of one that asks to wait: sent again a few times only. */
export const isServerFailure = (status: number): boolean => FAILED.has(status);

/**
 * Milliseconds that a `Retry-After` header asks for, in seconds or as an HTTP date (RFC 9110, 10.2.3); null where it
 * is absent or malformed. A date is compared with the server's own `Date`, since its clock and ours may differ. A fraction
 * is rounded up; of several values, which a proxy may have joined, the longest counts.
 */
export function retryAfterMs(value: string | undefined, serverDate: string | undefined, now: Date): number | null {
  const from = httpDate(serverDate) ?? now.getTime();
  // Dates have a comma of their own, behind the day of the week.
  const waits = (value ?? '').match(/[A-Z][a-z]+, [^,]+|[^,\s][^,]*/g)?.flatMap((part) => {
    const text = part.trim();
    if (/^\d+(\.\d+)?$/.test(text)) return [Math.min(Math.ceil(Number(text)) * 1000, LONGEST_MS)];
    const at = httpDate(text);
    return at === null ? [] : [Math.max(0, at - from)];
  });
  return waits && waits.length > 0 ? Math.max(...waits) : null;
}

/** A year: what is longer is not told apart. */
const LONGEST_MS = 366 * 86_400_000;

/** The instant of an HTTP date in any of its three forms, in milliseconds; null for anything else. */
export function httpDate(value: string | undefined): number | null {
  if (value === undefined || !HTTP_DATE.test(value)) return null;
  // asctime() names no zone and means UTC; JavaScript would take it as local time.
  const at = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(at) ? null : at;
}

/** What the server asked for, and up to a tenth more: clients that were refused together do not come back together. */
export function politeWait(askedMs: number, random: () => number): number {
  return Math.ceil(askedMs + random() * Math.min(5000, Math.max(1000, askedMs / 10)));
}

/** Exponential backoff with full jitter. `attempt` counts from 0. */
export function backoffWait(attempt: number, backoff: Backoff, random: () => number): number {
  const ceiling = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt, 20));
  return Math.ceil(random() * ceiling);
}
