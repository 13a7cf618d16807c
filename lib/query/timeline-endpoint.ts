// The endpoint that answers what happened around one person, over all events that speak about people.
import { eventsOfPeople } from '../catalog/index.ts';
import type { ApiParameter, Endpoint } from '../http/endpoint.ts';
import { common, json, PAGE_CHARACTERS } from './list-endpoint.ts';
import { ofEvents, type Resource } from './resource.ts';
import { cursorParameter, idParameter, itemSchema, limitParameter } from './schema.ts';

/** One for each event dataset that speaks about a person, as its own list shows it. */
export const timelineKinds = (): readonly Resource[] =>
  eventsOfPeople().map((dataset) => ofEvents(dataset, dataset.name));

const instant = (name: string, description: string): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string', format: 'date-time' },
});

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

export const timelineEndpoint: Endpoint = {
  ...common,
  name: 'showUserTimeline',
  route: 'users/{id}/timeline',
  tag: 'Users',
  summary: 'What happened around a person, of all kinds, the latest first. Off unless `PERSON_TIMELINE` is on',
  dataset: 'subject',
  shows: kinds.map(({ table }) => table),
  purpose: 'required',
  characters: PAGE_CHARACTERS,
  parameters: [idParameter('user'), ...TIMELINE_PARAMETERS],
  response: json('A page', {
    title: 'TimelinePage',
    type: 'object',
    required: ['items', 'nextCursor'],
    properties: {
      items: {
        type: 'array',
        items: {
          oneOf: kinds.map((kind) => ({
            type: 'object',
            required: ['dataset', 'record'],
            properties: { dataset: { const: kind.table }, record: itemSchema(kind) },
            additionalProperties: false,
          })),
        },
      },
      nextCursor: { type: ['string', 'null'], description: 'Cursor of the next page; null on the last one' },
    },
    additionalProperties: false,
  }),
  problems: [404, 409],
  handle: async (request, api) => (await import('./timeline.ts')).showTimeline(request, api),
};
