// A simulated tenant, and a driver that polls the connector against it as ingest does: steps in order, checkpoints kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MirrorName } from '../../../lib/catalog/index.ts';
import { createHttpClient } from '../../../lib/net/client.ts';
import type { HttpClient } from '../../../lib/net/http.ts';
import { blackberryUemConfig } from '../../../lib/sources/blackberry-uem/config.ts';
import { blackberryUem } from '../../../lib/sources/blackberry-uem/index.ts';
import type { Checkpoint, Description, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { Estate } from '../../../local/fleet/estate/estate.ts';
import { startUem, type Uem } from '../../../local/fleet/uem/index.ts';

export interface Poll {
  readonly steps: readonly PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly description: Description | null;
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
  readonly uem: Uem;
  /** Settings that sign in by OAuth. */
  readonly oauth: Readonly<Record<string, unknown>>;
  poll(options?: PollOptions): Promise<Poll>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const products = ['blackberry-uem'] as const;
  const estate = new Estate({ users, devices, appsPerDevice, seed: 7, epoch: Date.now(), stepMs: 60_000, products });
  const uem = await startUem({ estate, authority, clock: () => Date.now() });
  process.env.TEST_UEM_PASSWORD = uem.password;
  process.env.TEST_UEM_CLIENT_SECRET = uem.clientSecret;
  const settings = {
    name: 'uem-test',
    type: 'blackberry-uem',
    url: uem.url,
    tenantId: uem.tenantId,
    username: uem.username,
    password: 'env:TEST_UEM_PASSWORD',
    caFile,
    pageSize: 6,
    personalDevices: true,
  };
  return {
    estate,
    uem,
    oauth: {
      username: undefined,
      password: undefined,
      clientId: uem.clientId,
      clientSecret: 'env:TEST_UEM_CLIENT_SECRET',
      tokenUrl: uem.tokenUrl,
    },
    poll: (options = {}) => pollOnce({ ...settings, ...options.settings }, options),
    close: async () => {
      await uem.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function pollOnce(settings: Readonly<Record<string, unknown>>, options: PollOptions): Promise<Poll> {
  const config = blackberryUemConfig.parse(settings);
  const connector = blackberryUem.create(config);
  const abort = new AbortController();
  const clock = { now: options.now ?? (() => new Date()) };
  const warnings: string[] = [];
  const quiet = () => undefined;
  const warn = (...line: unknown[]) => void warnings.push(JSON.stringify(line));
  const log = { debug: quiet, info: quiet, error: quiet, warn };
  const sleep = () => Promise.resolve();
  using http = createHttpClient({ caFile: config.caFile, signal: abort.signal, clock, random: () => 0, log, sleep });
  const steps: PollStep[] = [];
  let checkpoint = options.checkpoint ?? null;
  let error: unknown = null;
  let description: Description | null = null;
  try {
    for await (const step of connector.poll({ signal: abort.signal, clock, checkpoint, http, log })) {
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      options.onStep?.(step, () => abort.abort());
    }
    description = await connector.describe({ signal: abort.signal, clock, checkpoint, http, log });
  } catch (caught) {
    error = caught;
  }
  return { steps, error, checkpoint, description, usage: http.usage, warnings };
}

export function rowsOf(poll: Poll, dataset: MirrorName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'rows' in s ? [...s.rows] : []));
}

export function idsOf(poll: Poll, dataset: MirrorName): string[] {
  return rowsOf(poll, dataset).map((row) => String(row.external_id));
}

export function eventsOf(poll: Poll): SourceRow[] {
  return poll.steps.flatMap((s) => ('events' in s ? [...s.events] : []));
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
