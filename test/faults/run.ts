// Makes each fault of a table happen to a collector that has a good state, and looks: at /api/sources, /api/health, the
// log, and at what is stored; then ends it, lets the company live, and looks whether the next good poll catches up.
// Faults mostly wait for time-outs, so some collectors work through the table side by side, each with its own company and
// always with the same faults, in the same order.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Source } from '../end-to-end/answers.ts';
import { type CollectorProcess, eventually, type LogEntry } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { contentIn, withoutHistory } from '../end-to-end/content.ts';
import { leaks } from '../end-to-end/personal-data.ts';
import type { Fault, FaultTable, FaultTarget, Outcome } from './fault.ts';
import { listed, lostKeys, type Rows, storedRows, trueRows, writtenOf } from './stored.ts';
import { tables } from './tables.ts';

const LANES = 2;
const WHOLE_TABLE_MS = 180_000;
/** Far below what an unbounded body would take: the largest fault inflates to a gigabyte. */
const MEMORY_BYTES = 512 * 1024 ** 2;

/** What was seen while one fault struck, and after it. */
interface Seen {
  readonly struck: number;
  readonly told: Source;
  readonly health: readonly [status: number, body: string];
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
  readonly lens: CollectorProcess;
}

/**
 * Declares the tests of a connector: one for each fault, and what holds for all of them. The faults of the HTTP client that
 * connectors share strike one of them each, in turn, and every one of them with FAULTS=all.
 */
export function describeFaults(table: FaultTable): void {
  const { target } = table;
  const faults = process.env.FAULTS === 'all' ? table.faults : inTurn(table);
  describe(`faults of a source of type ${target.connector}`, () => {
    let ending = false;
    const seen = new Map(faults.map((fault) => [fault.name, Promise.withResolvers<Seen>()]));
    const lanes: Lane[] = [];
    let working: readonly Promise<void>[] = [];

    async function work(lane: Lane, at: number): Promise<void> {
      for (const fault of faults.filter((_, index) => index % lanes.length === at)) {
        if (ending) return;
        const { promise, resolve, reject } = seen.get(fault.name) ?? Promise.withResolvers<Seen>();
        // Read by the test of that fault, later.
        promise.catch(() => undefined);
        await meet(lane, target, fault)
          .catch(async (error: unknown) => {
            await target.clear(lane.company);
            throw error;
          })
          .then(resolve, reject);
      }
    }

    beforeAll(async () => {
      const count = Math.min(LANES, faults.length);
      lanes.push(...(await Promise.all(Array.from({ length: count }, () => open(target)))));
      working = lanes.map(work);
    }, WHOLE_TABLE_MS);
    afterAll(async () => {
      ending = true;
      await Promise.all(working);
      await Promise.all(lanes.map(({ company }) => company.close()));
    }, WHOLE_TABLE_MS);

    it.each(faults)(
      '$group: $name',
      async ({ name, outcome }) => {
        const found = await seen.get(name)?.promise;
        if (!found) throw new RangeError(`nothing was seen of ${name}`);
        expectFault(found, outcome);
        expectCaughtUp(found);
      },
      WHOLE_TABLE_MS,
    );

    it(
      'leave what a collector stores that never met one',
      async () => {
        await Promise.all(working);
        // The other one was compared with the truth after each fault, in fewer columns.
        const [lane] = lanes;
        if (!lane) throw new RangeError('no collector met a fault');
        const { company } = lane;
        const unharmed = await company.collector({ database: 'unharmed' });
        await unharmed.firstPolls(target.connector);
        const [expected, found] = await Promise.all(
          ['unharmed', undefined].map(async (name) => withoutHistory(await contentIn(company.database(name)))),
        );
        expect(found).toEqual(expected);
      },
      WHOLE_TABLE_MS,
    );

    it('take a bounded memory', () => {
      for (const { lens } of lanes) expect(lens.peakMemory() ?? 0).toBeLessThan(MEMORY_BYTES);
    });

    it('leave no personal datum, address or secret in the log', () => {
      for (const { company } of lanes) expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
    });
  });
}

function inTurn(table: FaultTable): readonly Fault[] {
  const sharing = tables.filter(({ faults }) => faults.some(({ ofClient }) => ofClient));
  const ofClient = table.faults.filter((fault) => fault.ofClient);
  const strikesIt = (fault: Fault) => ofClient.indexOf(fault) % sharing.length === sharing.indexOf(table);
  return table.faults.filter((fault) => !fault.ofClient || strikesIt(fault));
}

/** A company and a collector that has read it once. */
async function open(target: FaultTarget): Promise<Lane> {
  const company = await Company.start(target.fleet);
  try {
    target.prepare?.(company);
    company.writeSources(target.source(company));
    const lens = await company.collector();
    await lens.firstPolls(target.connector);
    return { company, lens };
  } catch (error) {
    await company.close();
    throw error;
  }
}

async function meet({ company, lens }: Lane, target: FaultTarget, fault: Fault): Promise<Seen> {
  const stored = () => storedRows(company.databaseFile(), target);
  const before = stored();
  target.change(company);
  await fault.strike(company);
  const from = lens.entries.length;
  const told = await lens.poll(target.connector);
  const struck = target.struck(company);
  fault.verify?.(company);
  const health = await lens.request('health');
  const during = stored();
  const written = writtenOf(before, during, trueRows(company, target));
  const line = await eventually('the poll ends in the log', async () =>
    lens.entries.slice(from).find(({ message }) => message.startsWith('poll ended')),
  );
  await target.clear(company);
  target.live(company);
  let afterwards = told;
  const polls = (fault.outcome.polls ?? 1) + (target.passes ?? 1) - 1;
  for (let poll = 0; poll < polls; poll += 1) afterwards = await lens.poll(target.connector);
  fault.verifyAfter?.(company);
  return {
    struck,
    told,
    health: [health.status, await health.text()],
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
  expect(health).toEqual([200, '{"status":"ready"}']);
  expect(saidBy(line)).toEqual({ level: code === null ? 'information' : 'warning', outcome: poll, code });
  expect(written).toEqual(eachOf(written, outcome.written));
  expect([lastPoll?.rowsRemoved, lost]).toEqual([replaced, []]);
  expect(lastPoll?.rejected.map(({ dataset, field, reason }) => `${dataset}.${field}: ${reason}`).sort()).toEqual(
    [...rejected].sort(),
  );
  const held = holds.length > 0 && Object.values(datasets).some(({ absent }) => absent > 0);
  expect([held, holds.length > 0]).toEqual([state === 'held', state === 'held']);
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
