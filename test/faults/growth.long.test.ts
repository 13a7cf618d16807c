// Rows that nobody had before, ten thousand and more of them: what is stored, what is held, and how it ends.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { mostRows } from '../../lib/mirror/bound.ts';
import { tables } from '../contract/products.ts';
import { eventually } from '../end-to-end/collector-process.ts';
import { Company } from '../end-to-end/company.ts';
import { type FaultedCollector, startCollector } from './collector.ts';
import type { Fault, FaultTable, FaultTarget } from './fault.ts';
import { lostKeys, storedRows } from './stored.ts';

/** Pages of a thousand newcomers, and those before them. */
const STRIKES = 18;

/** What would only take time. */
const SHORTER: Readonly<Record<string, object>> = {
  'active-directory': { pageSize: 500 },
  'workspace-one': { apps: false },
};

interface Run {
  readonly target: FaultTarget;
  readonly fault: Fault;
  readonly company: Company;
  readonly lens: FaultedCollector;
}

describe('growth at a source of type', () => {
  const apart = tables.flatMap(({ target, faults, isLarge }: FaultTable) =>
    isLarge ? [] : faults.flatMap((fault) => (fault.isApart ? [[target.connector, { target, fault }] as const] : [])),
  );

  it.each(apart)(
    '%s is stored up to its bound, and asked about',
    async (_, { target, fault }) => {
      const company = await Company.start(target.fleet);
      try {
        target.prepare?.(company);
        const more = SHORTER[target.connector] ?? {};
        company.writeSources({ ...target.source(company), timeBudgetSeconds: 1_800, ...more });
        const lens = await startCollector(company, target.connector, 'here');
        try {
          await grow({ target, fault, company, lens });
        } finally {
          await lens.stop();
        }
      } finally {
        await company.close();
      }
    },
    1_800_000,
  );
});

async function grow({ target, fault, company, lens }: Run): Promise<void> {
  const file = company.databaseFile();
  const before = storedRows(file, target);
  await fault.strike(company);
  const polling = lens.poll(target.connector);
  if (fault.overHttp)
    await eventually('enough of them were told', async () => target.struck(company) >= STRIKES || undefined, 1_200_000);
  await target.clear(company);
  const told = await polling;
  const [hold, ...others] = told.holds;
  expect([hold?.kind, others]).toEqual(['growth', []]);
  const dataset = String(hold?.dataset);
  const bound = mostRows(before[dataset]?.size ?? 0);
  expect(told.datasets[dataset]?.rows).toBe(bound);
  expect(lostKeys(before, storedRows(file, target))).toEqual([]);
  decide(file, target.connector);
  const after = await lens.poll(target.connector);
  expect(after.holds.map(({ kind }) => kind)).not.toContain('growth');
  // Those who are there indeed are let in; of the others it is asked whether they are gone.
  if (!fault.overHttp) expect(after.datasets[dataset]?.rows).toBeGreaterThan(bound);
}

function decide(file: string, source: string): void {
  using database = new DatabaseSync(file, { timeout: 5_000 });
  database.prepare("UPDATE deletion_hold SET state = 'approved' WHERE source = ? AND state = 'open'").run(source);
}
