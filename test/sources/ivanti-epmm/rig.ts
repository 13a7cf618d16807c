// A simulated EPMM, and a driver that polls the connector against it as ingest does: steps in order, checkpoints kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MirrorName, SourceEventName } from '../../../lib/catalog/index.ts';
import { createHttpClient } from '../../../lib/net/client.ts';
import type { HttpClient } from '../../../lib/net/http.ts';
import type { Checkpoint, PollContext, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { ivantiEpmmConfig } from '../../../lib/sources/ivanti-epmm/config.ts';
import { ivantiEpmm } from '../../../lib/sources/ivanti-epmm/index.ts';
import { createAuthority } from '../../../local/fleet/authority.ts';
import { type Epmm, startEpmm } from '../../../local/fleet/epmm/index.ts';
import { Estate } from '../../../local/fleet/estate/estate.ts';

export interface Poll {
  readonly steps: PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly usage: HttpClient['usage'];
  /** Lines of the log that are more than notes for developers. */
  readonly said: string[];
}

export interface PollOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checkpoint?: Checkpoint | null;
  /** Ends the poll from outside after so many steps with a checkpoint. */
  readonly stopAfter?: number;
}

export interface Rig {
  readonly estate: Estate;
  readonly epmm: Epmm;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<unknown>;
  close(): Promise<void>;
}

export async function startRig({ users = 40, devices = 60, appsPerDevice = 5 } = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const estate = new Estate({
    users,
    devices,
    appsPerDevice,
    seed: 7,
    epoch: Date.now(),
    stepMs: 60_000,
    products: ['ivanti-epmm'],
  });
  const epmm = await startEpmm({ estate, authority, clock: () => Date.now() });
  process.env.TEST_EPMM_PASSWORD = epmm.password;
  const settings = {
    name: 'epmm-test',
    type: 'ivanti-epmm',
    url: epmm.url,
    username: epmm.username,
    password: 'env:TEST_EPMM_PASSWORD',
    caFile,
    personalDevices: true,
  };
  return {
    estate,
    epmm,
    poll: (options = {}) => pollOnce({ ...settings, ...options.settings }, options),
    describe: () => inContext(settings, null, (connector, context) => connector.describe(context)),
    close: async () => {
      await epmm.close();
      rmSync(directory, { recursive: true });
    },
  };
}

type Context = PollContext & { readonly abort: AbortController; readonly said: string[] };

async function inContext<T>(
  settings: Readonly<Record<string, unknown>>,
  checkpoint: Checkpoint | null,
  use: (connector: ReturnType<typeof ivantiEpmm.create>, context: Context) => Promise<T>,
): Promise<T> {
  const config = ivantiEpmmConfig.parse(settings);
  const abort = new AbortController();
  const clock = { now: () => new Date() };
  const said: string[] = [];
  const say = (...line: unknown[]) => said.push(JSON.stringify(line));
  const log = { debug: () => undefined, info: say, error: say, warn: say };
  const sleep = async () => undefined;
  using http = createHttpClient({ caFile: config.caFile, signal: abort.signal, clock, random: () => 0, log, sleep });
  return use(ivantiEpmm.create(config), { signal: abort.signal, clock, checkpoint, http, log, abort, said });
}

const pollOnce = (settings: Readonly<Record<string, unknown>>, options: PollOptions): Promise<Poll> =>
  inContext(settings, options.checkpoint ?? null, async (connector, context) => {
    const steps: PollStep[] = [];
    let { checkpoint } = context;
    let error: unknown = null;
    let left = options.stopAfter ?? Number.POSITIVE_INFINITY;
    try {
      for await (const step of connector.poll(context)) {
        steps.push(step);
        // As the database keeps it: JSON.
        if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
        if (step.checkpoint && --left === 0) context.abort.abort();
      }
    } catch (caught) {
      error = caught;
    }
    return { steps, error, checkpoint, usage: context.http.usage, said: context.said };
  });

export function rowsOf(poll: Poll, dataset: MirrorName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'rows' in s ? [...s.rows] : []));
}

export function eventsOf(poll: Poll, dataset: SourceEventName): SourceRow[] {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'events' in s ? [...s.events] : []));
}

/** Devices whose apps were told in full. */
export function scopesOf(poll: Poll): string[] {
  return poll.steps.flatMap((s) => ('scope' in s && s.scope ? s.scope.map(String) : []));
}

export function proofOf(poll: Poll, dataset: MirrorName) {
  return poll.steps.flatMap((s) => (s.dataset === dataset && 'complete' in s ? [s.complete] : []))[0];
}

export const startsOf = (poll: Poll, dataset: MirrorName): number =>
  poll.steps.filter((s) => s.dataset === dataset && 'pass' in s).length;

/** What the server was asked, decoded: `path?query`. */
export const askedOf = ({ epmm }: Rig): string[] =>
  epmm.requests.map(({ path, query }) => `${path}?${decodeURIComponent(query.replaceAll('+', ' '))}`);
