// Retention: ticks hourly; its duty is daily, or until no backlog is left.
import { app } from '@azure/functions';

app.timer('retention', {
  schedule: '0 10 * * * *',
  runOnStartup: true,
  useMonitor: false,
  handler: async (_timer, context) => {
    const { retentionTick } = await import('../lib/operations/duties.ts');
    await retentionTick(context);
  },
});
