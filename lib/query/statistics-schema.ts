// Parameters and schema of the statistics over apps.
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { cursorParameter, limitParameter } from './schema.ts';

export const APP_PARAMETERS: readonly ApiParameter[] = [
  {
    name: 'title.startsWith',
    in: 'query',
    description: 'Title starts with; case and width do not matter',
    schema: { type: 'string', minLength: 1, maxLength: 256 },
  },
  {
    name: 'platform',
    in: 'query',
    description: 'Platform of the app',
    schema: { type: 'string', minLength: 1, maxLength: 16 },
  },
  limitParameter(),
  cursorParameter,
];

const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
const orNull = (schema: JsonSchema): JsonSchema => ({ ...schema, type: [schema.type, 'null'] });
const text = (description: string): JsonSchema => ({ type: ['string', 'null'], description });

export const APP_SCHEMA: JsonSchema = {
  title: 'AppStatistic',
  type: 'object',
  required: ['items', 'other', 'nextCursor', 'countedAt', 'totals'],
  properties: {
    items: {
      type: 'array',
      description: 'The most frequent first; none speaks about fewer than five persons',
      items: {
        title: 'App',
        type: 'object',
        required: ['id', 'title', 'version', 'platform', 'appId', 'devices', 'installations'],
        properties: {
          id: text('Id of the app in this version, for /api/apps/{id}/devices; null until counts are kept'),
          title: text('Title, or the id of the app where it has none'),
          version: text('Version'),
          platform: text('Platform'),
          appId: text('Bundle id or package name, as one of the devices has it; null until counts are kept'),
          devices: count('Company devices that have it, each once, whatever systems tell of it'),
          installations: orNull(count('Rows of systems that tell of it; null until counts are kept')),
        },
        additionalProperties: false,
      },
    },
    other: {
      description: 'All that is not listed; null where that is nothing, or too few persons',
      type: ['object', 'null'],
      required: ['apps', 'installations'],
      properties: { apps: count('Titles in a version'), installations: count('Of these on devices') },
      additionalProperties: false,
    },
    nextCursor: text('Cursor of the next page; null on the last one'),
    countedAt: {
      type: ['string', 'null'],
      format: 'date-time',
      description:
        'When all changes until then were counted: some minutes ago. Null where all was counted for this answer',
    },
    totals: {
      description: 'Of all company devices, whatever is listed; null until counts are kept',
      type: ['object', 'null'],
      required: ['apps', 'installations'],
      properties: { apps: count('Titles in a version'), installations: count('Rows of systems that tell of one') },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
