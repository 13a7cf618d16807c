// Parameters and schema of the statistics over web traffic.
import { WEB_TOTALS } from '../catalog/web.ts';
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';

export const DEFAULT_DAYS = 7;
export const MOST_DAYS = 31;
export const DEFAULT_TOP = 20;
export const MOST_TOP = 200;

const day = (name: string, description: string): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string', format: 'date' },
});

export const TRAFFIC_PARAMETERS: readonly ApiParameter[] = [
  {
    name: 'by',
    in: 'query',
    description: 'What is counted: hosts, categories, or hosts by the requests to them that were blocked',
    schema: { type: 'string', enum: [...WEB_TOTALS], default: 'host' },
  },
  {
    name: 'bucket',
    in: 'query',
    description: 'Whole days, UTC: of less a difference would tell of single people',
    schema: { type: 'string', enum: ['day'], default: 'day' },
  },
  {
    name: 'top',
    in: 'query',
    description: 'How many of each day at most',
    schema: { type: 'integer', minimum: 1, maximum: MOST_TOP, default: DEFAULT_TOP },
  },
  day('from', `The first day, UTC; ${DEFAULT_DAYS} days before the last one where absent, ${MOST_DAYS} at most`),
  day('to', 'The last day, UTC; today where absent'),
];

const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
const part = (description: string): JsonSchema => ({
  type: ['integer', 'null'],
  minimum: 0,
  description: `${description}; null where that is none, or of fewer than five persons`,
});
const COUNTS = {
  requests: count('Requests'),
  blocked: part('Requests among them that were blocked'),
  errors: part('Requests among them that failed'),
  bytes: count('Sent to clients, in bytes'),
};

export const TRAFFIC_SCHEMA: JsonSchema = {
  title: 'TrafficStatistic',
  type: 'object',
  required: ['days', 'completeUntil'],
  properties: {
    days: {
      type: 'array',
      description: 'Days with traffic, the latest first',
      items: {
        title: 'TrafficDay',
        type: 'object',
        required: ['day', 'items', 'other'],
        properties: {
          day: { type: 'string', format: 'date', description: 'Day, UTC' },
          items: {
            type: 'array',
            description: 'The most requested first; none speaks about fewer than five persons',
            items: {
              title: 'TrafficItem',
              type: 'object',
              required: ['name', 'requests', 'blocked', 'errors', 'bytes', 'persons'],
              properties: {
                name: { type: 'string', description: 'Host or category' },
                ...COUNTS,
                persons: count('Distinct people, at least: who may be one counts once; above a thousand an estimate'),
              },
              additionalProperties: false,
            },
          },
          other: {
            description: 'All that is not listed; null where that is nothing, or too few persons',
            type: ['object', 'null'],
            required: ['names', 'requests', 'blocked', 'errors', 'bytes'],
            properties: { names: count('Hosts or categories'), ...COUNTS },
            additionalProperties: false,
          },
        },
        additionalProperties: false,
      },
    },
    completeUntil: {
      type: ['string', 'null'],
      format: 'date-time',
      description:
        'The hour, in which may be what is not counted yet, as may be what happened later; null where no log was read',
    },
  },
  additionalProperties: false,
};
