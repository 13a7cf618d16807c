// GET /api/openapi.json: describes whatever is registered when it is asked.
import { documentationEndpoint } from '../lib/http/documentation.ts';
import { registerEndpoints, registeredEndpoints } from '../lib/http/register.ts';

registerEndpoints([documentationEndpoint(registeredEndpoints)], async () => {
  const { application } = await import('../lib/app.ts');
  return (await application()).api;
});
