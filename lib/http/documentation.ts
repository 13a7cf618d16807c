// GET /api/openapi.json: the description of the API, of exactly the endpoints that are registered; and GET /api/roles: what of it
// the key that asks may use.
import { ROLES } from '../roles.ts';
import type { Endpoint, EndpointDeclaration } from './endpoint.ts';
import { choice, each, json, objectOf, orNull, text } from './json-schema.ts';
import { openApiDocument } from './openapi.ts';
import { mayUse } from './roles.ts';

const common = {
  method: 'GET',
  authLevel: 'function',
  tag: 'Documentation',
  roles: 'every role',
  dataset: null,
  purpose: 'optional',
  parameters: [],
} as const;

/** `endpoints` is asked per request: other modules register theirs later. */
export const documentationEndpoints = (endpoints: () => readonly EndpointDeclaration[]): readonly Endpoint[] => [
  {
    ...common,
    name: 'openapi',
    route: 'openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    response: {
      description: 'An OpenAPI document',
      content: json({ type: 'object', required: ['openapi', 'info', 'paths'] }),
    },
    handle: async (_request, { version }) => ({ body: openApiDocument(endpoints(), version), access: [] }),
  },
  {
    ...common,
    name: 'roles',
    route: 'roles',
    summary: 'What the key that asks may use',
    response: {
      description: 'Its roles, null where keys have none, and the operations that they are for',
      content: json(objectOf({ roles: orNull(each(choice(Object.keys(ROLES)))), operations: each(text) })),
    },
    handle: async ({ roles }) => {
      const keyed = endpoints().filter(({ authLevel }) => authLevel === 'function');
      const operations = keyed.filter((one) => roles === null || mayUse(one, roles)).map(({ name }) => name);
      return { body: { roles, operations: operations.sort() }, access: [] };
    },
  },
];
