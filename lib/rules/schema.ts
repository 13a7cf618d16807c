// A rule as the rules file has it. Which fields it may name follows from the catalogue.
import { z } from 'zod';
import { apiName, catalog, type Dataset, type Field, JUDGED, type JudgedName, SEVERITIES } from '../catalog/index.ts';
import { purpose } from '../sources/config.ts';
import { zoneOf } from '../sources/logs/zones.ts';
import { hostName } from './hosts.ts';
import { WEEKDAYS } from './time.ts';

const oneOf = z
  .array(z.union([z.string().min(1).max(256), z.boolean()]))
  .min(1)
  .max(1_000);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time: 07:30');

const rule = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, a letter first, 64 at most'),
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
export const COUNTED = ['integer', 'bigint'] as const;

type Mistake = readonly [path: readonly string[], message: string];

function mistakesOf({ on, hosts, is, isNot, atLeast, when, purpose: named }: RuleConfig): readonly Mistake[] {
  const unknown = (key: string, given: object, kinds: readonly Field['kind'][]): readonly Mistake[] => {
    const known = [...fieldsOf(on, kinds).keys()];
    const wrong = Object.keys(given).filter((name) => !known.includes(name));
    return wrong.length === 0 ? [] : [[[key], `names a field that ${on} does not have: one of ${known.join(', ')}`]];
  };
  const isEmpty = [is, isNot, atLeast].every((given) => Object.keys(given).length === 0);
  return [
    ...unknown('is', is, COMPARED),
    ...unknown('isNot', isNot, COMPARED),
    ...unknown('atLeast', atLeast, COUNTED),
    ...wrongValues(on, is),
    ...(hosts && hostColumn(on) === undefined ? [[['hosts'], `${on} has no hosts`] as const] : []),
    ...(isEmpty && !hosts && !when ? [[[], 'needs a condition: hosts, is, isNot, atLeast or when'] as const] : []),
    ...timeMistakes(on, when, named),
  ];
}

function wrongValues(on: JudgedName, is: RuleConfig['is']): readonly Mistake[] {
  const { fields }: Dataset = catalog[on];
  return Object.entries(is).flatMap(([name, given]): readonly Mistake[] => {
    const values = fields[fieldsOf(on, COMPARED).get(name) ?? '']?.values;
    const wrong = values !== undefined && given.some((value) => !values.some((one) => one === value));
    return wrong ? [[['is', name], `must be of ${values.join(', ')}`]] : [];
  });
}

/** Who works when is what a works council asks for first. */
function timeMistakes(on: JudgedName, when: RuleConfig['when'], named: string | undefined): readonly Mistake[] {
  if (!when) return [];
  const { counter, fields }: Dataset = catalog[on];
  const byDay = counter?.per === 'day' || Object.hasOwn(fields, 'day');
  const byHour = counter?.per === 'hour' && [when.from, when.to].some((time) => !time.endsWith(':00'));
  return [
    ...(byDay ? [[['when'], `${on} is counted by the day, and has no times`] as const] : []),
    ...(byHour ? [[['when'], `${on} is counted by the hour: whole hours`] as const] : []),
    ...(named === undefined ? [[['purpose'], 'is missing: a rule with times tells when people work'] as const] : []),
  ];
}
