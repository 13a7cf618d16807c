// What the connectors declare: every parameter, with what each source collects of it and how many rows have a value; and
// what they leave out. Names and counts only: nothing here speaks about a person.
import { PERSONAL_DATA_CLASSES } from '../catalog/index.ts';
import type { ApiParameter, Endpoint, JsonSchema } from '../http/endpoint.ts';
import { limitParameter, RAW } from '../query/schema.ts';
import { PROFILES } from '../sources/parameters.ts';
import { SOURCE_TYPES } from '../sources/registry.ts';
import type { ParameterDependencies } from './parameters.ts';

const text: JsonSchema = { type: 'string' };
const nullableText: JsonSchema = { type: ['string', 'null'] };
const choice = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: [...values] });
const flag = choice(['true', 'false']);

const product = choice(Object.keys(SOURCE_TYPES));
const profile = choice(PROFILES);
const personalDataClass = choice(PERSONAL_DATA_CLASSES);

const LINE: JsonSchema = {
  title: 'Parameter',
  type: 'object',
  properties: {
    product,
    source: { ...nullableText, description: 'Null where no source of the product is configured' },
    entity: { ...text, description: 'Kind of record, as the vendor names it' },
    dataset: text,
    name: { ...text, description: 'As `include`, `exclude` and `attributes` have it' },
    wire: { ...text, description: 'Path in the product’s answers; `[]` behind a list' },
    field: { ...nullableText, description: 'Field of the dataset; null: it stands in `attributes`' },
    type: text,
    class: personalDataClass,
    profile,
    switch: { ...nullableText, description: 'Read while this switch of the source is on, whatever its profile' },
    unit: nullableText,
    description: nullableText,
    tracked: { type: 'boolean', description: 'Whether changes of it are recorded' },
    collected: { type: 'boolean', description: 'Whether the source reads it' },
    rowsWithValue: {
      type: 'integer',
      minimum: 0,
      description: 'Rows of the source in this dataset that have a value in this field or attribute',
    },
  },
  additionalProperties: false,
};

const LEFT_OUT: JsonSchema = {
  title: 'LeftOutParameter',
  type: 'object',
  properties: { product, entity: text, wire: text, reason: text },
  additionalProperties: false,
};

const query = (name: string, description: string, schema: JsonSchema): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema,
});
const PAGING: readonly ApiParameter[] = [
  limitParameter(),
  query('cursor', '`nextCursor` of the page before, with the same filters', {
    type: 'string',
    pattern: '^[A-Za-z0-9_-]+$',
  }),
  query('format', '`csv` for a download', { type: 'string', enum: ['json', 'csv'], default: 'json' }),
  query('raw', RAW, { type: 'boolean' }),
];

const FILTERS: readonly ApiParameter[] = [
  query('product', 'Type of the source', product),
  query('source', 'Name of the source', text),
  query('dataset', 'Dataset', text),
  query('name', 'Name, as `include`, `exclude` and `attributes` have it', text),
  query('class', 'Class of personal data', personalDataClass),
  query('profile', 'Profile', profile),
  query('collected', 'Whether the source reads it', flag),
];
const LINE_PARAMETERS = [...FILTERS, query('hasValue', 'Whether some row has a value', flag), ...PAGING];
const LEFT_OUT_PARAMETERS = [
  query('product', 'Type of the source', product),
  query('entity', 'Kind of record, as the vendor names it', text),
  ...PAGING,
];

const pageOf = (item: JsonSchema, further: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  title: `${item.title}Page`,
  type: 'object',
  required: ['items', 'nextCursor', ...Object.keys(further)],
  properties: { items: { type: 'array', items: item }, nextCursor: nullableText, ...further },
  additionalProperties: false,
});

const response = (description: string, schema: JsonSchema) => ({
  description,
  content: { 'application/json': schema, 'text/csv': text },
  headers: { 'x-next-cursor': { description: 'Cursor of the next page, of CSV answers only', schema: text } },
});

const common = {
  method: 'GET',
  authLevel: 'function',
  tag: 'Parameters',
  roles: ['operator', 'privacy'],
  dataset: null,
  purpose: 'optional',
  checksQuery: true,
} as const;

const total = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });

const columnsOf = (schema: JsonSchema): readonly string[] => Object.keys(Object(schema.properties));

export const parameterEndpoints: readonly Endpoint<ParameterDependencies>[] = [
  {
    ...common,
    name: 'listParameters',
    route: 'parameters',
    summary: 'Every parameter that a connector can read, which of them each source reads, and how many rows have it',
    description: 'Rows are counted anew after five minutes; `countedAt` says when. Totals are of all lines that match.',
    parameters: LINE_PARAMETERS,
    response: response(
      'A page',
      pageOf(LINE, {
        declared: total('Different properties of the products among the lines'),
        withValue: total('Of these, those with a value in some row of some source'),
        countedAt: { type: 'string', format: 'date-time' },
      }),
    ),
    handle: async (request, dependencies) => {
      const { answerParameters } = await import('./parameter-list.ts');
      return answerParameters(request, dependencies, { parameters: LINE_PARAMETERS, columns: columnsOf(LINE) });
    },
  },
  {
    ...common,
    name: 'listParametersLeftOut',
    route: 'parameters/left-out',
    summary: 'What the products can tell and no connector reads, and why',
    parameters: LEFT_OUT_PARAMETERS,
    response: response('A page', pageOf(LEFT_OUT, { total: total('All lines that match') })),
    handle: async (request, dependencies) => {
      const { answerLeftOut } = await import('./parameter-list.ts');
      return answerLeftOut(request, dependencies, { parameters: LEFT_OUT_PARAMETERS, columns: columnsOf(LEFT_OUT) });
    },
  },
];
