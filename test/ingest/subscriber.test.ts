import { describe, expect, it } from '@jest/globals';
import { hashPhone } from '../../lib/numbers/phone.ts';
import { hashSubscriber, minimiseSubscriber, subscriberKey } from '../../lib/numbers/subscriber.ts';
import { onEachEngine } from '../store/stores.ts';
import { movingSource } from './moving-devices.ts';
import { devices, wholePass } from './scripted.ts';

const SECRET = 'a test key of thirty-two letters';
const key = subscriberKey(SECRET);
const masked = (value: string) => minimiseSubscriber(value, 'masked', key).number;

describe('the number of a SIM or a subscription', () => {
  it.each([
    ['89410100001234567890', '8941010*************'],
    ['8949 0200 0012 3456 789F', '8949020************'],
    ['8949020000123456789f', '8949020************'],
    ['89860A00001234567890', '89860A0*************'],
    ['228012345678901', '22801**********'],
    ['310-410-123456789', '31041**********'],
    ['1234567', '*******'],
    ['n/a', '***'],
  ])('%s shows its issuer alone', (value, shown) => {
    expect(masked(value)).toBe(shown);
  });

  it('is the same hash however it is written, another for another number, and none of what is no number', () => {
    const hash = (value: string) => minimiseSubscriber(value, 'masked', key).hash;
    expect(hash('8949 0200 0012 3456 789F')).toBe(hash('8949020000123456789'));
    expect(hash('8949020000123456788')).not.toBe(hash('8949020000123456789'));
    expect([hash('n/a'), hash('8949020******'), minimiseSubscriber('228012345678901', 'full', null).hash]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('has a hash that no phone number can have', () => {
    if (!key) throw new TypeError('a key was given');
    expect(hashSubscriber('228012345678901', key)).not.toBe(hashPhone('228012345678901', SECRET));
  });
});

onEachEngine((open) => {
  const rows = devices(1, () => ({ iccid: '89410100001234567890', imsi: '228012345678901' }));

  it('of a SIM or a subscription is kept as the switch for phone numbers says, and less at once', async () => {
    const s = movingSource(open().store, { phoneNumbers: 'full' });
    await s.poll(() => wholePass(rows));
    const [full] = await s.rows('device');
    expect(full).toMatchObject({ iccid: '89410100001234567890', imsi: '228012345678901' });
    expect(full?.iccid_hash).toMatch(/^[0-9a-f]{32}$/);
    s.config = { phoneNumbers: 'masked' };
    await s.poll(() => []);
    const nothing = { iccid: null, iccid_hash: null, imsi: null, imsi_hash: null };
    expect(await s.rows('device')).toMatchObject([nothing]);
    await s.poll(() => wholePass(rows));
    expect(await s.rows('device')).toMatchObject([
      {
        iccid: '8941010*************',
        iccid_hash: full?.iccid_hash,
        imsi: '22801**********',
        imsi_hash: full?.imsi_hash,
      },
    ]);
    expect(await s.rows('change')).toEqual([]);
    s.config = { phoneNumbers: 'off' };
    await s.poll(() => []);
    expect(await s.rows('device')).toMatchObject([nothing]);
    await s.poll(() => wholePass(rows));
    expect(await s.rows('device')).toMatchObject([nothing]);
    expect(await s.rows('change')).toEqual([]);
  });

  it('leaves with its hash where it is left out alone', async () => {
    const s = movingSource(open().store);
    await s.poll(() => wholePass(rows));
    s.config = { exclude: ['iccid'] };
    await s.poll(() => []);
    const [row] = await s.rows('device');
    expect(row).toMatchObject({ iccid: null, iccid_hash: null, imsi: '22801**********' });
    expect(row?.imsi_hash).not.toBeNull();
  });
});
