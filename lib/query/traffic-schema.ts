// Parameters and schema of the statistics over web traffic.

import { WEB_TOTALS } from '../catalog/web.ts';
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { count, each, inQuery, instant, objectOf, orNull, said, text } from '../http/json-schema.ts';

export const DEFAULT_DAYS = 7;
export const MOST_DAYS = 31;
export const DEFAULT_TOP = 20;
export const MOST_TOP = 200;

const day = (name: string, description: string): ApiParameter =>
  inQuery(name, description, { type: 'string', format: 'date' });

export const TRAFFIC_PARAMETERS: readonly ApiParameter[] = [
  inQuery('by', 'What is counted: hosts, categories, or hosts by the requests to them that were blocked', {
    type: 'string',
    enum: [...WEB_TOTALS],
    default: 'host',
  }),
  inQuery('bucket', 'Whole days, UTC: of less a difference would tell of single people', {
    type: 'string',
    enum: ['day'],
    default: 'day',
  }),
  inQuery('top', 'How many of each day at most', {
    type: 'integer',
    minimum: 1,
    maximum: MOST_TOP,
    default: DEFAULT_TOP,
  }),
  day('from', `The first day, UTC; ${DEFAULT_DAYS} days before the last one where absent, ${MOST_DAYS} at most`),
  day('to', 'The last day, UTC; today where absent, which is told only where there is no day before it'),
];

const part = (description: string): JsonSchema =>
  orNull(count(`${description}; null where that is none, or of fewer than five persons`));
const COUNTS = {
  requests: count('Requests'),
  blocked: part('Requests among them that were blocked'),
  errors: part('Requests among them that failed'),
  bytes: count('Sent to clients, in bytes'),
};

export const TRAFFIC_SCHEMA: JsonSchema = {
  title: 'TrafficStatistic',
  ...objectOf({
    days: each(
      {
        title: 'TrafficDay',
        ...objectOf({
          day: { type: 'string', format: 'date', description: 'Day, UTC' },
          items: each(
            {
              title: 'TrafficItem',
              ...objectOf({
                name: said(text, 'Host or category'),
                ...COUNTS,
                persons: count('Distinct people, at least: who may be one counts once; above a thousand an estimate'),
              }),
            },
            'The most requested first; none speaks about fewer than five persons',
          ),
          other: {
            description: 'All that is not listed; null where that is nothing, or too few persons',
            ...orNull(objectOf({ names: count('Hosts or categories'), ...COUNTS })),
          },
        }),
      },
      'Days with traffic, the latest first',
    ),
    completeUntil: said(
      orNull(instant),
      'The hour, in which may be what is not counted yet, as may be what happened later; null where no log was read',
    ),
  }),
};
