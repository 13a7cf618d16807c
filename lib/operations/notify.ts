// Every minute: what is to be told to operators is noted, and what is due is sent. Without a channel nothing is done.
import { type Application, applicationOfTimers, clock } from '../app.ts';
import { type ContextLog, logFailureOnce, loggerOver, logSuccess } from '../log.ts';
import type { Channel } from '../notifications/deliver.ts';
import { isWithin, WEEKDAYS } from '../rules/time.ts';
import { NOTIFIED } from '../settings/index.ts';
import { WARNING_KINDS, type Warning } from '../warning-kinds.ts';
import { warningsIn } from './warnings.ts';

/** Never throws. That the database does not answer is said once; health goes on telling it. */
export async function notifyTick(context: ContextLog): Promise<void> {
  const app = await applicationOfTimers().catch(() => null);
  if (!app) return;
  const log = loggerOver(context);
  try {
    const { channelsOf } = await import('../notifications/channels.ts');
    await tellOperators(app, channelsOf({ ...app, clock, signal: app.stopping, log }), log);
    logSuccess(log, 'notifications');
  } catch (error) {
    logFailureOnce(log, 'notifications', error);
  }
}

const HOUR_MS = 3_600_000;
const ROUND_MS = 60_000;

export async function tellOperators(
  app: Application,
  channels: readonly Channel[],
  log: ReturnType<typeof loggerOver>,
): Promise<void> {
  if (channels.length === 0) return;
  const [{ note }, { deliver }] = await Promise.all([
    import('../notifications/outbox.ts'),
    import('../notifications/deliver.ts'),
  ]);
  const { store, settings, stopping } = app;
  const isQuiet = isQuietAt(settings.NOTIFY_QUIET_HOURS, await store.now());
  await note(
    store,
    await toTell(app),
    channels.map(({ name }) => name),
    {
      kinds: settings.NOTIFY_KINDS ?? NOTIFIED,
      reminderMs: settings.NOTIFY_REMINDER_HOURS * HOUR_MS,
      isQuiet,
    },
  );
  const urgent = Object.entries(WARNING_KINDS).flatMap(([kind, { urgent }]) => (urgent ? [kind] : []));
  // What a slow channel has not begun by then waits for the next round, lest the other one waits for it.
  const stop = AbortSignal.any([stopping, AbortSignal.timeout(ROUND_MS)]);
  await deliver({ store, channels, kinds: isQuiet ? urgent : null, stop, log });
}

/** What the collector warns of, by the thresholds of notifications, and what else it shows elsewhere. */
async function toTell(app: Application): Promise<readonly Warning[]> {
  const { NOTIFY_STALE_HOURS, NOTIFY_EXPIRY_DAYS } = app.settings;
  const thresholds = { staleDays: NOTIFY_STALE_HOURS / 24, expiryDays: NOTIFY_EXPIRY_DAYS };
  const rules = app.ruleProblems.map((line): Warning => ({ kind: 'rules-unusable', source: null, line }));
  return [...(await warningsIn(app, await app.store.inspect(), undefined, thresholds)), ...rules];
}

function isQuietAt(hours: Application['settings']['NOTIFY_QUIET_HOURS'], now: Date): boolean {
  return hours !== undefined && isWithin({ ...hours, days: WEEKDAYS, outside: false })(now);
}
