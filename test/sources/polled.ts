// Polls a connector against its simulated server as ingest does, steps in order and checkpoints kept, and reads what it
// told. Each product's rig starts its server in such a company.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { SourceTypeName } from '../../lib/sources/registry.ts';
import { type Authority, createAuthority } from '../../local/fleet/authority.ts';
import { Estate } from '../../local/fleet/estate/estate.ts';
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
  readonly onStep?: (step: PollStep, stop: () => void) => void;
  readonly now?: () => Date;
}

/** People and devices, and the certificate authority of their servers, whose file lies in a temporary folder. */
export interface Simulated {
  readonly estate: Estate;
  readonly authority: Authority;
  readonly caFile: string;
  poll(settings: Settings, options?: PollOptions): Promise<Poll>;
  describe(settings: Settings): Promise<Description>;
  remove(): void;
}

export interface Size {
  readonly users: number;
  readonly devices: number;
  readonly appsPerDevice: number;
}

export function simulate(size: Size, product: SourceTypeName): Simulated {
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-test-'));
  const authority = createAuthority(Date.now());
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  return {
    estate: new Estate({ ...size, seed: 7, epoch: Date.now(), stepMs: 60_000, products: [product] }),
    authority,
    caFile,
    poll: async (settings, options = {}) =>
      pollOnce(await connectorOf(product, { ...settings, caFile, ...options.settings }), caFile, options),
    describe: async (settings) => {
      using context = new Context(caFile, {});
      return (await connectorOf(product, { ...settings, caFile })).describe(context);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function pollOnce(connector: Connector, caFile: string, options: PollOptions): Promise<Poll> {
  using context = new Context(caFile, options);
  const steps: PollStep[] = [];
  let { checkpoint } = context;
  let error: unknown = null;
  try {
    for await (const step of connector.poll(context)) {
      steps.push(step);
      // As the database keeps it: JSON.
      if (step.checkpoint) checkpoint = JSON.parse(JSON.stringify(step.checkpoint));
      options.onStep?.(step, () => context.abort.abort());
    }
  } catch (caught) {
    error = caught;
  }
  const { said, warnings, waits, http } = context;
  return { steps, error, checkpoint, usage: http.usage, said, warnings, waits };
}

/** What a connector gets, with a record of what it says, and of waits that take no time. */
class Context implements PollContext, Disposable {
  readonly abort = new AbortController();
  readonly signal = this.abort.signal;
  readonly clock: PollContext['clock'];
  readonly checkpoint: Checkpoint | null;
  readonly http: ReturnType<typeof createHttpClient>;
  readonly said: string[] = [];
  readonly warnings: string[] = [];
  readonly waits: number[] = [];
  readonly log: PollContext['log'];

  constructor(caFile: string, { checkpoint = null, now = () => new Date() }: PollOptions) {
    this.clock = { now };
    this.checkpoint = checkpoint;
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

export const startsOf = (poll: Poll, dataset: Dataset): number =>
  poll.steps.filter((step) => step.dataset === dataset && 'pass' in step).length;

/** Ends a poll after so many steps of a dataset with a checkpoint. */
export function stopAfter(dataset: Dataset, checkpoints: number): PollOptions['onStep'] {
  let left = checkpoints;
  return (step, stop) => {
    if (step.checkpoint && step.dataset === dataset && --left === 0) stop();
  };
}
