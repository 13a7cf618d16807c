// What an operator sees whose clock or database is wrong: the parts are in test/retention/jump and test/store/sqlite-faults.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

describe('a mistake', () => {
  let company: Company;
  beforeAll(async () => {
    company = await Company.start({ users: 5, devices: 5 });
  });
  afterAll(async () => company?.close());

  const health = async (lens: CollectorProcess) => {
    const response = await fetch(`${lens.url}/api/health`);
    return [response.status, await response.json()];
  };

  it('in the clock: retention waits, says so, and goes on at an operator’s word', async () => {
    company.writeSources(company.source('intune'));
    const lens = await company.collector({
      database: 'clock',
      imports: ['test/end-to-end/shifted-clock.ts'],
      environment: { CLOCK_OFF_BY_MS: String(40 * 86_400_000) },
    });
    await lens.line(/The clock jumped by 40 days: retention, .* wait for 24 hours more/);
    expect(await health(lens)).toEqual([200, { status: 'ready', warnings: ['clock-doubted'] }]);
    const ran = () => lens.log.filter((line) => line.startsWith('Retention removed'));
    const { db } = await company.store('clock');
    const duty = db.selectFrom('setting').select('changed_at').where('name', '=', 'duty:retention');
    /** One that comes while another is at it, or has just said why it waits, does nothing. */
    const tick = async () => {
      await eventually(
        'nobody is at it',
        async () => Number((await duty.executeTakeFirst())?.changed_at) === 0 || undefined,
      );
      await lens.tick('retention');
    };
    await tick();
    await eventually(
      'the tick',
      async () => lens.log.filter((line) => /clock jumped/.test(line)).length > 1 || undefined,
    );
    expect(ran()).toEqual([]);
    expect((await lens.post('retention/clock')).status).toBe(200);
    expect(await health(lens)).toEqual([200, { status: 'ready' }]);
    await tick();
    await eventually('retention', async () => ran().length > 0 || undefined);
    await lens.stop();
  });

  // What may be wrong with the file, code by code: test/store/sqlite-faults.
  it('in the place of the database: a file that is none is told, and not made anew', async () => {
    const file = company.databaseFile('damaged');
    writeFileSync(file, `not a database: ${'x'.repeat(8_192)}`);
    const before = readFileSync(file);
    const lens = await company.collector({ database: 'damaged' });
    expect(await health(lens)).toEqual([503, { status: 'failed', code: 'corrupt' }]);
    expect(await lens.line(/\bcorrupt\b/)).toMatch(/database/);
    for (let probe = 0; probe < 20; probe += 1) expect((await lens.request('devices')).status).toBe(503);
    // Every probe opens it anew: none may leave it open.
    expect(lens.openFiles(file) ?? 0).toBe(0);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(await lens.stop()).toBe(0);
  });
});
