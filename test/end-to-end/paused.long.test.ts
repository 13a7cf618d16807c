// Collectors that are stopped at random moments, beyond their lease, and go on after another took over: what is stored
// is the company in the end, and nobody is kept from reading meanwhile.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { below } from '../../local/fleet/random.ts';
import { describeEachEngine } from '../store/stores.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

const SEED = 20_261_125;
const ROUNDS = 6;
const BOTH = ['intune', 'directory'] as const;
/** About as long as a poll writes. */
const POLL_MS = 250;
const WAITS_MS = 1_500;

describeEachEngine((engine) => {
  describe('a collector that is stopped at a random moment and goes on beyond its lease', () => {
    let company: Company;
    let sleeper: CollectorProcess;
    let other: CollectorProcess;
    beforeAll(async () => {
      company = await Company.start({ users: 60, devices: 60, appsPerDevice: 20, seed: 13 }, engine);
      const [first, second] = await company.collectors(2);
      if (!first || !second) throw new RangeError('two were started');
      [sleeper, other] = [first, second];
      await sleeper.firstPolls(...BOTH);
    });
    afterAll(async () => company?.close());

    const isStored = async (): Promise<void> => {
      const { estate } = company.fleet;
      const listed = (await other.list('devices')).map(({ externalId }) => externalId).sort();
      expect(listed).toEqual(estate.devices.map(({ id }) => id).sort());
      const names = (await other.list('users')).map(({ id }) => id);
      expect(new Set(names).size).toBe(names.length);
      const inEntra = estate.people.filter((person) => person && person.origin !== 'directory').length;
      expect((await other.source('intune')).datasets.emm_user).toMatchObject({ rows: inEntra, absent: 0 });
    };

    /** What left in the rounds before does not count: removals are bounded by the day. */
    const onAnotherDay = async (): Promise<void> => {
      const { write } = await company.store();
      await write(({ db }) => db.updateTable('source_state').set({ removals: null }).execute());
    };

    const nobodyPolls = () =>
      eventually('nobody polls', async () => {
        const running = await Promise.all(BOTH.map(async (name) => (await other.source(name)).runningPoll));
        return running.every((one) => one === null) || undefined;
      });

    /** Whether the poll of another came through within the time; not where the sleeper holds a lock. */
    const came = (work: Promise<unknown>): Promise<boolean> =>
      Promise.race([work.then(() => true), delay(WAITS_MS, false, { ref: false })]);

    it('leaves the company as another read it, with no row lost and none twice', async () => {
      const { estate } = company.fleet;
      for (let round = 0; round < ROUNDS; round += 1) {
        // Apps, devices and people come, change and go: polls write and remove.
        await onAnotherDay();
        for (let tick = 0; tick < 5; tick += 1) company.fleet.tick();
        estate.removeDevice(estate.devices[round]?.id ?? '');
        estate.enrol();
        for (const name of BOTH) await sleeper.post(`sources/${name}/poll`);
        await delay(below(POLL_MS, SEED, round));
        sleeper.pause();
        // Reads wait for nobody, whatever the sleeper holds.
        expect((await other.request('health')).status).toBe(200);
        expect((await other.source('intune')).name).toBe('intune');
        const polls = company.leasesRunOut().then(() => Promise.all(BOTH.map((name) => other.poll(name))));
        const undisturbed = await came(polls);
        sleeper.resume();
        if (!undisturbed) await polls;
        await nobodyPolls();
        if (undisturbed) await isStored();
        for (const name of BOTH) await other.poll(name);
        await isStored();
      }
      expect(company.output.filter((line) => /internal|Unexpected/.test(line))).toEqual([]);
    });

    (engine === 'sqlite' ? it : it.skip)(
      'and holds the write lock keeps others from writing, not from reading; they go on as it does',
      async () => {
        const probe = new DatabaseSync(company.databaseFile(), { timeout: 0 });
        const isLocked = (): boolean => {
          try {
            probe.exec('BEGIN IMMEDIATE; ROLLBACK');
            return false;
          } catch {
            return true;
          }
        };
        for (let attempt = 0; ; attempt += 1) {
          if (attempt % 100 === 0) {
            await onAnotherDay();
            for (let tick = 0; tick < 5; tick += 1) company.fleet.tick();
            for (const name of BOTH) await sleeper.post(`sources/${name}/poll`);
          }
          if (attempt > 2_000) throw new RangeError('it was never stopped in a transaction');
          await delay(below(5, SEED, attempt));
          sleeper.pause();
          // It may still run for a moment.
          await delay(1);
          if (isLocked()) break;
          sleeper.resume();
        }
        probe.close();
        // A list of people and devices is audited before it is answered: it waits.
        const list = other.request('devices?limit=1');
        expect((await other.request('health')).status).toBe(200);
        expect((await other.source('intune')).datasets.device?.rows).toBeGreaterThan(0);
        sleeper.resume();
        expect((await list).status).toBe(200);
        await nobodyPolls();
        for (const name of BOTH) await other.poll(name);
        await isStored();
      },
    );
  });
});
