import { describe, expect, it } from '@jest/globals';
import { StoreError } from '../../lib/errors.ts';
import { keyOf } from '../../lib/mirror/key.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import type { Store } from '../../lib/store/index.ts';
import { onEachEngine } from '../store/stores.ts';
import { HOUR, movingSource, position, positions, rejectedBy } from './moving-devices.ts';
import { devices, type ScriptedSource, wholePass } from './scripted.ts';

const usage = (device: string, day: string, bytes = 1000): SourceRow => ({
  device_external_id: device,
  occurred_at: new Date(`${day}T00:00:00Z`),
  day,
  home_bytes: bytes,
  roaming_bytes: 0,
});

describe('events that a source tells', () => {
  onEachEngine((open) => {
    const loaded = async (config = {}, count = 3): Promise<ScriptedSource> => {
      const source = movingSource(open().store, config);
      await source.poll(() => wholePass(devices(count)));
      return source;
    };

    it('are written once, whatever page is replayed', async () => {
      const s = await loaded();
      const page = [position(s, 'd0', 3), position(s, 'd1', 2), position(s, 'd0', 3)];
      const receipt = await s.poll(() => [positions(...page), positions(...page)]);
      expect(receipt.datasets.location).toMatchObject({ read: 6, inserted: 2 });
      const before = await s.rows('location');
      await s.poll(() => [positions(...page, position(s, 'd1', 1, { latitude: -33 }))]);
      const after = await s.rows('location');
      expect(after.slice(0, 2)).toEqual(before);
      expect(after.slice(2)).toMatchObject([{ device_external_id: 'd1', latitude: -33, longitude: 8.541694 }]);
    });

    it('commit with their checkpoint', async () => {
      const s = await loaded();
      const page = position(s, 'd0', 1);
      const seen: unknown[] = [];
      const script = (breaks: boolean) =>
        async function* (context: { checkpoint: unknown }): AsyncGenerator<PollStep, void, void> {
          seen.push(context.checkpoint);
          yield { dataset: 'location', events: [page], checkpoint: { page: seen.length } };
          if (breaks) throw new TypeError('the wire was cut');
        };
      await s.poll(script(true));
      await s.poll(script(false));
      expect(seen).toEqual([null, { page: 1 }]);
      expect(await s.rows('location')).toHaveLength(1);
    });

    it('speak of the person who has the device', async () => {
      const s = await loaded();
      await s.poll(() => [
        ...wholePass([{ external_id: 'anna', user_principal_name: `anna@${s.name}` }], 'emm_user'),
        ...wholePass(devices(3, (i) => (i === 1 ? { user_external_id: 'anna' } : {}))),
        positions(position(s, 'd0', 1), position(s, 'd1', 1)),
        { dataset: 'data_usage', events: [usage('d1', '2026-11-23')] },
      ]);
      const [anna] = await s.rows('emm_user');
      expect(anna?.subject_id).toEqual(expect.any(Number));
      const whose = { owner_key: expect.anything(), subject_id: anna?.subject_id };
      expect(await s.rows('location')).toMatchObject([{ subject_id: null }, whose]);
      const [used] = await s.rows('data_usage');
      expect(used).toMatchObject({ ...whose, day: '2026-11-23', home_bytes: 1000 });
      expect(Buffer.from(Object(used).owner_key)).toEqual(keyOf(['d1']));
    });

    it('of devices that are not there are counted and dropped', async () => {
      const s = await loaded();
      const receipt = await s.poll(() => [positions(position(s, 'd0', 1), position(s, 'stranger', 1))]);
      expect(receipt.datasets.location).toMatchObject({ read: 2, inserted: 1 });
      expect(await rejectedBy(s)).toEqual([['location', 'deviceExternalId', 'device unknown', 1]]);
    });

    it('of devices that are not known to be the company’s are withheld, unless the source says otherwise', async () => {
      const fleet = devices(3, (i) => ({ ownership: ['company', 'personal', 'unknown'][i] }));
      const steps = (s: ScriptedSource): PollStep[] => [
        ...wholePass(fleet),
        positions(...[0, 1, 2].map((i) => position(s, `d${i}`, 1))),
        { dataset: 'data_usage', events: [0, 1, 2].map((i) => usage(`d${i}`, '2026-11-23')) },
      ];
      const s = movingSource(open().store);
      await s.poll(() => steps(s));
      expect(await s.rows('location')).toMatchObject([{ device_external_id: 'd0' }]);
      expect(await s.rows('data_usage')).toMatchObject([{ device_external_id: 'd0' }]);
      const liberal = movingSource(open().store, { personalDevices: true });
      await liberal.poll(() => steps(liberal));
      expect(await liberal.rows('location')).toHaveLength(3);
      liberal.config = { ...liberal.config, personalDevices: false };
      await liberal.poll(() => []);
      expect(await liberal.rows('location')).toMatchObject([{ device_external_id: 'd0' }]);
      expect(await liberal.rows('data_usage')).toMatchObject([{ device_external_id: 'd0' }]);
    });

    it('leave with the company’s ownership of their device', async () => {
      const s = await loaded();
      await s.poll(() => [
        positions(position(s, 'd0', 2), position(s, 'd1', 2), position(s, 'd0', 1)),
        { dataset: 'data_usage', events: [usage('d0', '2026-11-23')] },
      ]);
      await s.poll(() => wholePass(devices(3, (i) => (i === 0 ? { ownership: 'personal' } : {}))));
      expect(await s.rows('location')).toMatchObject([{ device_external_id: 'd1' }]);
      expect(await s.rows('data_usage')).toEqual([]);
    });

    it('dated more than five minutes ahead are stored at their receipt, with the time that the device said', async () => {
      const s = await loaded();
      const page = [position(s, 'd0', -0.05), position(s, 'd1', -24)];
      await s.poll(() => [positions(...page), positions(...page)]);
      const [near, far] = await s.rows('location');
      expect(near).toMatchObject({ occurred_at: page[0]?.occurred_at, fixed_at: page[0]?.occurred_at });
      expect(far?.fixed_at).toEqual(page[1]?.occurred_at);
      expect(Math.abs(Number(far?.occurred_at) - s.clock.last.getTime())).toBeLessThan(HOUR);
      expect(await s.rows('location')).toHaveLength(2);
      expect(await rejectedBy(s)).toEqual([['location', 'occurredAt', 'dated after its receipt', 2]]);
    });

    it('older than their retention are counted and not stored', async () => {
      const s = await loaded();
      const page = () => [positions(position(s, 'd0', 24 * 29), position(s, 'd0', 24 * 31))];
      await s.poll(page);
      expect(await rejectedBy(s)).toEqual([['location', 'occurredAt', 'older than its retention', 1]]);
      expect(await s.rows('location')).toHaveLength(1);
      const strict = await loaded();
      const retention = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: { location: 7 } };
      await strict.poll(page, { retention });
      expect(await strict.rows('location')).toEqual([]);
    });

    it('that lack what they need are set aside and counted, and the poll goes on', async () => {
      const s = await loaded();
      await s.poll(() => [
        positions(
          position(s, 'd0', 1, { latitude: new Unreadable('not decimal') }),
          position(s, 'd0', 2, { longitude: 123_456 }),
          position(s, 'd0', 3, { occurred_at: null }),
          position(s, 'd0', 4, { device_external_id: '' }),
          position(s, 'd0', 5, { speed: 'fast', latitude: 1.23456789 }),
        ),
        { dataset: 'data_usage', events: [{ ...usage('d0', '2026-11-23'), occurred_at: 'yesterday' }] },
      ]);
      expect(await s.rows('location')).toMatchObject([{ latitude: 1.234568, speed: null }]);
      expect(await s.rows('data_usage')).toEqual([]);
      expect(await rejectedBy(s)).toEqual([
        ['location', 'latitude', 'not decimal', 1],
        ['location', 'latitude', 'missing', 1],
        ['location', 'longitude', 'no decimal, or too long', 1],
        ['location', 'longitude', 'missing', 1],
        ['location', 'deviceExternalId,fixedAt', 'key unreadable', 2],
        ['location', 'speed', 'no decimal, or too long', 1],
        ['data_usage', 'occurredAt', 'missing', 1],
      ]);
    });

    it('are planned again, and counted once, where another process wrote one meanwhile', async () => {
      const s = await loaded();
      const { store } = open();
      let races = 1;
      const racing: Store = {
        ...store,
        write: (work, options) =>
          store.write(async (tx) => {
            const insert: typeof tx.insert = async (table, rows) => {
              await tx.insert(table, rows);
              if (Object(table).name !== 'location' || races === 0) return;
              races -= 1;
              throw new StoreError('A key is there already.', { code: 'duplicate', hint: '' });
            };
            return work({ ...tx, insert });
          }, options),
      };
      const page = [position(s, 'd0', 1), position(s, 'stranger', 1), position(s, 'd0', 24 * 40)];
      const receipt = await s.poll(() => [positions(...page)], { store: racing });
      expect([races, receipt.outcome, receipt.rejected]).toEqual([0, 'complete', 2]);
      expect(receipt.datasets.location).toMatchObject({ read: 3, inserted: 1 });
      expect(await s.rows('location')).toHaveLength(1);
    });

    it('leave before the next poll where their switch is turned off, and only they', async () => {
      const s = await loaded();
      const told = (): PollStep[] => [
        positions(position(s, 'd0', 2, { speed: 3.5, method: 'gps' })),
        { dataset: 'data_usage', events: [usage('d0', '2026-11-23')] },
      ];
      const other = await loaded();
      for (const one of [s, other]) await one.poll(told);
      s.config = { location: true, exclude: ['speed'] };
      await s.poll(() => []);
      expect(await s.rows('location')).toMatchObject([{ speed: null, method: 'gps' }]);
      s.config = { location: false };
      await s.poll(() => []);
      expect([await s.rows('location'), await s.rows('data_usage')].map((rows) => rows.length)).toEqual([0, 1]);
      // Whatever a connector sends all the same.
      await s.poll(told);
      expect(await s.rows('location')).toEqual([]);
      s.config = { exclude: ['day', 'home_bytes', 'roaming_bytes'] };
      await s.poll(() => []);
      expect(await s.rows('data_usage')).toEqual([]);
      expect(await other.rows('location')).toHaveLength(1);
    });

    it('leave with a required value that is left out, and with their devices', async () => {
      const s = await loaded();
      await s.poll(() => [positions(position(s, 'd0', 2))]);
      s.config = { location: true, exclude: ['latitude'] };
      await s.poll(() => []);
      expect(await s.rows('location')).toEqual([]);
      s.config = { location: true };
      await s.poll(() => [positions(position(s, 'd0', 1))]);
      expect(await s.rows('location')).toHaveLength(1);
      s.entities = s.entities.filter((entity) => entity.dataset !== 'device');
      await s.poll(() => []);
      expect(await s.rows('location')).toEqual([]);
    });
  });
});
