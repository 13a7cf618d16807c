// GET /api/openapi.json: the description of the API, of exactly the endpoints that are registered.
import type { Endpoint, EndpointDeclaration } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';

/** `endpoints` is asked per request: other modules register theirs later. */
export const documentationEndpoint = (endpoints: () => readonly EndpointDeclaration[]): Endpoint => ({
  name: 'openapi',
  method: 'GET',
  route: 'openapi.json',
  authLevel: 'function',
  tag: 'Documentation',
  roles: 'every role',
  summary: 'This description, as OpenAPI 3.1',
  dataset: null,
  purpose: 'optional',
  parameters: [],
  response: {
    description: 'An OpenAPI document',
    content: { 'application/json': { type: 'object', required: ['openapi', 'info', 'paths'] } },
  },
  handle: async (_request, { version }) => ({ body: openApiDocument(endpoints(), version), access: [] }),
});
