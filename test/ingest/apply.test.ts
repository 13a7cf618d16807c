import { describe, expect, it } from '@jest/globals';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ENTITIES, parameter, ScriptedSource, wholePass } from './scripted.ts';

const WRITTEN = /first_seen_at|changed_at|absent_since|^id$/;
const content = (rows: Record<string, unknown>[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !WRITTEN.test(name))));

describe('applying', () => {
  onEachEngine((open) => {
    const source = (config = {}) => new ScriptedSource(open().store, config);
    const changes = async (of: ScriptedSource) =>
      (await of.rows('change')).map(({ kind, parameter, old_value, new_value }) => ({
        kind,
        parameter,
        old_value,
        new_value,
      }));

    it('writes nothing when nothing changed', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(50)));
      const before = await s.rows('device');
      const receipt = await s.poll(() => wholePass(devices(50)));
      expect(receipt.datasets.device).toMatchObject({ read: 50, inserted: 0, updated: 0, removed: 0 });
      expect(await s.rows('device')).toEqual(before);
    });

    it('changes nothing when a page is replayed, or a record stands on two pages', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(30)));
      const before = content(await s.rows('device'));
      await s.poll(function* () {
        yield { dataset: 'device', pass: 'start' };
        yield { dataset: 'device', rows: devices(30) };
        yield { dataset: 'device', rows: devices(20) };
        yield { dataset: 'device', rows: devices(30) };
        yield { dataset: 'device', complete: { marker: 'test', rows: 80 } };
      });
      expect(content(await s.rows('device'))).toEqual(before);
      expect(await changes(s)).toEqual([]);
    });

    it('goes on at the checkpoint of the last committed batch', async () => {
      const s = source();
      const seen: unknown[] = [];
      const pages = (failAt: number) =>
        async function* (context: { checkpoint: unknown }): AsyncGenerator<PollStep, void, void> {
          seen.push(context.checkpoint);
          const from = Number(Object(context.checkpoint).page ?? 0);
          if (from === 0) yield { dataset: 'device', pass: 'start' };
          for (let page = from; page < 4; page += 1) {
            if (page === failAt) throw new TypeError('the wire was cut');
            yield {
              dataset: 'device',
              rows: devices(40).slice(page * 10, page * 10 + 10),
              checkpoint: { page: page + 1 },
            };
          }
          yield { dataset: 'device', complete: { marker: 'test', rows: 40 }, checkpoint: { page: 0 } };
        };
      await s.poll(pages(2));
      expect(await s.rows('device')).toHaveLength(20);
      const receipt = await s.poll(pages(-1));
      expect(seen).toEqual([null, { page: 2 }]);
      expect(receipt.datasets.device).toMatchObject({ read: 20, complete: true, removed: 0, held: 0 });
      expect(await s.rows('device')).toHaveLength(40);
    });

    it('stores null for a value that does not fit, and counts field and reason, never the value', async () => {
      const s = source();
      const rows: SourceRow[] = [
        { external_id: 'a', device_name: 17.5, ownership: new Unreadable('not string') },
        { external_id: 'b', device_name: { first: 'Anna' } },
      ];
      await s.poll(() => wholePass(rows));
      expect(await s.rows('device')).toMatchObject([{ device_name: '17.5', ownership: null }, { device_name: null }]);
      const [run] = await s.rows('poll_run');
      expect(JSON.parse(String(run?.rejected))).toEqual([
        { dataset: 'device', field: 'ownership', reason: 'not string', count: 1 },
        { dataset: 'device', field: 'deviceName', reason: 'no text, or too long', count: 1 },
      ]);
    });

    it('tells old and new value of technical parameters, and the name alone of the rest', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(3)));
      await s.poll(() =>
        wholePass(
          devices(3, (i) =>
            i === 1
              ? { os_version: '18.1', device_name: 'Anna', attributes: { joinType: 'hybrid', notes: 'lost' } }
              : {},
          ),
        ),
      );
      expect(await changes(s)).toEqual([
        { kind: 'changed', parameter: 'deviceName', old_value: null, new_value: null },
        { kind: 'changed', parameter: 'osVersion', old_value: null, new_value: '18.1' },
        { kind: 'changed', parameter: 'joinType', old_value: null, new_value: 'hybrid' },
        { kind: 'changed', parameter: 'notes', old_value: null, new_value: null },
      ]);
    });

    it('tells of arrivals and removals, but not of a first load', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(30)));
      expect(await changes(s)).toEqual([]);
      await s.poll(() => wholePass(devices(31).slice(1)));
      expect((await changes(s)).map((c) => c.kind)).toEqual(['appeared', 'removed']);
    });

    it('tells no change of a parameter that was not collected both times', async () => {
      const s = source({ exclude: ['joinType'] });
      await s.poll(() => wholePass(devices(3)));
      s.config = {};
      await s.poll(() => wholePass(devices(3, () => ({ attributes: { joinType: 'cloud' } }))));
      expect(await changes(s)).toEqual([]);
      await s.poll(() => wholePass(devices(3, () => ({ attributes: { joinType: 'hybrid' } }))));
      expect(await changes(s)).toHaveLength(3);
    });

    it('tells no change of a phone number that is only stored otherwise', async () => {
      const rows = devices(2, () => ({ phone_number: '+49 151 23456789' }));
      const s = source();
      for (const phoneNumbers of ['masked', 'full', 'masked', 'off', 'full']) {
        s.config = { phoneNumbers };
        await s.poll(() => wholePass(rows));
      }
      expect(await changes(s)).toEqual([]);
      await s.poll(() => wholePass(devices(2, () => ({ phone_number: '+49 151 98765432' }))));
      expect((await changes(s)).map((c) => c.parameter)).toEqual(['phoneNumber', 'phoneNumber']);
    });

    it("reads a number by its person's country, else by that of the source, and anew when that is another", async () => {
      const people = [
        { external_id: 'u1', phone_number: '0151/1234567' },
        { external_id: 'u2', phone_number: '0151/1234567', country: 'Germany' },
        { external_id: 'u3', phone_number: '0049 151 1234567 / 030 123456', country: 'DE' },
      ];
      const s = source({ country: 'AT' });
      s.entities = ENTITIES.map((one) =>
        one.name === 'user' ? { ...one, parameters: [...one.parameters, parameter('country')] } : one,
      );
      const checkpoints: unknown[] = [];
      const polled = async () => {
        await s.poll(function* ({ checkpoint }) {
          checkpoints.push(checkpoint);
          yield { dataset: 'emm_user', pass: 'start' };
          yield { dataset: 'emm_user', rows: people, checkpoint: { page: 1 } };
          yield { dataset: 'emm_user', complete: { marker: 'test', rows: 3 } };
        });
        return s.rows('emm_user');
      };
      const [austrian, named, coded] = await polled();
      expect(austrian?.phone_number).toBe('+43151*******');
      expect(named?.phone_number).toBe('+49151*******');
      expect(coded).toMatchObject({
        phone_number: '+49151******* / +49301*****',
        phone_number_hash: named?.phone_number_hash,
      });
      expect(coded?.phone_number_2_hash).toMatch(/^[0-9a-f]{32}$/);
      s.config = { country: 'DE' };
      expect((await polled())[0]).toMatchObject({ phone_number_hash: named?.phone_number_hash });
      await polled();
      expect(checkpoints).toEqual([null, null, { page: 1 }]);
      expect(await changes(s)).toEqual([]);
    });

    it('knows a record again whose id is written in another case or form', async () => {
      const s = source();
      const guid = '4b0e3a1c-0000-46f9-8c25-56cb8eba2800';
      const pass = (id: string, user: string) =>
        s.poll(function* () {
          yield { dataset: 'device', pass: 'start' };
          yield { dataset: 'device', rows: [{ external_id: id, user_external_id: user, ownership: 'company' }] };
          yield {
            dataset: 'device_app',
            rows: [{ device_external_id: id, app_id: 'mail', title: 'Mail' }],
            scope: [[id]],
          };
          yield { dataset: 'device', complete: { marker: 'test', rows: 1 } };
        });
      await pass(guid, '12');
      const before = content(await s.rows('device'));
      expect(before).toMatchObject([{ external_id: guid, user_external_id: '12' }]);
      const receipt = await pass(guid.toUpperCase(), '12.0');
      expect(receipt.datasets.device).toMatchObject({ inserted: 0, updated: 0, removed: 0 });
      expect(content(await s.rows('device'))).toEqual(before);
      expect(await s.rows('device_app')).toMatchObject([{ device_external_id: guid, app_id: 'mail' }]);
    });

    it('purges what is switched off before the source is asked again', async () => {
      const s = source();
      const rows = devices(3, (i) => ({ carrier: `Carrier ${i}`, attributes: { joinType: 'cloud', notes: 'x' } }));
      await s.poll(() => wholePass(rows));
      await s.poll(() =>
        wholePass(devices(3, () => ({ carrier: 'Other', attributes: { joinType: 'hybrid', notes: 'x' } }))),
      );
      expect(await changes(s)).toHaveLength(6);
      s.config = { exclude: ['carrier', 'joinType'] };
      await s.poll(() => []);
      expect(await s.rows('device')).toMatchObject(
        [1, 2, 3].map(() => ({ carrier: null, carrier_folded: null, attributes: '{"notes":"x"}' })),
      );
      expect(await changes(s)).toEqual([]);
    });

    it('purges a dataset that is not read at all any more, with all that belongs to it', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(3)));
      await s.poll(() => [
        ...wholePass(devices(4)),
        {
          dataset: 'device_app',
          rows: [{ device_external_id: 'd0', app_id: 'mail', title: 'Mail' }],
          scope: [['d0']],
        },
      ]);
      expect([await changes(s), await s.rows('device_app')].map((rows) => rows.length)).toEqual([1, 1]);
      s.entities = ENTITIES.filter((entity) => entity.dataset === 'emm_user');
      await s.poll(() => []);
      for (const dataset of ['device', 'device_app', 'change', 'parent_digest'] as const)
        expect(
          await open().store.rows.selectFrom(dataset).select('source').where('source', '=', s.name).execute(),
        ).toEqual([]);
    });

    it('asks nobody any more about removals from a dataset that is not read', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(20)));
      await s.poll(() => wholePass(devices(5)));
      expect(await s.rows('deletion_hold')).toMatchObject([{ state: 'open', absent: 15 }]);
      s.entities = ENTITIES.filter((entity) => entity.dataset === 'emm_user');
      expect((await s.poll(() => [])).datasets.device?.held ?? 0).toBe(0);
      expect(await s.rows('deletion_hold')).toMatchObject([{ state: 'recovered' }]);
    });

    it('leaves one number a day of the rows of each dataset', async () => {
      const s = source();
      await s.poll(() => wholePass(devices(50)));
      await s.poll(() => wholePass(devices(51)));
      s.clock.leap(1);
      await s.poll(() => wholePass(devices(52)));
      expect((await s.rows('statistic')).map(({ day, dimension, value }) => [day, dimension, value])).toEqual([
        ['2026-11-24', 'device', 50],
        ['2026-11-25', 'device', 52],
      ]);
    });

    it('keeps of a phone number what the switch allows, and less at once when it is narrowed', async () => {
      const rows = devices(1, () => ({ phone_number: '+49 151 23456789' }));
      const full = source({ phoneNumbers: 'full' });
      await full.poll(() => wholePass(rows));
      expect(await full.rows('device')).toMatchObject([{ phone_number: '+49 151 23456789' }]);
      full.config = { phoneNumbers: 'masked' };
      await full.poll(() => []);
      expect(await full.rows('device')).toMatchObject([{ phone_number: null, phone_number_hash: null }]);
      await full.poll(() => wholePass(rows));
      const [masked] = await full.rows('device');
      expect(masked).toMatchObject({ phone_number: '+49151********' });
      expect(masked?.phone_number_hash).toMatch(/^[0-9a-f]{32}$/);
    });
  });
});
