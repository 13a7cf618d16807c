// Every kind of source answers with what takes gigabytes to read: a collector, in a process of its own, stays small, and
// answers others meanwhile.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { managesDevices, SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { products } from '../contract/products.ts';
import { blackberryUemBinding } from '../faults/blackberry-uem-faults.ts';
import type { Fault, FaultTarget } from '../faults/fault.ts';
import { intuneBinding } from '../faults/intune-faults.ts';
import { ivantiEpmmBinding } from '../faults/ivanti-epmm-faults.ts';
import { ivantiNeuronsBinding } from '../faults/ivanti-neurons-faults.ts';
import { workspaceOneBinding } from '../faults/workspace-one-faults.ts';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';

const MEMORY_BYTES = 600 * 1024 ** 2;
/** What its thread does meanwhile: of time the machine takes as much as it likes. */
const HEALTH_MS = 1_000;

/** By a bound; what says of itself more than it can be is no directory. */
const REFUSED: ReadonlySet<string | null> = new Set(['too-large', 'no-directory']);

const huge: readonly (readonly [type: string, what: string, fault: Fault, target: FaultTarget])[] = Object.entries(
  products,
).flatMap(([type, { faults: tables }]) =>
  tables.slice(0, 1).flatMap(({ faults, target }) => {
    const ours = faults.filter(({ group, outcome }) => group === 'body' && REFUSED.has(outcome.code));
    return ours.map((fault) => [type, fault.name, fault, target] as const);
  }),
);

const LISTS = [
  ['intune', intuneBinding],
  ['ivanti-epmm', ivantiEpmmBinding],
  ['blackberry-uem', blackberryUemBinding],
  ['ivanti-neurons', ivantiNeuronsBinding],
  ['workspace-one', workspaceOneBinding],
] as const;

describe('a collector', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ types: SOURCE_TYPE_NAMES.filter(managesDevices) });
    const targets = [...new Set(huge.map(([, , , target]) => target))];
    for (const { prepare } of targets) prepare?.(company);
    company.writeSources(...targets.map(({ source }) => source(company)));
    lens = await company.collector();
    await lens.firstPolls(...targets.map(({ connector }) => connector));
  });
  afterAll(() => company.close());

  /** Asks for health until the work is done; gives the most that the collector did before it answered. */
  async function mostWork(work: Promise<unknown>): Promise<number> {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    let longest = 0;
    do {
      const before = lens.workedMs() ?? 0;
      expect((await lens.request('health')).status).toBe(200);
      longest = Math.max(longest, (lens.workedMs() ?? 0) - before);
    } while (!done);
    await ended;
    return longest;
  }

  it('meets each kind of source', () => {
    expect(new Set(huge.map(([type]) => type))).toEqual(new Set(Object.keys(products)));
  });

  it.each(huge)('that reads %s goes on at %s', async (name, _, fault, target) => {
    await fault.strike(company);
    const poll = lens.poll(name);
    expect(await mostWork(poll)).toBeLessThan(HEALTH_MS);
    expect((await poll).lastPoll?.errorCode).toBe(fault.outcome.code);
    expect(target.struck(company)).toBeGreaterThan(0);
    await target.clear(company);
    const { state, lastPoll } = await lens.poll(name);
    expect([state, lastPoll?.errorCode]).toEqual(['ok', null]);
    expect(lens.peakMemory() ?? 0).toBeLessThan(MEMORY_BYTES);
  });

  it.each(LISTS)('that reads %s goes on at a page as large as it may be', async (name, { system, list }) => {
    const { target } = products[name].faults[0] ?? {};
    if (!target) throw new RangeError(`no faults of ${name}`);
    system(company).faults.set({ fault: 'large-page', path: list, count: 1 });
    expect(await mostWork(lens.poll(name))).toBeLessThan(HEALTH_MS);
    expect(target.struck(company)).toBe(1);
    await target.clear(company);
    // The first one may go on where the last one stopped.
    await lens.poll(name);
    expect((await lens.poll(name)).state).toBe('ok');
  });
});
