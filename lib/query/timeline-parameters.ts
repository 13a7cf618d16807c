// What the list of what happened around a person takes, and of which events it is made.

import { eventsOfPeople } from '../catalog/index.ts';
import type { ApiParameter } from '../http/endpoint.ts';
import { inQuery } from '../http/json-schema.ts';
import { ofEvents, type Resource } from './resource.ts';
import { cursorParameter, limitParameter } from './schema.ts';

/** One for each event dataset that speaks about a person, as its own list shows it. */
export const timelineKinds = (): readonly Resource[] =>
  eventsOfPeople().map((dataset) => ofEvents(dataset, dataset.name));

const instant = (name: string, description: string): ApiParameter =>
  inQuery(name, description, { type: 'string', format: 'date-time' });

const kinds = timelineKinds();

export const TIMELINE_PARAMETERS: readonly ApiParameter[] = [
  {
    name: 'kinds',
    in: 'query',
    description: 'Datasets to answer; all where absent',
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: kinds.map(({ table }) => table) } },
  },
  instant('from', 'Happened then or later; what is counted by the hour or day happened at its start'),
  instant('to', 'Happened earlier'),
  limitParameter(),
  cursorParameter,
];
