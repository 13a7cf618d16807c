// GET /api/health and /api/health/live in the OpenAPI document: they are registered apart, first and without the rest of the
// bundle, and have neither key nor purpose.
import type { JsonSchema } from './endpoint.ts';

/** Of its answers, which anybody may ask for. */
export const HEALTH_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** What waits for an operator while the collector is ready; `/api/sources` tells it in full. */
export const SCHEMA_AHEAD = 'schema-ahead';
export const HEALTH_WARNINGS = [
  'growth-held',
  'removals-held',
  'values-held',
  'clock-doubted',
  'rules-unusable',
  'key-changed',
  'plain-http',
  SCHEMA_AHEAD,
  'update-out',
  'licence-ended',
  'licence-exceeded',
  'notification-failed',
] as const;

const answer = (description: string, properties: Readonly<Record<string, JsonSchema>>, required: string[]) => ({
  description,
  content: { 'application/json': { schema: { type: 'object', required, properties, additionalProperties: false } } },
});

const READY: JsonSchema = {
  operationId: 'health',
  tags: ['Health'],
  summary: 'Whether the collector is ready; anonymous, no details',
  security: [],
  parameters: [],
  responses: {
    200: answer(
      'It is ready',
      {
        status: { type: 'string', enum: ['ready'] },
        warnings: {
          type: 'array',
          description:
            'Absent where nothing waits. `removals-held`, `values-held`, `growth-held`: something is held; `clock-doubted`: a clock jumped, and retention waits; `rules-unusable`: rules of the company are not used; `key-changed`: a key of hashes is not the one that the database was used with; `plain-http`: keys came over the network without TLS, within a day; `schema-ahead`: a newer version has changed the schema, and this one goes on with it; `update-out`: the vendor has a newer version; `licence-ended`, `licence-exceeded`: what the licence says, nothing stops at it; `notification-failed`: notifications cannot be delivered',
          items: { type: 'string', enum: [...HEALTH_WARNINGS] },
        },
      },
      ['status'],
    ),
    503: answer(
      'It is not; the log says why',
      {
        status: { type: 'string', enum: ['failed'] },
        code: {
          type: 'string',
          description:
            '`load`: a part of the bundle could not be loaded; `sources-file`; else the code of the settings or of the database',
        },
      },
      ['status', 'code'],
    ),
  },
};

const LIVE: JsonSchema = {
  operationId: 'health-live',
  tags: ['Health'],
  summary: 'Whether the process turns; anonymous, asks nothing',
  security: [],
  parameters: [],
  responses: { 200: answer('It turns', { status: { type: 'string', enum: ['alive'] } }, ['status']) },
};

export const HEALTH_PATHS: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>> = {
  '/api/health': { get: READY },
  '/api/health/live': { get: LIVE },
};
