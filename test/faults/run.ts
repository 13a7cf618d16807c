// Makes each fault of a table happen to a collector that has a good state, and looks: at /api/sources, /api/health, the
// log, and at what is stored; then ends it, lets the company live, and looks whether the next good poll catches up.
// One company and one collector meet all faults of a table, in their order.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Source } from '../end-to-end/answers.ts';
import { eventually, type LogEntry } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { contentIn, withoutHistory } from '../end-to-end/content.ts';
import { leaks } from '../end-to-end/personal-data.ts';
import { type FaultedCollector, startCollector, type Where } from './collector.ts';
import type { Fault, FaultTable, FaultTarget, Outcome } from './fault.ts';
import { listed, lostKeys, nextDay, type Rows, storedRows, trueRows, writtenOf } from './stored.ts';

/** What only time ends: any other poll has the patience of a source that names none, so that no slow machine ends it. */
const isEndedByTime = ({ outcome: { code } }: Fault): boolean => code === 'timeout' || code === 'time-budget';
/** Four tries of a second, and the waits between them. */
const HASTY = { connectTimeoutSeconds: 1, idleTimeoutSeconds: 1, timeBudgetSeconds: 15 };
/** Far below what an unbounded body would take: the largest fault inflates to a gigabyte. */
const MEMORY_BYTES = 512 * 1024 ** 2;

/** What was seen while one fault struck, and after it. */
interface Seen {
  readonly struck: number;
  readonly told: Source;
  readonly health: Awaited<ReturnType<FaultedCollector['health']>>;
  /** The line that ended the poll. */
  readonly line: LogEntry;
  readonly written: Readonly<Record<string, string>>;
  readonly lost: readonly string[];
  readonly afterwards: Source;
  readonly stored: Rows;
  readonly truth: Rows;
}

interface Lane {
  readonly company: Company;
  readonly lens: FaultedCollector;
}

/**
 * Declares the tests of a connector: one for each of these faults, and what holds for all of them. Those that are apart strike a
 * collector in a process of its own; not what only time ends: a process has the limits of its start for all that it meets.
 */
export function describeFaults({ target }: FaultTable, all: readonly Fault[], isOwn = (_: Fault) => false): void {
  const faults = all.filter(({ isApart }) => !isApart);
  const whereOf = (fault: Fault): Where => (isOwn(fault) && !isEndedByTime(fault) ? 'own process' : 'here');
  const isHasty = (fault: Fault): boolean => target.hastySource !== undefined && isEndedByTime(fault);
  describeLane(
    target,
    faults.filter((fault) => whereOf(fault) === 'own process'),
    'own process',
  );
  describeLane(
    target,
    faults.filter((fault) => whereOf(fault) === 'here' && !isHasty(fault)),
    'here',
  );
  describeLane({ ...target, source: target.hastySource ?? target.source }, faults.filter(isHasty), 'here');
}

function describeLane(target: FaultTarget, faults: readonly Fault[], where: Where): void {
  if (faults.length === 0) return;
  describe(`faults of a source of type ${target.connector}, ${where}`, () => {
    let lane: Lane;
    beforeAll(async () => {
      lane = await open(target, where);
    });
    afterAll(async () => {
      await lane.lens.stop();
      await lane.company.close();
    });

    it.each(faults)('$group: $name', async (fault) => {
      // Whatever happens, the next one meets a good source.
      const found = await meet(lane, target, fault).finally(() => target.clear(lane.company));
      expectFault(found, fault.outcome);
      expectCaughtUp(found);
    });

    it('leave what a collector stores that never met one', async () => {
      const { company } = lane;
      await (await startCollector(company, target.connector, 'here', 'unharmed')).stop();
      const [expected, found] = await Promise.all(
        ['unharmed', undefined].map(async (name) => withoutHistory(await contentIn(company.database(name)))),
      );
      expect(found).toEqual(expected);
    });

    if (where === 'own process')
      it('take a bounded memory', () => {
        expect(lane.lens.peakMemory() ?? 0).toBeLessThan(MEMORY_BYTES);
      });

    it('leave no personal datum, address or secret in the log', () => {
      const { company } = lane;
      expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
    });
  });
}

/** A company and a collector that has read it once. */
async function open(target: FaultTarget, where: Where): Promise<Lane> {
  const company = await Company.start(target.fleet);
  try {
    target.prepare?.(company);
    company.writeSources(target.source(company));
    return { company, lens: await startCollector(company, target.connector, where) };
  } catch (error) {
    await company.close();
    throw error;
  }
}

async function meet({ company, lens }: Lane, target: FaultTarget, fault: Fault): Promise<Seen> {
  const stored = () => storedRows(company.databaseFile(), target);
  nextDay(company.databaseFile(), target.connector);
  const before = stored();
  target.change(company);
  await fault.strike(company);
  const from = lens.entries.length;
  const told = await lens.poll(target.connector, isEndedByTime(fault) ? HASTY : {});
  const struck = target.struck(company);
  fault.verify?.(company);
  const health = await lens.health();
  const during = stored();
  const written = writtenOf(before, during, trueRows(company, target));
  const line = await eventually('the poll ends in the log', async () =>
    lens.entries.slice(from).find(({ message }) => message.startsWith('poll ended')),
  );
  await target.clear(company);
  nextDay(company.databaseFile(), target.connector);
  target.live(company);
  let afterwards = told;
  const polls = (fault.outcome.polls ?? 1) + (target.passes ?? 1) - 1;
  for (let poll = 0; poll < polls; poll += 1) afterwards = await lens.poll(target.connector);
  fault.verifyAfter?.(company);
  return {
    struck,
    told,
    health,
    line,
    written,
    lost: lostKeys(before, during),
    afterwards,
    stored: stored(),
    truth: trueRows(company, target),
  };
}

function expectFault({ struck, told, health, line, written, lost }: Seen, outcome: Outcome): void {
  const { state, poll, code, hint, rejected = [], replaced = 0 } = outcome;
  const { lastPoll, datasets, holds } = told;
  expect(struck).toBeGreaterThan(0);
  expect({ state: told.state, poll: lastPoll?.outcome, code: lastPoll?.errorCode, hint: lastPoll?.hint }).toEqual({
    state,
    poll,
    code,
    hint,
  });
  // Health tells whether the collector serves; a source that fails does not take it out of service.
  const held = outcome.held ?? (state === 'held' ? 'removals' : null);
  const warnings = held === null ? {} : { warnings: [`${held}-held`] };
  if (health) expect(health).toEqual([200, JSON.stringify({ status: 'ready', ...warnings })]);
  expect(saidBy(line)).toEqual({ level: code === null ? 'information' : 'warning', outcome: poll, code });
  const wanted = eachOf(written, outcome.written);
  const isAll = (name: string) => outcome.byPlace && wanted[name] === 'a part' && written[name] === 'everything';
  expect(Object.fromEntries(Object.entries(written).map(([name, of]) => [name, isAll(name) ? 'a part' : of]))).toEqual(
    wanted,
  );
  expect([lastPoll?.rowsRemoved, lost]).toEqual([replaced, []]);
  expect(lastPoll?.rejected.map(({ dataset, field, reason }) => `${dataset}.${field}: ${reason}`).sort()).toEqual(
    [...rejected].sort(),
  );
  const absent = holds.length > 0 && Object.values(datasets).some((dataset) => dataset.absent > 0);
  expect([absent, holds.length > 0]).toEqual([held === 'removals', held !== null]);
}

function expectCaughtUp({ afterwards, stored, truth }: Seen): void {
  const { state, lastPoll, datasets, holds } = afterwards;
  expect([state, lastPoll?.outcome, lastPoll?.errorCode, lastPoll?.hint]).toEqual(['ok', 'complete', null, null]);
  expect(listed(stored)).toEqual(listed(truth));
  expect([holds, Object.values(datasets).filter(({ absent }) => absent > 0)]).toEqual([[], []]);
}

const eachOf = (datasets: object, written: Outcome['written']): Readonly<Record<string, string>> =>
  typeof written === 'string' ? Object.fromEntries(Object.keys(datasets).map((name) => [name, written])) : written;

const saidBy = ({ level, message }: LogEntry): { level: string; outcome: string | null; code: string | null } => ({
  level,
  outcome: /\boutcome=(\S+)/.exec(message)?.[1] ?? null,
  code: /\bcode=(\S+)/.exec(message)?.[1] ?? null,
});
