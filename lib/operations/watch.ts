// Every few seconds: whether this version may go on with the schema, and whether a collector died while it polled.
import { type Application, applicationOfTimers, leaveDatabase, polledHere } from '../app.ts';
import { isOneTooMany } from '../ingest/losses.ts';
import { type ContextLog, logFailure, logFailureOnce, loggerOver, logSuccess } from '../log.ts';
import type { Logger } from '../logger.ts';
import { abandonedSources } from '../store/lease.ts';
import { isAhead, newestSchema, schemaOfStore } from '../store/migrate.ts';
import { pollBehind } from './poll-source.ts';

/** Never throws. That the database does not answer is said once; health goes on telling it. */
export async function watchTick(context: ContextLog): Promise<void> {
  const app = await applicationOfTimers().catch(() => null);
  if (app) await watch(app, loggerOver(context));
}

export async function watch(app: Application, log: Logger, leave = leaveDatabase): Promise<void> {
  try {
    isAhead(await schemaOfStore(app.store), newestSchema(app.store.engine));
    await takeOver(app);
    logSuccess(log, WATCH);
  } catch (error) {
    logFailureOnce(log, WATCH, error);
    if (error instanceof Error && 'code' in error && error.code === 'schema-newer')
      await leave().catch((failure: unknown) => logFailure(log, 'leaving the database', failure));
  }
}

const WATCH = 'the watch';

/** What this process takes over, and still waits for: the next tick does not begin it again. */
const taking = new Set<string>();

/** Goes on with what another collector left in the middle; whether it still is so is asked with the lease, once more. */
async function takeOver(app: Application): Promise<void> {
  const abandoned = new Set(await abandonedSources(app.store));
  if (abandoned.size === 0) return;
  for (const source of polledHere(app.sources, app.settings))
    if (abandoned.has(source.name) && !taking.has(source.name) && !(await isOneTooMany(app.store, source.name))) {
      taking.add(source.name);
      void pollBehind(app, source, { takesOver: true }).finally(() => taking.delete(source.name));
    }
}
