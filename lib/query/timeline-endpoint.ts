// The endpoint that answers what happened around one person, over all events that speak about people.

import type { Endpoint } from '../http/endpoint.ts';
import { each, objectOf } from '../http/json-schema.ts';
import { INVESTIGATOR } from '../roles.ts';
import { answered, common, PAGE_CHARACTERS } from './list-endpoint.ts';
import { idParameter, itemSchema, NEXT_CURSOR } from './schema.ts';
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
  response: answered('A page', {
    title: 'TimelinePage',
    ...objectOf({
      items: each({
        oneOf: kinds.map((kind) => objectOf({ dataset: { const: kind.table }, record: itemSchema(kind) })),
      }),
      nextCursor: NEXT_CURSOR,
    }),
  }),
  problems: [404, 409, 410],
  handle: async (request, api) => (await import('./timeline.ts')).showTimeline(request, api),
};
