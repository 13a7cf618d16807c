// The real connector, ingest and database in the process of the test: polls a source, and tells what the poll did.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PollDependencies } from '../../lib/ingest/dependencies.ts';
import { poll } from '../../lib/ingest/poll.ts';
import type { PollReceipt } from '../../lib/ingest/run.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import type { HttpUsage } from '../../lib/net/http.ts';
import { type ReadSource, readSources } from '../../lib/settings/index.ts';
import type { Connector, PollContext, PollStep } from '../../lib/sources/contract.ts';
import { openStore, type Store } from '../../lib/store/index.ts';
import type { SourceEntry } from '../end-to-end/company.ts';
import { makeMigrated } from '../store/migrated-file.ts';

export interface PollOptions {
  /** The host stops when so many steps are applied. */
  readonly stopAfter?: number;
  /** Told of each step before it is applied. */
  readonly onStep?: (step: PollStep) => void;
  readonly clock?: PollDependencies['clock'];
}

export interface Polled {
  readonly receipt: PollReceipt;
  readonly steps: number;
  /** Whether the proof that a dataset was read whole asks for a second one before anything is removed. */
  readonly offsetPaged: ReadonlyMap<string, boolean>;
  readonly usage: HttpUsage;
  /** How long it would have waited for the server, in milliseconds. */
  readonly waits: readonly number[];
}

type Source = Extract<ReadSource, { config: unknown }>;

/** A source with a database of its own. */
export class Reader {
  readonly file: string;
  readonly #store: Store;
  #source: Source;

  private constructor(file: string, store: Store, source: Source) {
    this.file = file;
    this.#store = store;
    this.#source = source;
  }

  /** `folder` is where the sources file may be written. */
  static async open(folder: string, file: string, entry: SourceEntry): Promise<Reader> {
    const database = `sqlite:${file}`;
    await makeMigrated(database);
    return new Reader(file, await openStore({ database }), sourceOf(folder, entry));
  }

  /** The same source with other settings. */
  configure(folder: string, entry: SourceEntry): void {
    this.#source = sourceOf(folder, entry);
  }

  get store(): Store {
    return this.#store;
  }

  connector(): Promise<Connector> {
    return this.#source.connect();
  }

  async poll({
    stopAfter = Number.POSITIVE_INFINITY,
    onStep = () => {},
    clock = CLOCK,
  }: PollOptions = {}): Promise<Polled> {
    const { config, type } = this.#source;
    const stop = new AbortController();
    const waits: number[] = [];
    const offsetPaged = new Map<string, boolean>();
    const connector = await this.connector();
    let steps = 0;
    let usage: HttpUsage = { requests: 0, throttled: 0, clockSkewMs: null };
    const seen = (step: PollStep): void => {
      onStep(step);
      if ('complete' in step) offsetPaged.set(step.dataset, step.complete.offsetPaged === true);
    };
    const receipt = await poll({
      store: this.#store,
      config: { ...config, type },
      connector: watched(connector, seen),
      collector: 'contract',
      clock,
      log: quiet,
      http: (signal, deadline) => {
        const client = createHttpClient({
          caFile: config.caFile,
          signal,
          deadline,
          clock,
          random: () => 0,
          log: quiet,
          sleep: async (ms) => void waits.push(ms),
        });
        usage = client.usage;
        return client;
      },
      phoneKey: 'a key that only tests use, 32 bytes',
      retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
      rules: [],
      stop: stop.signal,
      onProgress: () => {
        if (++steps === stopAfter) stop.abort();
      },
    } satisfies PollDependencies);
    if (!receipt) throw new RangeError('somebody else polls the source');
    return { receipt, steps, offsetPaged, usage, waits };
  }

  async close(): Promise<void> {
    await this.#store.close();
  }
}

/** Throws where the poll was not complete. */
export function requireComplete({ receipt: { source, outcome, error } }: Polled): void {
  if (error || outcome !== 'complete') throw new Error(`the poll of ${source} was ${outcome}: ${error?.code}`);
}

const CLOCK = { now: () => new Date() };
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function watched(connector: Connector, seen: (step: PollStep) => void): Connector {
  return {
    ...(connector.unknownNames && { unknownNames: connector.unknownNames }),
    mappingVersion: connector.mappingVersion,
    collection: connector.collection,
    describe: (context: PollContext) => connector.describe(context),
    async *poll(context: PollContext) {
      for await (const step of connector.poll(context)) {
        if (!('dataset' in step)) continue;
        seen(step);
        yield step;
      }
    },
  };
}

/** As a sources file with that entry alone gives it. Throws where it is misconfigured. */
function sourceOf(folder: string, entry: SourceEntry): Source {
  const path = join(folder, 'one-source.json');
  writeFileSync(path, JSON.stringify({ sources: [entry] }));
  const { sources, problems } = readSources(path);
  const [source] = sources;
  if (source && 'config' in source) return source;
  throw new RangeError([...problems, ...(source?.problems ?? [])].join('; '));
}
