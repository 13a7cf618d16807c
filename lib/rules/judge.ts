// Judges rows as they are stored. One of a counter is judged by its sums before and behind the addition, a window of time by
// what is stored in it before and behind: a rule fires where it begins to fit, so that what was counted before the rule was
// there, or was another, is not judged.
import type { JudgedName } from '../catalog/index.ts';
import { digestOf, keyText } from '../digest.ts';
import { FLOOR } from '../floor.ts';
import { fold } from '../store/fold.ts';
import { suffixOf } from './hosts.ts';
import { COMPARED, countsOf, fieldsOf, hostColumn, ROWS, type RuleConfig } from './schema.ts';
import { isWithin } from './time.ts';
import type { Window } from './windows.ts';

type Values = Readonly<Record<string, unknown>>;

interface About {
  readonly name: string;
  readonly on: JudgedName;
  readonly severity: string;
  /** Of what it looks at: a rule that was changed is another one. */
  readonly conditions: string;
  readonly purpose: string | null;
  /** Whether it looks at when something happened, or sums up what somebody does. */
  readonly timed: boolean;
}

export interface RowRule extends About {
  readonly within: null;
  judge(row: Judged): Match | null;
}

/** Sums up what somebody did within a window. */
export interface SumRule extends About {
  readonly within: Window;
  /** Columns that say which rows it looks at, and those that it adds up. */
  readonly names: readonly string[];
  readonly counts: readonly string[];
  /** What a row, or the sum of alike ones, adds to what it bounds: nothing where it is not looked at. */
  addends(row: Values): readonly number[];
  /** `row` is the last that was added. */
  judge(sums: { readonly before: readonly number[]; readonly after: readonly number[] }, row: Values): Match | null;
}

export type Rule = RowRule | SumRule;

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

export function compiled(rule: RuleConfig): Rule {
  const { name, on, severity, hosts, is, isNot, atLeast, purpose = null, within, when } = rule;
  const timed = when !== undefined || within !== undefined;
  const conditions = keyText(digestOf(JSON.stringify([on, hosts, is, isNot, atLeast, within, when])));
  const about = { name, on, severity, conditions, purpose, timed };
  const { isLookedAt, bounds, named } = partsOf(rule);
  const numbersIn = (row: Values) => bounds.map(({ column }) => Number(row[column] ?? (column === ROWS ? 1 : 0)));
  const reach = (numbers: readonly number[]): boolean => bounds.every(({ least }, i) => (numbers[i] ?? 0) >= least);
  const match = (row: Values, numbers: readonly number[]): Match => ({
    matched: Object.fromEntries(named.map(([field, column]) => [field, row[column] ?? null])),
    counts: Object.fromEntries(bounds.map(({ field }, i) => [field, numbers[i] ?? 0])),
  });
  if (within !== undefined)
    return {
      ...about,
      within,
      names: named.map(([, column]) => column),
      counts: [...new Set(bounds.map(({ column }) => column))],
      addends: (row) => (isLookedAt(row) ? numbersIn(row) : bounds.map(() => 0)),
      judge: ({ before, after }, row) => (reach(after) && !reach(before) ? match(row, after) : null),
    };
  const fits = (row: Values): boolean => isLookedAt(row) && reach(numbersIn(row));
  const isTime = when ? isWithin(when) : () => true;
  const judge: RowRule['judge'] = ({ at, before, after }) =>
    fits(after) && !(before !== null && fits(before)) && isTime(at) ? match(after, numbersIn(after)) : null;
  return { ...about, within: null, judge };
}

interface Bound {
  readonly field: string;
  readonly column: string;
  readonly least: number;
}

/** Which rows a rule looks at, what of them it bounds, and the fields that it names. */
function partsOf({ on, hosts, is, isNot, within, atLeast }: RuleConfig) {
  const texts = fieldsOf(on, COMPARED);
  const host = hosts && hostColumn(on);
  const conditions: readonly Condition[] = [
    ...(host === undefined ? [] : [isHost(on, host, hosts ?? [])]),
    ...(on === 'http_total' && !hosts && !is.name ? [isOfMany] : []),
    ...Object.entries(is).map(([field, values]) => isOneOf(texts.get(field), values, true)),
    ...Object.entries(isNot).map(([field, values]) => isOneOf(texts.get(field), values, false)),
  ];
  const bounds = [...countsOf(on, within)].flatMap(([field, column]): readonly Bound[] => {
    const least = atLeast[field];
    return least === undefined ? [] : [{ field, column, least }];
  });
  return {
    isLookedAt: (row: Values): boolean => conditions.every((condition) => condition(row)),
    bounds,
    named: [...texts].filter(([field, column]) => field in is || field in isNot || column === host),
  };
}

function isHost(on: JudgedName, column: string, hosts: readonly string[]): Condition {
  const suffix = suffixOf(hosts);
  return (row) => {
    const host = row[column];
    return typeof host === 'string' && (on !== 'http_total' || row.kind === 'host') && suffix(host) !== null;
  };
}

/** What a rule does not name is told of many people, or of nobody. */
const isOfMany: Condition = ({ persons }) => Number(persons ?? 0) >= FLOOR;

const compared = (value: unknown): unknown => (typeof value === 'string' ? fold(value) : value);

/** What is not known is neither one of them nor another. */
function isOneOf(column: string | undefined, values: readonly unknown[], wanted: boolean): Condition {
  const listed = new Set(values.map(compared));
  return (row) => {
    const value = row[column ?? ''];
    return value !== null && value !== undefined && listed.has(compared(value)) === wanted;
  };
}
