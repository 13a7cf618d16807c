// GET /api/openapi.json and /api/roles: they tell of whatever is registered when they are asked.
import { documentationEndpoints } from '../lib/http/documentation.ts';
import { registerEndpoints, registeredEndpoints } from '../lib/http/register.ts';

registerEndpoints(documentationEndpoints(registeredEndpoints), async () => {
  const { application } = await import('../lib/app.ts');
  return (await application()).api;
});
