// JSON Schemas and query parameters of the lists, from the catalogue's fields: what OpenAPI shows and tests check.
import type { Field } from '../catalog/index.ts';
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import {
  each,
  flag,
  inPath,
  inQuery,
  instant,
  integer,
  objectOf,
  orNull,
  said,
  text,
  textOrNull,
} from '../http/json-schema.ts';
import { APP_FILTER_PARAMETERS } from './app-filter.ts';
import { isId } from './output.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, parameterName, SEARCH_LENGTH, sortValues, TOTAL_AT_MOST } from './parse.ts';
import { fieldNames, isOfUser, ofHardware, type Resource, searchedFields, USER } from './resource.ts';
import { isByUnknown, unknownParameter } from './unknown-filter.ts';
import { AGE, type Age, agesOf, IN_VALUES, isAge, type Operator, operatorsOf } from './values.ts';

const ID_SCHEMA: JsonSchema = { type: 'string', pattern: '^[1-9][0-9]*$', description: 'Surrogate id, ours' };

/** One item with all its fields; none is required, because `fields` chooses. */
export function itemSchema(
  resource: Resource,
  further: Readonly<Record<string, JsonSchema>> = {},
  title = resource.item,
): JsonSchema {
  const derived = [...resource.derived].map(
    ([name, { description, type = 'string' }]) => [name, nullable(true, { type, description })] as const,
  );
  const ofUser = derived.flatMap(([name, schema]) => (isOfUser(name) ? [[name.slice(USER.length), schema]] : []));
  const user = { type: ['object', 'null'], properties: Object.fromEntries(ofUser), additionalProperties: false };
  return {
    title,
    type: 'object',
    properties: {
      ...fieldSchemas(resource),
      ...Object.fromEntries(derived.filter(([name]) => !isOfUser(name))),
      ...(ofUser.length > 0 && { user }),
      ...further,
    },
    additionalProperties: false,
  };
}

/** Of the fields that are shown, by API name. */
export function fieldSchemas(resource: Resource): Readonly<Record<string, JsonSchema>> {
  const own = [...resource.fields.values()].filter((f) => f.shown);
  return Object.fromEntries(own.map(({ name, column, field }) => [name, outputSchema(column, field)]));
}

export const NEXT_CURSOR = textOrNull('Cursor of the next page; null on the last one');

/** `further`: what a page has beside its rows. */
export function pageSchema(resource: Resource, further: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties: Readonly<Record<string, JsonSchema>> = {
    items: each(itemSchema(resource)),
    nextCursor: NEXT_CURSOR,
    total: said(integer, 'With `Prefer: count=exact`: how many there are in all'),
    totalIsExact: said(flag, `Beside \`total\`: false where there are more than ${TOTAL_AT_MOST}`),
    ...(ofHardware(resource) && { totalDevices: said(integer, 'Beside `total`: how many devices these rows are of') }),
    ...further,
  };
  return { title: `${resource.item}Page`, ...objectOf(properties, ['total', 'totalIsExact', 'totalDevices']) };
}

/** Absent values are null. */
const nullable = (isNullable: boolean, schema: JsonSchema): JsonSchema => (isNullable ? orNull(schema) : schema);

function outputSchema(column: string, field: Field): JsonSchema {
  const { description } = field;
  if (isId(column)) return nullable(field.nullable, { ...ID_SCHEMA, description });
  const known = field.values ? ` (${field.values.join(', ')}; others as the source says)` : '';
  const unit = field.unit ? `, in ${field.unit}` : '';
  // JSON columns hold objects or arrays.
  if (field.kind === 'json') return { type: ['object', 'array', 'null'], description };
  return nullable(field.nullable, { ...valueSchema(field), description: `${description}${unit}${known}` });
}

function valueSchema(field: Field): JsonSchema {
  if (field.kind === 'instant') return instant;
  if (field.kind === 'integer' || field.kind === 'bigint') return integer;
  if (field.kind === 'decimal') return { type: 'number' };
  return field.kind === 'boolean' ? flag : text;
}

/** The query parameters of a list. */
export function listParameters(resource: Resource): readonly ApiParameter[] {
  const filters = [...resource.fields.values()]
    .filter((f) => f.field.filterable)
    .flatMap(({ name, field }) =>
      [...operatorsOf(field), ...agesOf(field)].map((operator) => filterParameter(name, field, operator)),
    );
  const searched = searchedFields(resource).map((f) => f.name);
  return [
    ...(searched.length > 0 ? [searchParameter(searched)] : []),
    ...controls(resource),
    preferParameter,
    ...filters,
    ...(resource.byApp ? APP_FILTER_PARAMETERS : []),
    ...(isByUnknown(resource) ? [unknownParameter] : []),
    ...(resource.fields.has('attributes') ? [attributesParameter] : []),
  ];
}

/** One for all of them: connectors declare many hundreds. */
const attributesParameter: ApiParameter = {
  name: 'attributes',
  in: 'query',
  description:
    'Further parameters that the sources report, as `attributes.<name>` or `attributes.<name>.<operator>`, by the names of GET /api/parameters and with the operators of their types (eq, ne, in, startsWith, lt, le, gt, ge, isNull): `attributes.isSupervised=true`. Of a list any value has to match. No index helps: all rows are looked at.',
  style: 'form',
  explode: true,
  schema: {
    type: 'object',
    patternProperties: { '^attributes\\..+': { type: 'string' } },
    additionalProperties: false,
  },
};

const preferParameter: ApiParameter = {
  name: 'Prefer',
  in: 'header',
  description: '`count=exact`: the answer tells the `total`, too; not with filters by attributes',
  schema: { type: 'string' },
};

const MEANINGS: Readonly<Record<Operator | Age, string>> = {
  eq: 'is',
  ne: 'is not, or is null',
  lt: 'is less than',
  le: 'is at most',
  gt: 'is greater than',
  ge: 'is at least',
  in: 'is one of',
  startsWith: 'starts with',
  isNull: 'is null',
  olderThan: 'is longer ago than so many minutes, hours, days or weeks (14d)',
  newerThan: 'is not longer ago than that, or still to come (14d)',
};

function filterParameter(name: string, field: Field, operator: Operator | Age): ApiParameter {
  const schema: JsonSchema =
    field.kind === 'text'
      ? {
          type: 'string',
          minLength: 1,
          maxLength: field.length === 'max' ? 400 : field.length,
          ...(field.values ? { examples: [...field.values] } : {}),
        }
      : valueSchema(field);
  const common = {
    name: parameterName(name, operator),
    in: 'query',
    description: `${field.description}: ${MEANINGS[operator]}${field.keyBehind && operator === 'eq' ? '; a key is found behind a name, too' : ''}`,
  } as const;
  if (operator === 'isNull') return { ...common, schema: { type: 'boolean' } };
  if (isAge(operator)) return { ...common, schema: { type: 'string', pattern: AGE.source } };
  if (operator !== 'in') return { ...common, schema };
  return {
    ...common,
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 1, maxItems: IN_VALUES, items: schema },
  };
}

const searchParameter = (fields: readonly string[]): ApiParameter =>
  inQuery('q', `Starts with, in any of: ${fields.join(', ')}; case and width do not matter`, {
    type: 'string',
    minLength: 1,
    maxLength: SEARCH_LENGTH,
  });

export const limitParameter = (fallback = DEFAULT_LIMIT, most = MAX_LIMIT): ApiParameter =>
  inQuery('limit', 'How many at most', { type: 'integer', minimum: 1, maximum: most, default: fallback });

function controls(resource: Resource): readonly ApiParameter[] {
  return [
    inQuery('sort', 'Field to sort by, descending with a minus; null comes first when ascending', {
      type: 'string',
      enum: [...sortValues(resource)],
    }),
    {
      name: 'fields',
      in: 'query',
      description: 'Fields to answer; where absent all, but those with a dot',
      style: 'form',
      explode: false,
      schema: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', enum: [...fieldNames(resource)] },
      },
    },
    limitParameter(),
    cursorParameter,
    inQuery('format', '`csv` for a download', { type: 'string', enum: ['json', 'csv'], default: 'json' }),
    inQuery('raw', RAW, { type: 'boolean' }),
  ];
}

export const cursorParameter: ApiParameter = inQuery(
  'cursor',
  '`nextCursor` of the page before, with the same sort, filters and q',
  { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
);

/** What `raw` says of CSV. */
export const RAW = 'With `format=csv`: for machines. No byte order mark, no `sep=`, no marks of text';

export const idParameter = (what: string): ApiParameter => inPath('id', `Id of the ${what}`, ID_SCHEMA);
