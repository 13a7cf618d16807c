import { describe, expect, it } from '@jest/globals';
import { baseOf, blackberryUemConfig, tokenUrlOf } from '../../../lib/sources/blackberry-uem/config.ts';
import { collectionOf } from '../source-of.ts';

const least = {
  name: 'uem-hq',
  type: 'blackberry-uem',
  url: 'https://uem01.example.org:18084',
  tenantId: 'S12345678',
  username: 'svc-collector',
  password: 'env:PASSWORD',
};
const client = { username: undefined, password: undefined, clientId: 'app', clientSecret: 'env:SECRET' };

describe('the configuration', () => {
  it.each([
    ['an account of UEM', {}],
    ['an account of a directory', { provider: 'AD', domain: 'corp.example.org' }],
    ['an OAuth client', client],
  ])('with %s is accepted', (_, change) => {
    expect(blackberryUemConfig.safeParse({ ...least, ...change }).success).toBe(true);
  });

  it.each([
    ['no account', { username: undefined, password: undefined }],
    ['two accounts', { clientId: 'app', clientSecret: 'env:SECRET' }],
    ['a name without a password', { password: undefined }],
    ['a client without a secret', { ...client, clientSecret: undefined }],
    ['an account of a directory without its domain', { provider: 'AD' }],
    ['a domain for an account of UEM itself', { domain: 'corp.example.org' }],
    ['the password itself', { password: 'Passw0rd' }],
    ['an address without TLS', { url: 'http://uem01.example.org:18084' }],
    ['a tenant that would change the path', { tenantId: 'S1/../x' }],
    ['an offset without minutes', { utcOffset: '+1' }],
    ['more than a thousand users on a page', { pageSize: 1001 }],
  ])('with %s is refused', (_, change) => {
    expect(blackberryUemConfig.safeParse({ ...least, ...change }).success).toBe(false);
  });

  it('leads to the tenant, and to the token endpoint of BlackBerry unless it names another', () => {
    const config = blackberryUemConfig.parse({ ...least, url: 'https://uem01.example.org:18084/anything' });
    expect(baseOf(config)).toBe('https://uem01.example.org:18084/S12345678/api/v1');
    expect(tokenUrlOf(config)).toBe('https://idp.blackberry.com/op/tenant/S12345678/token');
    const tokenUrl = 'https://idp.example.org/token';
    expect(tokenUrlOf(blackberryUemConfig.parse({ ...least, ...client, tokenUrl }))).toBe(tokenUrl);
  });
});

describe('what is collected', () => {
  const collected = (change: object) => collectionOf('blackberry-uem', { ...least, ...change });

  it('has positions and networks only where they are switched on, whatever the profile', async () => {
    const sensitive = await collected({ profile: 'sensitive' });
    expect([sensitive.collectedOf('location').size, sensitive.has('device', 'networkRoaming')]).toEqual([0, false]);
    const on = await collected({ location: true, roaming: true });
    expect([on.collectedOf('location').size, on.has('device', 'networkRoaming')]).toEqual([8, true]);
  });

  it('has no apps where they are off', async () => {
    expect([...(await collected({})).collectedOf('device_app').keys()]).toContain('title');
    expect((await collected({ apps: false })).collectedOf('device_app').size).toBe(0);
  });
});
