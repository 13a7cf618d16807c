// Stamps of logs that name their day: Apache's `02/Nov/2026:06:12:44 +0100`, ISO 8601, and what strftime was told to write.
import { type Moment, momentIn, type Zone } from '../zones.ts';
import { behindDigits, clockAt, dayOf, digits, fractionAt, isoDayAt, monthAt, offsetAt } from './digits.ts';

function momentOf(local: number, offset: number | undefined, zone: Zone): Moment {
  return offset === undefined ? momentIn(zone, local) : { at: local - offset, doubt: null };
}

/** `dd/Mon/yyyy:hh:mm:ss[.fff][ +zzzz]`, the month by name or number, in `zone` where it names none. */
export function apacheMoment(text: string, zone: Zone): Moment | undefined {
  const named = text.charAt(6) === '/';
  const month = named ? monthAt(text, 3) : digits(text, 3, 5) - 1;
  const yearAt = named ? 7 : 6;
  const clockStart = yearAt + 5;
  if (text.charAt(2) !== '/' || text.charAt(yearAt - 1) !== '/' || text.charAt(yearAt + 4) !== ':') return undefined;
  const day = dayOf(digits(text, yearAt, yearAt + 4), month, digits(text, 0, 2));
  const clock = clockAt(text, clockStart);
  if (day === undefined || clock < 0) return undefined;
  const blank = text.indexOf(' ', clockStart);
  const offset = blank < 0 ? undefined : offsetAt(text, blank + 1);
  if (blank >= 0 && offset === undefined) return undefined;
  return momentOf(day + clock + fractionAt(text, clockStart + 8), offset, zone);
}

/** `yyyy-mm-ddThh:mm:ss[.ffffff][Z|+zz:zz]`, in `zone` where it names none. */
export function isoMoment(text: string, zone: Zone): Moment | undefined {
  const [day, clock] = [isoDayAt(text, 0), clockAt(text, 11)];
  if (day === undefined || clock < 0 || (text.charAt(10) !== 'T' && text.charAt(10) !== ' ')) return undefined;
  let zoneFrom = 19;
  if (text.charAt(19) === '.')
    do zoneFrom += 1;
    while (digits(text, zoneFrom, zoneFrom + 1) >= 0);
  const offset = offsetAt(text, zoneFrom);
  if (zoneFrom < text.length && offset === undefined) return undefined;
  return momentOf(day + clock + fractionAt(text, 19), offset, zone);
}

/** Directives of strftime that stand for others. */
const SHORT: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M' };
/** The most characters of each that is read, numbers may have fewer; `z` and `s` end where their text ends. */
const WIDTHS: Readonly<Record<string, number>> = {
  Y: 4,
  y: 2,
  m: 2,
  d: 2,
  e: 2,
  H: 2,
  I: 2,
  M: 2,
  S: 2,
  b: 3,
  h: 3,
  a: 3,
  p: 2,
};
const WORDS = 'bhap';

/**
 * A reader of what strftime writes by `format`; undefined where that cannot be read. `partial`: a month without a day begins
 * with its first, a day without a time at its midnight. https://man7.org/linux/man-pages/man3/strftime.3.html
 */
export function strftimeReader(
  format: string,
  partial = false,
): ((text: string, zone: Zone) => Moment | undefined) | undefined {
  const directives: readonly string[] =
    format.replace(/%([FTDR])/g, (_, name: string) => SHORT[name] ?? '').match(/%.|[^%]+/g) ?? [];
  const isRead = (part: string): boolean => '%zs'.includes(part.slice(1)) || Object.hasOwn(WIDTHS, part.slice(1));
  if (directives.some((part) => part.startsWith('%') && !isRead(part))) return undefined;
  // 07:12 without its half is two times, and a half beside the hour of a day none.
  if (directives.includes('%I') !== directives.includes('%p')) return undefined;
  return (text, zone) => {
    const found = new Map<string, number>();
    let at = 0;
    for (const part of directives) {
      const name = part.startsWith('%') && part !== '%%' ? part.slice(1) : undefined;
      if (name === undefined) {
        const literal = part === '%%' ? '%' : part;
        if (!text.startsWith(literal, at)) return undefined;
        at += literal.length;
        continue;
      }
      const end = endOf(name, text, at);
      const value = directiveAt(name, text, at, end);
      if (value === undefined) return undefined;
      found.set(name === 'h' ? 'b' : name === 'e' ? 'd' : name, value);
      at = end;
    }
    return at === text.length ? momentOfParts(found, zone, partial) : undefined;
  };
}

function endOf(name: string, text: string, at: number): number {
  const most = at + (WIDTHS[name] ?? text.length);
  if (name === 'Y' || WORDS.includes(name)) return most;
  if (name === 'z' || name === 's') return text.length;
  return behindDigits(text, text.charAt(at) === ' ' ? at + 1 : at, Math.min(most, text.length));
}

/** What to add to the hour. */
const HALVES: Readonly<Record<string, number>> = { AM: 0, PM: 12 };

function directiveAt(name: string, text: string, from: number, to: number): number | undefined {
  if (name === 'z') return offsetAt(text, from);
  if (name === 'b' || name === 'h') return monthAt(text, from) + 1;
  if (name === 'a') return 0;
  if (name === 'p') return HALVES[text.slice(from, to).toUpperCase()];
  const value = digits(text, text.charAt(from) === ' ' && name === 'e' ? from + 1 : from, to);
  return value < 0 ? undefined : value;
}

function momentOfParts(found: ReadonlyMap<string, number>, zone: Zone, partial: boolean): Moment | undefined {
  const seconds = found.get('s');
  if (seconds !== undefined) return { at: seconds * 1_000, doubt: null };
  const part = (name: string, otherwise = -1): number => found.get(name) ?? otherwise;
  const year = found.get('Y') ?? 2_000 + part('y');
  const [first, none] = partial ? [1, 0] : [];
  const day = dayOf(year, (found.get('b') ?? part('m')) - 1, part('d', first));
  const half = found.get('I');
  if (half !== undefined && (half < 1 || half > 12)) return undefined;
  const hour = half === undefined ? part('H', none) : (half % 12) + part('p', 0);
  const [minute, second] = [part('M', none), part('S', 0)];
  if (day === undefined || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second > 60) return undefined;
  return momentOf(day + ((hour * 60 + minute) * 60 + second) * 1_000, found.get('z'), zone);
}
