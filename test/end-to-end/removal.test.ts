// A mass removal, seen by an operator through the API alone.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { CollectorProcess } from './collector-process.ts';
import { Company } from './company.ts';
import { leaks } from './personal-data.ts';

const decision = z.object({
  decided: z.array(z.object({ dataset: z.string(), absent: z.number() })),
  carriedOut: z.boolean(),
});
const DEVICES = 50;
const VANISHED = 30;

describe('60 % of the devices vanishing at once', () => {
  let company: Company;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ users: 30, devices: DEVICES });
    company.writeSources(company.source('intune'));
    lens = await company.collector();
    await lens.firstPolls('intune');
  });
  afterAll(async () => company?.close());

  const decide = (verdict: 'approve' | 'reject') =>
    lens.get(decision, `sources/intune/deletions/${verdict}`, { method: 'POST' });
  const absent = async () => (await lens.list('devices')).filter(({ absentSince }) => absentSince !== null);

  it('are held, shown with counts, and still listed with the time since when they are absent', async () => {
    company.fleet.estate.removeDevices(0.6);
    const { state, holds, datasets, lastPoll } = await lens.poll('intune');
    expect(state).toBe('held');
    expect(holds).toEqual([
      { state: 'open', dataset: 'device', absent: VANISHED, total: DEVICES, sampleIds: expect.any(Array) },
    ]);
    expect(datasets.device).toEqual({ rows: DEVICES, absent: VANISHED, lastCompletePassAt: expect.any(String) });
    expect(lastPoll?.datasets.device).toMatchObject({ removed: 0, held: VANISHED });
    const listed = await absent();
    expect(listed).toHaveLength(VANISHED);
    expect(await lens.list('devices')).toHaveLength(DEVICES);
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(holds[0]?.sampleIds ?? ['none']));
  });

  it('are offered again by the next pass', async () => {
    const { state, holds } = await lens.poll('intune');
    expect([state, holds.length]).toEqual(['held', 1]);
  });

  it('stay after a rejection, and later passes hold them no more', async () => {
    expect(await decide('reject')).toEqual({ decided: [{ dataset: 'device', absent: VANISHED }], carriedOut: false });
    const { state, holds } = await lens.poll('intune');
    expect([state, holds.map((hold) => hold.state)]).toEqual(['ok', ['rejected']]);
    expect(await absent()).toHaveLength(VANISHED);
  });

  it('are present again when the source has recovered', async () => {
    company.fleet.estate.restoreDevices();
    const { state, datasets } = await lens.poll('intune');
    expect([state, datasets.device?.absent, datasets.device?.rows]).toEqual(['ok', 0, DEVICES]);
  });

  it('are removed after an approval, at once', async () => {
    company.fleet.estate.removeDevices(0.6);
    expect((await lens.poll('intune')).state).toBe('held');
    expect(await decide('approve')).toEqual({ decided: [{ dataset: 'device', absent: VANISHED }], carriedOut: true });
    expect(await lens.list('devices')).toHaveLength(DEVICES - VANISHED);
    const { state, datasets } = await lens.source('intune');
    expect([state, datasets.device]).toEqual([
      'ok',
      { rows: DEVICES - VANISHED, absent: 0, lastCompletePassAt: expect.any(String) },
    ]);
  });

  it('cannot be decided on where nothing is held', async () => {
    expect((await lens.post('sources/intune/deletions/approve')).status).toBe(409);
    expect((await lens.post('sources/nobody/deletions/approve')).status).toBe(404);
    const misspelt = await lens.post('sources/intune/deletions/approve?dataset=devices');
    expect([misspelt.status, await misspelt.text()]).toEqual([400, expect.stringMatching(/One of: .*device/)]);
  });

  it('leave no personal datum in the log', () => {
    expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
  });
});
