// The first counts of apps come as soon as a poll has ended: until the next tick of the duty answers of a new database would
// be empty. From then on they are of the day.
import type { Application } from '../app.ts';
import { APP_COUNTS } from '../counts/app-marks.ts';
import { logFailure } from '../log.ts';
import { A_DAY_MS, doIfDue } from './duty.ts';

type Log = Parameters<typeof logFailure>[0];

let counting = Promise.resolve();
let isAwaited = false;

/** Polls that end while one is counted for share the next count. Never throws. */
export function countAppsOfPolls(
  { store, stopping }: Pick<Application, 'store' | 'stopping'>,
  log: Log,
): Promise<void> {
  if (isAwaited) return counting;
  isAwaited = true;
  counting = counting.then(async () => {
    isAwaited = false;
    if (stopping.aborted) return;
    try {
      await doIfDue(store, APP_COUNTS, A_DAY_MS, async () => {
        const { countAppsOfDay } = await import('./app-counts.ts');
        return countAppsOfDay(store, () => stopping.aborted);
      });
    } catch (error) {
      logFailure(log, APP_COUNTS, error);
    }
  });
  return counting;
}
