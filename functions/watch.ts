// What must not wait for a source's own timer: a schema that became newer, a collector that died during a poll.
import { app } from '@azure/functions';

app.timer('watch', {
  schedule: '*/5 * * * * *',
  useMonitor: false,
  handler: async (_timer, context) => {
    const { watchTick } = await import('../lib/operations/watch.ts');
    await watchTick(context);
  },
});
