// Windows of time over which rules sum up what somebody did, UTC. Each hour, day, week or month is one of its own.
import { catalog, type Dataset, type JudgedName } from '../catalog/index.ts';

const MS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export const WINDOWS = ['hour', 'day', 'week', 'month'] as const;
export type Window = (typeof WINDOWS)[number];

/** Days that rows must be kept, so that the whole of one can be summed up. */
export const DAYS_OF: Readonly<Record<Window, number>> = { hour: 1, day: 1, week: 7, month: 31 };

/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const MONDAY_MS = 4 * MS.day;

export interface Span {
  readonly from: Date;
  /** Its first instant after. */
  readonly until: Date;
}

/** The one in which an instant lies. */
export function spanOf(window: Window, at: Date): Span {
  if (window === 'month') {
    const begin = (more: number): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + more));
    return { from: begin(0), until: begin(1) };
  }
  const first = window === 'week' ? MONDAY_MS : 0;
  const from = Math.floor((at.getTime() - first) / MS[window]) * MS[window] + first;
  return { from: new Date(from), until: new Date(from + MS[window]) };
}

/** What counts are of; null of single rows. */
export function periodOf(on: JudgedName): 'hour' | 'day' | null {
  const { counter, fields }: Dataset = catalog[on];
  return counter?.per ?? (Object.hasOwn(fields, 'day') ? 'day' : null);
}
