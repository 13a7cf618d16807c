// Mirrors of mailboxes and of what synchronises them: whose they are, what is stored of whose device, and what leaves.
import { describe, expect, it } from '@jest/globals';
import { datasets, type MirrorName, mirrors } from '../../lib/catalog/index.ts';
import { countAll } from '../../lib/license/count.ts';
import { exportPages } from '../../lib/privacy/export.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { declaration } from '../../lib/sources/exchange-exports/parameters.ts';
import type { Store } from '../../lib/store/index.ts';
import { onEachMadeUp } from '../events/made-up.ts';
import { World } from '../events/world.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import type { ScriptedSource } from './scripted.ts';

const OWN = new Set(mirrors.map(({ name }) => name));

/** A management system, and a mail system that knows what a whole row of both mirrors tells. */
class Company extends World {
  constructor(store: Store, config: Record<string, unknown> = {}) {
    super(store, config);
    this.emm.entities = this.emm.entities.filter(({ dataset }) => OWN.has(dataset));
    this.log.entities = declaration.entities;
  }

  partnership(device: string, person: string, more: SourceRow = {}): SourceRow {
    return {
      external_id: `${device} of ${person}`,
      eas_device_id: this.serial(device).toLowerCase(),
      user_principal_name: this.upn(person),
      device_type: 'iPhone',
      device_name: `PLANTED name of ${device}`,
      model: `PLANTED model of ${device}`,
      os: 'PLANTED os',
      access_state: 'Allowed',
      attributes: {},
      ...more,
    };
  }

  mailbox(person: string, more: SourceRow = {}): SourceRow {
    return { external_id: person, mail: this.upn(person), size_bytes: 1024, ...more };
  }

  mail(dataset: MirrorName, rows: readonly SourceRow[], end = rows.length) {
    return this.log.poll((): PollStep[] => [
      { dataset, pass: 'start' },
      { dataset, rows },
      end < 0 ? { dataset, unproven: 'no-end-mark' } : { dataset, complete: { marker: 'end-mark', rows: end } },
    ]);
  }
}

const DEVICES = {
  company: { of: 'anna' },
  personal: { ownership: 'personal' },
  unknown: { ownership: 'unknown' },
};
const ESTATE = { users: ['anna', 'bert'], devices: DEVICES };
const NAMES = [...Object.keys(DEVICES), 'stranger'];

onEachMadeUp((store) => {
  const loaded = async (config: Record<string, unknown> = {}): Promise<Company> => {
    const company = new Company(store(), config);
    await company.load(ESTATE);
    return company;
  };
  const told = (company: Company) =>
    company.mail(
      'mail_device',
      NAMES.map((device) => company.partnership(device, 'anna')),
    );
  const kept = async (source: ScriptedSource) =>
    (await source.rows('mail_device')).map((row) => String(row.external_id).split(' ')[0]);
  const ask = clientOf(queryEndpoints, async () => dependenciesOver(store()));
  const list = async (route: string): Promise<readonly Record<string, unknown>[]> => {
    const { status, body } = await ask(route, {});
    expect([route, status]).toEqual([route, 200]);
    return Object(body).items;
  };

  describe('what is stored of a device', () => {
    it('is all of the company’s, nothing of others, and of one that nobody knows not which it is', async () => {
      const company = await loaded();
      const receipt = await told(company);
      const rows = await company.log.rows('mail_device');
      expect(rows).toMatchObject([
        { owner_source: company.emm.name, unmanaged: false, device_hash: null, model: 'PLANTED model of company' },
        {
          owner_source: null,
          unmanaged: true,
          device_hash: expect.stringMatching(/^[0-9a-f]{32}$/),
          eas_device_id: null,
          device_name: null,
          model: null,
          os: null,
          device_type: 'iPhone',
          user_principal_name: company.upn('anna'),
        },
      ]);
      expect(receipt.datasets.mail_device).toMatchObject({ read: 4, inserted: 2, complete: true });
      expect(new Set(await company.rejected(company.log))).toEqual(
        new Set([
          ['mail_device', 'easDeviceId', 'device personally owned', 1],
          ['mail_device', 'easDeviceId', 'ownership of the device unknown', 1],
        ]),
      );
      for (const { name } of datasets()) {
        const all = JSON.stringify(await store().rows.selectFrom(name).selectAll().execute());
        expect([name, /PLANTED \w+ of (personal|unknown|stranger)/.test(all)]).toEqual([name, false]);
        expect([name, all.includes(company.serial('stranger').toLowerCase())]).toEqual([name, false]);
      }
    });

    it('is all of them with the switch, and goes with it', async () => {
      const company = await loaded({ personalDevices: true });
      await told(company);
      expect(await kept(company.log)).toEqual(NAMES);
      company.log.config = { ...company.log.config, personalDevices: false };
      await company.log.poll(() => []);
      expect(await kept(company.log)).toEqual(['company', 'stranger']);
    });

    it('leaves with the device that turns personal, at once', async () => {
      const company = await loaded();
      await told(company);
      await company.load({ ...ESTATE, devices: { ...DEVICES, company: { ownership: 'personal' } } });
      expect(await kept(company.log)).toEqual(['stranger']);
      await told(company);
      expect(await kept(company.log)).toEqual(['stranger']);
    });

    it('is told with the next reading of a device that a system has since, and hidden where none has it more', async () => {
      const company = await loaded();
      await told(company);
      await company.load({ ...ESTATE, devices: { ...DEVICES, stranger: {} } });
      await told(company);
      const row = async () => (await company.log.rows('mail_device')).at(-1);
      expect(await row()).toMatchObject({ unmanaged: false, model: 'PLANTED model of stranger', device_hash: null });
      await company.emm.poll(() => [{ dataset: 'device', gone: [['stranger']] }]);
      await told(company);
      expect(await row()).toMatchObject({ unmanaged: true, model: null, eas_device_id: null, owner_source: null });
      const keeping = store().db.selectFrom('kept_value').selectAll().where('source', '=', company.log.name);
      expect(await keeping.execute()).toEqual([]);
    });

    it('is hidden of all at once, where no system has devices any more: that is no loss of values', async () => {
      const company = new Company(store());
      const names = Array.from({ length: 12 }, (_, i) => `d${i}`);
      await company.load({ users: ['anna'], devices: Object.fromEntries(names.map((name) => [name, {}])) });
      const all = names.map((name) => company.partnership(name, 'anna'));
      await company.mail('mail_device', all);
      company.emm.entities = company.emm.entities.filter(({ dataset }) => dataset !== 'device');
      await company.emm.poll(() => []);
      const receipt = await company.mail('mail_device', all);
      expect(receipt.datasets.mail_device).toMatchObject({ held: 0, complete: true });
      const rows = await company.log.rows('mail_device');
      expect(rows.map((row) => [row.model, row.unmanaged])).toEqual(names.map(() => [null, true]));
    });

    it('leaves where a system proves later that it is personal', async () => {
      const company = await loaded();
      await told(company);
      await company.load({ ...ESTATE, devices: { ...DEVICES, stranger: { ownership: 'personal' } } });
      expect(await kept(company.log)).toEqual(['company']);
    });

    it('goes on with another system that has the device', async () => {
      const company = await loaded();
      await told(company);
      const other = company.another();
      await company.load({ users: [], devices: { company: {} } }, other);
      await company.emm.poll(() => [{ dataset: 'device', gone: [['company']] }]);
      const [row] = await company.log.rows('mail_device');
      expect(row).toMatchObject({ owner_source: other.name });
    });
  });

  describe('rows', () => {
    it('are written once, and not again by a reading that says the same', async () => {
      const company = await loaded();
      await told(company);
      const receipt = await told(company);
      expect(receipt.datasets.mail_device).toMatchObject({ read: 4, inserted: 0, updated: 0, complete: true });
    });

    it('leave with a complete pass alone, and are held where most of them would', async () => {
      const company = await loaded();
      const people = Array.from({ length: 20 }, (_, i) => `p${i}`);
      const boxes = (names: readonly string[], end?: number) =>
        company.mail(
          'mailbox',
          names.map((name) => company.mailbox(name)),
          end,
        );
      await boxes(people);
      await boxes(people.slice(1), -1);
      expect(await company.log.rows('mailbox')).toHaveLength(20);
      const receipt = await boxes(people.slice(1));
      expect(receipt.datasets.mailbox).toMatchObject({ removed: 1, complete: true });
      const held = await boxes([]);
      expect(held.datasets.mailbox).toMatchObject({ removed: 0, held: 19 });
      expect(await company.log.rows('mailbox')).toHaveLength(19);
    });

    it('of a dataset that is not collected any more leave, and what changed with them', async () => {
      const company = await loaded();
      await company.mail('mailbox', [company.mailbox('anna', { type: 'UserMailbox' })]);
      await company.mail('mailbox', [company.mailbox('anna', { type: 'SharedMailbox' })]);
      const changes = async () => (await company.log.rows('change')).filter(({ dataset }) => dataset === 'mailbox');
      expect(await changes()).toMatchObject([{ parameter: 'type', subject_id: await company.subject('anna') }]);
      company.log.entities = company.log.entities.filter(({ dataset }) => dataset !== 'mailbox');
      await company.log.poll(() => []);
      expect([await company.log.rows('mailbox'), await changes()]).toEqual([[], []]);
    });
  });

  describe('a person', () => {
    it('is found by address, whoever tells it first, and has the own rows in the lists and in the export', async () => {
      const company = new Company(store());
      await company.mail(
        'mailbox',
        ['anna', 'bert', 'nobody'].map((name) => company.mailbox(name)),
      );
      await company.load(ESTATE);
      await told(company);
      const [anna, bert] = [await company.subject('anna'), await company.subject('bert')];
      const boxes = await list(`mailboxes?source=${company.log.name}`);
      expect(boxes.map((row) => row.userId)).toEqual([String(anna), String(bert), null]);
      expect(await list(`users/${bert}/mailboxes`)).toEqual([boxes[1]]);
      const { id } = boxes[2] ?? {};
      expect(await list(`mailboxes?id=${id}`)).toEqual([boxes[2]]);
      expect(await list(`users/${bert}/mail-devices`)).toEqual([]);
      const own = await list(`users/${anna}/mail-devices`);
      expect(own).toHaveLength(2);
      const device = own.find((row) => row.deviceId !== null);
      expect(await list(`devices/${device?.deviceId}/mail-devices`)).toEqual([device]);
      expect(await list(`mail-devices?id.in=${device?.id},0`)).toEqual([device]);
      const exported = new Map<string, number>();
      for await (const { dataset, records } of exportPages(store(), { subjectId: anna, subjectHashes: [] }))
        exported.set(dataset, (exported.get(dataset) ?? 0) + records.length);
      expect(Object.fromEntries(exported)).toMatchObject({ mailbox: 1, mail_device: 2, device: 1 });
    });

    it('inherits nothing: two who have an address since have no mailbox by it any more', async () => {
      const company = await loaded();
      const other = company.another();
      const have = (...people: string[]) =>
        other.poll(() => [
          { dataset: 'emm_user', rows: people.map((external_id) => ({ external_id, mail: company.upn('team') })) },
        ]);
      const whose = async (size_bytes: number) => {
        await company.mail('mailbox', [company.mailbox('team', { size_bytes })]);
        return (await list(`mailboxes?source=${company.log.name}`))[0]?.userId;
      };
      await have('x');
      expect(await whose(1)).toBe(String(await company.subject('x', other)));
      await have('x', 'y');
      expect(await whose(2)).toBeNull();
    });

    it('is counted once for the licence, by the address of the mailbox or of the account', async () => {
      const company = await loaded();
      const { mailAddresses: before } = await countAll(store());
      await company.mail(
        'mailbox',
        ['anna', 'bert', 'shared'].map((name) => company.mailbox(name)),
      );
      expect((await countAll(store())).mailAddresses).toBe(before + 1);
    });
  });
});
