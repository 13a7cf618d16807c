// What is stored about whom, why, how long, and who read it.
import { registerEndpoints } from '../lib/http/register.ts';
import { privacyEndpoints } from '../lib/operations/privacy-endpoints.ts';

registerEndpoints(privacyEndpoints, async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
