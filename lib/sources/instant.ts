// Times of the wire (ISO 8601). One that names no zone is UTC's: JavaScript would take it for the zone of the collector.
// https://tc39.es/ecma262/#sec-date-time-string-format

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)$/i;

/** Undefined where the text is no time, or names no date; null where it stands for none. */
export function instantOf(text: string): Date | null | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === '0000') return null;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  return momentAt(Date.parse(text.replace(WITHOUT_ZONE, '$1T$2Z')));
}

/** Whether there is such a day: JavaScript reads February 31 as March 3. */
export function isDate(year: number, month: number, day: number): boolean {
  const at = new Date(0);
  // `Date.UTC` takes the year 1 for 1901.
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

/**
 * Times that stand for none are the first and last ones of a clock, in whatever zone they were written: the years 1, 1601,
 * 1900 and 1970, and 9999. No computer was managed on the first day of 1970.
 */
const EARLIEST = Date.UTC(1970, 0, 2);
const LAST_YEAR = Date.UTC(9999, 0, 1);
const LATEST = Date.UTC(10_000, 0, 2);

/** Of milliseconds since 1970: undefined where they are no time, null where they stand for none. */
export function momentAt(milliseconds: number): Date | null | undefined {
  if (Number.isNaN(milliseconds) || milliseconds >= LATEST) return undefined;
  return milliseconds < EARLIEST || milliseconds >= LAST_YEAR ? null : new Date(milliseconds);
}

/** Seconds of today's times (2001 to 2286) would be milliseconds of spring 1970. */
const SECONDS = { least: 1e9, most: 1e10 };

/** Of a number that should be milliseconds since 1970: seconds are known by their size, what is neither does not fit. */
export function momentOfNumber(value: number): Date | null | undefined {
  if (value >= SECONDS.least && value < SECONDS.most) return momentAt(value * 1000);
  return value >= EARLIEST && value < SECONDS.least * 100 ? undefined : momentAt(value);
}

const NEVER =
  /^(?:(?:(?:0001|1601|1900|1970)-01-01|9999-12-31)(?:[T ]|$)|(?:0?1[/.]0?1[/.](?:0001|1601|1900|1970)|12\/31\/9999|31\.12\.9999)(?: |$))/i;

/** Whether a text stands for no time, in whatever spelling. */
export const isNever = (text: string): boolean => NEVER.test(text);
