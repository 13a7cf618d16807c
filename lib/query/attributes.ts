// Filters by what connectors put into `attributes`: `attributes.<name>`, with the operators of the declared type. They
// are applied to each row here, and not in SQL, whose JSON functions differ between the engines in what they unescape;
// the database only leaves out rows in which the name does not stand. Such a list looks at all rows: it is a scan.
import { type Expression, type SqlBool, sql } from 'kysely';
import { nameOf, type WireType } from '../sources/parameters.ts';
import { SOURCE_TYPES } from '../sources/registry.ts';
import { fold, likePrefix } from '../store/fold.ts';
import type { Resource } from './resource.ts';
import {
  IN_VALUES,
  isOperator,
  type Operator,
  type Parsed,
  parseBoolean,
  parseDecimal,
  parseInstant,
  parseInteger,
  parseText,
} from './values.ts';

const PREFIX = 'attributes.';
/** As messages show such a filter. */
export const ANY_ATTRIBUTE = `${PREFIX}<name>`;
const TEXT_LENGTH = 400;

/** Names in `attributes` of one dataset, each with the types that connectors declare it with. */
export type DeclaredAttributes = ReadonlyMap<string, ReadonlySet<WireType>>;
export const NO_ATTRIBUTES: DeclaredAttributes = new Map();

export interface AttributeFilter {
  readonly name: string;
  readonly operator: Operator;
  /** Each as all that it can mean. */
  readonly values: readonly Meaning[];
}

/** What the text of a filter means, by the types that the attribute may have. */
interface Meaning {
  readonly text: string | null;
  readonly number: number | null;
  /** In milliseconds. */
  readonly instant: number | null;
  readonly boolean: boolean | null;
}

export const hasAttributes = ({ fields }: Resource): boolean => fields.has('attributes');

/** Whether a filter of that name is one of attributes. */
export const isAttributeName = (resource: Resource, name: string): boolean =>
  name.startsWith(PREFIX) && hasAttributes(resource);

/** What connectors declare for the resource; read only where one of the names asks for it. */
export async function declaredAttributes(resource: Resource, names: Iterable<string>): Promise<DeclaredAttributes> {
  if (![...names].some((name) => isAttributeName(resource, name))) return NO_ATTRIBUTES;
  const declared = new Map<string, Set<WireType>>();
  for (const type of Object.values(SOURCE_TYPES))
    for (const { dataset, parameters } of (await type.describe()).entities)
      for (const parameter of parameters) {
        if (dataset !== resource.table || parameter.field !== undefined) continue;
        const types = declared.get(nameOf(parameter)) ?? new Set();
        declared.set(nameOf(parameter), types.add(parameter.type));
        // What a transform makes of it is mostly text: names of flags, for instance.
        if (parameter.transform) types.add('string');
      }
  return declared;
}

/** Parses one filter; `allowed` says in words what is wrong, without the value. */
export function parseAttributeFilter(
  declared: DeclaredAttributes,
  parameter: string,
  raw: string | readonly string[],
): Parsed<AttributeFilter> {
  const [name, operator] = nameAndOperator(declared, parameter.slice(PREFIX.length));
  const types = declared.get(name);
  if (!types) return { allowed: 'No connector declares this attribute: GET /api/parameters lists those that are.' };
  const operators = operatorsOf(types);
  if (!isOperator(operator) || !operators.includes(operator)) {
    const names = operators.map((one) => (one === 'eq' ? `${PREFIX}${name}` : `${PREFIX}${name}.${one}`));
    return { allowed: `Unknown operator. Allowed: ${names.join(', ')}.` };
  }
  if (typeof raw !== 'string' && operator !== 'in') return { allowed: 'One value, not a list.' };
  const texts = typeof raw === 'string' ? (operator === 'in' ? raw.split(',') : [raw]) : raw;
  if (texts.length === 0 || texts.length > IN_VALUES) return { allowed: `1 to ${IN_VALUES} values.` };
  const values: Meaning[] = [];
  for (const text of texts) {
    const parsed = operator === 'isNull' ? parseFlag(text) : meaningOf(types, operator, text);
    if ('allowed' in parsed) return parsed;
    values.push(parsed.value);
  }
  return { value: { name, operator, values } };
}

/** Names have dots themselves: what stands there as a whole is a name, before its end is taken for an operator. */
function nameAndOperator(declared: DeclaredAttributes, text: string): readonly [name: string, operator: string] {
  const dot = text.lastIndexOf('.');
  if (declared.has(text) || dot < 0) return [text, 'eq'];
  return declared.has(text.slice(0, dot)) ? [text.slice(0, dot), text.slice(dot + 1)] : [text, 'eq'];
}

const BY_TYPE: Readonly<Record<WireType, readonly Operator[]>> = {
  string: ['eq', 'ne', 'in', 'startsWith'],
  strings: ['eq', 'ne', 'in', 'startsWith'],
  integer: ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in'],
  decimal: ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in'],
  instant: ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in'],
  boolean: ['eq', 'ne'],
  json: [],
};
const operatorsOf = (types: ReadonlySet<WireType>): readonly Operator[] => [
  ...new Set([...types].flatMap((type) => BY_TYPE[type])),
  'isNull',
];

const NOTHING: Meaning = { text: null, number: null, instant: null, boolean: null };

function parseFlag(text: string): Parsed<Meaning> {
  const parsed = parseBoolean(text);
  return 'allowed' in parsed ? parsed : { value: { ...NOTHING, boolean: parsed.value } };
}

function meaningOf(types: ReadonlySet<WireType>, operator: Operator, text: string): Parsed<Meaning> {
  const allowed: string[] = [];
  let meaning: Meaning | null = null;
  for (const type of types) {
    if (!BY_TYPE[type].includes(operator)) continue;
    const parsed = PARSERS[type](text);
    if ('allowed' in parsed) allowed.push(parsed.allowed);
    else meaning = { ...(meaning ?? NOTHING), ...parsed.value };
  }
  return meaning ? { value: meaning } : { allowed: [...new Set(allowed)].join(' Or: ') };
}

const as =
  <T, N extends keyof Meaning>(parse: (text: string) => Parsed<T>, name: N, of: (value: T) => Meaning[N]) =>
  (text: string): Parsed<Partial<Meaning>> => {
    const parsed = parse(text);
    return 'allowed' in parsed ? parsed : { value: { [name]: of(parsed.value) } };
  };

const asText = (text: string): Parsed<Partial<Meaning>> => {
  const parsed = parseText(text, TEXT_LENGTH);
  if ('allowed' in parsed) return parsed;
  const folded = fold(parsed.value);
  return folded === '' ? { allowed: 'Text that is not blank.' } : { value: { text: folded } };
};

const PARSERS: Readonly<Record<WireType, (text: string) => Parsed<Partial<Meaning>>>> = {
  string: asText,
  strings: asText,
  integer: as(parseInteger, 'number', (value) => value),
  decimal: as(parseDecimal, 'number', (value) => value),
  instant: as(parseInstant, 'instant', (value) => value.getTime()),
  boolean: as(parseBoolean, 'boolean', (value) => value),
  json: () => ({ allowed: 'This attribute takes no values.' }),
};

/** Leaves out rows in which the name stands nowhere: more than those that match, never fewer. */
export function nameCondition({ name, operator, values }: AttributeFilter): Expression<SqlBool> | null {
  if (operator === 'ne' || (operator === 'isNull' && values[0]?.boolean)) return null;
  const written = /^[\x20-\x7E]+$/.test(name) ? `%${likePrefix(`${JSON.stringify(name)}:`)}` : '%';
  return sql<SqlBool>`${sql.ref('attributes')} like ${written} escape '\\'`;
}

/** Whether the `attributes` of a row, JSON text or null, are what all filters ask for. */
export function matchesAttributes(filters: readonly AttributeFilter[], text: unknown): boolean {
  const attributes: unknown = typeof text === 'string' ? JSON.parse(text) : null;
  return filters.every((filter) => {
    const has = typeof attributes === 'object' && attributes !== null && Object.hasOwn(attributes, filter.name);
    return matches(filter, has ? Reflect.get(attributes, filter.name) : null);
  });
}

/** Of a list any of its values has to match, and none of them for `ne`. */
function matches({ operator, values }: AttributeFilter, stored: unknown): boolean {
  if (operator === 'isNull') return (stored === null) === values[0]?.boolean;
  const items: readonly unknown[] = Array.isArray(stored) ? stored.flat(Number.POSITIVE_INFINITY) : [stored];
  const some = (is: (item: unknown, value: Meaning) => boolean): boolean =>
    items.some((item) => values.some((value) => is(item, value)));
  switch (operator) {
    case 'eq':
    case 'in':
      return some(equals);
    case 'ne':
      return !some(equals);
    case 'startsWith':
      return some((item, { text }) => text !== null && textOf(item)?.startsWith(text) === true);
    default:
      return some((item, value) => compares[operator](distance(item, value)));
  }
}

const compares = {
  lt: (by: number) => by < 0,
  le: (by: number) => by <= 0,
  gt: (by: number) => by > 0,
  ge: (by: number) => by >= 0,
} as const;

const equals = (item: unknown, value: Meaning): boolean =>
  distance(item, value) === 0 ||
  (typeof item === 'boolean' && item === value.boolean) ||
  (value.text !== null && textOf(item) === value.text);

/** How far beyond the value it is; NaN where the two cannot be compared. */
function distance(item: unknown, { number, instant }: Meaning): number {
  if (typeof item === 'number' && number !== null) return item - number;
  if (typeof item === 'string' && instant !== null) return Date.parse(item) - instant;
  return Number.NaN;
}

/** Scalars as text are compared as text is everywhere: without regard to case and width. */
const textOf = (item: unknown): string | null =>
  typeof item === 'string' ? fold(item) : typeof item === 'number' || typeof item === 'boolean' ? String(item) : null;
