// Builds the application once per process: settings, store, sources. A failed start is not kept: the next request or
// tick tries again, so that a database that was down for a while needs no restart.
import { readFileSync } from 'node:fs';
import { announceCollector, type Collector, endCollector, hostVersion, newCollector } from './collector.ts';
import { DatabaseLogin } from './database-login.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import type { PollDependencies } from './ingest/dependencies.ts';
import type { PushDependencies } from './ingest/push.ts';
import { UnnotedPolls } from './ingest/unnoted.ts';
import { noteKeys } from './key-checks.ts';
import { consoleLogger } from './log.ts';
import type { Logger } from './logger.ts';
import { ignoreCertificateSwitch } from './net/certificates.ts';
import type { HttpLimits } from './net/client.ts';
import { requireNode } from './node-version.ts';
import { isBelieved } from './retention/jump.ts';
import { keptTooShort } from './retention/sums.ts';
import type { Rule } from './rules/judge.ts';
import {
  databaseOf,
  hostTelemetry,
  type KeyFile,
  keyFilesOf,
  keyFileWarnings,
  misspeltSettings,
  type ReadSource,
  readRules,
  readSources,
  type Settings,
  settingsOrThrow,
  unknownSources,
} from './settings/index.ts';
import type { BaseConfig } from './sources/config.ts';
import type { Connector } from './sources/contract.ts';
import { openStores, type Store, type Stores } from './store/index.ts';
import { aheadLines } from './store/migrate.ts';

export interface Application {
  readonly settings: Settings;
  /** For requests of the API, health among them; for timers that of polls. */
  readonly store: Store;
  /** The same database, over connections of their own. */
  readonly stores: Stores;
  readonly collector: Collector;
  readonly sources: readonly ReadSource[];
  /** Of the company, those without a mistake. */
  readonly rules: readonly Rule[];
  /** What is wrong with the sources file as a whole: then there are none. */
  readonly fileProblems: readonly string[];
  /** Why the rules file, or some of its rules, are not used. */
  readonly ruleProblems: readonly string[];
  /** And with the rules file, and what names a source that there is not. */
  readonly problems: readonly string[];
  /** What is set in the environment and is not obeyed. */
  readonly ignored: readonly string[];
  /** Looked at whenever warnings are told: what others can read is mended without a restart. */
  readonly keyFiles: readonly KeyFile[];
  /** Polls of this collector that the database knows nothing of. */
  readonly unnoted: UnnotedPolls;
  readonly api: ApiDependencies;
  /** Aborts when the host stops. */
  readonly stopping: AbortSignal;
}

export const clock = { now: () => new Date() };

const login = new DatabaseLogin(clock);
let built: Promise<Application> | undefined;
let stopping = new AbortController();

export function application(): Promise<Application> {
  built ??= build().catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}

/** Of this process, where it is built, or being built: for what must not open the database. */
export const applicationIfBuilt = (): Promise<Application> | undefined => built;

/** What a timer works with: nobody who waits for an answer of the API waits for its connections. */
export async function applicationOfTimers(): Promise<Application> {
  const app = await application();
  return { ...app, store: app.stores.polls };
}

/** Polls end at their next page, those that wait at once. Requests are answered as before. */
export const stopPolls = (): void => stopping.abort();

/** Polls stop, and the database is closed. */
export async function stopApplication(): Promise<void> {
  stopPolls();
  // A database that is gone is no reason not to end: the collector is one that was killed.
  await close(built, ({ store, collector }) => endCollector(store, collector).catch(() => undefined));
}

/** The schema is no longer one that this version may touch: polls end, and whoever asks next is refused as at a start. */
export async function leaveDatabase(): Promise<void> {
  const leaving = built;
  built = undefined;
  const polls = stopping;
  stopping = new AbortController();
  polls.abort();
  await close(leaving);
}

/** When nothing runs any more. */
async function close(opened: typeof built, last = async (_app: Application): Promise<void> => {}): Promise<void> {
  const app = await opened?.catch(() => undefined);
  await Promise.allSettled(running);
  if (!app) return;
  await last(app);
  await app.stores.close();
}

const running = new Set<Promise<unknown>>();

/** Work that outlives its invocation: the stop waits for it. */
export function inBackground(work: Promise<unknown>): void {
  const settled = work.catch(() => {}).finally(() => running.delete(settled));
  running.add(settled);
}

async function build(): Promise<Application> {
  requireNode();
  const settings = settingsOrThrow(process.env);
  const ignored = [
    ...(ignoreCertificateSwitch() ? [CERTIFICATE_SWITCH] : []),
    ...misspeltSettings(process.env),
    ...hostTelemetry(process.env),
  ];
  const { sources, problems } = readSources(settings.SOURCES_FILE);
  const { rules, problems: ruleProblems } = readRules(settings.RULES_FILE);
  const database = databaseOf(settings);
  const caFile = settings.DATABASE_CA_FILE;
  const stores = await login.with(database, () => openStores({ database, ...(caFile !== undefined && { caFile }) }));
  const store = stores.api;
  const version = lensVersion();
  const collector = newCollector({
    lensVersion: version,
    hostVersion: hostVersion(),
    sources: polledHere(sources, settings).map((source) => source.name),
  });
  const announced = announceCollector(store, collector).then(() => noteKeys(store, settings));
  await announced.catch(async (error: unknown) => {
    await stores.close();
    throw error;
  });
  const api = {
    store,
    settings: { purposes: settings.PURPOSES, timeline: settings.PERSON_TIMELINE, roles: settings.API_ROLES },
    auditKey: settings.AUDIT_KEY,
    numbers: { key: settings.PHONE_KEY, countries: sources.flatMap(countryOf) },
    clock,
    version,
  };
  const misspelt = unknownSources(settings.COLLECTOR_SOURCES, sources);
  const all = [
    ...problems,
    ...ruleProblems,
    ...keptTooShort(rules, settings),
    ...misspelt.map((name) => `COLLECTOR_SOURCES names ${name}, which the sources file does not have.`),
  ];
  const keyFiles = keyFilesOf(settings, sources);
  tell([...all, ...ignored, ...keyFileWarnings(keyFiles), ...(await aheadLines(store))], sources);
  return {
    settings,
    store,
    stores,
    collector,
    sources,
    rules,
    fileProblems: problems,
    ruleProblems,
    problems: all,
    ignored,
    keyFiles,
    unnoted: new UnnotedPolls(),
    api,
    stopping: stopping.signal,
  };
}

const countryOf = (source: ReadSource): readonly string[] =>
  'config' in source && source.config.country !== undefined ? [source.config.country] : [];

export const CERTIFICATE_SWITCH =
  'NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and ignored: certificates are checked all the same. Take it out of the environment, and name private authorities in caFile.';

/** Once per start; `/api/sources` goes on showing it. */
function tell(problems: readonly string[], sources: readonly ReadSource[]): void {
  for (const problem of problems) consoleLogger.warn(`EMM Lens: ${problem}`);
  for (const source of sources)
    if ('problems' in source)
      consoleLogger.warn(`EMM Lens does not poll ${source.name}: ${source.problems.join('; ')}`);
}

export type ConfiguredSource = Extract<ReadSource, { config: unknown }>;

/** The sources that this collector polls. */
export function polledHere(
  sources: readonly ReadSource[],
  settings: Pick<Settings, 'COLLECTOR_SOURCES'>,
): readonly ConfiguredSource[] {
  return sources.flatMap((source) =>
    'config' in source && source.config.enabled && (settings.COLLECTOR_SOURCES?.includes(source.name) ?? true)
      ? [source]
      : [],
  );
}

const connectors = new WeakMap<ConfiguredSource, Promise<Connector>>();

/** What a push is given; null where the source is no log. */
export async function pushDependencies(app: Application, source: ConfiguredSource): Promise<PushDependencies | null> {
  const connecting = connectors.get(source) ?? source.connect();
  connectors.set(source, connecting);
  connecting.catch(() => connectors.delete(source));
  const connector = await connecting;
  if (!connector.isLog) return null;
  return {
    store: app.stores.push,
    config: source.config,
    connector,
    collector: app.collector.instance,
    clock,
    phoneKey: app.settings.PHONE_KEY.read(),
    retention: app.settings,
    rules: app.rules,
  };
}

/** What a poll of a source is given. */
export async function pollDependencies(
  app: Application,
  source: ConfiguredSource,
  log: Logger,
): Promise<PollDependencies> {
  return {
    store: app.stores.polls,
    config: { ...source.config, type: source.type },
    connector: await source.connect(),
    collector: app.collector.instance,
    clock,
    log,
    http: await clientsOf(source.config, log),
    phoneKey: app.settings.PHONE_KEY.read(),
    believesClock: () => isBelieved(app.stores.polls, clock),
    retention: app.settings,
    rules: app.rules,
    stop: app.stopping,
  };
}

/** Makes the client of a poll. */
export async function clientsOf(
  config: BaseConfig,
  log: Logger,
  limits: Partial<HttpLimits> = {},
): Promise<PollDependencies['http']> {
  const { createHttpClient } = await import('./net/client.ts');
  return (signal, deadline) =>
    createHttpClient({
      caFile: config.caFile,
      proxy: config.proxy,
      proxyCredentials: config.proxyCredentials?.read(),
      signal,
      deadline,
      clock,
      random: Math.random,
      log,
      limits: { ...limitsOf(config), ...limits },
    });
}

function limitsOf({ connectTimeoutSeconds, idleTimeoutSeconds }: BaseConfig): Partial<HttpLimits> {
  return {
    ...(connectTimeoutSeconds === undefined ? {} : { connectMs: connectTimeoutSeconds * 1000 }),
    ...(idleTimeoutSeconds === undefined ? {} : { idleMs: idleTimeoutSeconds * 1000 }),
  };
}

export function lensVersion(): string {
  // Two folders up from dist/lib, one from lib: package.json stands at the root of the app.
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (typeof version === 'string') return version;
    } catch {
      // Not there: the other place.
    }
  }
  return 'unknown';
}
