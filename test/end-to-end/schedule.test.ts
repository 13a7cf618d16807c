// Timers of the built bundle in the embedded host.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

describe('a schedule', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 2, devices: 2 });
    company.writeSources(company.source('intune', { schedule: '*/2 * * * * *' }), company.source('active-directory'));
  });
  afterAll(async () => company?.close());

  it('polls again and again, and at once after a stop that it fell into', async () => {
    const ends = /^poll ended source=(\w+) outcome=complete/;
    const polls = (lens: CollectorProcess, name: string) =>
      lens.log.filter((line) => ends.exec(line)?.[1] === name).length;
    const first = await company.collector();
    await first.firstPolls('directory');
    await eventually('three polls', async () => polls(first, 'intune') >= 3 || undefined);
    await first.stop();
    expect(polls(first, 'directory')).toBe(1);
    const second = await company.collector();
    await eventually('the missed one', async () => polls(second, 'intune') >= 1 || undefined);
    expect(polls(second, 'directory')).toBe(0);
  });
});
