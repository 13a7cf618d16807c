import { describe, expect, it } from '@jest/globals';
import { addressesOf } from '../../../lib/sources/graph/config.ts';
import { intuneConfig } from '../../../lib/sources/intune/config.ts';
import { collectionOf } from '../source-of.ts';

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
  const collected = (change: object) => collectionOf('intune', { ...least, ...change });

  it('has apps only in the way that they are read, and none where they are off', async () => {
    expect([...(await collected({})).collectedOf('device_app').keys()]).toContain('title');
    expect((await collected({ apps: 'off' })).collectedOf('device_app').size).toBe(0);
  });
});
