// What a source leaves out (`exclude`, profiles, switches) is not stored, whatever its connector sends: ingest sees to it,
// for each dataset. Names of devices and people are read all the same: they say what may be stored.
import { describe, expect, it } from '@jest/globals';
import { columnsOf } from '../../lib/catalog/index.ts';
import { COUNTERS, onEachMadeUp, ROWS, TOLD, told } from './made-up.ts';
import { type Estate, kindOf, World } from './world.ts';

const { both, person } = ROWS;
const NAMES = ['user_principal_name', 'domain_account'];
const ESTATE: Estate = {
  users: ['anna', 'bert'],
  devices: { d0: { of: 'anna' }, own: { of: 'bert', ownership: 'personal' } },
};

onEachMadeUp((store) => {
  const loaded = async (exclude: readonly string[]): Promise<World> => {
    const world = new World(store());
    await world.load(ESTATE, world.emm, 20);
    for (const source of [world.emm, world.log]) source.config = { location: true, roaming: true, exclude };
    return world;
  };

  describe('what is left out', () => {
    it.each(TOLD.map((dataset) => [dataset.name, dataset] as const))(
      'of %s is not stored, field by field, whatever a connector sends',
      async (_, dataset) => {
        // Which of its own devices a source tells of is what its rows are about.
        const own = dataset.device && 'field' in dataset.device ? dataset.device.field : undefined;
        const others = Object.keys(dataset.fields).filter((name) => name !== own && name !== 'clear_id');
        const stored = others.filter((name) => !name.endsWith('_hash'));
        expect(stored).toContain('amount');
        for (const name of stored) {
          const world = await loaded([name]);
          const more = { rank: 7, other: '+49 151 23456789' };
          await world.tell(dataset, { device: 'd0', person: 'anna', more });
          const rows = await world.rows(dataset);
          if (dataset.fields[name]?.nullable) expect(rows).toMatchObject([{ [name]: null }]);
          else expect([name, rows]).toEqual([name, []]);
          if (name === 'other') expect(rows).toMatchObject([{ other_hash: null }]);
        }
      },
    );

    it('and needed by each row leaves none, and is counted so', async () => {
      const world = await loaded(['activity']);
      await world.tell(person, { person: 'anna' });
      expect(await world.rejected(world.log)).toEqual([
        [person.name, 'userPrincipalName,mail,activity,number', 'not collected', 1],
      ]);
    });
  });

  describe('names of devices that are left out', () => {
    it.each([ROWS.any, ROWS.both, COUNTERS.any, COUNTERS.both].map((dataset) => [dataset.name, dataset] as const))(
      'of %s still say what may be stored, and are not in what is',
      async (_, dataset) => {
        const world = await loaded(['eas_device_id', 'serial_number']);
        await world.tell(dataset, { device: 'd0' }, { device: 'own', number: 1 }, { device: 'stranger', number: 2 });
        const rows = await world.rows(dataset);
        const of = Object.keys(columnsOf(dataset)).filter((name) => /^owner_|^device_|^subject|^unmanaged/.test(name));
        expect(rows.map((row) => [row.activity, of.map((name) => row[name])])).toEqual([['sync0', of.map(() => null)]]);
        const field = kindOf(dataset) === 'any' ? 'easDeviceId,serialNumber' : 'easDeviceId';
        expect(new Set(await world.rejected(world.log))).toEqual(
          new Set([
            [dataset.name, field, 'device personally owned', 1],
            [dataset.name, field, 'ownership of the device unknown', 1],
          ]),
        );
      },
    );

    it('do not tell rows of a counter apart', async () => {
      const world = await loaded(['eas_device_id']);
      world.emm.config = { location: true, roaming: true };
      await world.load({ ...ESTATE, devices: { d0: {}, d1: {} } });
      const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
      const row = (device: string) => ({ ...world.row('both', { device, person: 'anna' }), occurred_at: hour });
      await world.log.poll(() => [told(COUNTERS.both, row('d0'), row('d1'))]);
      expect((await world.rows(COUNTERS.both)).map(({ amount }) => Number(amount))).toEqual([2]);
    });
  });

  describe('names of people that are left out', () => {
    it('leave rows without a person: not the user of the device either', async () => {
      const world = await loaded(NAMES);
      for (const dataset of [both, COUNTERS.both]) {
        await world.tell(dataset, { device: 'd0', person: 'bert' }, { device: 'd0', number: 1 });
        expect(await world.rows(dataset)).toMatchObject([
          { owner_source: world.emm.name, subject_id: null, name_hash: null },
          { owner_source: world.emm.name, subject_id: null, name_hash: null },
        ]);
      }
    });

    it('are none where the source has no such names: rows are of the user of the device, known late or not', async () => {
      for (const lacking of [NAMES, ['user_principal_name']]) {
        const world = await loaded([]);
        world.log.entities = world.log.entities.map((entity) => ({
          ...entity,
          parameters: entity.parameters.filter(({ field }) => field === undefined || !lacking.includes(field)),
        }));
        for (const dataset of [both, COUNTERS.both]) {
          await world.tell(dataset, { device: 'd0' });
          const anna = await world.subject('anna');
          expect((await world.rows(dataset)).map(({ subject_id }) => subject_id)).toEqual([anna]);
        }
        await world.tell(both, { device: 'late', number: 1 });
        await world.load({ ...ESTATE, devices: { ...ESTATE.devices, late: { of: 'bert' } } });
        const rows = (await world.rows(both)).map(({ subject_id }) => subject_id);
        expect(new Set(rows)).toEqual(new Set([await world.subject('anna'), await world.subject('bert')]));
      }
    });

    it('make nobody of who is named the user of the device', async () => {
      const world = await loaded(['user_principal_name']);
      await world.tell(both, { device: 'd0', person: 'bert' }, { device: 'd0', number: 1 });
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map(({ subject_id }) => subject_id)).toEqual([null, await world.subject('anna')]);
    });
  });
});
