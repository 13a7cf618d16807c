// Which windows of time a poll asks for, in their order. Entra tells sign-ins late, some by hours: what was read is read
// again, and known by its id.
import type { ListState } from './checkpoint.ts';

export interface Window {
  readonly from: number;
  readonly to: number;
  /** Sign-ins up to here were counted, and their ids may be forgotten. */
  readonly after: number;
}

export interface Asking {
  readonly state: ListState | null;
  readonly now: number;
  /** Of the first poll. */
  readonly from: number;
  readonly windowMs: number;
  readonly overlapMs: number;
}

const HOUR_MS = 3_600_000;
/** So long an id is known for certain: `told_id` keeps it for two days. */
const KNOWN_MS = 36 * HOUR_MS;
/** It is looked so often for late ones; those of the last window with each poll. */
const LOOK_BACK_MS = HOUR_MS;

export const looksBack = ({ state, now }: Pick<Asking, 'state' | 'now'>): boolean =>
  state === null || Math.abs(now - Date.parse(state.lookedBackAt)) >= LOOK_BACK_MS;

/** The clock was ahead when it was written: such a place is no measure of what was read. */
export const isAhead = ({ state, now, windowMs }: Pick<Asking, 'state' | 'now' | 'windowMs'>): boolean =>
  state !== null && Date.parse(state.until) > now + windowMs;

export function windowsOf(asking: Asking): readonly Window[] {
  const { now, windowMs } = asking;
  const { from, after } = beginOf(asking);
  const windows: Window[] = [];
  for (let begin = from; begin < now; ) {
    const to = Math.min(now, (Math.floor(begin / windowMs) + 1) * windowMs);
    windows.push({ from: begin, to, after });
    begin = to;
  }
  return windows;
}

function beginOf(asking: Asking): Pick<Window, 'from' | 'after'> {
  const { state, now, from, windowMs, overlapMs } = asking;
  if (state === null) return { from, after: Number.NEGATIVE_INFINITY };
  const until = Math.min(Date.parse(state.until), now);
  const back = until - (isAhead(asking) ? KNOWN_MS : looksBack(asking) ? overlapMs : windowMs);
  const known = Math.max(back, now - KNOWN_MS);
  // Nothing was read for longer than ids are kept: what came late before that is not told any more.
  if (known >= until) return { from: until, after: until };
  const begin = Math.max(Math.floor(known / windowMs) * windowMs, sinceOf(state, now));
  return { from: begin, after: Number.NEGATIVE_INFINITY };
}

const sinceOf = ({ since }: ListState, now: number): number => {
  const at = Date.parse(since);
  return at > now ? Number.NEGATIVE_INFINITY : at;
};
