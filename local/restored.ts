// npm run restored: after the database of DATABASE was restored from a backup, and before a collector starts on it.

import { consoleLogger } from '../lib/log.ts';
import { markRestored } from '../lib/operations/restored.ts';
import { runRetention } from '../lib/retention/retention.ts';
import { databaseOf, settingsOrThrow } from '../lib/settings/index.ts';
import { openStore } from '../lib/store/index.ts';
import { failureTold } from './failure.ts';
import { localValues } from './host/settings.ts';

/** What is left then is told, and taken up by the collectors. */
const BUDGET_MS = 3_600_000;

try {
  const settings = settingsOrThrow({ ...localValues('.'), ...process.env });
  const caFile = settings.DATABASE_CA_FILE;
  const store = await openStore({ database: databaseOf(settings), ...(caFile !== undefined && { caFile }) });
  try {
    const sources = await markRestored(store);
    const { complete } = await runRetention({
      store,
      settings,
      clock: { now: () => new Date() },
      signal: new AbortController().signal,
      budgetMs: BUDGET_MS,
      log: consoleLogger,
    });
    console.log(
      `Read anew: ${sources.join(', ') || 'no source yet'}. ${complete ? 'What was overdue has left.' : 'Not all that is overdue has left yet: the collectors go on.'}`,
    );
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(failureTold(error));
  process.exitCode = 1;
}
