// Parameters, body and answers of the search.
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { MAX_LIMIT, SEARCH_LENGTH } from './parse.ts';
import { devices, searchable, users } from './resource.ts';
import { itemSchema, limitParameter, pageSchema, searchParameter } from './schema.ts';

export const FOUND_LIMIT = 20;
export const FOUND_LIMIT_MAX = 100;

/** What a body may hold beside `dataset` and `filters`. */
export const BODY_CONTROLS = ['sort', 'fields', 'limit', 'cursor', 'q'] as const;

export const SEARCH_PARAMETERS: readonly ApiParameter[] = [
  { ...searchParameter(['the searchable fields of users and devices']), required: true },
  limitParameter(FOUND_LIMIT, FOUND_LIMIT_MAX),
];

const scalar: JsonSchema = { type: ['string', 'number', 'boolean'] };

export const SEARCH_BODY: JsonSchema = {
  title: 'SearchRequest',
  type: 'object',
  description:
    'With `dataset` a page of that list, with the parameters of its GET operation; without it a search as GET /api/search.',
  properties: {
    dataset: { type: 'string', enum: searchable.map((r) => r.name) },
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
  },
  additionalProperties: false,
};

export const FOUND_SCHEMA: JsonSchema = {
  title: 'Found',
  type: 'object',
  required: ['users', 'devices'],
  properties: {
    users: { type: 'array', items: itemSchema(users) },
    devices: { type: 'array', items: itemSchema(devices) },
  },
  additionalProperties: false,
};

export const SEARCH_ANSWER: JsonSchema = { anyOf: [FOUND_SCHEMA, ...searchable.map(pageSchema)] };
