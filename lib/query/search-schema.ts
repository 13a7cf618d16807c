// Parameters, body and answers of the search.

import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { choice, count, each, flag, objectOf, said, text } from '../http/json-schema.ts';
import { RANKS } from '../search/question.ts';
import { MAX_LIMIT, SEARCH_LENGTH } from './parse.ts';
import { devices, searchable, users } from './resource.ts';
import { cursorParameter, itemSchema, limitParameter, NEXT_CURSOR, pageSchema } from './schema.ts';
import { APP_SCHEMA } from './statistics-schema.ts';

export const FOUND_LIMIT = 20;
export const FOUND_LIMIT_MAX = 100;

/** What a body may hold beside `dataset` and `filters`. */
export const BODY_CONTROLS = ['sort', 'fields', 'limit', 'cursor', 'q', 'format'] as const;
/** Counts, whose filter may be somebody's name by mistake. */
export const APPS = 'apps';

export const SEARCH_PARAMETERS: readonly ApiParameter[] = [
  {
    name: 'q',
    in: 'query',
    required: true,
    description:
      'Of people the beginning of any word of a name, account or address, in any order, or an employee id; of devices that of a name, or an identifier by its beginning or its last six characters; a number that is masked as a whole alone, with the prefix of its country or as it is dialled in the `country` of a source. Accents, case and what joins words do not matter',
    schema: { type: 'string', minLength: 1, maxLength: SEARCH_LENGTH },
  },
  limitParameter(FOUND_LIMIT, FOUND_LIMIT_MAX),
  cursorParameter,
];

const scalar: JsonSchema = { type: ['string', 'number', 'boolean'] };

export const SEARCH_BODY: JsonSchema = {
  title: 'SearchRequest',
  type: 'object',
  description:
    'With `dataset` a page of that list, with the parameters of its GET operation; without it a search as GET /api/search.',
  properties: {
    dataset: { type: 'string', enum: [...searchable.map((r) => r.name), APPS] },
    filters: {
      type: 'object',
      description:
        'Filters by name, as in the query string: {"lastSeenAt.lt": "2026-11-01T00:00:00Z", "platform.in": ["ios", "ipados"]}',
      additionalProperties: { anyOf: [scalar, { type: 'array', items: scalar }] },
    },
    sort: { type: 'string' },
    fields: { type: 'array', minItems: 1, items: { type: 'string' } },
    limit: { type: 'integer', minimum: 1, maximum: MAX_LIMIT },
    cursor: { type: 'string' },
    q: { type: 'string', minLength: 1, maxLength: SEARCH_LENGTH },
    format: { type: 'string', enum: ['json', 'csv'], description: 'Of a list of records' },
  },
  additionalProperties: false,
};

const matched = each(
  {
    title: 'Match',
    ...objectOf({
      field: said(text, 'surname, serialNumber, attributes.employeeID'),
      rank: said(
        choice(RANKS),
        'The whole value, its beginning, or the beginning of a word in it, or its last six characters',
      ),
    }),
  },
  'What answers the question, the best first; of a user in any record of the person',
);

const deviceCount = count(
  'Devices of the person in all, each once, whether or not they answer the question themselves',
);

export const FOUND_SCHEMA: JsonSchema = {
  title: 'Found',
  ...objectOf({
    users: each(itemSchema(users, { matched, deviceCount }, 'FoundUser')),
    devices: each(itemSchema(devices, { matched }, 'FoundDevice'), 'Each once, whatever systems have it'),
    cut: said(objectOf({ users: flag, devices: flag }), 'Whether there are more than these'),
    nextCursor: NEXT_CURSOR,
  }),
};

export const SEARCH_ANSWER: JsonSchema = {
  anyOf: [FOUND_SCHEMA, ...searchable.map((resource) => pageSchema(resource)), APP_SCHEMA],
};
