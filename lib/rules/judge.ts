// Judges rows as they are stored. One of a counter is judged by its sums before and behind the addition: a rule fires where
// it begins to fit, so that what was counted before the rule was there, or was another, is not judged.
import { catalog, type Dataset, type JudgedName } from '../catalog/index.ts';
import { fold } from '../store/fold.ts';
import { suffixOf } from './hosts.ts';
import { COMPARED, COUNTED, fieldsOf, hostColumn, type RuleConfig } from './schema.ts';
import { isWithin } from './time.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Rule {
  readonly name: string;
  readonly on: JudgedName;
  readonly severity: string;
  readonly purpose: string | null;
  /** Whether it looks at when something happened. */
  readonly timed: boolean;
  judge(row: Judged): Match | null;
}

export interface Judged {
  readonly at: Date;
  /** By columns; null of a row that was not there. */
  readonly before: Values | null;
  readonly after: Values;
}

/** By names of the API. */
export interface Match {
  readonly matched: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Record<string, number>>;
}

type Condition = (row: Values) => boolean;

export function compiled({ name, on, severity, purpose, hosts, is, isNot, atLeast, when }: RuleConfig): Rule {
  const texts = fieldsOf(on, COMPARED);
  const numbers = fieldsOf(on, COUNTED);
  const host = hosts && hostColumn(on);
  const conditions: readonly Condition[] = [
    ...(host === undefined ? [] : [isHost(on, host, hosts ?? [])]),
    ...Object.entries(is).map(([field, values]) => isOneOf(texts.get(field), values, true)),
    ...Object.entries(isNot).map(([field, values]) => isOneOf(texts.get(field), values, false)),
    ...Object.entries(atLeast).map(([field, bound]) => reaches(numbers.get(field), bound)),
  ];
  const fits = (row: Values): boolean => conditions.every((condition) => condition(row));
  const isTime = when ? isWithin(when) : () => true;
  const named = [...texts].filter(([field, column]) => field in is || field in isNot || column === host);
  const counted = [...numbers].filter(([field]) => field in atLeast);
  const judge: Rule['judge'] = ({ at, before, after }) => {
    if (!fits(after) || (before !== null && fits(before)) || !isTime(at)) return null;
    return {
      matched: Object.fromEntries(named.map(([field, column]) => [field, after[column] ?? null])),
      counts: Object.fromEntries(counted.map(([field, column]) => [field, Number(after[column])])),
    };
  };
  return { name, on, severity, purpose: purpose ?? null, timed: when !== undefined, judge };
}

function isHost(on: JudgedName, column: string, hosts: readonly string[]): Condition {
  const suffix = suffixOf(hosts);
  return (row) => {
    const host = row[column];
    return typeof host === 'string' && (on !== 'http_total' || row.kind === 'host') && suffix(host) !== null;
  };
}

const compared = (value: unknown): unknown => (typeof value === 'string' ? fold(value) : value);

/** What is not known is neither one of them nor another. */
function isOneOf(column: string | undefined, values: readonly unknown[], wanted: boolean): Condition {
  const listed = new Set(values.map(compared));
  return (row) => {
    const value = row[column ?? ''];
    return value !== null && value !== undefined && listed.has(compared(value)) === wanted;
  };
}

const reaches =
  (column: string | undefined, bound: number): Condition =>
  (row) =>
    Number(row[column ?? ''] ?? 0) >= bound;

/** What counts are of. */
export function periodOf(on: JudgedName): 'hour' | 'day' | null {
  const { counter, fields }: Dataset = catalog[on];
  return counter?.per ?? (Object.hasOwn(fields, 'day') ? 'day' : null);
}
