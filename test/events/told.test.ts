// What a source tells of events: what is counted, what is added up, where it goes on.
import { describe, expect, it } from '@jest/globals';
import { StoreError } from '../../lib/errors.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { guidOf } from '../ingest/scripted.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { DAY, type Estate, HOUR, World } from './world.ts';

const ESTATE: Estate = { users: ['anna', 'bert'], devices: { d0: { of: 'anna' } } };
const { nobody, person } = ROWS;

onEachMadeUp((store) => {
  const loaded = async (): Promise<World> => {
    const world = new World(store());
    await world.load(ESTATE, world.emm, 20);
    return world;
  };

  describe('the same happening', () => {
    it('twice in a page, and told again, is one', async () => {
      const world = await loaded();
      const row = world.row('nobody', {});
      const first = await world.log.poll(() => [told(nobody, row, row), told(nobody, row)]);
      expect(first.datasets[nobody.name]).toMatchObject({ read: 3, inserted: 1 });
      const again = await world.log.poll(() => [told(nobody, row)]);
      expect(again.datasets[nobody.name]).toMatchObject({ read: 1, inserted: 0 });
      expect(again.rejected).toBe(0);
    });
  });

  describe('a counter', () => {
    const counter = COUNTERS.nobody;
    // One for all polls, whatever the clock does meanwhile.
    const hour = Math.floor((Date.now() - 5 * HOUR) / HOUR) * HOUR;
    const at = (world: World, minutes: number, more: SourceRow = {}): SourceRow => ({
      ...world.row('nobody', {}),
      occurred_at: new Date(hour + minutes * 60_000),
      ...more,
    });
    const shown = async (world: World) =>
      (await world.rows(counter)).map((row) => [
        row.activity,
        Number(row.amount),
        ...[row.first_at, row.last_at].map((time) => (Number(time) - Number(row.occurred_at)) / 60_000),
      ]);

    it('adds up by its hour and key, within a page and over polls, with the first and the last time', async () => {
      const world = await loaded();
      const first = await world.log.poll(() => [
        told(
          counter,
          at(world, 20),
          at(world, 10, { amount: 5 }),
          at(world, 59),
          at(world, 60),
          at(world, 30, { activity: 'b' }),
        ),
      ]);
      expect(first.datasets[counter.name]).toMatchObject({ read: 5, inserted: 3, updated: 0 });
      expect((await shown(world)).sort()).toEqual([
        ['b', 1, 30, 30],
        ['sync0', 1, 0, 0],
        ['sync0', 7, 10, 59],
      ]);
      const hours = (await world.rows(counter)).map((row) => row.occurred_at);
      const second = await world.log.poll(() => [
        told(counter, at(world, 0, { amount: null }), at(world, 3, { amount: 2 })),
      ]);
      expect(second.datasets[counter.name]).toMatchObject({ read: 2, inserted: 0, updated: 1 });
      expect((await shown(world)).sort()[2]).toEqual(['sync0', 9, 0, 59]);
      expect((await world.rows(counter)).map((row) => row.occurred_at)).toEqual(hours);
    });

    it('takes what arrives late into its own hour, and nothing from before its retention', async () => {
      const world = await loaded();
      const row = (days: number) => ({
        ...world.row('nobody', {}),
        occurred_at: new Date(Number(at(world, 7).occurred_at) - days * DAY),
      });
      await world.log.poll(() => [told(counter, row(0), row(10))]);
      await world.log.poll(() => [told(counter, row(10), row(29), row(40))]);
      expect((await shown(world)).map(([, amount]) => amount)).toEqual([1, 2, 1]);
      expect(await world.rejected(world.log)).toEqual([[counter.name, 'occurredAt', 'older than its retention', 1]]);
    });

    it('counts what is dated ahead in the hour of its receipt', async () => {
      const world = await loaded();
      const before = Math.floor(Date.now() / HOUR);
      await world.log.poll(() => [told(counter, world.row('nobody', { hoursAgo: -48 }))]);
      const [row] = await world.rows(counter);
      const hour = Number(row?.occurred_at) / HOUR;
      expect(hour >= before && hour <= Math.floor(Date.now() / HOUR)).toBe(true);
      expect(await world.rejected(world.log)).toEqual([[counter.name, 'occurredAt', 'dated after its receipt', 1]]);
    });

    it('stays full where it is full, and keeps what a source counted itself', async () => {
      const world = await loaded();
      const times = { first_at: at(world, 2).occurred_at, last_at: at(world, 50).occurred_at };
      await world.log.poll(() => [told(counter, at(world, 20, { amount: Number.MAX_SAFE_INTEGER, ...times }))]);
      expect(await world.log.poll(() => [told(counter, at(world, 20))])).toMatchObject({ outcome: 'complete' });
      expect(await shown(world)).toEqual([['sync0', Number.MAX_SAFE_INTEGER, 2, 50]]);
    });

    it('has of what is no sum the value of the latest time, in whatever order it is told', async () => {
      const world = await loaded();
      await world.log.poll(() => [
        told(counter, at(world, 50, { detail: 'late' }), at(world, 10, { detail: 'early' })),
      ]);
      await world.log.poll(() => [told(counter, at(world, 20, { detail: 'later told' }))]);
      expect((await world.rows(counter)).map((row) => [row.detail, Number(row.amount)])).toEqual([['late', 3]]);
    });

    it('is added to once, whatever is lost and done again', async () => {
      const world = await loaded();
      let losses = 2;
      const losing = {
        ...store(),
        write: async <T>(work: Parameters<ReturnType<typeof store>['write']>[0], options?: object): Promise<T> =>
          (await store().write(async (tx) => {
            const value = await work(tx);
            if (losses > 0 && Object.hasOwn(Object(value), 'updated')) {
              losses -= 1;
              throw new StoreError('deadlock', { code: 'deadlock', hint: '', transient: true });
            }
            return value;
          }, options)) as T,
      };
      await world.log.poll(() => [told(counter, at(world, 1), at(world, 2))], { store: losing });
      expect([losses, await shown(world)]).toEqual([0, [['sync0', 2, 1, 2]]]);
    });

    it('of a name that passes on within the hour counts each of the two apart', async () => {
      const world = new World(store());
      const hour = Math.floor((Date.now() - 3 * HOUR) / HOUR) * HOUR;
      const load = async (minutes: number, rows: readonly SourceRow[]) => {
        world.clock.off = hour + minutes * 60_000 - Date.now();
        await world.emm.poll(() => [{ dataset: 'emm_user', rows }]);
        world.clock.off = 0;
      };
      const name = world.upn('desk');
      await load(-600, [{ external_id: 'old', user_principal_name: name, entra_id: guidOf(`${name} 1`) }]);
      await load(30, [
        { external_id: 'old', user_principal_name: null, entra_id: guidOf(`${name} 1`) },
        { external_id: 'new', user_principal_name: name, entra_id: guidOf(`${name} 2`) },
      ]);
      const row = (minutes: number) => ({
        ...world.row('person', { person: 'desk' }),
        occurred_at: new Date(hour + minutes * 60_000),
      });
      await world.log.poll(() => [told(COUNTERS.person, row(10), row(20), row(40))]);
      const rows = await world.rows(COUNTERS.person);
      const people = [await world.subject('old'), await world.subject('new')];
      expect(rows.map((r) => [r.subject_id, Number(r.amount)]).sort()).toEqual(
        [
          [people[0], 2],
          [people[1], 1],
        ].sort(),
      );
    });
  });

  describe('what is told', () => {
    it('beyond the fields of the dataset is counted, and not stored', async () => {
      const world = await loaded();
      const attributes = { 'device.path': '/secret', empty: null };
      await world.log.poll(() => [told(nobody, { ...world.row('nobody', {}), attributes })]);
      expect(await world.rows(nobody)).toHaveLength(1);
      expect(await world.rejected(world.log)).toEqual([[nobody.name, 'attributes.device.path', 'not stored', 1]]);
    });

    it('of numbers leaves as the switch for them says', async () => {
      const world = await loaded();
      const other = { more: { other: '+49 151 23456789' } };
      await world.tell(person, { person: 'anna', ...other });
      expect(await world.rows(person)).toMatchObject([{ other: '+49151********', other_hash: expect.any(String) }]);
      world.log.config = { location: true, roaming: true, phoneNumbers: 'off' };
      await world.log.poll(() => []);
      expect(await world.rows(person)).toMatchObject([{ other: null, other_hash: null, activity: 'sync0' }]);
    });

    it('makes a poll that breaks afterwards a partial one; where nothing was kept it failed', async () => {
      const world = await loaded();
      const breaking = (...steps: readonly PollStep[]) =>
        async function* (): AsyncGenerator<PollStep, void, void> {
          yield* steps;
          throw new TypeError('the wire was cut');
        };
      const row = world.row('nobody', {});
      expect(await world.log.poll(breaking(told(nobody, row)))).toMatchObject({ outcome: 'partial' });
      expect(await world.log.poll(breaking(told(nobody, row)))).toMatchObject({ outcome: 'failed' });
      const counted = told(COUNTERS.nobody, row);
      for (const _ of [1, 2]) expect(await world.log.poll(breaking(counted))).toMatchObject({ outcome: 'partial' });
    });
  });

  describe('where the next poll goes on', () => {
    it('is kept by a source that only tells events, whatever is collected of them, and by no other', async () => {
      const world = await loaded();
      const seen: unknown[] = [];
      for (const source of [world.log, world.emm])
        for (const change of [
          () => {},
          () => {
            source.config = { location: true, roaming: false };
          },
          () => {
            source.mappingVersion = 2;
          },
        ]) {
          change();
          await source.poll(async function* ({ checkpoint }): AsyncGenerator<PollStep, void, void> {
            seen.push(checkpoint);
            yield { ...told(nobody), checkpoint: { offset: 7 } };
          });
        }
      expect(seen).toEqual([null, { offset: 7 }, { offset: 7 }, null, null, null]);
    });
  });
});
