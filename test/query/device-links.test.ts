// What the API tells of a device that several systems know.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { verifyHardware } from '../../lib/hardware/verify.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver } from '../http/api.ts';
import { onEachEngine } from '../store/stores.ts';
import { AT, device, idsBy, insert, mirrored } from './estate.ts';

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  let ids: Record<string, number> = {};

  beforeAll(async () => {
    const { store } = open();
    await insert(store, 'emm_user', [
      mirrored('intune', 'p1', { external_id: 'p1', subject_id: 1 }),
      mirrored('uem', 'p2', { external_id: 'p2', subject_id: 2 }),
    ]);
    await insert(store, 'device', [
      device('a', { serial_number: 'S1', imei: '350000000000011', user_external_id: 'p1' }),
      device('b', { serial_number: 's1', imei: '350000000000011', user_external_id: 'p2', last_seen_at: AT }, 'uem'),
      device('c', { imei: '350000000000011', eas_device_id: 'E1' }, 'epmm'),
      device('d', { eas_device_id: 'E1' }, 'mail'),
      device('e', { serial_number: 'S2' }),
      ...Array.from({ length: 9 }, (_, i) => device(`junk${i}`, { serial_number: 'NONE' })),
    ]);
    await verifyHardware(store, (work) => store.write(work));
    ids = await idsBy(store, 'device', 'external_id');
  });

  describe('a device in several systems', () => {
    it('shows its other rows, and what they have in common', async () => {
      const { status, body } = await call(`devices/${ids.a}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: String(ids.a), hardwareId: String(ids.a) });
      const link = (name: string, source: string, identifiers: string[], lastSeenAt: string | null = null) => ({
        id: String(ids[name]),
        source,
        deviceName: name,
        platform: 'ios',
        lastSeenAt,
        identifiers,
      });
      expect(Object(body).links).toEqual([
        link('b', 'uem', ['serialNumber', 'imei'], AT.toISOString()),
        link('c', 'epmm', ['imei']),
        link('d', 'mail', []),
      ]);
    });

    it('that no other system knows, or that only a number of many shares, shows none', async () => {
      for (const name of ['e', 'junk0'])
        expect((await call(`devices/${ids[name]}`)).body).toMatchObject({ hardwareId: null, links: [] });
    });

    it('is found by its hardware', async () => {
      const { body } = await call(`devices?hardwareId=${ids.a}&sort=id&fields=id`);
      expect(Object(body).items).toEqual(['a', 'b', 'c', 'd'].map((name) => ({ id: String(ids[name]) })));
    });

    it('is read with all persons whose data the answer holds', async () => {
      const { store } = open();
      await store.write(({ db }) => db.deleteFrom('access_log').execute());
      await call(`devices/${ids.a}`);
      const log = await store.db.selectFrom('access_log').selectAll().orderBy('id').execute();
      expect(log.map(({ dataset, row_count }) => [dataset, row_count])).toEqual([
        ['device', 1],
        ['device', 3],
      ]);
      // Of the three others one has a user.
      for (const row of log) expect(row.subject_hash).toMatch(/^[0-9a-f]{64}$/);
      expect(log[0]?.subject_hash).not.toBe(log[1]?.subject_hash);
    });
  });
});
