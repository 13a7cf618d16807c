// Operators and values of filters, by the kind of the field. Pure: text in, typed value or what is allowed out.
import type { Field } from '../catalog/index.ts';
import { versionKey } from '../store/version-key.ts';

export const OPERATORS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'startsWith', 'isNull'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Of instants against now: `lastSeenAt.olderThan=14d`; each as the comparison with the instant that long ago. */
export const AGES = { olderThan: 'lt', newerThan: 'ge' } as const satisfies Readonly<Record<string, Operator>>;
export type Age = keyof typeof AGES;

export const isAge = (text: string): text is Age => Object.hasOwn(AGES, text);
export const AGE = /^([1-9]\d{0,4})([mhdw])$/;
const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds. */
export function parseAge(text: string): Parsed<number> {
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  const ms = UNITS_MS[unit];
  return ms === undefined
    ? { allowed: 'Minutes, hours, days or weeks: 90m, 36h, 14d, 2w.' }
    : { value: Number(count) * ms };
}

/** Bytes are keys of versions. */
export type FilterValue = string | number | boolean | Date | Uint8Array;
/** A parameter as it came: a list where a body gave one, or where the operator splits at commas. */
export type RawParameter = readonly [name: string, value: string | readonly string[]];
export type Parsed<T> = { readonly value: T } | { readonly allowed: string };

export const IN_VALUES = 100;
/** Of all filters together: SQL Server takes 2,100 parameters in a statement, and a prefix is three. */
export const ALL_VALUES = 600;
const UNBOUNDED_TEXT = 400;
const VERSION_LENGTH = 64;

export const isOperator = (text: string): text is Operator => OPERATORS.some((operator) => operator === text);

const RANGES = ['lt', 'le', 'gt', 'ge'] as const;
export const isRange = (operator: Operator): boolean => RANGES.some((range) => range === operator);
export const agesOf = ({ kind }: Field): readonly Age[] => (kind === 'instant' ? ['olderThan', 'newerThan'] : []);

/** Operators that a filterable field takes; `eq` is written without its name: `platform=ios`. */
export function operatorsOf(field: Field): readonly Operator[] {
  const orNull: readonly Operator[] = field.nullable ? ['isNull'] : [];
  switch (field.kind) {
    case 'text':
      return ['eq', 'ne', ...(field.version ? RANGES : []), 'in', 'startsWith', ...orNull];
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'instant':
      return ['eq', 'ne', ...RANGES, 'in', ...orNull];
    case 'boolean':
      return ['eq', 'ne', ...orNull];
    default:
      return orNull;
  }
}

/** Parses one value of a field. What is allowed is said in words, without the value. */
export function parseValue(field: Field, text: string): Parsed<FilterValue> {
  switch (field.kind) {
    case 'text':
      return parseText(text, field.length === 'max' ? UNBOUNDED_TEXT : field.length);
    case 'integer':
    case 'bigint':
      return parseInteger(text);
    case 'decimal':
      return parseDecimal(text);
    case 'instant':
      return parseInstant(text);
    case 'boolean':
      return parseBoolean(text);
    default:
      return { allowed: 'This field takes no values.' };
  }
}

export function parseText(text: string, length: number): Parsed<string> {
  if (text.trim() === '' || text.length > length || text.includes('\0'))
    return { allowed: `Text of 1 to ${length} characters.` };
  return { value: text.toWellFormed() };
}

/** The key that versions are compared by. */
export function parseVersion(text: string): Parsed<Uint8Array> {
  const key = text.length <= VERSION_LENGTH ? versionKey(text) : null;
  return key ? { value: key } : { allowed: 'A version that begins with a number: 9.60.4, 17.0-beta.2, 2026-11-05.' };
}

export function parseBoolean(text: string): Parsed<boolean> {
  return text === 'true' || text === 'false' ? { value: text === 'true' } : { allowed: '`true` or `false`.' };
}

export function parseInteger(text: string): Parsed<number> {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? { value } : { allowed: 'A whole number.' };
}

export function parseDecimal(text: string): Parsed<number> {
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(text) ? { value: Number(text) } : { allowed: 'A decimal number: 12.5' };
}

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** RFC 3339 with offset; kept to the millisecond, as the store does. JavaScript reads February 30 as March 2: refused. */
export function parseInstant(text: string): Parsed<Date> {
  const allowed = { allowed: 'An instant as in RFC 3339, with its offset: 2026-11-01T00:00:00Z (write + as %2B).' };
  const [, year, month, day] = RFC_3339.exec(text) ?? [];
  if (year === undefined || Number(year) === 0) return allowed;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return allowed;
  const value = new Date(text.toUpperCase());
  const at = value.getUTCFullYear();
  return at >= 1 && at <= 9999 ? { value } : allowed;
}
