// The daily duties: retention, links, statistics and the licence check. Their timers may tick on several collectors, and more often than
// daily; the database says whether a duty is due.
import { randomUUID } from 'node:crypto';
import { type Application, applicationOfTimers, clock } from '../app.ts';
import { announceCollector } from '../collector.ts';
import { within } from '../correlation.ts';
import { APP_COUNTS } from '../counts/app-marks.ts';
import { type ContextLog, logFailure, loggerOver } from '../log.ts';
import { span } from '../span.ts';
import { A_DAY_MS, doIfDue } from './duty.ts';
import { warningsOf } from './warnings.ts';

/** A little less than a day, so that a duty does not wander through the hours. */
const DAILY_MS = 23.5 * 3_600_000;
/** Far below `functionTimeout`; what is left is taken up by the next tick. */
const BUDGET_MS = 20 * 60_000;

/** By a clock that nobody sets. */
function stoppedWithin({ stopping }: Application): () => boolean {
  const until = performance.now() + BUDGET_MS;
  return () => stopping.aborted || performance.now() > until;
}

/** Never throws: what fails is logged, and due again. Its lines have a run of their own. */
const duty = (...of: Parameters<typeof runDuty>): Promise<void> => within({ run: randomUUID() }, () => runDuty(...of));

async function runDuty(
  name: string,
  context: ContextLog,
  work: (app: Application) => Promise<boolean>,
  intervalMs = DAILY_MS,
): Promise<void> {
  try {
    const app = await applicationOfTimers();
    await announceCollector(app.store, app.collector);
    await doIfDue(app.store, name, intervalMs, () => work(app));
  } catch (error) {
    logFailure(loggerOver(context), name, error);
  }
}

/** At the start of each collector, and daily. */
let verified = false;

/** Links that earlier versions left wrong are mended; then what is overdue leaves, and terms of the search are proven. */
export async function retentionTick(context: ContextLog): Promise<void> {
  const interval = verified ? DAILY_MS : 0;
  verified = true;
  await duty('links', context, (app) => verifyLinks(app, context), interval);
  await duty('retention', context, (app) => expireOverdue(app, context));
  await duty('search-terms', context, (app) => verifySearch(app, context), interval);
}

async function verifyLinks(app: Application, context: ContextLog): Promise<boolean> {
  const [{ verifyPeople }, { verifyHardware }] = await Promise.all([
    import('../people/verify.ts'),
    import('../hardware/verify.ts'),
  ]);
  const stopped = () => app.stopping.aborted;
  const people = await verifyPeople(app.store, stopped);
  const devices = await verifyHardware(app.store, (work) => app.store.write(work), stopped);
  if (people.records + people.events + devices > 0)
    loggerOver(context).warn('Records that are one person or one device were not linked: mended.', {
      ...people,
      devices,
    });
  return !stopped();
}

async function verifySearch(app: Application, context: ContextLog): Promise<boolean> {
  const { verifyTerms } = await import('../mirror/terms-anew.ts');
  const stopped = () => app.stopping.aborted;
  const rows = await verifyTerms(app.store, stopped);
  if (rows > 0) loggerOver(context).warn('Rows were not found by what they hold: mended.', { rows });
  return !stopped();
}

async function expireOverdue(app: Application, context: ContextLog): Promise<boolean> {
  const log = loggerOver(context);
  const { judgeClock, lookAt } = await import('../retention/jump.ts');
  const doubt = await judgeClock(app.store, await lookAt(app.store, clock));
  for (const warning of await warningsOf(app, await app.store.inspect())) log.warn(warning);
  if (doubt) return false;
  const { runRetention } = await import('../retention/retention.ts');
  return span('retention', {}, async (tell) => {
    const { complete } = await runRetention({
      store: app.store,
      settings: app.settings,
      stopped: stoppedWithin(app),
      log,
    });
    tell({ outcome: complete ? 'complete' : 'partial' });
    return complete;
  });
}

/** Its taker's alone: what is left when a collector stops is taken up an hour later, or by the next tick. */
const KEYS_MS = 3_600_000;

/** Of migrations that were applied by the start of this version, by a DBA, or by another collector. */
const batchesOfMigrations = (context: ContextLog): Promise<void> =>
  duty(
    'batches',
    context,
    async (app) => {
      const { writeBatches } = await import('../store/batches.ts');
      return writeBatches(app.store, stoppedWithin(app));
    },
    KEYS_MS,
  );

const keysOfVersions = (context: ContextLog): Promise<void> =>
  duty(
    'version-keys',
    context,
    async (app) => {
      const { makeVersionKeys } = await import('./version-keys.ts');
      return makeVersionKeys(app.store, () => app.stopping.aborted);
    },
    KEYS_MS,
  );

async function countsOfApps(context: ContextLog): Promise<void> {
  const counts = () => import('./app-counts.ts');
  await duty(
    APP_COUNTS,
    context,
    async ({ store, stopping }) => (await counts()).countAppsOfDay(store, () => stopping.aborted),
    A_DAY_MS,
  );
  await duty('app-counts-verified', context, async ({ store, stopping }) => {
    const apps = await (await counts()).verifyAppCounts(store, () => stopping.aborted);
    if (apps) loggerOver(context).warn('Kept counts of apps were not what is stored: counted anew.', { apps });
    return apps !== null;
  });
}

export async function statisticsTick(context: ContextLog): Promise<void> {
  await batchesOfMigrations(context);
  await keysOfVersions(context);
  await countsOfApps(context);
  await dailyNumbers(context);
}

const dailyNumbers = (context: ContextLog): Promise<void> =>
  duty(
    'statistics',
    context,
    async (app) => {
      const [{ areDevicesRead }, { countDevices }] = await Promise.all([
        import('./devices-read.ts'),
        import('./statistics.ts'),
      ]);
      if (!(await areDevicesRead(app.store))) return false;
      return countDevices(app.store, await app.store.now(), () => app.stopping.aborted);
    },
    A_DAY_MS,
  );

export const licenseTick = (context: ContextLog): Promise<void> =>
  duty('license-check', context, async (app) => {
    // Before the first poll there is nothing to count.
    if (app.settings.LICENSE_URL !== undefined && !(await isPolled(app))) return false;
    const [{ runLicenseCheck }, { createHttpClient }] = await Promise.all([
      import('../license/exchange.ts'),
      import('../net/client.ts'),
    ]);
    const log = loggerOver(context);
    using http = createHttpClient({
      caFile: app.settings.LICENSE_CA_FILE,
      caFileKey: '`LICENSE_CA_FILE`',
      signal: AbortSignal.any([app.stopping, AbortSignal.timeout(300_000)]),
      clock,
      random: Math.random,
      log,
    });
    const exchange = await span('license-check', {}, () =>
      runLicenseCheck({
        store: app.store,
        versions: versionsOf(app),
        auditKey: app.settings.AUDIT_KEY,
        http,
        url: app.settings.LICENSE_URL,
        publicKey: app.settings.LICENSE_PUBLIC_KEY,
        log,
      }),
    );
    return exchange === null || exchange.errorCode === null;
  });

async function isPolled({ store }: Application): Promise<boolean> {
  const polled = store.db.selectFrom('source_state').select('source').where('passes', 'is not', null);
  return (await polled.executeTakeFirst()) !== undefined;
}

export const versionsOf = ({ collector }: Application) => ({
  emmLens: collector.lensVersion,
  functionsHost: collector.hostVersion,
  nodeJs: process.versions.node,
});
