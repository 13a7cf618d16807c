// Sources: what each holds and how fresh it is, poll now, decide on held removals; and what they can read.
import { registerEndpoints } from '../lib/http/register.ts';
import { sourceEndpoints } from '../lib/operations/endpoints.ts';
import { parameterEndpoints } from '../lib/operations/parameter-endpoints.ts';

registerEndpoints([...sourceEndpoints, ...parameterEndpoints], async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
