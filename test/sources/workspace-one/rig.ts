// A simulated tenant, and a driver that polls the connector against it as ingest does: steps in order, checkpoints kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MirrorName, SourceEventName } from '../../../lib/catalog/index.ts';
import { createHttpClient } from '../../../lib/net/client.ts';
import type { HttpClient } from '../../../lib/net/http.ts';
import type { Checkpoint, PollContext, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { workspaceOneConfig } from '../../../lib/sources/workspace-one/config.ts';
import { workspaceOne } from '../../../lib/sources/workspace-one/index.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { Estate } from '../../../local/fleet/estate/estate.ts';
import { startWorkspaceOne, type WorkspaceOne } from '../../../local/fleet/workspace-one/index.ts';

export interface Poll {
  readonly steps: readonly PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly usage: HttpClient['usage'];
  readonly warnings: readonly string[];
}

export interface PollOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checkpoint?: Checkpoint | null;
  /** Told of each step, before the next one is read. */
  readonly onStep?: (step: PollStep, stop: () => void) => void;
  readonly now?: () => Date;
}

export interface Rig {
  readonly estate: Estate;
  readonly server: WorkspaceOne;
  /** Settings that sign in by Basic. */
  readonly basic: Readonly<Record<string, unknown>>;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<unknown>;
  /** Forgets what was asked. */
  reset(): void;
  /** `METHOD path?query` of everything that was asked. */
  asked(): string[];
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const products = ['workspace-one'] as const;
  const epoch = Date.now();
  const estate = new Estate({ users, devices, appsPerDevice, seed: 7, epoch, stepMs: 60_000, products });
  const server = await startWorkspaceOne({ estate, authority, clock: () => Date.now() });
  const { credentials } = server;
  process.env.TEST_WS1_SECRET = credentials.clientSecret;
  process.env.TEST_WS1_TENANT = credentials.tenantCode;
  process.env.TEST_WS1_PASSWORD = credentials.password;
  const settings = {
    name: 'ws1-test',
    type: 'workspace-one',
    url: server.url,
    tenantCode: 'env:TEST_WS1_TENANT',
    clientId: credentials.clientId,
    clientSecret: 'env:TEST_WS1_SECRET',
    tokenUrl: server.tokenUrl,
    caFile,
    pageSize: 15,
    personalDevices: true,
    parallelRequests: 16,
  };
  return {
    estate,
    server,
    basic: {
      clientId: undefined,
      clientSecret: undefined,
      tokenUrl: undefined,
      username: credentials.username,
      password: 'env:TEST_WS1_PASSWORD',
    },
    poll: (options = {}) => pollOnce({ ...settings, ...options.settings }, options),
    describe: async () => {
      const connector = workspaceOne.create(workspaceOneConfig.parse(settings));
      using http = createHttpClient({ caFile, ...quietly() });
      return connector.describe({ ...quietly(), checkpoint: null, http });
    },
    reset: () => {
      server.faults.clear();
      server.requests.length = 0;
      server.settings.timeZoneOffsetMinutes = 0;
      server.settings.decimalComma = false;
    },
    asked: () => server.requests.map(({ method, path, query }) => `${method} ${path}?${query}`),
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}

const none = () => undefined;

function quietly(): Omit<PollContext, 'http' | 'checkpoint'> & { random: () => number; sleep: () => Promise<void> } {
  const log = { debug: none, info: none, warn: none, error: none };
  const clock = { now: () => new Date() };
  return { signal: new AbortController().signal, clock, log, random: () => 0, sleep: () => Promise.resolve() };
}

async function pollOnce(settings: Readonly<Record<string, unknown>>, options: PollOptions): Promise<Poll> {
  const config = workspaceOneConfig.parse(settings);
  const connector = workspaceOne.create(config);
  const abort = new AbortController();
  const warnings: string[] = [];
  const warn = (...line: unknown[]) => void warnings.push(JSON.stringify(line));
  const log = { debug: none, info: none, error: none, warn };
  const clock = { now: options.now ?? (() => new Date()) };
  const context = { ...quietly(), signal: abort.signal, clock, log };
  using http = createHttpClient({ caFile: config.caFile, ...context });
  const steps: PollStep[] = [];
  let checkpoint = options.checkpoint ?? null;
  let error: unknown = null;
  try {
    for await (const step of connector.poll({ ...context, checkpoint, http })) {
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      options.onStep?.(step, () => abort.abort());
    }
  } catch (caught) {
    error = caught;
  }
  return { steps, error, checkpoint, usage: http.usage, warnings };
}

export function rowsOf(poll: Poll, dataset: MirrorName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'rows' in s ? [...s.rows] : []));
}

export function idsOf(poll: Poll, dataset: MirrorName): string[] {
  return rowsOf(poll, dataset).map((row) => String(row.external_id));
}

export function eventsOf(poll: Poll, dataset: SourceEventName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'events' in s ? [...s.events] : []));
}

/** Of children: whose they are, in full. */
export function scopesOf(poll: Poll): string[] {
  return poll.steps.flatMap((s) => ('scope' in s && s.scope ? s.scope.map(String) : []));
}

export function proofOf(poll: Poll, dataset: MirrorName) {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'complete' in s ? [s.complete] : []))[0];
}

export const startsOf = (poll: Poll, dataset: MirrorName): number =>
  poll.steps.filter((s) => s.dataset === dataset && 'pass' in s).length;
