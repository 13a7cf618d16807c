// Statistics: looks every five minutes whether the day's numbers are due, so that they follow the first poll.
import { app } from '@azure/functions';

app.timer('statistics', {
  schedule: '30 */5 * * * *',
  runOnStartup: true,
  useMonitor: false,
  handler: async (_timer, context) => {
    const { statisticsTick } = await import('../lib/operations/duties.ts');
    await statisticsTick(context);
  },
});
