// kill -9 of the bundle in its host, at moments that a seed chooses. test/kill kills at every commit, without a host.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
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
/** About as many as a poll of both sources sends. */
const REQUESTS = 28;
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

  const requests = () => company.fleet.graph.requests.length + company.fleet.directory.requests.length;
  const killedDatabase = () => new DatabaseSync(company.databaseFile('killed'), { timeout: 5_000 });

  /** Kills it when the company has been asked so many times more, and a little later. */
  async function killAfter(more: number, milliseconds: number): Promise<void> {
    const until = requests() + more;
    const running = async () => (await killed.source('intune')).state === 'polling' || undefined;
    await eventually(
      'the poll is that far',
      async () => requests() >= until || (await running()) === undefined || undefined,
    );
    await delay(milliseconds);
    await killed.kill();
  }

  it('leaves the same tables as a run that nobody interrupted', async () => {
    // The first load is interrupted, too: it begins by itself.
    killed = await restart();
    for (let round = 0; round < KILLS; round += 1) {
      if (round > 0) {
        for (let tick = 0; tick < TICKS_A_ROUND; tick += 1) company.fleet.tick();
        if (round % 3 === 0) company.fleet.directory.controller.failOver();
        for (const name of BOTH) await killed.post(`sources/${name}/poll`);
      }
      await killAfter(1 + below(REQUESTS, SEED, round), below(25, SEED, 100 + round));
      await company.leasesRunOut('killed');
      killed = await restart();
      await Promise.all([killed, unbroken].flatMap((lens) => BOTH.map((name) => lens.poll(name))));
    }
    using database = killedDatabase();
    const interrupted = z
      .object({ n: z.number() })
      .parse(database.prepare("SELECT count(*) AS n FROM poll_run WHERE error_code = 'collector-ended'").get()).n;
    expect(interrupted).toBeGreaterThanOrEqual(KILLS / 2);
    const [expected, found] = await Promise.all(
      ['unbroken', 'killed'].map((name) => contentIn(company.database(name))),
    );
    expect(found).toEqual(expected);
    expect(found?.change?.length).toBeGreaterThan(0);
  }, 90_000);

  it('keeps others from polling a source until the lease of the dead one has run out', async () => {
    await killed.post('sources/intune/poll');
    await eventually('it polls', async () => (await killed.source('intune')).state === 'polling' || undefined);
    await killed.kill();
    killed = await restart();
    const answered = await killed.post('sources/intune/poll');
    expect([answered.status, await answered.json()]).toEqual([202, { state: 'polling' }]);
  });

  it('leaves no personal datum in the log', () => {
    expect(leaks(company.fleet, company.output, Object.values(company.secrets))).toEqual([]);
  });
});
