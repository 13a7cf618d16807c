// A poll of a large company, of every product: it is read in bounded steps, and not before it is applied.
import { expect, it } from '@jest/globals';
import type { PollStep } from '../../lib/sources/contract.ts';
import { Company } from '../end-to-end/company.ts';
import { contracts } from './products.ts';
import { Reader, requireComplete } from './reader.ts';
import { entryOf } from './target.ts';

/** Of one step: what a poll holds at a time. */
const MOST_ROWS = 4_000;
const MOST_PARENTS = 1_000;
/** Unless a target says otherwise; of many pages. */
const LARGE = { users: 600, devices: 600, appsPerDevice: 1 };

it.each(contracts)('of $reads.connector is never held as a whole', async (target) => {
  const { reads, wire, large } = target;
  const company = await Company.start({ ...reads.fleet, ...LARGE, ...large?.fleet });
  try {
    large?.prepare?.(company);
    const reader = await Reader.open(
      company.folder,
      company.databaseFile('large'),
      entryOf(target, company, large?.settings),
    );
    const pagesBefore: number[] = [];
    const polled = await reader.poll({
      onStep: (step) => {
        if (step.dataset === wire.dataset && 'rows' in step) pagesBefore.push(wire.pages(company));
        expectBounded(step);
      },
    });
    await reader.close();
    requireComplete(polled);
    expect(pagesBefore[0]).toBeLessThan(wire.pages(company));
  } finally {
    await company.close();
  }
});

function expectBounded(step: PollStep): void {
  const rows = 'rows' in step ? step.rows.length : 'events' in step ? step.events.length : 0;
  const parents = 'rows' in step ? (step.scope?.length ?? 0) : 0;
  if (rows > MOST_ROWS || parents > MOST_PARENTS) throw new RangeError(`a step of ${rows} rows, ${parents} parents`);
}
