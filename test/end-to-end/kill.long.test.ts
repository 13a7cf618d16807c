// kill -9 of the bundle in its host, at moments that a seed chooses. test/kill kills at every commit, without a host.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { below } from '../../local/fleet/random.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { contentIn } from './content.ts';
import { leaks } from './personal-data.ts';

const SEED = 20_261_124;
const KILLS = 3;
const TICKS_A_ROUND = 3;
/** Fewer than any poll of Graph sends. */
const REQUESTS = 6;
const BOTH = ['intune', 'directory'] as const;

describe('kill -9 during polls', () => {
  let company: Company;
  let unbroken: CollectorProcess;
  let killed: CollectorProcess;
  const restart = async (): Promise<CollectorProcess> => company.collector({ database: 'killed' });
  beforeAll(async () => {
    company = await Company.start({ users: 40, devices: 40, appsPerDevice: 8, seed: 11 });
    unbroken = await company.collector({ database: 'unbroken' });
    await unbroken.firstPolls(...BOTH);
  });
  afterAll(async () => company?.close());

  const killedDatabase = () => new DatabaseSync(company.databaseFile('killed'), { timeout: 5_000 });

  /** Kills it while a request to Graph waits for its answer, after so many answered ones; the directory is read beside it. */
  async function killAfter(answered: number, begin: () => Promise<CollectorProcess>): Promise<void> {
    const { faults } = company.fleet.systems.intune;
    faults.set({ fault: 'stall', after: answered });
    const lens = await begin();
    await eventually('a request waits', async () => faults.count > 0 || undefined);
    await lens.kill();
    faults.clear();
  }

  const polling = async (): Promise<CollectorProcess> => {
    for (const name of BOTH) await killed.post(`sources/${name}/poll`);
    return killed;
  };

  it('leaves the same tables as a run that nobody interrupted', async () => {
    for (let round = 0; round < KILLS; round += 1) {
      // The first load, which begins by itself, is interrupted, too.
      if (round > 0) for (let tick = 0; tick < TICKS_A_ROUND; tick += 1) company.fleet.tick();
      if (round === 2) company.fleet.systems['active-directory'].controller.failOver();
      await killAfter(1 + below(REQUESTS, SEED, round), round === 0 ? restart : polling);
      await company.leasesRunOut('killed');
      killed = await restart();
      await Promise.all([killed, unbroken].flatMap((lens) => BOTH.map((name) => lens.poll(name))));
    }
    using database = killedDatabase();
    const interrupted = z
      .object({ n: z.number() })
      .parse(database.prepare("SELECT count(*) AS n FROM poll_run WHERE error_code = 'collector-ended'").get()).n;
    expect(interrupted).toBeGreaterThanOrEqual(KILLS);
    const [expected, found] = await Promise.all(
      ['unbroken', 'killed'].map((name) => contentIn(company.database(name))),
    );
    expect(found).toEqual(expected);
    expect(found?.change?.length).toBeGreaterThan(0);
  });

  it('keeps others from polling a source until the lease of the dead one has run out', async () => {
    await killAfter(0, polling);
    const { write } = await company.store('killed');
    // A start takes longer than a lease on a busy machine; more than two minutes would be a clock that ran ahead.
    const lease_until = new Date(Date.now() + 110_000);
    await write(({ db }) =>
      db.updateTable('source_state').set({ lease_until }).where('holder', 'is not', null).execute(),
    );
    killed = await restart();
    const answered = await killed.post('sources/intune/poll');
    expect([answered.status, await answered.json()]).toEqual([202, { state: 'polling' }]);
  });

  it('leaves no personal datum in the log', () => {
    expect(leaks(company.fleet, company.output, company.secrets)).toEqual([]);
  });
});
