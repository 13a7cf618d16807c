// GET /api/metrics as the OpenAPI document has it.
import type { EndpointDeclaration } from '../http/endpoint.ts';

export const metricsEndpoint: EndpointDeclaration = {
  name: 'metrics',
  method: 'GET',
  route: 'metrics',
  authLevel: 'anonymous',
  roles: 'every role',
  tag: 'Health',
  summary: 'What Prometheus scrapes: polls, sources, requests, database and process, in its text format',
  description:
    'Asks for a token of METRICS_TOKENS as `Authorization: Bearer`, and for no function key; 404 where none is configured. Answers while sources or the database are away: then `emmlens_database_up` is 0. docs/metrics.md has all metrics.',
  dataset: null,
  purpose: 'optional',
  parameters: [],
  token: { problems: [401, 404, 503] },
  response: { description: 'All metrics', content: { 'text/plain': { type: 'string' } } },
};
