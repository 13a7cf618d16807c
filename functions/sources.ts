// Sources: what each holds and how fresh it is, poll now, decide on held removals; what they can read, and what rules say.
import { registerEndpoints } from '../lib/http/register.ts';
import { sourceEndpoints } from '../lib/operations/endpoints.ts';
import { parameterEndpoints } from '../lib/operations/parameter-endpoints.ts';
import { rulesEndpoint } from '../lib/operations/rules-endpoint.ts';

registerEndpoints([...sourceEndpoints, ...parameterEndpoints, rulesEndpoint], async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
