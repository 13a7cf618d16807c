// Whom an event belongs to, and what is stored of whose device: the hard cases.
import { describe, expect, it } from '@jest/globals';
import type { EventDataset } from '../../lib/catalog/index.ts';
import type { Store } from '../../lib/store/index.ts';
import type { ScriptedSource } from '../ingest/scripted.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { type Estate, World } from './world.ts';

const { any, both, own } = ROWS;
const ESTATE: Estate = { users: ['anna', 'bert'], devices: { d0: { of: 'anna' }, d1: { of: 'bert' }, d2: {} } };

onEachMadeUp((store) => {
  const loaded = async (estate = ESTATE, config = {}): Promise<World> => {
    const world = new World(store(), config);
    await world.load(estate, world.emm, 20);
    return world;
  };
  const owners = async (world: World, dataset: EventDataset) =>
    (await world.rows(dataset)).map((row) => row.owner_source);

  describe('what is stored of a device', () => {
    const fleet: Estate = {
      users: [],
      devices: {
        company: {},
        personal: { ownership: 'personal' },
        unknown: { ownership: 'unknown' },
        none: { ownership: null },
      },
    };
    const names = [...Object.keys(fleet.devices), 'stranger'];
    const happenings = names.map((device, number) => ({ device, number }));

    it.each([
      [own, {}, [0], { 'device personally owned': 1, 'ownership of the device unknown': 2, 'device unknown': 1 }],
      [own, { personalDevices: true }, [0, 1, 2, 3], { 'device unknown': 1 }],
      [any, {}, [0], { 'device personally owned': 1, 'ownership of the device unknown': 2, 'device unknown': 1 }],
      [any, { personalDevices: true }, [0, 1, 2, 3, 4], {}],
      [both, {}, [0, 4], { 'device personally owned': 1, 'ownership of the device unknown': 2 }],
    ])('is what $name says, with %j', async (dataset, config, stored, withheld) => {
      const world = await loaded(fleet, config);
      const receipt = await world.tell(dataset, ...happenings);
      expect((await world.rows(dataset)).map((row) => Number(row.number)).sort()).toEqual(stored);
      expect(receipt.datasets[dataset.name]).toMatchObject({ read: 5, inserted: stored.length });
      const counted = await world.rejected(dataset === own ? world.emm : world.log);
      const field = { made_own: 'deviceExternalId', made_any: 'easDeviceId,serialNumber', made_both: 'easDeviceId' }[
        dataset.name
      ];
      expect(new Set(counted)).toEqual(
        new Set(Object.entries(withheld).map(([reason, count]) => [dataset.name, field, reason, count])),
      );
    });

    it('is a keyed hash of a device that no system knows, the same each time, and no id', async () => {
      const world = await loaded();
      await world.tell(
        both,
        { device: 'd0' },
        { device: 'x', number: 1 },
        { device: 'x', number: 2 },
        { device: 'y', number: 3 },
      );
      const [d0, x, again, y] = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(d0).toMatchObject({ owner_source: world.emm.name, device_hash: null });
      expect(x).toMatchObject({
        owner_source: null,
        owner_key: null,
        subject_id: null,
        device_hash: again?.device_hash,
      });
      expect(x?.device_hash).toMatch(/^[0-9a-f]{32}$/);
      expect(y?.device_hash).not.toBe(x?.device_hash);
      expect(JSON.stringify(await world.rows(both))).not.toContain(world.serial('x'));
    });

    it('is decided anew for each page: one that turns personal in between has nothing left', async () => {
      const world = await loaded();
      for (const dataset of [own, COUNTERS.own]) {
        const page = (number: number) => told(dataset, world.row('own', { device: 'd0', number }));
        await world.load(ESTATE);
        await world.emm.poll(function* () {
          yield page(0);
          yield* world.devices({ ...ESTATE.devices, d0: { ownership: 'personal' } });
          yield page(1);
        });
        expect(await world.rows(dataset)).toEqual([]);
        expect(await world.rejected(world.emm)).toEqual([
          [dataset.name, 'deviceExternalId', 'device personally owned', 1],
        ]);
      }
    });

    it('has left before a device is written as a person’s: nothing stays where the process ends in between', async () => {
      const world = await loaded();
      for (const dataset of [own, any, COUNTERS.any]) await world.tell(dataset, { device: 'd0' });
      const dying: Store = {
        ...store(),
        write: (work, options) =>
          store().write((tx) => {
            const update: typeof tx.update = async (table, rows) => {
              if (table === 'device' && rows.length > 0) throw new TypeError('the process ends');
              await tx.update(table, rows);
            };
            return work({ ...tx, update });
          }, options),
      };
      const receipt = await world.emm.poll(
        () => world.devices({ ...ESTATE.devices, d0: { of: 'anna', ownership: 'personal' } }),
        { store: dying },
      );
      expect(receipt.outcome).toBe('failed');
      for (const dataset of [own, any, COUNTERS.any]) expect(await world.rows(dataset)).toEqual([]);
    });

    it('is not decided by what another source has under the same key', async () => {
      const world = await loaded();
      await world.tell(own, { device: 'd0' });
      const other = world.another();
      await other.poll(() => world.devices({ d0: { ownership: 'personal', eas_device_id: 'of another device' } }));
      expect(await world.rows(own)).toHaveLength(1);
    });

    it('follows the switch of the source that tells, and leaves when it is turned off, and only then', async () => {
      const world = await loaded(ESTATE, { personalDevices: true });
      for (const dataset of [own, any, COUNTERS.any])
        await world.tell(dataset, { device: 'd0' }, { device: 'd1', number: 1 });
      await world.tell(any, { device: 'stranger', number: 2 });
      expect(await world.rows(any)).toHaveLength(3);
      await world.load({ ...ESTATE, devices: { ...ESTATE.devices, d0: { ownership: 'personal' } } });
      for (const dataset of [own, COUNTERS.any]) expect(await world.rows(dataset)).toHaveLength(2);
      expect(await world.rows(any)).toHaveLength(3);
      for (const source of [world.emm, world.log]) {
        source.config = { location: true, roaming: true };
        await source.poll(() => []);
      }
      for (const dataset of [own, any, COUNTERS.any]) expect(await world.rows(dataset)).toHaveLength(1);
    });

    it('of a device that is gone meanwhile leaves with the switch too: nobody says whose it was', async () => {
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`e${i}`, {}]));
      const world = await loaded(
        { users: [], devices: { ...many, d0: { ownership: 'personal' } } },
        { personalDevices: true },
      );
      await world.load({ users: [], devices: { ...many, d0: { ownership: 'personal', compliance: 'noncompliant' } } });
      for (const dataset of [own, any]) await world.tell(dataset, { device: 'd0' }, { device: 'e0', number: 1 });
      await world.load({ users: [], devices: many });
      for (const dataset of [own, any]) expect(await world.rows(dataset)).toHaveLength(2);
      for (const source of [world.emm, world.log]) {
        source.config = { location: true, roaming: true };
        await source.poll(() => []);
      }
      for (const dataset of [own, any]) expect((await world.rows(dataset)).map((row) => row.number)).toEqual(['1']);
      // What a management system has to know of each device stays until it expires.
      expect(await world.emm.rows('violation')).toHaveLength(1);
    });

    it('leaves when nobody says any more whose it is', async () => {
      const world = await loaded();
      for (const dataset of [own, any, both]) await world.tell(dataset, { device: 'd0' });
      world.emm.config = { location: true, roaming: true, exclude: ['ownership'] };
      await world.emm.poll(() => []);
      for (const dataset of [own, any, both]) expect(await world.rows(dataset)).toEqual([]);
    });
  });

  describe('a device that two systems have', () => {
    const both2 = async (first: string, second: string): Promise<readonly [World, ScriptedSource]> => {
      const world = await loaded({ users: [], devices: { d0: { ownership: first }, d1: {} } });
      const other = world.another();
      await other.poll(() =>
        world.devices({ e0: { ownership: second, eas_device_id: world.serial('d0') }, e1: {}, e2: {}, e3: {} }),
      );
      return [world, other];
    };

    it.each([
      ['company', 'company', 1],
      ['company', 'unknown', 1],
      ['unknown', 'company', 1],
      ['company', 'personal', 0],
      ['personal', 'company', 0],
      ['unknown', 'unknown', 0],
    ])('is the company’s where nobody says that it is a person’s: %s and %s', async (first, second, count) => {
      const [world] = await both2(first, second);
      await world.tell(any, { device: 'd0' });
      expect(await world.rows(any)).toHaveLength(count);
    });

    it('is its user’s, and nobody’s where two systems name different people', async () => {
      const world = await loaded();
      await world.tell(any, { device: 'd0' });
      const other = world.another();
      await world.load(
        {
          users: ['anna', 'bert', 'zoe'],
          devices: {
            e0: { of: 'zoe', eas_device_id: world.serial('d0') },
            e1: { of: 'bert', eas_device_id: world.serial('d1') },
          },
        },
        other,
      );
      await world.tell(any, { device: 'd0', number: 1 }, { device: 'd1', number: 2 });
      const rows = (await world.rows(any)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((row) => row.subject_id)).toEqual([
        await world.subject('anna'),
        null,
        await world.subject('bert'),
      ]);
    });

    it('has nothing left when the second one is read, and says that it is a person’s', async () => {
      const world = await loaded();
      for (const dataset of [any, both, COUNTERS.both])
        await world.tell(dataset, { device: 'd0' }, { device: 'd1', number: 1 });
      const other = world.another();
      await other.poll(() => world.devices({ e0: { ownership: 'personal', eas_device_id: world.serial('d0') } }));
      for (const dataset of [any, both, COUNTERS.both]) expect(await world.rows(dataset)).toHaveLength(1);
    });

    it('is still known by the other when one does not have it any more', async () => {
      const [world, other] = await both2('company', 'company');
      await world.tell(any, { device: 'd0' });
      expect(await owners(world, any)).toEqual([world.emm.name]);
      world.emm.entities = world.emm.entities.filter((entity) => entity.dataset !== 'device');
      await world.emm.poll(() => []);
      expect(await owners(world, any)).toEqual([other.name]);
      await other.poll(() =>
        world.devices({ e0: { ownership: 'personal', eas_device_id: world.serial('d0') }, e1: {}, e2: {}, e3: {} }),
      );
      expect(await world.rows(any)).toEqual([]);
    });

    /** A store that calls back before, or behind, the transaction that writes rows of a table. */
    const watching = (
      table: string,
      on: 'before' | 'behind',
      call: () => Promise<unknown>,
      nth = 0,
    ): Store & { at: number } => {
      let [writes, at] = [0, 0];
      return {
        ...store(),
        get at() {
          return at;
        },
        write: async (work, options) => {
          writes += 1;
          let wrote = false;
          if (on === 'before' && writes === nth) await call();
          const value = await store().write((tx) => {
            const watch =
              (write: typeof tx.insert): typeof tx.insert =>
              async (name, rows) => {
                wrote ||= rows.length > 0 && (typeof name === 'string' ? name : name.name) === table;
                return write(name, rows);
              };
            return work({ ...tx, insert: watch(tx.insert), update: watch(tx.update) });
          }, options);
          if (wrote) at = writes;
          if (wrote && on === 'behind') await call();
          return value;
        },
      };
    };

    it('has nothing left of what was told between the look at it and its turning', async () => {
      const turn = async (world: World, watched: Store) =>
        world.emm.poll(
          () => [
            {
              dataset: 'device',
              rows: [{ external_id: 'd0', ownership: 'personal', eas_device_id: world.serial('d0') }],
            },
          ],
          { store: watched },
        );
      const dry = watching('device', 'before', async () => {});
      await turn(await loaded(), dry);
      const world = await loaded();
      let before = -1;
      await turn(
        world,
        watching(
          'device',
          'before',
          async () => {
            before = (await world.tell(any, { device: 'd0' })).datasets[any.name]?.inserted ?? 0;
          },
          dry.at,
        ),
      );
      expect([before, await world.rows(any)]).toEqual([1, []]);
    });

    it('has nothing left of what was told while another said that it is a person’s', async () => {
      const world = await loaded();
      const turn = () =>
        store().write(({ db }) =>
          db
            .updateTable('device')
            .set({ ownership: 'personal' })
            .where('source', '=', world.emm.name)
            .where('external_id', '=', 'd0')
            .execute(),
        );
      const receipt = await world.log.poll(() => [told(any, world.row('any', { device: 'd0' }))], {
        store: watching(any.name, 'behind', turn),
      });
      expect([receipt.datasets[any.name]?.inserted, await world.rows(any)]).toEqual([1, []]);
    });
  });
});
