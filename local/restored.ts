// npm run restored: after the database of DATABASE was restored from a backup, and before a collector starts on it.
import { existsSync } from 'node:fs';
import { ConfigError } from '../lib/errors.ts';
import { consoleLogger } from '../lib/log.ts';
import { markRestored } from '../lib/operations/restored.ts';
import { doubtLine, judgeClock, lookAt } from '../lib/retention/jump.ts';
import { runRetention } from '../lib/retention/retention.ts';
import { databaseOf, settingsOrThrow } from '../lib/settings/index.ts';
import { openStore } from '../lib/store/index.ts';
import { failureTold } from './failure.ts';
import { localValues } from './host/settings.ts';

/** What is left then is told, and taken up by the collectors. */
const BUDGET_MS = 3_600_000;
const clock = { now: () => new Date() };

if (process.argv.length > 2) console.log('npm run restored: without options, see docs/upgrade.md.');
else await restored().catch(failed);

async function restored(): Promise<void> {
  const settings = settingsOrThrow({ ...localValues('.'), ...process.env });
  const database = databaseOf(settings);
  const [, file] = /^sqlite:(.+)$/s.exec(database) ?? [];
  // A path with a typing mistake would be a new database, and look like a success.
  if (file !== undefined && !existsSync(file))
    throw new ConfigError('The database has no file.', {
      code: 'no-database',
      hint: 'Put the backup where DATABASE says, or correct DATABASE. Nothing was made.',
    });
  const caFile = settings.DATABASE_CA_FILE;
  const store = await openStore({ database, ...(caFile !== undefined && { caFile }) });
  try {
    const sources = await markRestored(store);
    const doubt = await judgeClock(store, await lookAt(store, clock));
    if (doubt) {
      console.error(doubtLine(doubt));
      process.exitCode = 1;
      return;
    }
    const { complete } = await runRetention({
      store,
      settings,
      clock,
      signal: new AbortController().signal,
      budgetMs: BUDGET_MS,
      log: consoleLogger,
    });
    console.log(
      `Read anew: ${sources.join(', ') || 'no source yet'}. ${complete ? 'What was overdue has left.' : 'Not all that is overdue has left yet: the collectors go on.'}`,
    );
    if (!complete) process.exitCode = 1;
  } finally {
    await store.close();
  }
}

function failed(error: unknown): void {
  console.error(failureTold(error));
  process.exitCode = 1;
}
