import { describe, expect, it } from '@jest/globals';
import { type LicensePayload, licensePayload, serialise, versionOf } from '../../lib/license/payload.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';

const payload: LicensePayload = {
  format: 1,
  serverId: '0a8f1f0e-6d53-4a0c-9f53-1d4bb4f4e3a1',
  publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
  versions: { emmLens: '1.2.3', functionsHost: 'unknown', nodeJs: '24.21.0' },
  emmSystems: [{ product: 'intune', version: 'unknown' }],
  collectors: [{ nodeJs: '24.21.0', count: 2, peak: 3 }],
  collectorPeak: 3,
  mailAddresses: 3,
  users: [{ product: 'intune', count: 3 }],
  devices: 4,
  devicesPerType: [{ type: 'ios', count: 4 }],
};

describe('the licence payload', () => {
  it.each([
    ['v24.21.0', '24.21.0'],
    ['4.1035.5.24267', '4.1035.5.24267'],
    ['1.2.3-beta+host', '1.2.3'],
    ['1.2.3.4.5', '1.2.3.4.5'],
    ['1.2.3.4.5.6', 'unknown'],
    ['build of jane@example.org', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
    [24, 'unknown'],
  ])('sends version %p as %s', (text, sent) => {
    expect(versionOf(text)).toBe(sent);
  });

  it('takes nothing that its type does not name, at any depth', () => {
    expect(licensePayload.safeParse(payload).success).toBe(true);
    const wider: unknown[] = [
      { ...payload, company: 'Example' },
      { ...payload, versions: { ...payload.versions, host: 'srv01' } },
      { ...payload, users: [{ product: 'intune', count: 1, names: ['jane'] }] },
      { ...payload, users: [{ product: 'Example Corp', count: 1 }] },
      { ...payload, devicesPerType: [{ type: "Jane's iPhone", count: 1 }] },
      { ...payload, versions: { ...payload.versions, nodeJs: 'jane' } },
      { ...payload, format: 2 },
      { ...payload, publicKey: 'jane@example.org' },
      { ...payload, serverId: 'srv01.example.org' },
      { ...payload, mailAddresses: 'jane@example.org' },
    ];
    expect(wider.map((one) => licensePayload.safeParse(one).success)).toEqual(wider.map(() => false));
  });

  it('is the same bytes for the same counts', () => {
    expect(serialise(licensePayload, payload).equals(serialise(licensePayload, structuredClone(payload)))).toBe(true);
  });

  it('knows every management system by its type, no directory, no log and nothing else', () => {
    const kinds = Object.entries(SOURCE_TYPES).map(([product, { kind }]) => {
      const { success } = licensePayload.safeParse({ ...payload, users: [{ product, count: 1 }] });
      return [product, kind, success];
    });
    expect(kinds).toEqual(kinds.map(([product, kind]) => [product, kind, kind === 'emm']));
    expect(new Set(kinds.map(([, kind]) => kind)).size).toBe(5);
  });
});
