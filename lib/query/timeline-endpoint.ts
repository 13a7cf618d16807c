// The endpoint that answers what happened around one person, over all events that speak about people.
import type { Endpoint } from '../http/endpoint.ts';
import { common, INVESTIGATOR, json, PAGE_CHARACTERS } from './list-endpoint.ts';
import { idParameter, itemSchema } from './schema.ts';
import { TIMELINE_PARAMETERS, timelineKinds } from './timeline-parameters.ts';

const kinds = timelineKinds();

export const timelineEndpoint: Endpoint = {
  ...common,
  name: 'showUserTimeline',
  route: 'users/{id}/timeline',
  tag: 'Users',
  roles: INVESTIGATOR,
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
  problems: [404, 409, 410],
  handle: async (request, api) => (await import('./timeline.ts')).showTimeline(request, api),
};
