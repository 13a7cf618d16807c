// The licence check: daily, counts and versions only; and what it sent, and would send.
import { app } from '@azure/functions';
import { registerEndpoints } from '../lib/http/register.ts';
import { licenseEndpoints } from '../lib/operations/license-endpoints.ts';
import { licenseSchedule } from '../lib/operations/timers.ts';

app.timer('license-check', {
  schedule: licenseSchedule(process.env),
  runOnStartup: true,
  useMonitor: false,
  handler: async (_timer, context) => {
    const { licenseTick } = await import('../lib/operations/duties.ts');
    await licenseTick(context);
  },
});

registerEndpoints(licenseEndpoints, async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
