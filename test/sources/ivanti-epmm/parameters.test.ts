import { describe, expect, it } from '@jest/globals';
import { ivantiEpmmConfig } from '../../../lib/sources/ivanti-epmm/config.ts';
import { ivantiEpmm } from '../../../lib/sources/ivanti-epmm/index.ts';
import { entities } from '../../../lib/sources/ivanti-epmm/parameters.ts';

it('reads no secret', () => {
  const declared = entities.flatMap((e) => e.parameters.map((p) => p.wire));
  expect(declared.join()).not.toMatch(/stoken(?!ModifiedDate)|encryptedToken|SinceToken|password|apns_token/i);
});

describe('what is collected', () => {
  const least = { name: 'epmm', type: 'ivanti-epmm', url: 'https://core.example', username: 'u', password: 'env:X' };
  const collected = (change: object) => ivantiEpmm.create(ivantiEpmmConfig.parse({ ...least, ...change })).collection;

  it('never holds a number that nothing masks', () => {
    const sensitive = { profile: 'sensitive' };
    expect(collected(sensitive).has('device', 'common.home_phone_number')).toBe(false);
    expect(collected(sensitive).has('device', 'common.registration_imsi')).toBe(false);
    expect(collected({ ...sensitive, phoneNumbers: 'full' }).has('device', 'common.home_phone_number')).toBe(true);
    expect(collected({ phoneNumbers: 'off' }).has('device', 'common.current_phone_number')).toBe(false);
    expect(collected({}).has('device', 'common.current_phone_number')).toBe(true);
  });

  it('says where devices are only as far as the switches do', () => {
    const fields = (change: object) => [
      ...collected({ profile: 'sensitive', ...change })
        .collectedOf('device')
        .keys(),
    ];
    expect(fields({})).not.toEqual(expect.arrayContaining(['current_network']));
    expect(fields({}).filter((name) => /current_|roaming$/.test(name))).toEqual([]);
    expect(fields({ roaming: true })).toEqual(
      expect.arrayContaining(['current_network', 'current_country', 'roaming']),
    );
    expect(collected({ roaming: true }).collectedOf('location').size).toBe(0);
    expect([...collected({ location: true }).collectedOf('location').keys()]).toContain('latitude');
  });

  it('has custom attributes that the source names, whatever its profile, and no others', () => {
    const custom = collected({ customAttributes: ['assetTag'] });
    expect(custom.has('device', 'custom.device.assetTag')).toBe(true);
    expect([...custom.collectedOf('device').keys()].filter((name) => name.includes('custom'))).toEqual([
      'attributes.custom.device.assetTag',
    ]);
    const excluded = { customAttributes: ['assetTag'], exclude: ['custom.device.assetTag'] };
    expect(collected(excluded).has('device', 'custom.device.assetTag')).toBe(false);
  });

  it('has no apps where they are off', () => {
    expect([...collected({}).collectedOf('device_app').keys()]).toContain('app_id');
    expect(collected({ apps: false }).collectedOf('device_app').size).toBe(0);
  });
});
