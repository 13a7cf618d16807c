// A rule as the rules file has it. Which fields it may name follows from the catalogue.
import { z } from 'zod';
import { apiName, catalog, type Dataset, type Field, JUDGED, type JudgedName, SEVERITIES } from '../catalog/index.ts';
import { FLOOR } from '../floor.ts';
import { purpose } from '../sources/config.ts';
import { zoneOf } from '../sources/logs/zones.ts';
import { fold } from '../store/fold.ts';
import { hostName } from './hosts.ts';
import { WEEKDAYS } from './time.ts';
import { periodOf, WINDOWS } from './windows.ts';

const oneOf = z
  .array(z.union([z.string().min(1).max(256), z.boolean()]))
  .min(1)
  .max(1_000);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time: 07:30');

export const ruleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, a letter first, 64 at most');

const rule = z.strictObject({
  name: ruleName,
  on: z.enum(JUDGED),
  severity: z.enum(SEVERITIES),
  enabled: z.boolean().default(true),
  hosts: z
    .array(z.string().refine((host) => hostName(host) !== '', 'must be a name of a host: casino.example'))
    .min(1)
    .max(20_000)
    .optional(),
  is: z.record(z.string(), oneOf).default({}),
  isNot: z.record(z.string(), oneOf).default({}),
  atLeast: z.record(z.string(), z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)).default({}),
  within: z.enum(WINDOWS).optional(),
  when: z
    .strictObject({
      zone: z.string().refine((zone) => zoneOf(zone) !== undefined, 'must be a time zone: Europe/Berlin'),
      days: z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .default([...WEEKDAYS]),
      from: clock,
      to: clock,
      outside: z.boolean().default(false),
    })
    .optional(),
  purpose: purpose.optional(),
});

export const ruleSchema = rule.superRefine((given, context) => {
  for (const [path, message] of mistakesOf(given)) context.addIssue({ code: 'custom', path: [...path], message });
});

export type RuleConfig = Readonly<z.output<typeof rule>>;

/** The column that holds a host. */
export const hostColumn = (on: JudgedName): string | undefined =>
  on === 'http_total' ? 'name' : Object.hasOwn(catalog[on].fields, 'host') ? 'host' : undefined;

/** By name, what a rule may compare: neither numbers of people nor what somebody wrote. */
export function fieldsOf(on: JudgedName, kinds: readonly Field['kind'][]): ReadonlyMap<string, string> {
  const { fields }: Dataset = catalog[on];
  const may = Object.entries(fields).filter(
    ([column, field]) =>
      kinds.includes(field.kind) && !field.minimise && field.class !== 'content' && !column.endsWith('_hash'),
  );
  return new Map(may.map(([column]) => [apiName(column), column]));
}

export const COMPARED = ['text', 'boolean'] as const;
const COUNTED = ['integer', 'bigint'] as const;

/** In place of a column: how many single rows there are. */
export const ROWS = 'count';

/** By name, what a rule may bound. Over a window what can be added up: not the status of a request; and how often. */
export function countsOf(on: JudgedName, within: RuleConfig['within']): ReadonlyMap<string, string> {
  const numbers = fieldsOf(on, COUNTED);
  if (within === undefined) return numbers;
  const { counter, fields }: Dataset = catalog[on];
  const summed = [...numbers].filter(([, column]) => fields[column]?.kind === 'bigint' || fields[column]?.unit);
  return new Map([...summed, ['count', counter?.sums[0] ?? ROWS]]);
}

/** As names of fields are written: anything else may be a value, and is not repeated. */
const FIELD_NAME = /^[a-z][a-zA-Z]{0,39}$/;

type Mistake = readonly [path: readonly string[], message: string];

function mistakesOf(given: RuleConfig): readonly Mistake[] {
  const { on, hosts, is, isNot, atLeast, within, when } = given;
  const unknown = (key: string, given: object, known: readonly string[]): readonly Mistake[] =>
    Object.keys(given).flatMap((name): readonly Mistake[] => {
      if (known.includes(name)) return [];
      if (key === 'atLeast' && name === 'count') return [[[key, name], 'wants within: single rows are one each']];
      return [[[key, FIELD_NAME.test(name) ? name : ''], `${on} has no such field; one of ${known.join(', ')}`]];
    });
  const compared = [...fieldsOf(on, COMPARED).keys()];
  const isEmpty = [is, isNot, atLeast].every((given) => Object.keys(given).length === 0);
  return [
    ...unknown('is', is, compared),
    ...unknown('isNot', isNot, compared),
    ...unknown('atLeast', atLeast, [...countsOf(on, within).keys()]),
    ...wrongValues(on, 'is', is),
    ...wrongValues(on, 'isNot', isNot),
    ...hostMistakes(given),
    ...ofFewPeople(given),
    ...(isEmpty && !hosts && !when ? [[[], 'needs a condition: hosts, is, isNot, atLeast or when'] as const] : []),
    ...timeMistakes(given),
    ...windowMistakes(given),
  ];
}

/** A value that no row can have fits nothing, and in `isNot` everything. */
function wrongValues(on: JudgedName, key: 'is' | 'isNot', conditions: RuleConfig['is']): readonly Mistake[] {
  const { fields }: Dataset = catalog[on];
  return Object.entries(conditions).flatMap(([name, given]): readonly Mistake[] => {
    const field = fields[fieldsOf(on, COMPARED).get(name) ?? ''];
    const type = field?.kind === 'boolean' ? 'boolean' : 'string';
    if (field && given.some((value) => typeof value !== type))
      return [[[key, name], type === 'boolean' ? 'must be true or false, without quotes' : 'must be of text']];
    const known = field?.values?.map((value) => fold(value));
    const wrong = known && given.some((value) => !known.includes(fold(String(value))));
    if (wrong) return [[[key, name], `must be of ${field?.values?.join(', ')}`]];
    const isNone = name.endsWith('Country') && given.some((value) => !isCountry(String(value)));
    return isNone ? [[[key, name], 'must be an ISO 3166-1 code of a country: DE']] : [];
  });
}

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const isCountry = (text: string): boolean => /^[A-Za-z]{2}$/.test(text) && REGIONS.of(text.toUpperCase()) !== undefined;

function hostMistakes({ on, hosts, is }: RuleConfig): readonly Mistake[] {
  if (!hosts) return [];
  if (hostColumn(on) === undefined) return [[['hosts'], `${on} has no hosts`]];
  const isOfOthers = on === 'http_total' && is.kind && !is.kind.some((kind) => fold(String(kind)) === 'host');
  return isOfOthers ? [[['is', 'kind'], 'must be host, where the rule has hosts']] : [];
}

/** Of what no person is told of, how many there were is told as statistics tell it. */
function ofFewPeople({ on, atLeast: { persons } }: RuleConfig): readonly Mistake[] {
  return on === 'http_total' && persons !== undefined && persons < FLOOR
    ? [[['atLeast', 'persons'], `must be ${FLOOR} at least: nothing is told about fewer people`]]
    : [];
}

/** Who works when is what a works council asks for first. */
function timeMistakes({ on, when, purpose: named }: RuleConfig): readonly Mistake[] {
  if (!when) return [];
  const byDay = periodOf(on) === 'day';
  const byHour = periodOf(on) === 'hour' && [when.from, when.to].some((time) => !time.endsWith(':00'));
  return [
    ...(byDay ? [[['when'], `${on} is counted by the day, and has no times`] as const] : []),
    ...(byHour ? [[['when'], `${on} is counted by the hour: whole hours`] as const] : []),
    ...(named === undefined ? [[['purpose'], 'is missing: a rule with times tells when people work'] as const] : []),
  ];
}

function windowMistakes({ on, atLeast, within, when, purpose: named }: RuleConfig): readonly Mistake[] {
  if (within === undefined) return [];
  const { device, person }: Dataset = catalog[on];
  const isNobodys = !device && !person;
  const isShort = within === 'hour' && periodOf(on) === 'day';
  const isUnbound = Object.keys(atLeast).length === 0;
  return [
    ...(isNobodys ? [[['within'], `${on} names nobody whose sum it could be`] as const] : []),
    ...(isShort ? [[['within'], `${on} is counted by the day: a day at least`] as const] : []),
    ...(isUnbound ? [[['within'], 'needs atLeast: what the sum has to reach'] as const] : []),
    ...(when ? [[['within'], 'goes without when'] as const] : []),
    ...(named === undefined ? [[['purpose'], 'is missing: a rule with a sum watches what people do'] as const] : []),
  ];
}
