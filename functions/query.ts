// Users, devices, apps, changes, statistics, infrastructure and search: routes are in lib/query/endpoints.ts.
import { registerEndpoints } from '../lib/http/register.ts';
import { queryEndpoints } from '../lib/query/endpoints.ts';

registerEndpoints(queryEndpoints, async () => {
  const { application } = await import('../lib/app.ts');
  return (await application()).api;
});
