// Whom an event belongs to, and what is stored of whose device: the hard cases.
import { describe, expect, it } from '@jest/globals';
import type { EventDataset } from '../../lib/catalog/index.ts';
import type { Alias } from '../../lib/people/link.ts';
import { subjectsNamed } from '../../lib/people/named.ts';
import { verifyPeople } from '../../lib/people/verify.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import type { Store } from '../../lib/store/index.ts';
import { guidOf, ScriptedSource } from '../ingest/scripted.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { DAY, type Estate, World } from './world.ts';

const { any, both, own, person } = ROWS;
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

  describe('the person', () => {
    it('is found by a name alone: a log needs no device', async () => {
      const world = await loaded({ users: ['anna'], devices: {} });
      const anna = await world.subject('anna');
      for (const dataset of [person, both, COUNTERS.both]) {
        const receipt = await world.tell(dataset, { person: 'anna' }, { person: 'anna', number: 1 });
        expect(receipt).toMatchObject({ outcome: 'complete', rejected: 0 });
        expect((await world.rows(dataset)).map((row) => row.subject_id)).toEqual([anna, anna]);
      }
      // A device that no system knows is another matter: the declaration says whether it may be told of.
      for (const [dataset, stored] of [
        [both, 3],
        [COUNTERS.both, 2],
      ] as const) {
        await world.tell(dataset, { person: 'anna', device: 'x', number: 2 });
        expect(await world.rows(dataset)).toHaveLength(stored);
      }
      expect(await world.rejected(world.log)).toEqual([['made_both_hours', 'easDeviceId', 'device unknown', 1]]);
    });

    it('is who a strong name says, whoever had the weak one', async () => {
      const world = await loaded();
      const [anna, bert] = [await world.subject('anna'), await world.subject('bert')];
      const named = (names: readonly Alias[]) => subjectsNamed(store(), [{ names, at: new Date() }]);
      const upn = { kind: 'user_principal_name', value: world.upn('anna') } as const;
      await world.emm.poll(() => [
        {
          dataset: 'emm_user',
          rows: [{ external_id: 'bert', user_principal_name: world.upn('bert'), entra_id: guidOf(world.upn('id')) }],
        },
      ]);
      expect(await named([upn])).toEqual([anna]);
      expect(await named([upn, { kind: 'entra_id', value: guidOf(world.upn('id')) }])).toEqual([bert]);
      expect(await named([upn, { kind: 'entra_id', value: guidOf('of nobody') }])).toEqual([null]);
    });

    it('who is named is never taken for the user of the device', async () => {
      const world = await loaded();
      await world.tell(
        both,
        { device: 'd0', number: 0 },
        { device: 'd0', person: 'bert', number: 1 },
        { device: 'd0', person: 'nobody', number: 2 },
        { number: 3 },
      );
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      const [anna, bert] = [await world.subject('anna'), await world.subject('bert')];
      expect(rows.map((row) => row.subject_id)).toEqual([anna, bert, null, null]);
      expect(rows.map((row) => row.device_hash)).toEqual([null, null, null, null]);
    });

    it('is who had the name when it happened: a successor inherits nothing', async () => {
      const world = new World(store());
      const users = Array.from({ length: 20 }, (_, i) => `u${i}`);
      await world.load({ users: ['anna', ...users], devices: {} }, world.emm, 20);
      const leaver = await world.subject('anna');
      await world.load({ users, devices: {} }, world.emm, 10);
      world.clock.off = -5 * DAY;
      await world.emm.poll(() => [
        {
          dataset: 'emm_user',
          rows: [{ external_id: 'new', user_principal_name: world.upn('anna'), entra_id: guidOf('another') }],
        },
      ]);
      world.clock.off = 0;
      const successor = await world.subject('new');
      const days = [25, 15, 7, 1];
      await world.tell(person, ...days.map((day, number) => ({ person: 'anna', number, hoursAgo: 24 * day })));
      expect((await world.rows(person)).map((row) => row.subject_id)).toEqual([null, leaver, null, successor]);
      expect(new Set([leaver, successor]).size).toBe(2);
    });

    it('is nobody where two have the name', async () => {
      const world = new World(store());
      const twins = ['a', 'b'].map((external_id) => ({ external_id, mail: world.upn('twin') }));
      world.clock.off = -DAY;
      await world.emm.poll(() => [{ dataset: 'emm_user', rows: twins }]);
      world.clock.off = 0;
      await world.log.poll(() => [told(person, { ...world.row('person', {}), mail: world.upn('twin') })]);
      expect((await world.rows(person)).map((row) => row.subject_id)).toEqual([null]);
    });

    it('is one where two names are the same one’s, whatever their case', async () => {
      const world = await loaded();
      const names = { user_principal_name: world.upn('ANNA'), mail: ` ${world.upn('anna')}` };
      await world.log.poll(() => [told(person, { ...world.row('person', {}), ...names })]);
      expect((await world.rows(person)).map((row) => row.subject_id)).toEqual([await world.subject('anna')]);
    });

    it('takes events along when two persons prove to be one', async () => {
      const world = await loaded();
      await world.tell(person, { person: 'bert' });
      await world.tell(COUNTERS.person, { person: 'bert' });
      const bert = await world.subject('bert');
      // Another system knows both accounts, by the ids of each, as one.
      const [entra_id, object_guid] = ['anna', 'bert'].map((id) => guidOf(world.upn(id)));
      const own = (id: string, of: object) => ({ external_id: id, user_principal_name: world.upn(id), ...of });
      await world.emm.poll(() => [
        { dataset: 'emm_user', rows: [own('anna', { entra_id }), own('bert', { object_guid })] },
      ]);
      const other = new ScriptedSource(store());
      await other.poll(() => [{ dataset: 'emm_user', rows: [{ external_id: 'both', entra_id, object_guid }] }]);
      const anna = await world.subject('anna');
      expect(bert).not.toBe(anna);
      for (const dataset of [person, COUNTERS.person])
        expect((await world.rows(dataset)).map((row) => row.subject_id)).toEqual([anna]);
      // What was being written meanwhile names the one who ended.
      for (const dataset of [person, COUNTERS.person])
        await store().write(({ rows }) =>
          rows.updateTable(dataset.name).set({ subject_id: bert }).where('source', '=', world.log.name).execute(),
        );
      await verifyPeople(store());
      for (const dataset of [person, COUNTERS.person])
        expect((await world.rows(dataset)).map((row) => row.subject_id)).toEqual([anna]);
    });
  });

  describe('what finds the owner', () => {
    it('may be unreadable: it is counted, and the event has none', async () => {
      const world = await loaded();
      const row = { ...world.row('both', { person: 'anna' }), eas_device_id: new Unreadable('no text') };
      await world.log.poll(() => [told(both, row)]);
      expect(await world.rows(both)).toMatchObject([{ owner_source: null, subject_id: await world.subject('anna') }]);
      expect(await world.rejected(world.log)).toEqual([['made_both', 'easDeviceId', 'no text', 1]]);
    });

    it('takes the events along when it is not read any more', async () => {
      const world = await loaded();
      await world.tell(person, { person: 'anna' });
      world.log.config = { location: true, roaming: true, exclude: ['mail'] };
      await world.log.poll(() => []);
      expect(await world.rows(person)).toEqual([]);
    });

    it('names no device where many carry it', async () => {
      const devices = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d${i}`, { serial_number: '0815' }]));
      const world = await loaded({ users: [], devices });
      await world.log.poll(() => [told(any, { ...world.row('any', {}), serial_number: '0815' })]);
      expect(await world.rejected(world.log)).toEqual([['made_any', 'easDeviceId,serialNumber', 'device unknown', 1]]);
    });
  });
});
