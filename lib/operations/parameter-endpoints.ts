// What the connectors declare: every parameter, with what each source collects of it and how many rows have a value; and
// what they leave out. Names and counts only: nothing here speaks about a person.
import { PERSONAL_DATA_CLASSES } from '../catalog/index.ts';
import type { ApiParameter, Endpoint, JsonSchema } from '../http/endpoint.ts';
import {
  choice,
  count,
  each,
  inQuery,
  instant,
  json,
  objectOf,
  orNull,
  said,
  text,
  textOrNull,
} from '../http/json-schema.ts';
import { limitParameter, RAW } from '../query/schema.ts';
import { PROFILES } from '../sources/parameters.ts';
import { SOURCE_TYPES } from '../sources/registry.ts';
import type { ParameterDependencies } from './parameters.ts';

const flag = choice(['true', 'false']);

const product = choice(Object.keys(SOURCE_TYPES));
const profile = choice(PROFILES);
const personalDataClass = choice(PERSONAL_DATA_CLASSES);

const LINE: JsonSchema = {
  title: 'Parameter',
  type: 'object',
  properties: {
    product,
    source: textOrNull('Null where no source of the product is configured'),
    entity: said(text, 'Kind of record, as the vendor names it'),
    dataset: text,
    name: said(text, 'As `include`, `exclude` and `attributes` have it'),
    wire: said(text, 'Path in the product’s answers; `[]` behind a list'),
    field: textOrNull('Field of the dataset; null: it stands in `attributes`'),
    type: text,
    class: personalDataClass,
    profile,
    switch: textOrNull('Read while this switch of the source is on, whatever its profile'),
    unit: orNull(text),
    description: orNull(text),
    tracked: { type: 'boolean', description: 'Whether changes of it are recorded' },
    collected: { type: 'boolean', description: 'Whether the source reads it' },
    rowsWithValue: count('Rows of the source in this dataset that have a value in this field or attribute'),
  },
  additionalProperties: false,
};

const LEFT_OUT: JsonSchema = {
  title: 'LeftOutParameter',
  type: 'object',
  properties: { product, entity: text, wire: text, reason: text },
  additionalProperties: false,
};

const PAGING: readonly ApiParameter[] = [
  limitParameter(),
  inQuery('cursor', '`nextCursor` of the page before, with the same filters', {
    type: 'string',
    pattern: '^[A-Za-z0-9_-]+$',
  }),
  inQuery('format', '`csv` for a download', { type: 'string', enum: ['json', 'csv'], default: 'json' }),
  inQuery('raw', RAW, { type: 'boolean' }),
];

const FILTERS: readonly ApiParameter[] = [
  inQuery('product', 'Type of the source', product),
  inQuery('source', 'Name of the source', text),
  inQuery('dataset', 'Dataset', text),
  inQuery('name', 'Name, as `include`, `exclude` and `attributes` have it', text),
  inQuery('class', 'Class of personal data', personalDataClass),
  inQuery('profile', 'Profile', profile),
  inQuery('collected', 'Whether the source reads it', flag),
];
const LINE_PARAMETERS = [...FILTERS, inQuery('hasValue', 'Whether some row has a value', flag), ...PAGING];
const LEFT_OUT_PARAMETERS = [
  inQuery('product', 'Type of the source', product),
  inQuery('entity', 'Kind of record, as the vendor names it', text),
  ...PAGING,
];

const pageOf = (item: JsonSchema, further: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  title: `${item.title}Page`,
  ...objectOf({ items: each(item), nextCursor: orNull(text), ...further }),
});

const response = (description: string, schema: JsonSchema) => ({
  description,
  content: { ...json(schema), 'text/csv': text },
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
        declared: count('Different properties of the products among the lines'),
        withValue: count('Of these, those with a value in some row of some source'),
        countedAt: instant,
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
    response: response('A page', pageOf(LEFT_OUT, { total: count('All lines that match') })),
    handle: async (request, dependencies) => {
      const { answerLeftOut } = await import('./parameter-list.ts');
      return answerLeftOut(request, dependencies, { parameters: LEFT_OUT_PARAMETERS, columns: columnsOf(LEFT_OUT) });
    },
  },
];
