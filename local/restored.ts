// npm run restored: after the database of DATABASE was restored from a backup, and before a collector starts on it.
import { statSync } from 'node:fs';
import type { Clock } from '../lib/clock.ts';
import { ConfigError } from '../lib/errors.ts';
import { acceptKeys } from '../lib/key-checks.ts';
import { loggerOver } from '../lib/log.ts';
import { markRestored, reasonsAgainst } from '../lib/operations/restored.ts';
import { doubtLine, judgeClock, lookAt } from '../lib/retention/jump.ts';
import { runRetention } from '../lib/retention/retention.ts';
import { type Environment, readSources, type Settings, settingsOrThrow } from '../lib/settings/index.ts';
import { openEngine, type Store } from '../lib/store/index.ts';
import { isAhead, newestSchema, schemaOf } from '../lib/store/migrate.ts';
import { storeOver } from '../lib/store/store.ts';
import { argumentsOf } from './arguments.ts';
import { described, telling } from './failure.ts';
import { localValues } from './host/settings.ts';
import { openedBy } from './opened.ts';

const USAGE = `npm run restored [-- --force]

After the database of DATABASE was restored from a backup, and before a collector starts on it, with the settings of the
collectors in the environment or in local.settings.json: docs/upgrade.md, "Restore".
--force   although a collector was seen within 15 minutes (where it was one of the time of the backup), or the keys of
          that time are lost`;

/** What is left then is told, and taken up by the collectors. */
const BUDGET_MS = 3_600_000;

interface Running {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** The exit code. Throws LensError. */
export async function run(args: readonly string[], { environment, clock, print }: Running): Promise<number> {
  const options = { help: { type: 'boolean' }, force: { type: 'boolean', default: false } } as const;
  const { help, force } = argumentsOf(USAGE, { args: [...args], options }).values;
  if (help) {
    print(USAGE);
    return 0;
  }
  const settings = settingsOrThrow(environment);
  const configured = configuredBy(settings);
  const { file, ...opened } = openedBy(settings);
  if (file !== null && isReadByOthers(file)) print(`Other accounts can read the database: chmod 600 ${file}`);
  const engine = await openEngine(opened);
  try {
    const store = storeOver(engine);
    // Before anything is written; and nothing is migrated here: the backup may be the only way back to an older version.
    const [schema, newest] = [await schemaOf(engine), newestSchema(engine.name)];
    if (!isAhead(schema, newest) && schema.version < newest) throw olderSchema(schema.version, newest);
    const reasons = await reasonsAgainst(store, settings);
    for (const reason of reasons) print(`${force ? 'Gone on by --force: ' : ''}${described(reason)}`);
    if (reasons.length > 0 && !force) return 1;
    await acceptKeys(store, settings);
    return await restored(store, { settings, configured, clock, print });
  } finally {
    await engine.close();
  }
}

const olderSchema = (version: number, newest: number): ConfigError =>
  new ConfigError(`The backup has schema ${version}, older than this version of EMM Lens makes (${newest}).`, {
    code: 'schema-older',
    hint: 'To go back to the version that made it, start that one on it, or run its own `npm run restored` where it has one (0.1.0 has none). To go on with this version: npm run migrate, then npm run restored. Nothing was changed.',
  });

/** Rows and events of any other source leave once UNVERIFIED_DAYS are over: a file that is not there would take all. */
function configuredBy({ SOURCES_FILE }: Settings): readonly string[] {
  const { sources, problems } = readSources(SOURCES_FILE);
  const [problem] = problems;
  if (problem !== undefined) throw new ConfigError(problem, { code: 'no-sources', hint: 'Nothing was changed.' });
  return sources.filter((source) => !('config' in source) || source.config.enabled).map(({ name }) => name);
}

/** As a backup is that was made without a umask. Windows has no such modes. */
const isReadByOthers = (file: string): boolean => process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;

async function restored(
  store: Store,
  {
    settings,
    configured,
    clock,
    print,
  }: Pick<Running, 'clock' | 'print'> & { readonly settings: Settings; readonly configured: readonly string[] },
): Promise<number> {
  const say = (line: unknown) => print(String(line));
  const sources = await markRestored(store, configured);
  const doubt = await judgeClock(store, await lookAt(store, clock));
  if (doubt) {
    print(doubtLine(doubt));
    return 1;
  }
  const until = performance.now() + BUDGET_MS;
  const { complete } = await runRetention({
    store,
    settings,
    stopped: () => performance.now() > until,
    log: loggerOver({ debug: () => {}, info: say, warn: say, error: say }),
  });
  print(
    `Read anew: ${sources.join(', ') || 'no source yet'}. ${complete ? 'What was overdue has left.' : 'Not all that is overdue has left yet: the collectors go on.'}`,
  );
  return complete ? 0 : 1;
}

if (import.meta.main)
  await telling(() =>
    run(process.argv.slice(2), {
      environment: { ...localValues('.'), ...process.env },
      clock: { now: () => new Date() },
      print: console.log,
    }),
  );
