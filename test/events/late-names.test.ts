// Names that nobody is known by when a log tells them: rows wait for a week for whose they are, with a keyed hash of the
// name alone; and the ways in which Windows writes names.
import { describe, expect, it } from '@jest/globals';
import { hasherOf } from '../../lib/keyed-hash.ts';
import { linkLateNames, waitingRows } from '../../lib/people/late-names.ts';
import { exportSubject } from '../../lib/privacy/export.ts';
import { SecretReference } from '../../lib/secrets.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { ENTITIES, parameter, type ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { COUNTERS, onEachMadeUp, ROWS, told } from './made-up.ts';
import { World } from './world.ts';

const { both, person } = ROWS;
/** As the scripted sources have it. */
const SECRET = 'a test key of thirty-two letters';
process.env.TEST_LATE_NAMES_AUDIT_KEY = 'audit-key-of-this-test';
const auditKey = new SecretReference('env:TEST_LATE_NAMES_AUDIT_KEY');

onEachMadeUp((store) => {
  const directoryOf = (world: World): ScriptedSource => {
    const source = world.another();
    source.entities = ENTITIES.filter(({ dataset }) => dataset === 'directory_user').map((entity) => ({
      ...entity,
      parameters: [...entity.parameters, parameter('domain_account')],
    }));
    return source;
  };
  const reads = (source: ScriptedSource, ...rows: readonly SourceRow[]) =>
    source.poll(() => wholePass(rows, 'directory_user'));
  const subjectOf = async (source: ScriptedSource, id: string) =>
    (await source.rows('directory_user')).find((row) => row.external_id === id)?.subject_id;
  const tellAccount = (world: World, dataset: typeof both, domain_account: string, number = 0, hoursAgo = 1) =>
    world.log.poll(() => [told(dataset, { ...world.row('both', { number, hoursAgo }), domain_account })]);
  /** Of this company alone. */
  const account = (world: World, name: string) => `${world.emm.name}-${name}`;

  describe('a name that nobody has yet', () => {
    it('stands in the row as a keyed hash alone, and is counted for its source', async () => {
      const world = new World(store());
      await world.tell(person, { person: 'anna' });
      await world.tell(COUNTERS.person, { person: 'anna' });
      for (const dataset of [person, COUNTERS.person]) {
        const [row] = await world.rows(dataset);
        expect(row).toMatchObject({ subject_id: null, name_hash: expect.stringMatching(/^[0-9a-f]{32}$/) });
        expect(JSON.stringify(row)).not.toContain('anna');
      }
      expect((await waitingRows(store())).get(world.log.name)).toBe(2);
    });

    it('is linked by a later reading of the directory, and the hash goes', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      await world.tell(person, { person: 'anna' }, { person: 'bert', number: 1 });
      await world.tell(COUNTERS.person, { person: 'anna', hoursAgo: 30 });
      await reads(directory, { external_id: 'anna', mail: world.upn('Anna') });
      const anna = await subjectOf(directory, 'anna');
      const rows = (await world.rows(person)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((row) => [row.subject_id, row.name_hash !== null])).toEqual([
        [anna, false],
        [null, true],
      ]);
      expect(await world.rows(COUNTERS.person)).toMatchObject([{ subject_id: anna, name_hash: null, amount: 1 }]);
      expect((await waitingRows(store())).get(world.log.name)).toBe(1);
    });

    it('is linked at once where the directory was read since, and never beyond a week', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      await reads(directory, { external_id: 'anna', user_principal_name: world.upn('anna') });
      await world.tell(person, { person: 'anna', hoursAgo: 6 * 24 }, { person: 'anna', number: 1, hoursAgo: 8 * 24 });
      const anna = await subjectOf(directory, 'anna');
      expect((await world.rows(person)).map((row) => row.subject_id)).toEqual([null, anna]);
    });

    it('is nobody’s where two have had it', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      await world.tell(person, { person: 'desk' });
      await reads(
        directory,
        { external_id: 'a', mail: world.upn('desk') },
        { external_id: 'b', mail: world.upn('desk') },
      );
      expect(await world.rows(person)).toMatchObject([{ subject_id: null, name_hash: expect.any(String) }]);
    });

    it('is in what is held about the person before it is linked', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      await reads(directory, { external_id: 'anna', user_principal_name: world.upn('anna') });
      const anna = Number(await subjectOf(directory, 'anna'));
      await world.tell(person, { person: 'anna' }, { person: 'bert', number: 1 });
      // As if nothing had been linked since the directory was read.
      await world.tell(COUNTERS.person, { person: 'anna' });
      await store().write(({ rows }) => {
        const told = rows.updateTable(COUNTERS.person.name).where('source', '=', world.log.name);
        const name_hash = hasherOf(SECRET, 'name')(world.upn('anna'));
        return told.set({ subject_id: null, name_hash, waits_since: new Date() }).execute();
      });
      const held = async (nameSecret: string | null) =>
        Object.keys((await exportSubject(store(), anna, auditKey, { nameSecret }))?.document ?? {});
      expect(await held(SECRET)).toContain('madePersonHours');
      expect(await held('another key of thirty-two letters')).not.toContain('madePersonHours');
    });

    it('cannot be tried against the key of its row: that is keyed as well', async () => {
      const world = new World(store());
      const row = world.row('person', { person: 'anna' });
      for (const phoneKey of [SECRET, 'another key of thirty-two letters'])
        await world.log.poll(() => [told(person, row)], { phoneKey });
      expect(await world.rows(person)).toHaveLength(2);
    });

    it('is not linked without the key', async () => {
      const world = new World(store());
      await world.tell(person, { person: 'anna' });
      expect(await linkLateNames(store(), null)).toBe(0);
    });
  });

  describe('an account of Windows', () => {
    it('is found with its domain, whatever the case', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      const [mine, others] = [account(world, 'one'), account(world, 'two')];
      await reads(
        directory,
        { external_id: 'a', domain_account: `${mine}\\j.doe` },
        { external_id: 'b', domain_account: `${others}\\j.doe` },
      );
      await tellAccount(world, both, `${mine.toUpperCase()}\\J.Doe`, 0);
      await tellAccount(world, both, `${others}\\j.doe`, 1);
      await tellAccount(world, both, `${others}-else\\j.doe`, 2);
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((row) => row.subject_id)).toEqual([
        await subjectOf(directory, 'a'),
        await subjectOf(directory, 'b'),
        null,
      ]);
    });

    it('without its domain is found where one domain alone has it', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      const [twice, once] = [account(world, 'twice'), account(world, 'once')];
      await reads(
        directory,
        { external_id: 'a', domain_account: `one\\${twice}` },
        { external_id: 'b', domain_account: `two\\${twice}` },
        { external_id: 'c', domain_account: `two\\${once}` },
      );
      await tellAccount(world, both, twice, 0);
      await tellAccount(world, both, once, 1);
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((row) => row.subject_id)).toEqual([null, await subjectOf(directory, 'c')]);
    });

    it('without its domain waits as well', async () => {
      const world = new World(store());
      const directory = directoryOf(world);
      const late = account(world, 'late');
      await tellAccount(world, both, late);
      await reads(directory, { external_id: 'a', domain_account: `one\\${late}` });
      expect(await world.rows(both)).toMatchObject([{ subject_id: await subjectOf(directory, 'a'), name_hash: null }]);
    });
  });

  describe('a device that no system knew', () => {
    it('is found by a later reading of a system, and leaves where it is somebody’s own', async () => {
      const world = new World(store());
      await world.tell(both, { device: 'd0' }, { device: 'd1', number: 1 }, { device: 'd2', number: 2 });
      expect((await world.rows(both)).map((row) => row.unmanaged)).toEqual([true, true, true]);
      await world.load({ users: [], devices: { d0: {}, d1: { ownership: 'personal' } } }, world.emm);
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((row) => [row.number, row.owner_source, row.unmanaged, row.device_hash !== null])).toEqual([
        ['0', world.emm.name, false, false],
        ['2', null, true, true],
      ]);
    });
  });

  describe('the id of a device that no system knew', () => {
    const clearIds = async (world: World) =>
      (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number)).map((row) => row.clear_id);
    const tellIds = (world: World, ...devices: readonly string[]) => {
      const row = (device: string, number: number) => world.row('both', { device, number });
      const rows = devices.map((device, i) => ({ ...row(device, i), clear_id: world.serial(device) }));
      return world.log.poll(() => [told(both, ...rows)]);
    };
    const unmanagedIds = 'to find whose phone was lost';

    it('stands in clear where the source names what for, and of known devices never', async () => {
      const world = new World(store(), { unmanagedIds });
      await world.load({ users: [], devices: { d0: {} } }, world.emm);
      await tellIds(world, 'd0', 'd1', 'd2');
      expect(await clearIds(world)).toEqual([null, world.serial('d1'), world.serial('d2')]);
      await world.load({ users: [], devices: { d0: {}, d1: {} } }, world.emm);
      expect(await clearIds(world)).toEqual([null, null, world.serial('d2')]);
    });

    it('leaves when the source names it no more, and its hash stays', async () => {
      const world = new World(store(), { unmanagedIds });
      await tellIds(world, 'd1');
      world.log.config = { location: true, roaming: true };
      await world.log.poll(() => []);
      expect(await world.rows(both)).toMatchObject([{ clear_id: null, device_hash: expect.any(String) }]);
    });
  });

  describe('a device', () => {
    it('is found whatever the case of its ActiveSync id, and is flagged where no system knows it', async () => {
      const world = new World(store());
      const mixed = `${world.serial('d0')}-ApplDN6G`;
      await world.load({ users: ['anna'], devices: { d0: { of: 'anna', eas_device_id: mixed } } }, world.emm);
      const row = (id: string, number: number) => ({ ...world.row('both', { number }), eas_device_id: id });
      await world.log.poll(() => [told(both, row(mixed.toUpperCase(), 0), row('outlook', 1), row('OUTLOOK', 2))]);
      const rows = (await world.rows(both)).sort((a, b) => Number(a.number) - Number(b.number));
      expect(rows.map((r) => [r.owner_source, r.unmanaged])).toEqual([
        [world.emm.name, false],
        [null, true],
        [null, true],
      ]);
      expect(rows[1]?.device_hash).toBe(rows[2]?.device_hash);
    });

    it('is one device and one counter, however its ActiveSync id is written', async () => {
      const world = new World(store());
      const spelled = ['ApplDN6G', 'APPLDN6G', 'appldn6g'].map((id) => `${world.serial('d0')}-${id}`);
      const other = world.another();
      const [mixed, capitals] = spelled;
      await world.load({ users: ['anna'], devices: { d0: { of: 'anna', eas_device_id: mixed } } }, world.emm);
      await world.load({ users: [], devices: { other: { eas_device_id: capitals } } }, other);
      const [[here], [there]] = [await world.emm.rows('device'), await other.rows('device')];
      expect([here?.hardware_id, here?.eas_device_id]).toEqual([there?.hardware_id, mixed]);
      for (const eas_device_id of spelled)
        await world.log.poll(() => [told(COUNTERS.any, { ...world.row('any', {}), eas_device_id })]);
      expect(await world.rows(COUNTERS.any)).toMatchObject([
        { owner_source: world.emm.name, amount: 3, subject_id: await world.subject('anna') },
      ]);
    });
  });
});
