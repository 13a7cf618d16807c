// What a mapping is in the sources file: how lines are cut into values, which of them goes where, and which lines count.
import { z } from 'zod';
import { isInstantFormat } from './instants.ts';
import { type Target, VALUE_TYPES, type ValueType } from './target.ts';
import { BYTE_UNITS, DURATION_UNITS } from './units.ts';

const LINE_FORMATS = ['delimited', 'json', 'w3c', 'key-value'] as const;

const name = z.string().min(1).max(200);
const from = z.union([name, z.array(name).min(1).max(10)]);
const scalar = z.union([z.string().max(400), z.number(), z.boolean()]);

const told = z.strictObject({
  from: from.describe('Column, key or dotted path; of a list the first with a value'),
  type: z.enum(VALUE_TYPES).optional().describe('How it is read; as the field is declared where absent'),
  formats: z
    .array(z.string().min(1).max(100).refine(isInstantFormat, 'must be iso, epoch, epoch-ms or a format of strftime'))
    .min(1)
    .max(10)
    .optional()
    .describe('Of times and days: iso, epoch, epoch-ms, or as strftime writes them: %d.%m.%Y %H:%M:%S'),
  decimal: z.enum(['.', ',']).optional().describe('Decimal sign of numbers; the other one may group thousands'),
  unit: z
    .enum([...BYTE_UNITS, ...DURATION_UNITS])
    .optional()
    .describe('Of sizes and durations that name none'),
  separator: z.string().min(1).max(10).optional().describe('Between the parts of a value that has several'),
  values: z
    .record(z.string().max(200), scalar)
    .optional()
    .describe('What to store for each text, whatever its case; others are not stored'),
  otherwise: scalar.optional().describe('What to store where there is no value, or none of the table'),
});
const fixed = z.strictObject({ is: scalar.describe('The same for all lines') });

const condition = z
  .strictObject({
    from,
    in: z.array(z.string().max(200)).min(1).max(1_000).optional(),
    notIn: z.array(z.string().max(200)).min(1).max(1_000).optional(),
  })
  .refine((c) => (c.in === undefined) !== (c.notIn === undefined), 'needs in or notIn, and not both');

export const mappingConfig = z.strictObject({
  lines: z.enum(LINE_FORMATS).describe('delimited (CSV), json (an object a line), w3c (`#Fields`), key-value'),
  delimiter: z
    .string()
    .length(1)
    .refine((c) => !'"\r\n'.includes(c), 'must not be a quote or a line end')
    .optional()
    .describe('Between values: a comma of delimited, a blank of key-value lines where absent'),
  columns: z
    .array(name)
    .min(1)
    .max(500)
    .optional()
    .describe('delimited: names of the columns, where no line of the file names them'),
  fields: z
    .record(name, z.union([from, told, fixed], 'must be a column, a list of columns, or a record with `from` or `is`'))
    .describe('Fields by their names in the API, and where they stand'),
  where: z.array(condition).max(20).default([]).describe('Lines that count: all of these hold'),
});

export type MappingConfig = z.infer<typeof mappingConfig>;
export type Told = z.infer<typeof told>;
export type FieldConfig = MappingConfig['fields'][string];

export const isFixed = (field: FieldConfig): field is z.infer<typeof fixed> =>
  typeof field === 'object' && 'is' in field;
export const toldOf = (field: Told['from'] | Told): Told =>
  typeof field === 'string' || Array.isArray(field) ? { from: field } : field;

/** Types that a field can be read as, though it is declared as another. */
const INSTEAD: Readonly<Partial<Record<ValueType, readonly ValueType[]>>> = {
  text: ['host', 'day', 'number', 'boolean'],
  number: ['count', 'bytes', 'duration'],
  host: ['text'],
  phone: ['msisdn'],
  user: ['text'],
};

/** Of what is measured. */
const UNITS: Readonly<Partial<Record<ValueType, readonly string[]>>> = { bytes: BYTE_UNITS, duration: DURATION_UNITS };

interface Mapping {
  readonly mapping?: MappingConfig | undefined;
  readonly push?: { readonly fields?: string | undefined } | undefined;
}

/** Says what is wrong with a mapping to this target, by the path of the key. Nothing of a value is in it. */
export function checkMapping({ mapping, push }: Mapping, target: Target, context: z.RefinementCtx): void {
  if (!mapping) return;
  const say = (path: readonly string[], message: string): void =>
    context.addIssue({ code: 'custom', path: [...path], message });
  const { fields, lines, columns } = mapping;
  for (const [name, { required }] of Object.entries(target))
    if (required && !Object.hasOwn(fields, name)) say(['mapping', 'fields', name], 'is missing');
  for (const [name, field] of Object.entries(fields)) {
    const slot = Object.hasOwn(target, name) ? target[name] : undefined;
    const problem = slot ? problemOf(field, slot) : `is no field: ${Object.keys(target).join(', ')}`;
    if (problem !== null) say(['mapping', 'fields', name.slice(0, 80)], problem);
  }
  // What is pushed comes without the header of a file.
  if (push && push.fields === undefined && columns === undefined && lines === 'delimited')
    say(['push', 'fields'], 'is missing: the header of the lines');
}

function problemOf(field: FieldConfig, { type: declared, values: closed }: Target[string]): string | null {
  const { type = declared, values, otherwise, unit } = isFixed(field) ? { values: { is: field.is } } : toldOf(field);
  if (isFixed(field) && (declared === 'instant' || declared === 'user')) return 'differs from line to line';
  if (type !== declared && !INSTEAD[declared]?.includes(type)) return `cannot be read as ${type}`;
  const units = UNITS[type] ?? null;
  if (unit !== undefined && !units) return 'has no unit: it is read neither as a size nor as a duration';
  if (unit !== undefined && !units?.includes(unit)) return `has another unit: one of ${units?.join(', ')}`;
  const stored = [...Object.values(values ?? {}), ...(otherwise === undefined ? [] : [otherwise])];
  if (closed && !stored.every((value) => closed.includes(String(value))))
    return `must be stored as one of ${closed.join(', ')}`;
  if (!values && closed && type === 'text') return `needs values: which text stands for ${closed.join(', ')}`;
  return null;
}
