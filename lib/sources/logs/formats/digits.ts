// Numbers and clock times at a place of a line, without making texts of them.

const ZERO = 48;

/** The number from `from` up to `to`, or -1 where that is not all digits, or more than a number holds. */
export function digits(line: string, from: number, to: number): number {
  if (to <= from || to - from > 15 || to > line.length) return -1;
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = line.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A count of a log: null where it has none, or says what is no count (-1, -). */
export function countOf(text: string): number | null {
  const value = digits(text, 0, text.length);
  return value < 0 ? null : value;
}

/** The place of the first character from `from` on that is no digit, at most `to`. */
export function behindDigits(line: string, from: number, to = line.length): number {
  let i = from;
  while (i < to && isDigit(line.charCodeAt(i))) i += 1;
  return i;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= ZERO + 9;

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** 0 to 11 for a name of three letters at `from`, English whatever the locale; -1 else. */
export function monthAt(line: string, from: number): number {
  const at = MONTHS.indexOf(line.slice(from, from + 3));
  return at >= 0 && at % 3 === 0 && line.length >= from + 3 ? at / 3 : -1;
}

/** Milliseconds of `hh:mm:ss` at `from`, with a leap second; -1 else. */
export function clockAt(line: string, from: number): number {
  const [hour, minute] = [digits(line, from, from + 2), digits(line, from + 3, from + 5)];
  const second = digits(line, from + 6, from + 8);
  if (line.charAt(from + 2) !== ':' || line.charAt(from + 5) !== ':') return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** The midnight of a date as if it were UTC, or undefined where there is no such day. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < 1970 || year > 9999 || month < 0 || month > 11 || day < 1) return undefined;
  const at = Date.UTC(year, month, day);
  return day <= 28 || new Date(at).getUTCMonth() === month ? at : undefined;
}

/** The midnight of `yyyy-mm-dd` at `from`. */
export function isoDayAt(line: string, from: number): number | undefined {
  if (line.charAt(from + 4) !== '-' || line.charAt(from + 7) !== '-') return undefined;
  const [year, month] = [digits(line, from, from + 4), digits(line, from + 5, from + 7)];
  return dayOf(year, month - 1, digits(line, from + 8, from + 10));
}

/** Milliseconds of a fraction (`.123456`) at `from`: 0 where there is none. */
export function fractionAt(line: string, from: number): number {
  if (line.charAt(from) !== '.') return 0;
  const end = behindDigits(line, from + 1);
  return digits(line.slice(from + 1, Math.min(end, from + 4)).padEnd(3, '0'), 0, 3);
}

/** Milliseconds of `+0100`, `+01:00`, `Z` or `GMT` from `from` to the end of a text; undefined where it names no zone. */
export function offsetAt(text: string, from: number): number | undefined {
  const rest = text.slice(from, from + 7);
  if (rest === 'Z' || rest === 'GMT' || rest === 'UTC') return 0;
  const minutesAt = rest.charAt(3) === ':' ? 4 : 3;
  const [hours, minutes] = [digits(rest, 1, 3), digits(rest, minutesAt, minutesAt + 2)];
  const sign = rest.charAt(0) === '+' ? 1 : rest.charAt(0) === '-' ? -1 : 0;
  if (sign === 0 || hours < 0 || minutes < 0 || rest.length !== minutesAt + 2) return undefined;
  return sign * (hours * 60 + minutes) * 60_000;
}
