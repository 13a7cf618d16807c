// How long rows wait for whose they are, and for who knows their device: a week from when they were stored, however old
// their lines are. Then nothing in them tells that two are of the same name or device.
import { describe, expect, it } from '@jest/globals';
import type { EventDataset } from '../../lib/catalog/index.ts';
import { keyText } from '../../lib/mirror/key.ts';
import { forgetHashes } from '../../lib/retention/forget-hashes.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { DAY, HOUR, World } from './world.ts';

const DAYS_AGO = [1, 8, 10, 20];
const happenings = DAYS_AGO.map((days, number) => ({ device: 'd0', number, hoursAgo: 24 * days }));

onEachMadeUp((store) => {
  /** Beside it nobody knows of a device, or of anybody. */
  const tell = async (world: World, dataset: EventDataset): Promise<void> => {
    await world.tell(dataset, ...happenings);
    expect(await world.rows(dataset)).toHaveLength(DAYS_AGO.length);
  };
  /** As if all had been stored so long ago. */
  const later = (world: World, { name }: EventDataset, days: number) =>
    store().write(({ rows }) =>
      rows
        .updateTable(name)
        .set({ waits_since: new Date(Date.now() - days * DAY) })
        .where('source', '=', world.log.name)
        .where('waits_since', 'is not', null)
        .execute(),
    );
  const ofStrangers = [
    ['rows', ROWS.both],
    ['counters', COUNTERS.any],
  ] as const;

  describe('a device that no system knew, read of lines of any age', () => {
    it('leaves when it proves to be a person’s within a week of that', async () => {
      const world = new World(store());
      await tell(world, ROWS.both);
      await later(world, ROWS.both, 6);
      await world.load({ users: [], devices: { d0: { ownership: 'personal' } } });
      expect(await world.rows(ROWS.both)).toEqual([]);
    });

    it.each(ofStrangers)('is the company’s when it proves to be within a week of that: %s', async (_, dataset) => {
      const world = new World(store(), { personalDevices: dataset === COUNTERS.any });
      await tell(world, dataset);
      await later(world, dataset, 6);
      await world.load({ users: [], devices: { d0: {} } });
      const rows = await world.rows(dataset);
      expect(rows.map((row) => [row.owner_source, row.device_hash, row.unmanaged])).toEqual(
        DAYS_AGO.map(() => [world.emm.name, null, false]),
      );
    });

    it.each(ofStrangers)('is forgotten a week after that, also in the key of its rows: %s', async (_, dataset) => {
      const world = new World(store(), { personalDevices: dataset === COUNTERS.any });
      await tell(world, dataset);
      await later(world, dataset, 6);
      await forgetHashes(store(), () => false);
      const before = await world.rows(dataset);
      expect(before.filter((row) => row.device_hash !== null)).toHaveLength(DAYS_AGO.length);
      await later(world, dataset, 8);
      await forgetHashes(store(), () => false);
      const after = await world.rows(dataset);
      expect(after.map((row) => [row.device_hash, row.waits_since, row.unmanaged, Number(row.amount)])).toEqual(
        DAYS_AGO.map(() => [null, null, true, 1]),
      );
      expect(keysOf(after).filter((key) => keysOf(before).includes(key))).toEqual([]);
      await world.load({ users: [], devices: { d0: {} } });
      expect((await world.rows(dataset)).filter((row) => row.owner_source !== null)).toEqual([]);
    });

    it('leaves with the switch also after it was forgotten', async () => {
      const world = new World(store(), { personalDevices: true });
      await tell(world, ROWS.any);
      await later(world, ROWS.any, 8);
      await forgetHashes(store(), () => false);
      world.log.config = { location: true, roaming: true };
      await world.log.poll(() => []);
      expect(await world.rows(ROWS.any)).toEqual([]);
    });

    it('is not its user’s where names of people are left out', async () => {
      const world = new World(store(), { exclude: ['user_principal_name'] });
      await world.tell(ROWS.both, { device: 'd0', person: 'bert' });
      world.emm.config = { location: true, roaming: true };
      await world.load({ users: ['anna'], devices: { d0: { of: 'anna' } } });
      expect(await world.rows(ROWS.both)).toMatchObject([{ owner_source: world.emm.name, subject_id: null }]);
    });
  });

  describe('a name that nobody has', () => {
    it.each([
      ['rows', ROWS.person],
      ['counters', COUNTERS.person],
    ] as const)('is forgotten a week after it was stored, also in the key of its rows: %s', async (_, dataset) => {
      const world = new World(store());
      const hour = Math.floor(Date.now() / HOUR) * HOUR;
      const row = (days: number) => ({
        ...world.row('person', { person: 'anna' }),
        occurred_at: new Date(hour - days * DAY),
        number: String(days),
      });
      await world.log.poll(() => [told(dataset, ...DAYS_AGO.map(row))]);
      await forgetHashes(store(), () => false);
      const before = await world.rows(dataset);
      expect(before.filter((one) => one.name_hash !== null)).toHaveLength(DAYS_AGO.length);
      await later(world, dataset, 8);
      await forgetHashes(store(), () => false);
      const after = await world.rows(dataset);
      expect(after.map((one) => [one.name_hash, Number(one.amount)])).toEqual(DAYS_AGO.map(() => [null, 1]));
      const keys = keysOf(after);
      expect(new Set(keys).size).toBe(DAYS_AGO.length);
      expect(keys.filter((key) => keysOf(before).includes(key))).toEqual([]);
    });
  });
});

const keysOf = (rows: readonly Record<string, unknown>[]): readonly string[] =>
  rows.flatMap(({ record_key: key }) => (key instanceof Uint8Array ? [keyText(key)] : []));
