// A simulated tenant, and a driver that polls the connector against it as ingest does: steps in order, checkpoints kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '../../../lib/net/client.ts';
import type { HttpClient } from '../../../lib/net/http.ts';
import type { Checkpoint, Clock, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { ivantiNeuronsConfig } from '../../../lib/sources/ivanti-neurons/config.ts';
import { ivantiNeurons } from '../../../lib/sources/ivanti-neurons/index.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { Estate } from '../../../local/fleet/estate/estate.ts';
import { type Neurons, startNeurons } from '../../../local/fleet/neurons/index.ts';

export interface Poll {
  readonly steps: PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly usage: HttpClient['usage'];
  readonly warnings: string[];
}

export interface PollOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checkpoint?: Checkpoint | null;
  readonly clock?: Clock;
  /** Is told of each step; true ends the poll from outside. */
  readonly onStep?: (step: PollStep) => boolean | undefined;
}

export interface Rig {
  readonly estate: Estate;
  readonly neurons: Neurons;
  poll(options?: PollOptions): Promise<Poll>;
  close(): Promise<void>;
}

export async function startRig({ users = 30, devices = 45, appsPerDevice = 4 } = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const products = ['ivanti-neurons'] as const;
  const estate = new Estate({ users, devices, appsPerDevice, seed: 7, epoch: Date.now(), stepMs: 60_000, products });
  const neurons = await startNeurons({ estate, authority, clock: () => Date.now() });
  neurons.settings.appCallsPerMinute = 60_000;
  process.env.TEST_NEURONS_PASSWORD = neurons.password;
  const settings = {
    name: 'neurons-test',
    type: 'ivanti-neurons',
    url: neurons.url,
    username: neurons.username,
    password: 'env:TEST_NEURONS_PASSWORD',
    caFile,
    personalDevices: true,
    pageSize: 10,
    appRequestsPerMinute: 60_000,
  };
  return {
    estate,
    neurons,
    poll: (options = {}) => pollOnce({ ...settings, ...options.settings }, options),
    close: async () => {
      await neurons.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function pollOnce(settings: Readonly<Record<string, unknown>>, options: PollOptions): Promise<Poll> {
  const config = ivantiNeuronsConfig.parse(settings);
  const abort = new AbortController();
  const { signal } = abort;
  const clock = options.clock ?? { now: () => new Date() };
  const warnings: string[] = [];
  const silent = () => undefined;
  const log = { debug: silent, info: silent, error: silent, warn: (message: string) => warnings.push(message) };
  using http = createHttpClient({
    caFile: config.caFile,
    signal,
    clock,
    random: () => 0,
    log,
    sleep: async () => undefined,
  });
  const steps: PollStep[] = [];
  let checkpoint = options.checkpoint ?? null;
  let error: unknown = null;
  try {
    for await (const step of ivantiNeurons.create(config).poll({ signal, clock, checkpoint, http, log })) {
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      if (options.onStep?.(step)) abort.abort();
    }
  } catch (caught) {
    error = caught;
  }
  return { steps, error, checkpoint, usage: http.usage, warnings };
}

export function rowsOf(poll: Poll, dataset: PollStep['dataset']): SourceRow[] {
  return poll.steps.flatMap((step) => {
    if (step.dataset !== dataset) return [];
    return 'rows' in step ? [...step.rows] : 'events' in step ? [...step.events] : [];
  });
}

export const idsOf = (poll: Poll, dataset: PollStep['dataset']): string[] =>
  rowsOf(poll, dataset).map((row) => String(row.external_id));

export const proofOf = (poll: Poll, dataset: PollStep['dataset']) =>
  poll.steps.flatMap((step) => (step.dataset === dataset && 'complete' in step ? [step.complete] : []))[0];

/** Devices whose apps were told in full. */
export const scopeOf = (poll: Poll): string[] =>
  poll.steps.flatMap((step) => ('scope' in step && step.scope ? step.scope.map(([id]) => id ?? '') : []));
