// Polls a connector against its simulated server as ingest does, steps in order and checkpoints kept, and reads what it
// told. Each product's rig is one of these, with what is its own.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasherOf } from '../../lib/keyed-hash.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import type { HttpClient } from '../../lib/net/http.ts';
import type {
  Checkpoint,
  Connector,
  Description,
  PollContext,
  PollStep,
  SourceRow,
} from '../../lib/sources/contract.ts';
import type { SystemTypeName } from '../../lib/sources/registry.ts';
import { createAuthority } from '../../local/fleet/authority.ts';
import { Estate } from '../../local/fleet/estate/estate.ts';
import type { Waits } from '../../local/fleet/member.ts';
import { entryOf, type Systems, startSystems } from '../../local/fleet/members.ts';
import { connectorOf, type Settings } from './source-of.ts';

export interface Poll {
  readonly steps: readonly PollStep[];
  readonly error: unknown;
  readonly checkpoint: Checkpoint | null;
  readonly usage: HttpClient['usage'];
  /** Lines of the log that are more than notes for developers, as JSON; warnings are among them. */
  readonly said: readonly string[];
  readonly warnings: readonly string[];
  /** How long it would have waited for the server, in milliseconds. */
  readonly waits: readonly number[];
}

export interface PollOptions {
  /** Of the source, beside those of the rig. */
  readonly settings?: Settings;
  readonly checkpoint?: Checkpoint | null;
  /** Told of each step, before the next one is read; `stop` ends the poll from outside. */
  readonly onStep?: ((step: PollStep, stop: () => void) => unknown) | undefined;
  readonly now?: () => Date;
  /** Whether the children of a parent are stored as they were handed on last; all are where absent. */
  readonly isStored?: (parent: string) => boolean;
  /** Ends the poll from outside, too. */
  readonly signal?: AbortSignal;
}

/** A simulated system, and polls of it by its connector, with these settings or others. */
export interface Rig<S> {
  readonly estate: Estate;
  readonly system: S;
  /** Of a source that reads it. */
  readonly settings: Settings;
  readonly caFile: string;
  poll(options?: PollOptions): Promise<Poll>;
  describe(): Promise<Description>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly users?: number;
  readonly devices?: number;
  readonly appsPerDevice?: number;
  readonly waits?: Waits;
  /** Of the system, and of polls (default: the time). */
  readonly clock?: () => number;
  /** Beside those that the system itself tells. */
  readonly settings?: Settings;
}

/** Starts the system of a type in a company of its own, which devices of other owners are collected of, too. */
export async function startRigOf<T extends SystemTypeName>(
  type: T,
  { users = 40, devices = 60, appsPerDevice = 5, waits = 'real', clock = Date.now, settings: further = {} }: RigOptions,
): Promise<Rig<Systems[T]>> {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const size = { users, devices, appsPerDevice };
  const estate = new Estate({ ...size, seed: 7, epoch: clock(), stepMs: 60_000, types: [type] });
  const systems = await startSystems([type], { estate, authority, clock, waits });
  const system = systems[type];
  if (!system) throw new RangeError(`${type} has not started`);
  const { settings, secrets } = entryOf(systems, type);
  const all = { ...settings, ...references(type, secrets), caFile, personalDevices: true, ...further };
  return {
    estate,
    system,
    settings: all,
    caFile,
    poll: async (options = {}) => {
      const connector = await connectorOf(type, { ...all, ...options.settings });
      return pollOnce(connector, { now: () => new Date(clock()), ...options }, caFile);
    },
    describe: async () => {
      using context = new Context({}, caFile);
      return (await connectorOf(type, all)).describe(context);
    },
    close: async () => {
      await system.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Settings that refer to secrets, each in a variable of its own. */
export const references = (type: string, secrets: Readonly<Record<string, string>>): Settings =>
  Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => {
      const variable = `TEST_${type}_${name}`.replaceAll('-', '_').toUpperCase();
      process.env[variable] = secret;
      return [name, `env:${variable}`];
    }),
  );

export async function pollOnce(connector: Connector, options: PollOptions, caFile?: string): Promise<Poll> {
  using context = new Context(options, caFile);
  const steps: PollStep[] = [];
  let { checkpoint } = context;
  let error: unknown = null;
  try {
    for await (const step of connector.poll(context)) {
      if (!('dataset' in step)) continue;
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      await options.onStep?.(step, () => context.abort.abort());
    }
  } catch (caught) {
    error = caught;
  }
  const { said, warnings, waits, http } = context;
  return { steps, error, checkpoint, usage: http.usage, said, warnings, waits };
}

/** A poll that came to its end. Benches read this file, too: nothing of the tests' framework is in it. */
export function settle(poll: Poll): Poll {
  assert.equal(poll.error, null);
  return poll;
}

/** One that had nothing to warn of, either. */
export function settleQuietly(poll: Poll): Poll {
  assert.deepEqual(poll.warnings, []);
  return settle(poll);
}

/** What a connector gets, with a record of what it says, and of waits that take no time. */
export class Context implements PollContext, Disposable {
  readonly abort = new AbortController();
  readonly signal: AbortSignal;
  readonly clock: PollContext['clock'];
  readonly checkpoint: Checkpoint | null;
  readonly http: ReturnType<typeof createHttpClient>;
  readonly said: string[] = [];
  readonly warnings: string[] = [];
  readonly waits: number[] = [];
  readonly log: PollContext['log'];
  readonly childrenStored: PollContext['childrenStored'];
  /** What is handed on twice is seen by tests. */
  readonly toldBefore: PollContext['toldBefore'] = async (ids) => ids.map(() => false);

  readonly keyedHash = hasherOf('a key of tests', 'device');

  constructor(
    { checkpoint = null, now = () => new Date(), signal: outside, isStored = () => true }: PollOptions,
    caFile?: string,
  ) {
    this.signal = outside ? AbortSignal.any([outside, this.abort.signal]) : this.abort.signal;
    this.clock = { now };
    this.checkpoint = checkpoint;
    this.childrenStored = async (_, parents) => parents.map(([id = '']) => isStored(id));
    const say = (...line: unknown[]): void => void this.said.push(JSON.stringify(line));
    const warn = (...line: unknown[]): void => {
      say(...line);
      this.warnings.push(JSON.stringify(line));
    };
    this.log = { debug: () => {}, info: say, error: say, warn };
    const sleep = async (ms: number): Promise<void> => void this.waits.push(ms);
    const { signal, clock, log } = this;
    this.http = createHttpClient({ caFile, signal, clock, random: () => 0, log, sleep });
  }

  [Symbol.dispose](): void {
    this.http.close();
  }
}

type Dataset = PollStep['dataset'];

/** Rows of a mirror, or events. */
export const rowsOf = (poll: Poll, dataset: Dataset): SourceRow[] =>
  poll.steps.flatMap((step) => {
    if (step.dataset !== dataset) return [];
    return 'rows' in step ? [...step.rows] : 'events' in step ? [...step.events] : [];
  });

export const idsOf = (poll: Poll, dataset: Dataset): string[] =>
  rowsOf(poll, dataset).map((row) => String(row.external_id));

/** Of children: whose they are, in full. */
export const scopesOf = (poll: Poll): string[] =>
  poll.steps.flatMap((step) => ('scope' in step && step.scope ? step.scope.map(String) : []));

export const removedOf = (poll: Poll, dataset: Dataset): string[] =>
  poll.steps.flatMap((step) => (step.dataset === dataset && 'gone' in step ? step.gone.map(String) : []));

export const proofOf = (poll: Poll, dataset: Dataset) =>
  poll.steps.flatMap((step) => (step.dataset === dataset && 'complete' in step ? [step.complete] : []))[0];

/** Why a dataset that was read proves nothing; undefined where it does, or was not read to its end. */
export const unprovenOf = (poll: Poll, dataset: Dataset) =>
  poll.steps.flatMap((step) => (step.dataset === dataset && 'unproven' in step ? [step.unproven] : []))[0];

export const startsOf = (poll: Poll, dataset: Dataset): number =>
  poll.steps.filter((step) => step.dataset === dataset && 'pass' in step).length;

/** Ends a poll after so many steps of a dataset with a checkpoint. */
export function stopAfter(dataset: Dataset, checkpoints: number): PollOptions['onStep'] {
  let left = checkpoints;
  return (step, stop) => {
    if (step.checkpoint && step.dataset === dataset && --left === 0) stop();
  };
}
