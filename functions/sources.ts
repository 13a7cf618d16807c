// Sources: what each holds and how fresh it is, poll now, decide on held removals.
import { registerEndpoints } from '../lib/http/register.ts';
import { sourceEndpoints } from '../lib/operations/endpoints.ts';

registerEndpoints(sourceEndpoints, async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
