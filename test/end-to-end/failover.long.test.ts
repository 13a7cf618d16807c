// kill -9 of the collector that polls a source, in the middle of a first load, while others run: one of them goes on where it
// was, when its lease has run out by itself.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../store/stores.ts';
import { sources } from './answers.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';
import { contentOf } from './content.ts';
import { overlapping } from './polls-of-source.ts';

const PAGE = 50;
const PAGES_READ = 3;
const DEVICES = 6 * PAGE;
/** Of the lists that are read page by page. */
const IS_PAGE = /\/(users\/delta|managedDevices)$/;

const begun = (one: CollectorProcess, source: string): number =>
  one.log.filter((line) => line.startsWith(`poll begins source=${source}`)).length;

const toldBy = async (one: CollectorProcess): Promise<string[]> =>
  (await one.get(sources, 'sources')).warnings.filter((warning) => warning.includes('were lost'));

describeEachEngine((engine) => {
  describe('the collector that polls a source is killed', () => {
    let company: Company;
    let alive: CollectorProcess[] = [];
    beforeAll(async () => {
      company = await Company.start({ users: 250, devices: DEVICES }, engine);
      company.fleet.systems.intune.devices.maxPage = PAGE;
      // Longer than anything here waits.
      const timeBudgetSeconds = 900;
      const both = ['intune', 'active-directory'] as const;
      company.writeSources(...both.map((type) => company.source(type, { timeBudgetSeconds })));
    });
    afterAll(async () => company?.close());

    const others = (one: CollectorProcess) => alive.filter((other) => other !== one);
    const kill = async (one: CollectorProcess): Promise<void> => {
      alive = others(one);
      await one.kill();
    };
    const storedDevices = async (): Promise<number> => {
      const { db } = await company.store();
      return (await db.selectFrom('device').select('id').execute()).length;
    };
    const pages = () => company.fleet.systems.intune.requests.filter(({ path }) => IS_PAGE.test(path));
    /** Whoever begins a poll next, beyond those that each has begun. */
    const nextPoller = (before: ReadonlyMap<CollectorProcess, number>): Promise<CollectorProcess> =>
      eventually('somebody polls intune', async () =>
        alive.find((one) => begun(one, 'intune') > (before.get(one) ?? 0)),
      );
    const soFar = () => new Map(alive.map((one) => [one, begun(one, 'intune')]));

    it('and another goes on at its checkpoint: no page is asked for twice, none is left out, and nobody polls beside it', async () => {
      const { faults } = company.fleet.systems.intune;
      faults.set({ fault: 'stall', path: /managedDevices$/, after: PAGES_READ });
      const [dying] = await company.collectors(1);
      if (!dying) throw new RangeError('one was started');
      await eventually('it waits for a page', async () => faults.count > 0 || undefined);
      alive = [dying, ...(await company.collectors(2))];
      const isCommitted = async () => (await storedDevices()) === PAGES_READ * PAGE || undefined;
      await eventually('its pages are stored', isCommitted);
      await dying.ended('directory');
      const [before, answered] = [soFar(), pages().length];
      await kill(dying);
      faults.clear();
      const successor = await nextPoller(before);
      await successor.ended('intune');
      const asked = pages().map(({ path, query }) => `${path}?${query}`);
      const [known, after] = [asked.slice(0, answered), asked.slice(answered)];
      // The one that it waited for is the only one that is asked for again.
      expect(after.filter((page) => known.includes(page))).toEqual([known.at(-1)]);
      const { db } = await company.store();
      const runs = db.selectFrom('poll_run').select(['outcome', 'error_code', 'datasets']).orderBy('id');
      const [lost, last, ...more] = await runs.where('source', '=', 'intune').execute();
      expect([lost, last?.outcome, more]).toMatchObject([
        { outcome: 'aborted', error_code: 'collector-ended' },
        'complete',
        [],
      ]);
      expect(JSON.parse(last?.datasets ?? '').device).toMatchObject({
        read: DEVICES - PAGES_READ * PAGE,
        inserted: DEVICES - PAGES_READ * PAGE,
        proof: { rows: DEVICES, again: 0, read: DEVICES },
      });
      expect(others(successor).map((one) => begun(one, 'intune'))).toEqual([0]);
      // Once is nothing to tell.
      expect(await toldBy(successor)).toEqual([]);
    });

    it('a third time in a row: then the source waits for its schedule, and a warning says so until a poll ends', async () => {
      const { faults } = company.fleet.systems.intune;
      alive.push(...(await company.collectors(2)));
      // One of them took over before.
      const atFirst = soFar();
      const runOut = async (...sources: readonly string[]): Promise<void> => {
        const { write } = await company.store();
        const over = { lease_until: new Date(0) };
        await write(({ db }) => db.updateTable('source_state').set(over).where('source', 'in', sources).execute());
      };
      faults.set({ fault: 'stall', path: /users\/delta$/ });
      for (let losses = 0; losses < 3; losses += 1) {
        const before = soFar();
        if (losses === 0) await alive[0]?.post('sources/intune/poll');
        const poller = await nextPoller(before);
        await eventually('it waits', async () => faults.count > losses || undefined);
        await kill(poller);
        // Whoever looks finds this one, too, and behind the other.
        await runOut('intune', ...(losses === 2 ? ['directory'] : []));
      }
      const [last] = alive;
      if (!last) throw new RangeError('one is left');
      const before = begun(last, 'directory');
      await eventually('it looked', async () => begun(last, 'directory') > before || undefined);
      await last.ended('directory');
      expect(begun(last, 'intune')).toBe(atFirst.get(last));
      await last.post('sources/intune/poll');
      await eventually('it waits', async () => faults.count > 3 || undefined);
      expect(await toldBy(last)).toEqual([expect.stringContaining('The last 3 polls of source intune were lost')]);
      faults.clear();
      await company.fleet.systems.intune.faults.transport('normal');
      await eventually('it ends', async () => (await last.source('intune')).runningPoll === null || undefined);
      await last.poll('intune');
      expect(await toldBy(last)).toEqual([]);
    });

    it('and nothing is lost or doubled: the tables are those of a company that nobody interrupted', async () => {
      const unbroken = await company.collector({ database: 'unbroken' });
      await unbroken.firstPolls('intune', 'directory');
      const [found, expected] = [
        await contentOf(await company.store()),
        await contentOf(await company.store('unbroken')),
      ];
      expect(found).toEqual(expected);
      expect(found.device).toHaveLength(DEVICES);
      for (const source of ['intune', 'directory'])
        expect(await overlapping(await company.store(), source)).toEqual([]);
    });
  });
});
