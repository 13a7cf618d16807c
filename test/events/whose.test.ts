// Whose an event is: who is found by the names that a log tells, when it happened, and by what finds the device.
import { describe, expect, it } from '@jest/globals';
import type { Alias } from '../../lib/people/link.ts';
import { subjectsNamed } from '../../lib/people/named.ts';
import { verifyPeople } from '../../lib/people/verify.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { guidOf, ScriptedSource } from '../ingest/scripted.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { DAY, type Estate, World } from './world.ts';

const { any, both, person } = ROWS;
const ESTATE: Estate = { users: ['anna', 'bert'], devices: { d0: { of: 'anna' }, d1: { of: 'bert' }, d2: {} } };

onEachMadeUp((store) => {
  const loaded = async (estate = ESTATE, config = {}): Promise<World> => {
    const world = new World(store(), config);
    await world.load(estate, world.emm, 20);
    return world;
  };
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
      const row = { ...world.row('both', { person: 'anna' }), eas_device_id: new Unreadable('not text') };
      await world.log.poll(() => [told(both, row)]);
      expect(await world.rows(both)).toMatchObject([{ owner_source: null, subject_id: await world.subject('anna') }]);
      expect(await world.rejected(world.log)).toEqual([['made_both', 'easDeviceId', 'not text', 1]]);
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
