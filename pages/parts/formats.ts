// Numbers, sizes, times as a language writes them. Pure: the language and the zone are arguments.

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the wanted ones that there are texts in. */
export const languageOf = (wanted: readonly string[]): Language =>
  wanted
    .map((tag) => LANGUAGES.find((one) => tag.toLowerCase().split('-', 1)[0] === one))
    .find((one) => one !== undefined) ?? 'en';

/** British English: the day before the month, and 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
/** From how many seconds on a distance is told in a unit. */
const DISTANCES = [
  ['day', 86_400, 36 * 3_600],
  ['hour', 3_600, 90 * 60],
  ['minute', 60, 60],
  ['second', 1, 0],
] as const;

export interface Formats {
  number(value: number): string;
  percent(share: number): string;
  bytes(value: number): string;
  /** With its zone: pages are read together with logs of other zones. */
  instant(at: string): string;
  /** Of an instant; of a day alone (`2026-11-30`) that day, whatever the zone. */
  day(at: string): string;
  /** At an axis, where there is little room. */
  moment(at: number): string;
  /** `3 minutes ago`, `in 2 days`. */
  distance(at: string, now: number): string;
  duration(seconds: number): string;
  /** For an axis up to `most` seconds: one unit for all, of so many seconds. */
  durationUnit(most: number): { readonly seconds: number; readonly tell: (count: number) => string };
  days(count: number): string;
  list(items: readonly string[]): string;
  /** Of ISO 3166-1; what is no such code stays as it is. */
  country(code: string): string;
}

const made = new Map<string, Formats>();

/** Intl objects are dear: they are made once. Without a zone that of the machine holds. */
export function formatsOf(language: Language, timeZone?: string): Formats {
  const key = `${language} ${timeZone ?? ''}`;
  const known = made.get(key) ?? make(LOCALES[language], timeZone);
  made.set(key, known);
  return known;
}

function make(locale: string, timeZone: string | undefined): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const units = UNITS.map((unit) => unitIn(locale, unit, unit === 'byte' ? 0 : 1));
  const instant = new Intl.DateTimeFormat(locale, {
    ...{ day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    timeZone,
  });
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', timeZone });
  const dayAlone = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const moment = new Intl.DateTimeFormat(locale, {
    ...{ day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' },
    timeZone,
  });
  const distance = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const days = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    bytes: (value) => {
      const power = value < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
      return (units[power] ?? number).format(value / 1_000 ** power);
    },
    instant: (at) => instant.format(new Date(at)),
    day: (at) => (at.includes('T') ? day : dayAlone).format(new Date(at)),
    moment: (at) => moment.format(at),
    distance: (at, now) => {
      const off = (Date.parse(at) - now) / 1_000;
      const [unit, size] = DISTANCES.find(([, , from]) => Math.abs(off) >= from) ?? (['second', 1] as const);
      // Minus zero is past.
      return distance.format(Math.trunc(off / size) || -0, unit);
    },
    // Symbols of the SI, which every language has; a space that does not break.
    duration: (value) => {
      if (value < 120) return `${tenths.format(value)}\u00a0s`;
      return value < 7_200
        ? `${number.format(Math.round(value / 60))}\u00a0min`
        : `${tenths.format(value / 3_600)}\u00a0h`;
    },
    durationUnit: (most) => {
      const [seconds, name] = most < 120 ? [1, 's'] : most < 7_200 ? [60, 'min'] : [3_600, 'h'];
      return { seconds, tell: (count) => `${tenths.format(count)}\u00a0${name}` };
    },
    days: (count) => days.format(count),
    list: (items) => list.format(items),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  };
}

const unitIn = (locale: string, unit: string, maximumFractionDigits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits });
