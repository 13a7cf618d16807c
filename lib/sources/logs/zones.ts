// When a line happened, by what it says: local times of a zone, the repeated and the missing hour of clocks that change,
// stamps without a year, and stamps ahead of their receipt. Times are milliseconds since 1970, UTC.

/** Why the time of an event is not quite what its line says. */
export type TimeDoubt = 'repeated-hour' | 'missing-hour' | 'ahead';

/** What to take from a local time to have UTC; `doubt` where the clock showed it twice (then the earlier) or never. */
interface Shift {
  readonly offset: number;
  readonly doubt: TimeDoubt | null;
}

/** The rule of a zone for local times, given as if they were UTC. */
export type Zone = (local: number) => Shift;

/** When something happened, as far as its line tells. */
export interface Moment {
  readonly at: number;
  readonly doubt: TimeDoubt | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Clocks change on a quarter of an hour, everywhere and for long. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Quarters of hours whose shift is kept: six weeks of them. */
const KEPT = 4_096;
/** Clocks of servers are off by so much; what lies further ahead was not written then. */
const AHEAD_MS = 5 * MINUTE_MS;

const CERTAIN: Shift = { offset: 0, doubt: null };
export const UTC: Zone = () => CERTAIN;

/** Undefined where there is no such zone: an IANA name (Europe/Berlin) or an offset (+02:00). */
export function zoneOf(name: string): Zone | undefined {
  const offsetAt = offsetsOf(name);
  if (offsetAt === undefined) return undefined;
  const known = new Map<number, Shift>();
  return (local) => {
    const quarter = Math.floor(local / QUARTER_MS);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    if (known.size >= KEPT) known.clear();
    const shift = shiftAt(quarter * QUARTER_MS, offsetAt);
    known.set(quarter, shift);
    return shift;
  };
}

/** The moment of a local time; one that no clock showed is told as it would be had the clock not been put forward. */
export function momentIn(zone: Zone, local: number): Moment {
  const { offset, doubt } = zone(local);
  return { at: local - offset, doubt };
}

function shiftAt(local: number, offsetAt: (at: number) => number): Shift {
  const [earlier, later] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)];
  if (earlier === later) return { offset: earlier, doubt: null };
  const isShown = (offset: number): boolean => offsetAt(local - offset) === offset;
  const [before, behind] = [isShown(earlier), isShown(later)];
  if (before && behind) return { offset: Math.max(earlier, later), doubt: 'repeated-hour' };
  if (!before && !behind) return { offset: earlier, doubt: 'missing-hour' };
  return { offset: before ? earlier : later, doubt: null };
}

/** Offsets of a zone at an instant, in milliseconds. https://tc39.es/ecma402/#sec-intl-datetimeformat-constructor */
function offsetsOf(name: string): ((at: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  return (at) => {
    // `GMT`, `GMT+01:00`, `GMT-03:30`
    const text = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const ms = Number(text.slice(4, 6)) * HOUR_MS + Number(text.slice(7, 9)) * MINUTE_MS;
    return text.charAt(3) === '-' ? -ms : ms;
  };
}

/** Of a stamp that lies ahead, its receipt: no line is of the future. What a file says of when it was written may be wrong. */
export function settled(
  moment: Moment,
  { receivedAt, readAt = receivedAt }: { readonly receivedAt: number; readonly readAt?: number },
): Moment {
  const latest = Math.max(receivedAt, readAt);
  return moment.at > latest + AHEAD_MS ? { at: latest, doubt: 'ahead' } : moment;
}

/**
 * The moment of a stamp that names no year: the year that puts it nearest to its receipt, at most a day ahead of it.
 * Undefined where no such day is near (the 29th of February has no year but leap years).
 */
export function momentOfYear(
  localIn: (year: number) => number | undefined,
  zone: Zone,
  receivedAt: number,
): Moment | undefined {
  const next = new Date(receivedAt).getUTCFullYear() + 1;
  for (let year = next; year > next - 10; year -= 1) {
    const local = localIn(year);
    if (local === undefined) continue;
    const moment = momentIn(zone, local);
    if (moment.at <= receivedAt + DAY_MS) return moment;
  }
  return undefined;
}
