// One timer per configured source, `poll-<source>`. The handler asks the database whether a poll is due and free, so
// running at start and on several collectors does no harm, and needs no storage account.
import { app } from '@azure/functions';
import { timersOf } from '../lib/operations/timers.ts';

for (const { name, schedule } of timersOf(process.env))
  app.timer(`poll-${name}`, {
    schedule,
    runOnStartup: true,
    useMonitor: false,
    handler: async (_timer, context) => {
      const { pollTick } = await import('../lib/operations/poll-source.ts');
      await pollTick(name, context);
    },
  });
