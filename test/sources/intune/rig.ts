// A simulated tenant, and a driver that polls the connector against it as ingest does: steps in order, checkpoints kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MirrorName } from '../../../lib/catalog/index.ts';
import { createHttpClient } from '../../../lib/net/client.ts';
import type { HttpClient } from '../../../lib/net/http.ts';
import type { Checkpoint, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { intuneConfig } from '../../../lib/sources/intune/config.ts';
import { intune } from '../../../lib/sources/intune/index.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { Estate } from '../../../local/fleet/estate/estate.ts';
import { type Graph, startGraph } from '../../../local/fleet/graph/index.ts';

export interface Poll {
  readonly steps: PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly usage: HttpClient['usage'];
  readonly warnings: string[];
  readonly waits: number[];
}

export interface PollOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checkpoint?: Checkpoint | null;
  /** Ends the poll from outside after so many steps of that dataset with a checkpoint. */
  readonly stopAfter?: { readonly dataset: MirrorName; readonly checkpoints: number };
  readonly now?: () => Date;
}

export interface Rig {
  readonly estate: Estate;
  readonly graph: Graph;
  poll(options?: PollOptions): Promise<Poll>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const estate = new Estate({ users, devices, appsPerDevice, seed: 7, epoch: Date.now(), stepMs: 60_000 });
  const graph = await startGraph({ estate, authority, clock: () => Date.now() });
  graph.delta.pageSize = 15;
  // Reports are ready at the first look, unless a test wants to wait.
  graph.exportJobs.settings = { notStartedPolls: 0, inProgressPolls: 0 };
  process.env.TEST_INTUNE_SECRET = graph.clientSecret;
  const settings = {
    name: 'intune-test',
    type: 'intune',
    tenantId: graph.tenantId,
    clientId: graph.clientId,
    clientSecret: 'env:TEST_INTUNE_SECRET',
    graphUrl: graph.url,
    authorityHost: graph.authorityHost,
    caFile,
    personalDevices: true,
  };
  return {
    estate,
    graph,
    poll: (options = {}) => pollOnce({ ...settings, ...options.settings }, options),
    close: async () => {
      await graph.close();
      rmSync(directory, { recursive: true });
    },
  };
}

async function pollOnce(settings: Readonly<Record<string, unknown>>, options: PollOptions): Promise<Poll> {
  const config = intuneConfig.parse(settings);
  const abort = new AbortController();
  const clock = { now: options.now ?? (() => new Date()) };
  const waits: number[] = [];
  const warnings: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    error: () => undefined,
    warn: (...line: unknown[]) => warnings.push(JSON.stringify(line)),
  };
  const sleep = async (ms: number) => {
    waits.push(ms);
  };
  using http = createHttpClient({ caFile: config.caFile, signal: abort.signal, clock, random: () => 0, log, sleep });
  const steps: PollStep[] = [];
  let checkpoint = options.checkpoint ?? null;
  let error: unknown = null;
  let left = options.stopAfter?.checkpoints ?? Number.POSITIVE_INFINITY;
  try {
    for await (const step of intune.create(config).poll({ signal: abort.signal, clock, checkpoint, http, log })) {
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      if (step.checkpoint && step.dataset === options.stopAfter?.dataset && --left === 0) abort.abort();
    }
  } catch (caught) {
    error = caught;
  }
  return { steps, error, checkpoint, usage: http.usage, warnings, waits };
}

export function rowsOf(poll: Poll, dataset: MirrorName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'rows' in s ? [...s.rows] : []));
}

export function idsOf(poll: Poll, dataset: MirrorName): string[] {
  return rowsOf(poll, dataset).map((row) => String(row.external_id));
}

export function removedOf(poll: Poll, dataset: MirrorName): string[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'removed' in s ? s.removed.map(String) : []));
}

export function proofOf(poll: Poll, dataset: MirrorName) {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'complete' in s ? [s.complete] : []))[0];
}

export const startsOf = (poll: Poll, dataset: MirrorName): number =>
  poll.steps.filter((s) => s.dataset === dataset && 'pass' in s).length;

/** The Entra users of the estate, by id. */
export function entraUsers(estate: Estate): string[] {
  return estate.people.flatMap((p) => (p && p.origin !== 'directory' ? [p.id] : [])).sort();
}
