// An orderly stop while sources are being polled that do not answer.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const BOTH = ['intune', 'directory'] as const;

describe('a stop during polls that hang', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 30, devices: 30 });
  });
  afterAll(async () => company?.close());

  it('waits for no answer, and whoever comes next goes on without being asked', async () => {
    const { intune: graph, 'active-directory': directory } = company.fleet.systems;
    const lens = await company.collector();
    await lens.firstPolls(...BOTH);
    // Another controller: the directory is read page by page.
    directory.controller.failOver();
    graph.faults.set({ fault: 'stall', path: /managedDevices$/ });
    directory.faults.set({ fault: 'stall', continued: true });
    for (const name of BOTH) await lens.post(`sources/${name}/poll`);
    await eventually('both hang', async () => (graph.faults.count > 0 && directory.faults.count > 0) || undefined);
    expect(await lens.stop()).toBe(0);
    // An answer that was waited for to the end would be named as what failed.
    const ended = lens.log.filter((line) => line.startsWith('poll ended early'));
    expect(ended.map((line) => /outcome=aborted.*code=stopped/.test(line))).toEqual([true, true]);

    graph.faults.clear();
    directory.faults.clear();
    const next = await company.collector();
    for (const name of BOTH)
      await eventually('it went on', async () => (await next.source(name)).state === 'ok' || undefined);
    expect((await next.source('intune')).datasets.device?.rows).toBe(company.fleet.estate.deviceCount);
  });

  it('leaves no personal datum in the log', () => {
    expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
  });
});
