// Parameters and schema of the statistics over apps.

import type { ApiParameter, JsonSchema } from '../http/endpoint.ts';
import { count, each, inQuery, instant, objectOf, orNull, said, text, textOrNull } from '../http/json-schema.ts';
import type { DeviceTotal } from './counted-devices.ts';
import { cursorParameter, limitParameter, NEXT_CURSOR } from './schema.ts';

export const APP_PARAMETERS: readonly ApiParameter[] = [
  inQuery('title.startsWith', 'Title starts with; case and width do not matter', {
    type: 'string',
    minLength: 1,
    maxLength: 256,
  }),
  inQuery('platform', 'Platform of the app', { type: 'string', minLength: 1, maxLength: 16 }),
  limitParameter(),
  cursorParameter,
];

/** Beside a page of daily numbers. */
export const COUNTED_AT = {
  countedAt: said(orNull(instant), 'When the devices of the last day were counted; null before the first time'),
  totals: each(
    {
      title: 'DeviceTotal',
      ...objectOf<DeviceTotal>({
        source: said(text, 'Source; `*` stands for all together'),
        sources: said(each(text), 'Sources whose devices were counted'),
        devices: orNull(
          count(
            'Devices, each once, whatever systems tell of it. Where that would tell of few people, as groups count them: a device in each group that it is in. Null where groups do not tell their sum either',
          ),
        ),
      }),
    },
    'Of how many devices the numbers of the last day are, all of one moment; empty before the first time',
  ),
};

export const APP_SCHEMA: JsonSchema = {
  title: 'AppStatistic',
  ...objectOf({
    items: each(
      {
        title: 'App',
        ...objectOf({
          id: textOrNull('Id of the app in this version, for /api/apps/{id}/devices; null until counts are kept'),
          title: textOrNull('Title, or the id of the app where it has none'),
          version: textOrNull('Version'),
          platform: textOrNull('Platform'),
          appId: textOrNull('Bundle id or package name, as one of the devices has it; null until counts are kept'),
          devices: count('Company devices that have it, each once, whatever systems tell of it'),
          installations: orNull(count('Rows of systems that tell of it; null until counts are kept')),
        }),
      },
      'The most frequent first; none speaks about fewer than five persons',
    ),
    other: {
      description: 'All that is not listed; null where that is nothing, or too few persons',
      ...orNull(objectOf({ apps: count('Titles in a version'), installations: count('Of these on devices') })),
    },
    nextCursor: NEXT_CURSOR,
    countedAt: said(
      orNull(instant),
      'When all changes until then were counted, once a day. Null where all was counted for this answer',
    ),
    totals: {
      description: 'Of all company devices, whatever is listed; null until counts are kept',
      ...orNull(
        objectOf({ apps: count('Titles in a version'), installations: count('Rows of systems that tell of one') }),
      ),
    },
  }),
};
