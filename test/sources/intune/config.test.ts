import { describe, expect, it } from '@jest/globals';
import { addressesOf, intuneConfig } from '../../../lib/sources/intune/config.ts';
import { intune } from '../../../lib/sources/intune/index.ts';

const least = {
  name: 'intune-hq',
  type: 'intune',
  tenantId: 'contoso.example',
  clientId: 'app',
  clientSecret: 'env:SECRET',
};

describe('the configuration', () => {
  it.each([
    ['no credentials', { clientSecret: undefined }],
    ['two credentials', { certificateFile: '/run/secrets/app.pem' }],
    ['the secret itself', { clientSecret: 'Fl8Q~abc' }],
    ['an address without TLS', { graphUrl: 'http://graph.example' }],
    ['a setting that does not exist', { tennant: 'x' }],
  ])('with %s is refused', (_, change) => {
    expect(intuneConfig.safeParse({ ...least, ...change }).success).toBe(false);
  });

  it.each([
    ['worldwide', 'https://graph.microsoft.com', 'https://login.microsoftonline.com', true],
    ['usgov', 'https://graph.microsoft.us', 'https://login.microsoftonline.us', false],
    ['usgov-dod', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us', false],
    ['china', 'https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn', false],
  ])('of the cloud %s leads to its addresses', (cloud, graphOrigin, authorityHost, instanceDiscovery) => {
    const addresses = addressesOf(intuneConfig.parse({ ...least, cloud }));
    expect(addresses).toEqual({ graphOrigin, authorityHost, scope: `${graphOrigin}/.default`, instanceDiscovery });
  });
});

describe('what is collected', () => {
  const collected = (change: object) => intune.create(intuneConfig.parse({ ...least, ...change })).collection;

  it('never holds a number that nothing masks', () => {
    const sensitive = { profile: 'sensitive' };
    expect(collected(sensitive).has('user', 'businessPhones')).toBe(false);
    expect(collected({ ...sensitive, phoneNumbers: 'full' }).has('user', 'businessPhones')).toBe(true);
    expect(collected({ phoneNumbers: 'off' }).has('managedDevice', 'phoneNumber')).toBe(false);
    expect(collected({}).has('managedDevice', 'phoneNumber')).toBe(true);
  });

  it('has apps only in the way that they are read, and none where they are off', () => {
    expect([...collected({}).collectedOf('device_app').keys()]).toContain('title');
    expect(collected({ apps: 'off' }).collectedOf('device_app').size).toBe(0);
  });
});
