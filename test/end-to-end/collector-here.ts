// The parts of a collector in the process of the test, without a host: a fraction of what a process costs, and it waits
// for nothing but the source. What it would wait before it asks a server again has passed at once, by its clock.

import { type Application, type ConfiguredSource, pollDependencies, polledHere } from '../../lib/app.ts';
import { announceCollector, newCollector } from '../../lib/collector.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { UnnotedPolls } from '../../lib/ingest/unnoted.ts';
import { loggerOver } from '../../lib/log.ts';
import type { Logger } from '../../lib/logger.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { databaseOf, readRules, readSources, settingsOrThrow } from '../../lib/settings/index.ts';
import { allOf, openStore } from '../../lib/store/index.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { type Source, source as told } from './answers.ts';
import type { LogEntry } from './collector-process.ts';
import type { Company } from './company.ts';

/** In place of those that its entry names. */
export interface PollLimits {
  readonly connectTimeoutSeconds?: number;
  readonly idleTimeoutSeconds?: number;
  readonly timeBudgetSeconds?: number;
}

export class CollectorHere {
  readonly entries: LogEntry[] = [];
  readonly #app: Application;
  readonly #log: Logger;
  readonly #clock: { now(): Date };
  #waitedMs = 0;

  private constructor(app: Application, output: string[], now: () => number) {
    this.#app = app;
    this.#clock = { now: () => new Date(now() + this.#waitedMs) };
    const keep = (level: string) => (message: unknown) => {
      this.entries.push({ level, message: String(message) });
      output.push(String(message));
    };
    this.#log = loggerOver({
      debug: () => {},
      info: keep('information'),
      warn: keep('warning'),
      error: keep('error'),
    });
  }

  /** With the sources that the company has in its file now; it has polled none yet. */
  static async open(company: Company, database?: string, now = Date.now): Promise<CollectorHere> {
    return new CollectorHere(await applicationOf(company, database), company.output, now);
  }

  /** Polls a source to the end, and answers what is then said of it. */
  async poll(name: string, limits: PollLimits = {}): Promise<Source> {
    const found = polledHere(this.#app.sources, this.#app.settings).find((one) => one.name === name);
    if (!found) throw new RangeError(`${name} is not polled here`);
    const source = { ...found, config: { ...found.config, ...limits } };
    const dependencies = await pollDependencies(this.#app, source, this.#log);
    await poll({
      ...dependencies,
      asked: true,
      clock: this.#clock,
      http: (...limits) => this.#client(source, ...limits),
    });
    return this.source(name);
  }

  /** What /api/sources says of it. */
  async source(name: string): Promise<Source> {
    return told.parse(JSON.parse(JSON.stringify(await sourceStatus(this.#app, name))));
  }

  #client({ config }: ConfiguredSource, signal: AbortSignal, deadline: Date) {
    return createHttpClient({
      caFile: config.caFile,
      signal,
      deadline,
      clock: this.#clock,
      random: () => 0,
      log: this.#log,
      sleep: async (ms) => {
        this.#waitedMs += ms;
      },
      limits: {
        ...(config.connectTimeoutSeconds === undefined ? {} : { connectMs: config.connectTimeoutSeconds * 1000 }),
        ...(config.idleTimeoutSeconds === undefined ? {} : { idleMs: config.idleTimeoutSeconds * 1000 }),
      },
    });
  }

  close(): Promise<void> {
    return this.#app.store.close();
  }
}

async function applicationOf(company: Company, database?: string): Promise<Application> {
  const settings = settingsOrThrow(company.environment(database));
  const { sources, problems } = readSources(settings.SOURCES_FILE);
  const at = databaseOf(settings);
  if (company.engine === 'sqlite') await makeMigrated(at);
  const store = await openStore({ database: at });
  const collector = newCollector({
    lensVersion: 'test',
    hostVersion: 'none',
    sources: sources.map(({ name }) => name),
  });
  await announceCollector(store, collector);
  const clock = { now: () => new Date() };
  const api = {
    store,
    settings: { purposes: settings.PURPOSES, timeline: settings.PERSON_TIMELINE },
    auditKey: settings.AUDIT_KEY,
    numbers: { key: settings.PHONE_KEY, countries: [] },
    clock,
    version: 'test',
  };
  return {
    settings,
    store,
    collector,
    sources,
    stores: allOf(store),
    rules: readRules(settings.RULES_FILE).rules,
    fileProblems: problems,
    ruleProblems: [],
    unnoted: new UnnotedPolls(),
    problems,
    ignored: [],
    keyFiles: [],
    api,
    stopping: new AbortController().signal,
  };
}
