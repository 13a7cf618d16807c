import { describe, expect, it } from '@jest/globals';
import { tokenAddress, workspaceOneConfig } from '../../../lib/sources/workspace-one/config.ts';

const base = { name: 'ws1', type: 'workspace-one', url: 'https://as1.awmdm.example', tenantCode: 'env:T' };
const client = { clientId: 'c', clientSecret: 'env:S' };
const account = { username: 'u', password: 'env:P' };

const problemsOf = (settings: object): string[] =>
  workspaceOneConfig.safeParse({ ...base, ...settings }).error?.issues.map(({ message }) => message) ?? [];

describe('the configuration of a tenant', () => {
  it('signs in by an OAuth client of a region, or by an account', () => {
    expect(problemsOf({ ...client, region: 'emea' })).toEqual([]);
    expect(problemsOf({ ...client, tokenUrl: 'https://token.example/connect/token' })).toEqual([]);
    expect(problemsOf(account)).toEqual([]);
  });

  it.each([
    ['neither', {}],
    ['both', { ...client, region: 'na', ...account }],
    ['a client without a region', client],
    ['a client with a region and an address', { ...client, region: 'na', tokenUrl: 'https://token.example/' }],
    ['a client without its secret', { clientId: 'c', region: 'na' }],
    ['an account without its password', { username: 'u' }],
    ['a secret instead of a reference to it', { ...account, password: 'plain' }],
    ['an address without TLS', { ...account, url: 'http://as1.awmdm.example' }],
    ['pages that no server gives', { ...account, pageSize: 501 }],
  ])('refuses %s', (_name, settings) => {
    expect(problemsOf(settings).length).toBeGreaterThan(0);
  });

  it('finds the token server of each region', () => {
    const address = (region: string) => tokenAddress(workspaceOneConfig.parse({ ...base, ...client, region }));
    expect(['na', 'emea', 'apac', 'uat'].map(address)).toEqual([
      'https://na.uemauth.workspaceone.com/connect/token',
      'https://emea.uemauth.workspaceone.com/connect/token',
      'https://apac.uemauth.workspaceone.com/connect/token',
      'https://uat.uemauth.workspaceone.com/connect/token',
    ]);
  });
});
