import { describe, expect, it } from '@jest/globals';
import { ivantiEpmmConfig } from '../../../lib/sources/ivanti-epmm/config.ts';

const least = {
  name: 'epmm',
  type: 'ivanti-epmm',
  url: 'https://core.contoso.example/',
  username: 'emm-lens',
  password: 'file:/run/secrets/epmm',
};

describe('a source of type ivanti-epmm', () => {
  it('needs an address, a user and where the password is', () => {
    const config = ivantiEpmmConfig.parse(least);
    expect(config.url).toBe('https://core.contoso.example');
    expect([config.adminDeviceSpaceId, config.apps, config.location, config.parallelRequests]).toEqual([
      1,
      true,
      false,
      2,
    ]);
  });

  it.each([
    ['an address without TLS', { url: 'http://core.contoso.example' }],
    ['a password in place of its reference', { password: 'hunter2' }],
    ['a user name with a colon', { username: 'emm:lens' }],
    ['a custom attribute that would be another parameter', { customAttributes: ['a&query=x'] }],
    [
      'more custom attributes than an address holds',
      { customAttributes: Array.from({ length: 51 }, (_, i) => `a${i}`) },
    ],
    ['what it does not know', { space: 2 }],
  ])('refuses %s', (_name, change) => {
    expect(ivantiEpmmConfig.safeParse({ ...least, ...change }).success).toBe(false);
  });
});
