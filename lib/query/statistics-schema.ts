// Parameters and schema of the statistics over apps.
import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { limitParameter } from './schema.ts';

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
];

const count = (description: string): JsonSchema => ({ type: 'integer', minimum: 0, description });
const text = (description: string): JsonSchema => ({ type: ['string', 'null'], description });

export const APP_SCHEMA: JsonSchema = {
  title: 'AppStatistic',
  type: 'object',
  required: ['items', 'other'],
  properties: {
    items: {
      type: 'array',
      description: 'The most frequent first; none speaks about fewer than five persons',
      items: {
        title: 'App',
        type: 'object',
        required: ['title', 'version', 'platform', 'devices'],
        properties: {
          title: text('Title, or the id of the app where it has none'),
          version: text('Version'),
          platform: text('Platform'),
          devices: count('Company devices that have it'),
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
  },
  additionalProperties: false,
};
