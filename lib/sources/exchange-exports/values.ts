// Values as cmdlets of Exchange export them: text of any culture in CSV; in JSON text, numbers, and objects that hold them.
// What can be read in two ways is not guessed: it is refused, and counted.
// https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json

import { clockAt, dayOf } from '../logs/formats/digits.ts';
import { isoMoment } from '../logs/formats/stamps.ts';
import { momentIn, type TimeDoubt, type Zone } from '../logs/zones.ts';
import { Unreadable } from '../map.ts';
import type { UnreadableReason } from '../rejected.ts';
import { guid, ofText, type Transform } from '../transforms.ts';

export interface Culture {
  /** Null where it is not known. */
  readonly isDayFirst: boolean | null;
  /** What stands beside hours before noon, and behind it. */
  readonly morning: readonly string[];
  readonly afternoon: readonly string[];
  readonly zone: Zone;
}

export function cultureOf(name: string | undefined, zone: Zone): Culture {
  const parts = (options: Intl.DateTimeFormatOptions, at = MORNING): readonly Intl.DateTimeFormatPart[] =>
    new Intl.DateTimeFormat(name, { calendar: 'gregory', timeZone: 'UTC', ...options }).formatToParts(at);
  if (name === undefined) return { isDayFirst: null, morning: ['AM'], afternoon: ['PM'], zone };
  const order = parts({ dateStyle: 'short' }).map(({ type }) => type);
  const own = (at: number): readonly string[] =>
    parts({ hour: 'numeric', hour12: true }, at).flatMap(({ type, value }) => (type === 'dayPeriod' ? [value] : []));
  const [morning, afternoon] = [
    ['AM', ...own(MORNING)],
    ['PM', ...own(AFTERNOON)],
  ];
  return { isDayFirst: order.indexOf('day') < order.indexOf('month'), morning, afternoon, zone };
}

const MORNING = Date.UTC(2026, 10, 2, 7);
const AFTERNOON = Date.UTC(2026, 10, 2, 19);

/** Undefined where it is nothing that such a value can be; `doubt` where a clock shows the time twice, or never. */
export interface Read {
  readonly value: unknown;
  readonly doubt?: TimeDoubt;
}

const NONE: Read = { value: null };
const unreadable = (reason: UnreadableReason): Read => ({ value: new Unreadable(reason) });

/** Enums are `{value, Value}`, sizes `{IsUnlimited, Value}`, dates `{value, DateTime}`; the innermost plain value. */
export function plain(raw: unknown, depth = 0): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || depth > 4) return raw;
  const { IsUnlimited: unlimited, Value: named, value } = Object.fromEntries(Object.entries(raw));
  return unlimited === true ? null : plain(named ?? value, depth + 1);
}

/** Names of types stand for lists that were not told. */
export function textOf(raw: unknown): Read {
  if (raw === null || raw === undefined) return NONE;
  if (typeof raw === 'number' || typeof raw === 'boolean') return { value: String(raw) };
  if (typeof raw !== 'string') return unreadable('not string');
  const text = raw.trim().replaceAll('\r\n', '\n');
  return text === '' || /^(Microsoft\.Exchange|System)\.[\w.`[\]]+$/.test(text) ? NONE : { value: text };
}

export function booleanOf(raw: unknown): Read {
  if (typeof raw === 'boolean') return { value: raw };
  const { value } = textOf(raw);
  if (typeof value !== 'string') return { value };
  return /^(true|false)$/i.test(value) ? { value: value.toLowerCase() === 'true' } : unreadable('not boolean');
}

/** Thousands are set apart by points, commas, apostrophes or blanks of several kinds, in groups of two in India. */
const GROUPED =
  /^\d{1,3}(?:\.\d{3})+$|^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:['’]\d{3})+$|^\d{1,3}(?:\s\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$|^\d+$/;
const number = (digits: string): Read => {
  const value = Number(digits.replace(/\D/g, ''));
  return Number.isSafeInteger(value) ? { value } : unreadable('not integer');
};

export function countOf(raw: unknown): Read {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) ? { value: raw } : unreadable('not integer');
  const { value } = textOf(raw);
  if (typeof value !== 'string') return { value };
  return GROUPED.test(value) ? number(value) : unreadable('not integer');
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `6.065 GB (6,512,255,010 bytes)`: the number in brackets; without one what stands before, as far as it goes: `1,500 MB` may be 1.5. */
export function sizeOf(raw: unknown): Read {
  if (typeof raw === 'number') return countOf(raw);
  const { value } = textOf(raw);
  if (typeof value !== 'string') return { value };
  if (/^unlimited$/i.test(value)) return NONE;
  const inBrackets = value.endsWith(')') ? value.slice(value.lastIndexOf('(') + 1, -1) : '';
  const [, exact] = /^([\d.,'’\s]+)\p{L}+$/u.exec(inBrackets) ?? [];
  if (exact !== undefined) return GROUPED.test(exact.trim()) ? number(exact) : unreadable('not integer');
  const [, whole, fraction = '0', unit = ''] = /^(\d+)(?:[.,](\d{1,2}))?\s*([KMGT]?B)$/i.exec(value) ?? [];
  if (whole === undefined) return countOf(value);
  return { value: Math.round(Number(`${whole}.${fraction}`) * 1024 ** UNITS.indexOf(unit.toUpperCase())) };
}

/** The ends of time stand for "never". */
const isTold = (at: number): boolean => at >= Date.UTC(1990, 0, 1) && at < Date.UTC(2200, 0, 1);
const told = (at: number, doubt: TimeDoubt | null = null): Read =>
  isTold(at) ? { value: new Date(at), ...(doubt && { doubt }) } : NONE;

/** ISO 8601, `/Date(..)/`, or a date and a time of the culture in its zone. */
export function instantOf(raw: unknown, culture: Culture): Read {
  const { value } = textOf(raw);
  if (typeof value !== 'string') return { value };
  if (/\b(0001|9999)\b/.test(value)) return NONE;
  const [, ms] = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/.exec(value) ?? [];
  if (ms !== undefined) return told(Number(ms));
  const iso = isoMoment(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00` : value, culture.zone);
  if (iso) return told(iso.at, iso.doubt);
  const [, a = '', b = '', c = '', rest = ''] =
    /^(\d{1,4})[./-] ?(\d{1,2})[./-] ?(\d{1,4})\.?,?(?:\s(.*))?$/s.exec(value) ?? [];
  if (a === '') return unreadable('not instant');
  const day = dayIn(a, b, c, culture);
  if (typeof day === 'string') return unreadable(day);
  const clock = timeIn(rest, culture);
  if (day === undefined || clock < 0) return unreadable('not instant');
  const { at, doubt } = momentIn(culture.zone, day + clock);
  return told(at, doubt);
}

/** Its midnight as if it were UTC; why it cannot be told where it may be either of two days. */
function dayIn(a: string, b: string, c: string, { isDayFirst }: Culture): number | UnreadableReason | undefined {
  if (a.length > 2) return a.length === 4 && c.length < 3 ? dayOf(Number(a), Number(b) - 1, Number(c)) : undefined;
  if (c.length !== 4 && (c.length !== 2 || isDayFirst === null)) return undefined;
  const year = c.length === 4 ? Number(c) : 2_000 + Number(c);
  const dayFirst = dayOf(year, Number(b) - 1, Number(a));
  const monthFirst = dayOf(year, Number(a) - 1, Number(b));
  if (isDayFirst !== null) return isDayFirst ? dayFirst : monthFirst;
  if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst) return 'day or month: no culture';
  return dayFirst ?? monthFirst;
}

/** `07:12:44`, `7.12`, `7:12:44 PM`, `PM 7:12:44`; midnight where there is none. */
function timeIn(text: string, { morning, afternoon }: Culture): number {
  if (text.trim() === '') return 0;
  const [, hour = '', minute = '', second = '00'] = /(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?/.exec(text) ?? [];
  const period = text
    .replace(/[\d:.]/g, '')
    .trim()
    .toLowerCase();
  if (hour === '' || period === '') return clockAt(`${hour.padStart(2, '0')}:${minute}:${second}`, 0);
  const letters = (name: string): string => name.replace(/[^\p{L}]/gu, '').toLowerCase();
  const isIn = (half: readonly string[]): boolean => half.some((name) => letters(name) === letters(period));
  const isAfternoon = isIn(afternoon);
  if (Number(hour) > 12 || isAfternoon === isIn(morning)) return -1;
  const whole = (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  return clockAt(`${String(whole).padStart(2, '0')}:${minute}:${second}`, 0);
}

/** An enum by its name; a number that stands for none of the known ones is told as one. */
export const enumOf =
  (names: Readonly<Record<number, string>>) =>
  (raw: unknown): unknown => {
    const { value } = textOf(raw);
    return typeof value === 'string' && /^\d+$/.test(value) ? (names[Number(value)] ?? `code ${value}`) : value;
  };

/** `N/A` and `###` are no ids, and would be one mailbox; the zero GUID stands for none. */
export const guidOf: Transform = ofText((text) => {
  const [id] = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i.exec(text) ?? [];
  return id !== undefined && [id, `{${id}}`].includes(text) ? guid(id) : undefined;
});
