// Collectors on one database, each of which believes that it should poll everything.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrationsFor } from '../../lib/store/migrate.ts';
import { describeEachEngine } from '../store/stores.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { overlapping } from './polls-of-source.ts';

const ROUNDS = 2;
const HOUR_MS = 3_600_000;
const BOTH = ['intune', 'directory'] as const;

/** Declares the tests of so many, and of a further one whose clock is so far off. */
export function describeCollectors(count: number, clockOffByMs: number): void {
  describeEachEngine((engine) => {
    describe(`${count} collectors on one database`, () => {
      let company: Company;
      let all: readonly CollectorProcess[];
      const lens = (i: number): CollectorProcess => {
        const found = all.at(i);
        if (!found) throw new RangeError(`${count} were started`);
        return found;
      };
      beforeAll(async () => {
        company = await Company.start({ users: 30, devices: 30 }, engine);
        // All migrate, announce themselves and begin their first polls at once.
        const environment = {
          LICENSE_URL: company.fleet.license.url,
          LICENSE_CA_FILE: `${company.folder}/ca.pem`,
          LICENSE_SCHEDULE: '* * * * * *',
        };
        all = await company.collectors(count, { environment });
        await Promise.all(all.map((one) => one.firstPolls(...BOTH)));
      });
      afterAll(async () => company?.close());

      it('migrate once, and all stand in `collector`', async () => {
        const { db } = await company.store();
        const versions = await db.selectFrom('schema_version').select('version').orderBy('version').execute();
        expect(versions.map(({ version }) => version)).toEqual(migrationsFor(engine).map(({ version }) => version));
        const found = await db.selectFrom('collector').select(['instance', 'node_version', 'sources']).execute();
        const expected = {
          instance: expect.any(String),
          node_version: process.versions.node,
          sources: '["intune","directory"]',
        };
        expect(found).toEqual(all.map(() => expected));
        expect(new Set(found.map(({ instance }) => instance)).size).toBe(count);
        expect(company.output.filter((line) => /failed|not ready/.test(line))).toEqual([]);
      });

      it('poll each source one at a time, whoever does', async () => {
        for (let round = 0; round < ROUNDS; round += 1) {
          company.fleet.tick();
          const before = await Promise.all(BOTH.map((name) => lens(0).source(name)));
          const asked = await Promise.all(BOTH.flatMap((name) => all.map((one) => one.post(`sources/${name}/poll`))));
          expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 202));
          await Promise.all(before.map(({ name, lastPoll }) => lens(0).ended(name, lastPoll?.startedAt)));
        }
        const store = await company.store();
        for (const source of BOTH) {
          expect(await overlapping(store, source)).toEqual([]);
          const runs = await store.db.selectFrom('poll_run').select('outcome').where('source', '=', source).execute();
          expect(runs.length).toBeGreaterThanOrEqual(1 + ROUNDS);
          expect(runs.map(({ outcome }) => outcome)).toEqual(runs.map(() => 'complete'));
        }
        expect((await lens(-1).source('intune')).datasets.device?.rows).toBe(company.fleet.estate.deviceCount);
      });

      it('send one licence check a day, whichever it is', async () => {
        const { license } = company.fleet;
        await eventually('one is sent', async () => license.received.length || undefined);
        const { db, write } = await company.store();
        const duty = db.selectFrom('setting').select('changed_at').where('name', '=', 'duty:license-check');
        await eventually('it is done', async () => {
          const { changed_at } = await duty.executeTakeFirstOrThrow();
          return changed_at.getTime() > Date.now() - HOUR_MS || undefined;
        });
        // The next day.
        await write((tx) =>
          tx.db
            .updateTable('setting')
            .set({ changed_at: new Date(0) })
            .where('name', '=', 'duty:license-check')
            .execute(),
        );
        await Promise.all(all.map((one) => one.tick('license-check')));
        const answered = async () => {
          const all = await db.selectFrom('license_exchange').select('status').execute();
          return all.length > 1 && all.every(({ status }) => status === 200) ? all.length : undefined;
        };
        expect(await eventually('both are answered', answered)).toBe(2);
        expect(license.received).toHaveLength(2);
      });

      it('take turns at what migrations left to be written in batches', async () => {
        const { db } = await company.store();
        await Promise.all(all.map((one) => one.tick('statistics')));
        const duty = db.selectFrom('setting').select('changed_at').where('name', '=', 'duty:batches');
        await eventually('one looks for it', async () => duty.executeTakeFirst());
      });

      it('go by the clock of the database: one whose own is off neither takes a lease nor loses its own', async () => {
        const { intune: graph } = company.fleet.systems;
        const polls = (one: CollectorProcess) =>
          one.log.filter((line) => line.startsWith('poll begins source=intune')).length;
        const settings = { imports: ['test/end-to-end/shifted-clock.ts'] };
        const wrong = await company.collector({ ...settings, environment: { CLOCK_OFF_BY_MS: String(clockOffByMs) } });
        // A poll that waits, by one whose clock is right, and then by the one whose clock is wrong.
        for (const [holder, other] of [
          [lens(0), wrong],
          [wrong, lens(0)],
        ] as const) {
          const [before, others] = [polls(holder), polls(other)];
          graph.faults.set({ fault: 'stall', path: /managedDevices$/ });
          await holder.post('sources/intune/poll');
          await eventually('it waits', async () => graph.faults.count > 0 || undefined);
          expect(await (await other.post('sources/intune/poll')).json()).toEqual({ state: 'polling' });
          await other.tick('poll-intune');
          expect((await other.source('intune')).runningPoll).not.toBeNull();
          graph.faults.clear();
          await graph.faults.transport('normal');
          await eventually('it ends', async () => (await other.source('intune')).runningPoll === null || undefined);
          expect([polls(holder), polls(other)]).toEqual([before + 1, others]);
          expect(holder.log.filter((line) => /lease-lost/.test(line))).toEqual([]);
        }
        await wrong.stop();
      });

      it('take over from one that died without notice, when its lease has run out and not before', async () => {
        const { intune: graph } = company.fleet.systems;
        const [dying, other] = [lens(-1), lens(0)];
        graph.faults.set({ fault: 'stall', path: /managedDevices$/, count: 1 });
        await dying.post('sources/intune/poll');
        await eventually('it polls', async () => graph.faults.count > 0 || undefined);
        await dying.kill();
        graph.faults.clear();
        expect(await (await other.post('sources/intune/poll')).json()).toEqual({ state: 'polling' });
        const { db } = await company.store();
        const last = await db
          .selectFrom('poll_run')
          .select(({ fn }) => fn.max('id').as('id'))
          .executeTakeFirstOrThrow();
        await company.leasesRunOut();
        // Nobody asks for it, and the schedule would not for long.
        await eventually('another one goes on', async () => {
          const runs = db.selectFrom('poll_run').select('id').where('source', '=', 'intune').where('id', '>', last.id);
          return (await runs.where('outcome', '=', 'complete').execute()).length || undefined;
        });
        await eventually('it is good', async () => (await other.source('intune')).state === 'ok' || undefined);
        const aborted = await db.selectFrom('poll_run').select('error_code').where('outcome', '=', 'aborted').execute();
        expect(aborted).toEqual([{ error_code: 'collector-ended' }]);
      });

      it('go on over a schema of a newer version that lets them, and leave one that does not, while they run', async () => {
        const { write } = await company.store();
        const known = migrationsFor(engine).at(-1)?.version ?? 0;
        const newer = (version: number, needs: number) =>
          write(({ db }) =>
            db.insertInto('schema_version').values({ version, needs, applied_at: new Date() }).execute(),
          );
        const health = async () => (await lens(0).request('health')).json();
        await newer(8000, known);
        expect(await health()).toEqual({ status: 'ready', warnings: ['schema-ahead'] });
        expect((await lens(0).poll('directory')).state).toBe('ok');
        await newer(9000, 9000);
        expect(await health()).toEqual({ status: 'failed', code: 'schema-newer' });
        await eventually(
          'the API refuses, too',
          async () => (await lens(0).request('sources')).status === 503 || undefined,
        );
      });
    });
  });
}
