import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyedHash } from '../../lib/keyed-hash.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../http/api.ts';
import { judgeOf } from '../http/contract.ts';
import { writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { device, idsBy, insert, insertDeviceEvents, key, mirrored, subject } from './estate.ts';

const OF_DEVICE = ['locations', 'roaming', 'violations', 'data-usage'];
const OF_ALL = ['locations', 'roaming', 'violations', 'data-usage'];

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  const judge = judgeOf(queryEndpoints);
  const headers = { 'x-purpose': PURPOSE };
  const hashOf = (id: number): string => keyedHash(dependenciesOver(open().store).auditKey, 'subject', String(id));
  let devices: Record<string, number> = {};
  let ada = 0;

  /** Items of a list that is answered as its operation declares. */
  async function items(target: string): Promise<Record<string, unknown>[]> {
    const called = await call(target, { headers });
    const [path = ''] = target.split('?');
    const endpoint = queryEndpoints.find((e) => e.route === path.replace(/^devices\/\d+/, 'devices/{id}'));
    if (!endpoint) throw new RangeError(`no operation ${path}`);
    judge(endpoint, called);
    expect([target, called.status]).toEqual([target, 200]);
    return Object(called.body).items;
  }

  beforeAll(async () => {
    const { store } = open();
    await insert(store, 'subject', [subject('Ada')]);
    ada = (await idsBy(store, 'subject', 'display_name')).Ada ?? 0;
    const linked = { subject_id: ada, subject_link: 'own' };
    await insert(store, 'emm_user', [mirrored('intune', 'u1', { external_id: 'u1', ...linked })]);
    const why = { compliance_reasons: '["No PIN"]' };
    await insert(store, 'device', [
      device('phone', { user_external_id: 'u1', iccid_hash: 'h', imsi_hash: 'h', ...why }),
      device('other'),
      device('phone', {}, 'mobileiron'),
    ]);
    devices = Object.fromEntries(
      (await store.db.selectFrom('device').select(['id', 'source', 'external_id']).execute()).map((row) => [
        `${row.source} ${row.external_id}`,
        row.id,
      ]),
    );
    for (const number of [1, 2, 3]) await insertDeviceEvents(store, 'phone', number, { subject_id: ada });
    await insertDeviceEvents(store, 'other', 4);
    await insertDeviceEvents(store, 'gone', 5);
  });
  const ofPhone = (what: string) => `devices/${devices['intune phone']}/${what}`;

  it.each([...OF_DEVICE.map((what) => `devices/1/${what}`), ...OF_ALL])('%s needs a purpose', async (target) => {
    expect((await call(target)).status).toBe(400);
  });

  it.each(OF_DEVICE)('%s of a device are its own, the latest first, and 404 of none', async (what) => {
    const own = await items(ofPhone(what));
    const second = (item: Record<string, unknown>) => new Date(String(item.occurredAt)).getUTCSeconds();
    expect(own.map(second)).toEqual([3, 2, 1]);
    expect(own.map((item) => [item.deviceId, item.userId])).toEqual(
      [1, 2, 3].map(() => [String(devices['intune phone']), String(ada)]),
    );
    expect((await items(`${ofPhone(what)}?limit=1`)).map(second)).toEqual([3]);
    // Another source has a device with the same id.
    expect(await items(`devices/${devices['mobileiron phone']}/${what}`)).toEqual([]);
    expect((await call(`devices/999999999/${what}`, { headers })).status).toBe(404);
  });

  it.each(OF_ALL)('%s of all devices name the device, page by page, and none for one that is gone', async (what) => {
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call(`${what}?limit=2&fields=occurredAt,deviceId${cursor}`, { headers });
      seen.push(...Object(body).items.map((item: Record<string, unknown>) => item.deviceId));
      if (Object(body).nextCursor === null) break;
      cursor = `&cursor=${Object(body).nextCursor}`;
    }
    const [phone, other] = [String(devices['intune phone']), String(devices['intune other'])];
    expect(seen).toEqual([null, other, phone, phone, phone]);
  });

  it('a position is answered as numbers, with the instant that the device said', async () => {
    const [last] = await items(`${ofPhone('locations')}?limit=1`);
    const at = '2026-11-01T10:00:03.123Z';
    expect(last).toMatchObject({ latitude: 47.003, longitude: -8.5, method: 'gps', fixedAt: at, occurredAt: at });
    expect(await items(`${ofPhone('locations')}?occurredAt.lt=2026-11-01T10:00:02Z`)).toHaveLength(1);
  });

  it('devices that roam now are found by the end that is missing', async () => {
    const now = await items('roaming?endedAt.isNull=true&country=FR&operator.startsWith=sf');
    expect(now.map((item) => item.endedAt)).toEqual([null, null, null]);
    expect(await items('roaming?country=IT')).toEqual([]);
  });

  it('violations are of both kinds, which `kind` tells apart, the latest first and page by page', async () => {
    const { store } = open();
    const phone = { owner_source: 'intune', owner_key: key('phone'), unmanaged: false, subject_id: ada };
    const hit = (number: number, more: object) => ({
      source: 'calls',
      record_key: key(`hit ${number}`),
      // Between those of compliance, and one at the same instant.
      occurred_at: new Date(Date.UTC(2026, 10, 1, 10, 0, number, number === 3 ? 123 : 500)),
      rule: 'premium',
      severity: 'high',
      dataset: 'call',
      judged_key: key('call'),
      matched: '{"numberKind":"premium"}',
      ...more,
    });
    // The third has the id of the change at its instant, where a page ends.
    await insert(store, 'rule_hit', [hit(2, phone), hit(4, {}), hit(3, {})]);
    try {
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await call(`violations?limit=2&fields=kind,occurredAt,deviceId${cursor}`, { headers });
        for (const { kind, occurredAt, deviceId } of Object(body).items)
          seen.push([kind, new Date(occurredAt).getUTCSeconds(), deviceId !== null]);
        if (Object(body).nextCursor === null) break;
        cursor = `&cursor=${Object(body).nextCursor}`;
      }
      const [compliance, rule] = ['compliance', 'rule'];
      const both = seen.filter((one) => String(one).includes(',3,'));
      expect(both).toEqual(
        expect.arrayContaining([
          [compliance, 3, true],
          [rule, 3, false],
        ]),
      );
      expect(seen.filter((one) => !both.includes(one))).toEqual([
        [compliance, 5, false],
        [rule, 4, false],
        [compliance, 4, true],
        [rule, 2, true],
        [compliance, 2, true],
        [compliance, 1, true],
      ]);
      expect((await items('violations?kind=rule&severity=high&limit=1'))[0]).toMatchObject({
        kind: 'rule',
        rule: 'premium',
        matched: { numberKind: 'premium' },
        compliance: null,
      });
      expect((await items('violations?kind.ne=rule')).map(({ kind }) => kind)).toEqual(Array(5).fill(compliance));
      expect(await items(ofPhone('rule-hits'))).toMatchObject([{ rule: 'premium', userId: String(ada) }]);
      expect(await items(ofPhone('violations'))).toHaveLength(3);
    } finally {
      await writeFreely(store, ({ rows }) => rows.deleteFrom('rule_hit').execute());
    }
  });

  it('reasons are lists, of a violation and of a device', async () => {
    const [one] = await items('violations?compliance=noncompliant&complianceBefore=compliant&complianceState=STATE 4');
    expect(one).toMatchObject({ reasons: ['No PIN', 'Old OS'], complianceState: 'State 4' });
    const { body } = await call(`devices/${devices['intune phone']}`);
    expect(body).toMatchObject({ complianceReasons: ['No PIN'] });
    expect(JSON.stringify(body)).not.toMatch(/hash/i);
  });

  it('who read where somebody was is logged, with whom, and before it is answered', async () => {
    const { store } = open();
    await store.write(({ db }) => db.deleteFrom('access_log').execute());
    await items(ofPhone('locations'));
    await items('locations?limit=3');
    const rows = await store.db.selectFrom('access_log').selectAll().orderBy('id').execute();
    expect(rows).toMatchObject([
      { operation: 'listDeviceLocations', dataset: 'location', purpose: PURPOSE, row_count: 3, sort: '-occurredAt' },
      { operation: 'listLocations', dataset: 'location', purpose: PURPOSE, row_count: 3, sort: '-occurredAt' },
    ]);
    // Two of the three are of devices without a user.
    expect(rows.map((row) => row.subject_hash)).toEqual([hashOf(ada), hashOf(ada)]);
    expect(JSON.stringify(rows)).not.toContain('47.00');
  });

  describe('of a device that changed hands', () => {
    let [before, after] = [0, 0];
    const read = async (target: string) => {
      const { store } = open();
      await store.write(({ db }) => db.deleteFrom('access_log').execute());
      await items(target);
      const [row, ...others] = await store.db.selectFrom('access_log').selectAll().execute();
      expect(others).toEqual([]);
      return row;
    };

    beforeAll(async () => {
      const { store } = open();
      await insert(store, 'subject', [subject('Before'), subject('After')]);
      const ids = await idsBy(store, 'subject', 'display_name');
      [before, after] = [ids.Before ?? 0, ids.After ?? 0];
      const linked = { subject_id: after, subject_link: 'own' };
      await insert(store, 'emm_user', [mirrored('intune', 'u2', { external_id: 'u2', ...linked })]);
      await insert(store, 'device', [device('handed', { user_external_id: 'u2' })]);
      const { handed = 0 } = await idsBy(store, 'device', 'external_id');
      devices.handed = handed;
      for (const number of [11, 12]) await insertDeviceEvents(store, 'handed', number, { subject_id: before });
    });
    afterAll(() =>
      writeFreely(open().store, ({ db }) => db.deleteFrom('device').where('external_id', '=', 'handed').execute()),
    );

    it.each(OF_DEVICE)('%s are read of whom they tell, not of who has it now', async (what) => {
      const row = await read(`devices/${devices.handed}/${what}`);
      expect(row).toMatchObject({ row_count: 2, subject_hash: hashOf(before), subject_hashes: null });
    });

    it.each(OF_DEVICE)('%s of both are read of both, by 8 bytes each and in no order that tells', async (what) => {
      await insertDeviceEvents(open().store, 'handed', 20 + OF_DEVICE.indexOf(what), { subject_id: after });
      const row = await read(`devices/${devices.handed}/${what}?sort=occurredAt`);
      expect(row).toMatchObject({ subject_hash: null, sort: 'occurredAt' });
      const both = [before, after].map((id) => hashOf(id).slice(0, 16)).sort();
      expect(Buffer.from(row?.subject_hashes ?? []).toString('hex')).toBe(both.join(''));
    });

    it('of which there is nothing are read of nobody', async () => {
      const row = await read(`devices/${devices.handed}/locations?occurredAt.lt=2020-01-01T00:00:00Z`);
      expect(row).toMatchObject({ row_count: 0, subject_hash: null, subject_hashes: null, filters: '["occurredAt"]' });
    });
  });

  describe('a download', () => {
    it('of violations has their reasons in a cell', async () => {
      const { text } = await call('violations?format=csv&raw=true&fields=reasons&limit=1', { headers });
      expect(text).toBe('reasons\r\n"[""No PIN"",""Old OS""]"\r\n');
    });
  });
});
