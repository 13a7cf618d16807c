// What polls changed of apps is counted as soon as one has ended: until the next tick of the duty answers would be old, and
// those of a new database empty.
import type { Application } from '../app.ts';
import { logFailure } from '../log.ts';

type Log = Parameters<typeof logFailure>[0];

let counting = Promise.resolve();
let isAwaited = false;

/** Polls that end while one is counted for share the next count. Never throws. */
export function countAppsOfPolls(app: Application, log: Log): Promise<void> {
  if (isAwaited) return counting;
  isAwaited = true;
  counting = counting.then(async () => {
    isAwaited = false;
    if (app.stopping.aborted) return;
    try {
      const { recountApps } = await import('./app-counts.ts');
      await recountApps(app.store, () => app.stopping.aborted);
    } catch (error) {
      logFailure(log, 'app-counts', error);
    }
  });
  return counting;
}
