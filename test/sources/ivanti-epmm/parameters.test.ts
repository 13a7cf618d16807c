import { describe, expect, it } from '@jest/globals';
import { declaration } from '../../../lib/sources/ivanti-epmm/parameters.ts';
import { collectionOf } from '../source-of.ts';

it('reads no secret', () => {
  const declared = declaration.entities.flatMap((e) => e.parameters.map((p) => p.wire));
  expect(declared.join()).not.toMatch(/stoken(?!ModifiedDate)|encryptedToken|SinceToken|password|apns_token/i);
});

describe('what is collected', () => {
  const least = { url: 'https://core.example', username: 'u', password: 'env:X' };
  const collected = (change: object) => collectionOf('ivanti-epmm', { ...least, ...change });

  it('says where devices are only as far as the switches do', async () => {
    const fields = async (change: object) => [
      ...(await collected({ profile: 'sensitive', ...change })).collectedOf('device').keys(),
    ];
    expect(await fields({})).not.toEqual(expect.arrayContaining(['current_network']));
    expect((await fields({})).filter((name) => /current_|roaming$/.test(name))).toEqual([]);
    expect(await fields({ roaming: true })).toEqual(
      expect.arrayContaining(['current_network', 'current_country', 'roaming']),
    );
    expect((await collected({ roaming: true })).collectedOf('location').size).toBe(0);
    expect([...(await collected({ location: true })).collectedOf('location').keys()]).toContain('latitude');
  });

  it('has custom attributes that the source names, whatever its profile, and no others', async () => {
    const custom = await collected({ customAttributes: ['assetTag'] });
    expect(custom.has('device', 'custom.device.assetTag')).toBe(true);
    expect([...custom.collectedOf('device').keys()].filter((name) => name.includes('custom'))).toEqual([
      'attributes.custom.device.assetTag',
    ]);
    const excluded = { customAttributes: ['assetTag'], exclude: ['custom.device.assetTag'] };
    expect((await collected(excluded)).has('device', 'custom.device.assetTag')).toBe(false);
  });

  it('has no apps where they are off', async () => {
    expect([...(await collected({})).collectedOf('device_app').keys()]).toContain('app_id');
    expect((await collected({ apps: false })).collectedOf('device_app').size).toBe(0);
  });
});
