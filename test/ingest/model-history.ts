// Commands of a random history: each does the same to the product and to the model. What both hold is compared after each.
import fc from 'fast-check';
import { SourceError } from '../../lib/errors.ts';
import { decideHolds } from '../../lib/ingest/holds.ts';
import { carryOutApproved } from '../../lib/ingest/poll.ts';
import { runRetention } from '../../lib/retention/retention.ts';
import type { PollContext, PollStep } from '../../lib/sources/contract.ts';
import type { Store } from '../../lib/store/index.ts';
import { acquireLease, releaseLease } from '../../lib/store/lease.ts';
import type { Edge, Fault } from '../store/edge.ts';
import type { SourceModel } from './model.ts';
import { retain } from './model-retention.ts';
import type { Ending } from './model-rows.ts';
import { ending, type Plan, plan, stepsOf } from './model-script.ts';
import type { Switches } from './model-switches.ts';
import { type ScriptedSource, silent, type TestClock } from './scripted.ts';

export interface Model {
  readonly clock: TestClock;
  sources: SourceModel[];
  readonly switches: Switches[];
  readonly mapping: number[];
  /** What each source was ever going to tell: a poll goes on with what its checkpoint names. */
  readonly plans: { readonly plan: Plan; readonly switches: Switches }[];
}

export interface Product {
  readonly clock: TestClock;
  readonly store: Store;
  readonly edge: Edge;
  readonly sources: readonly ScriptedSource[];
  /** Throws where product and model differ. */
  compare(model: Model): Promise<void>;
}

type Command = fc.AsyncCommand<Model, Product>;

const sourceOf = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new RangeError('no such source');
  return found;
};

class Poll implements Command {
  readonly of: number;
  readonly plan: Plan;
  readonly ending: Ending;
  readonly faults: readonly (Fault | null)[];
  constructor(of: number, plan: Plan, ending: Ending, faults: readonly (Fault | null)[]) {
    this.of = of;
    this.plan = plan;
    this.ending = ending;
    this.faults = faults;
  }
  check = () => true;

  async run(model: Model, product: Product): Promise<void> {
    const [expected, real] = [sourceOf(model.sources, this.of), sourceOf(product.sources, this.of)];
    const switches = sourceOf(model.switches, this.of);
    const mapping = sourceOf(model.mapping, this.of);
    const steps = this.#steps(model, switches);
    const whole = this.ending.how === 'whole' || this.ending.at >= steps.length;
    const end: Ending = whole ? { how: 'whole', at: steps.length } : this.ending;
    // The model prepares first: what a switch voids, the source is not asked to go on with.
    const run = expected.poll(steps, end, switches, mapping);
    product.edge.faults = [...this.faults];
    const stop = new AbortController();
    const receipt = await real
      .poll((context) => this.#tell(steps, end, product, real, stop, context), { stop: stop.signal })
      .catch((error: unknown) => {
        if (run !== null) throw error;
        return null;
      });
    product.edge.faults = [];
    product.edge.dead = false;
    if (run !== null) {
      const { outcome, error, datasets, rejected } = { ...receipt, error: receipt?.error?.code ?? null };
      const said = { outcome, error, datasets, rejected };
      const { at: _, ...wanted } = run;
      if (JSON.stringify(sorted(said)) !== JSON.stringify(sorted(wanted)))
        throw new Error(`receipt ${JSON.stringify(said)} instead of ${JSON.stringify(wanted)}`);
    }
    await product.compare(model);
  }

  /** What the checkpoint leaves of an older plan, or this command's own. */
  #steps(model: Model, switches: Switches): readonly PollStep[] {
    const expected = sourceOf(model.sources, this.of);
    const at = expected.checkpointFor(switches, sourceOf(model.mapping, this.of));
    const begun = at === null ? undefined : model.plans[at.plan];
    const left = at && begun ? stepsOf(begun.plan, at.plan, begun.switches).slice(at.next) : [];
    if (left.length > 0) return left;
    model.plans.push({ plan: this.plan, switches });
    return stepsOf(this.plan, model.plans.length - 1, switches);
  }

  async *#tell(
    steps: readonly PollStep[],
    { how, at }: Ending,
    { edge, store }: Product,
    real: ScriptedSource,
    stop: AbortController,
    _context: PollContext,
  ): AsyncGenerator<PollStep, void, void> {
    for (const [i, step] of steps.entries()) {
      if (i === at && how === 'broken') throw new SourceError('It broke.', { code: 'reset', hint: 'None.' });
      if (i === at && how === 'stopped') stop.abort();
      if (i === at && how === 'killed') edge.dead = true;
      if (i === at && how === 'lease lost') {
        await takeOver(store, real.name);
        // Whatever it would write now comes too late.
        yield { dataset: 'device', pass: 'start' };
      }
      yield step;
    }
  }

  toString = () => `poll(${this.of}, ${fc.stringify([this.plan, this.ending, this.faults])})`;
}

async function takeOver(store: Store, source: string): Promise<void> {
  await store.write(({ db }) =>
    db.updateTable('source_state').set({ lease_until: null }).where('source', '=', source).execute(),
  );
  const lease = await acquireLease(store, source, 'another');
  if (lease) await releaseLease(store, lease);
}

/** Members in the order of their names. */
export const sorted = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, v: unknown) =>
      typeof v === 'object' && v !== null && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
        : v,
    ) ?? 'null',
  );

/** Anything that is not a poll. */
class Other implements Command {
  readonly name: string;
  readonly act: (model: Model, product: Product) => Promise<void>;
  constructor(name: string, act: (model: Model, product: Product) => Promise<void>) {
    this.name = name;
    this.act = act;
  }
  check = () => true;
  async run(model: Model, product: Product): Promise<void> {
    await this.act(model, product);
    await product.compare(model);
  }
  toString = () => this.name;
}

const decide = (of: number, verdict: 'approved' | 'rejected', carryOut: boolean) =>
  new Other(`decide(${of}, ${verdict}, ${carryOut})`, async (model, product) => {
    const [expected, real] = [sourceOf(model.sources, of), sourceOf(product.sources, of)];
    const at = model.clock.now().getTime();
    for (const holds of Object.values(expected.holds)) holds.decide(verdict, at);
    for (const holds of Object.values(expected.valueHolds)) holds.decide(verdict, at);
    await decideHolds(product.store, real.name, verdict);
    if (!carryOut) return;
    const done = await carryOutApproved(real.dependencies(() => []));
    if (done !== expected.carryOut(sourceOf(model.switches, of), sourceOf(model.mapping, of)))
      throw new Error(`carried out: ${done}`);
  });

const leap = (days: number) =>
  new Other(`leap(${days})`, async (model, product) => {
    model.clock.leap(days);
    product.clock.leap(days);
  });

const switchTo = (of: number, switches: Switches) =>
  new Other(`switch(${of}, ${JSON.stringify(switches)})`, async (model, product) => {
    model.switches[of] = switches;
    sourceOf(product.sources, of).config = { ...switches };
  });

const remap = (of: number) =>
  new Other(`remap(${of})`, async (model, product) => {
    const version = sourceOf(model.mapping, of) + 1;
    model.mapping[of] = version;
    sourceOf(product.sources, of).mappingVersion = version;
  });

const retention = () =>
  new Other('retention', async (model, { store }) => {
    const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };
    await runRetention({ store, settings, stopped: () => false, log: silent });
    const now = () => model.clock.now().getTime();
    model.sources = model.sources.map((source) => retain(source, now(), now));
  });

const of = fc.constantFrom(0, 0, 1);
const fault: fc.Arbitrary<Fault | null> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  fc.constantFrom<Fault>('transient', 'commit lost after', 'commit lost before'),
);
const switches: fc.Arbitrary<Switches> = fc.record({
  exclude: fc.subarray(['carrier', 'joinType', 'device_name', 'mail', 'display_name'], { maxLength: 2 }),
  phoneNumbers: fc.constantFrom('off', 'masked', 'full'),
  personalDevices: fc.boolean(),
});
const MINUTES = 2 / 1440;

export const history = (maxCommands: number, withFaults: boolean, replayPath?: string) => {
  const faults = withFaults ? fc.oneof(fc.constant([]), fc.array(fault, { maxLength: 20 })) : fc.constant([]);
  const poll = fc.tuple(of, plan, ending, faults).map((args): Command => new Poll(...args));
  return fc.commands<Model, Product, false>(
    [
      // Most of what happens are polls.
      ...Array.from({ length: 9 }, () => poll),
      fc
        .tuple(of, fc.constantFrom<'approved' | 'rejected'>('approved', 'rejected'), fc.boolean())
        .map((a) => decide(...a)),
      fc.constantFrom(MINUTES, MINUTES, 1, 13, 14, 31).map(leap),
      fc.tuple(of, switches).map((a) => switchTo(...a)),
      of.map(remap),
      fc.constant(null).map(retention),
    ],
    { maxCommands, size: 'max', ...(replayPath ? { replayPath } : {}) },
  );
};
