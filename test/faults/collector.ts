// What meets the faults of a table: a collector in a process of its own, as it is run, or its parts in this one, which
// costs a fraction of that and waits for nothing but the source.
import { type Application, pollDependencies, polledHere } from '../../lib/app.ts';
import { announceCollector, newCollector } from '../../lib/collector.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import { loggerOver } from '../../lib/operations/log.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { databaseOf, readSources, settingsOrThrow } from '../../lib/settings/index.ts';
import { openStore } from '../../lib/store/index.ts';
import { type Source, source as told } from '../end-to-end/answers.ts';
import type { LogEntry } from '../end-to-end/collector-process.ts';
import type { Company } from '../end-to-end/company.ts';

export interface FaultedCollector {
  /** What it logged so far. */
  readonly entries: readonly LogEntry[];
  /** Polls a source to the end, and answers what /api/sources then says of it. */
  poll(name: string): Promise<Source>;
  /** Status and body of /api/health; null where there is no host to ask. */
  health(): Promise<readonly [status: number, body: string] | null>;
  /** The most memory that its process held, in bytes; null where it is the test's, or the system does not tell. */
  peakMemory(): number | null;
  stop(): Promise<unknown>;
}

/** It has polled its sources once, as it does when it starts. */
export async function collectorProcess(company: Company, name: string, database?: string): Promise<FaultedCollector> {
  const lens = await company.collector(database === undefined ? {} : { database });
  await lens.firstPolls(name);
  return {
    entries: lens.entries,
    poll: (source) => lens.poll(source),
    health: async () => {
      const response = await lens.request('health');
      return [response.status, await response.text()];
    },
    peakMemory: () => lens.peakMemory(),
    stop: () => lens.stop(),
  };
}

/** The same in this process. What it would wait before it asks a server again has passed at once, by its clock. */
export async function collectorHere(company: Company, name: string, database?: string): Promise<FaultedCollector> {
  const app = await applicationOf(company, database);
  const entries: LogEntry[] = [];
  const keep = (level: string) => (message: unknown) => {
    entries.push({ level, message: String(message) });
    company.output.push(String(message));
  };
  const log = loggerOver({
    debug: () => {},
    info: keep('information'),
    warn: keep('warning'),
    error: keep('error'),
  });
  let waited = 0;
  const clock = { now: () => new Date(Date.now() + waited) };
  const lens: FaultedCollector = {
    entries,
    async poll(source) {
      const polled = polledHere(app.sources, app.settings).find((one) => one.name === source);
      if (!polled) throw new RangeError(`${source} is not polled here`);
      const { config } = polled;
      await poll({
        ...(await pollDependencies(app, polled, log)),
        clock,
        http: (signal, deadline) =>
          createHttpClient({
            caFile: config.caFile,
            signal,
            deadline,
            clock,
            random: Math.random,
            log,
            sleep: async (ms) => {
              waited += ms;
            },
            limits: {
              connectMs: config.connectTimeoutSeconds * 1000,
              ...(config.idleTimeoutSeconds === undefined ? {} : { idleMs: config.idleTimeoutSeconds * 1000 }),
            },
          }),
      });
      return told.parse(JSON.parse(JSON.stringify(await sourceStatus(app, source))));
    },
    health: async () => null,
    peakMemory: () => null,
    stop: () => app.store.close(),
  };
  await lens.poll(name);
  return lens;
}

async function applicationOf(company: Company, database?: string): Promise<Application> {
  const settings = settingsOrThrow(company.environment(database));
  const { sources, problems } = readSources(settings.SOURCES_FILE);
  const store = await openStore({ database: databaseOf(settings) });
  const collector = newCollector({
    lensVersion: 'test',
    hostVersion: 'none',
    sources: sources.map(({ name }) => name),
  });
  await announceCollector(store, collector);
  const clock = { now: () => new Date() };
  const api = {
    store,
    settings: { purposes: settings.PURPOSES },
    auditKey: settings.AUDIT_KEY,
    clock,
    version: 'test',
  };
  return { settings, store, collector, sources, problems, ignored: [], api, stopping: new AbortController().signal };
}
