// Notifications: what is to be told, and what waits to be delivered, every minute; a test of the channels.
import { app } from '@azure/functions';
import { registerEndpoints } from '../lib/http/register.ts';
import { notificationEndpoints } from '../lib/operations/notification-endpoints.ts';

app.timer('notify', {
  schedule: '20 * * * * *',
  useMonitor: false,
  handler: async (_timer, context) => {
    const { notifyTick } = await import('../lib/operations/notify.ts');
    await notifyTick(context);
  },
});

registerEndpoints(notificationEndpoints, async () => {
  const { operator } = await import('../lib/operations/operator.ts');
  return operator();
});
