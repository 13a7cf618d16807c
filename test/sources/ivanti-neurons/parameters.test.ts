import { describe, expect, it } from '@jest/globals';
import { declaration } from '../../../lib/sources/ivanti-neurons/parameters.ts';
import { device } from '../../../lib/sources/ivanti-neurons/parameters-device.ts';
import * as values from '../../../lib/sources/ivanti-neurons/transforms.ts';
import { mapRecord } from '../../../lib/sources/map.ts';
import { collectionOf } from '../source-of.ts';

const { entities } = declaration;

describe('the tables of parameters', () => {
  it('never read a secret', () => {
    const declared = entities.flatMap(({ name, parameters }) => parameters.map(({ wire }) => `${name} ${wire}`));
    expect(declared.join()).not.toMatch(/registrationPin\.pin|passwordHistory|bypassCode/);
  });

  it('read where somebody is with a switch alone', () => {
    const names = entities.flatMap(({ parameters }) => parameters.filter((p) => p.class === 'location'));
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((parameter) => parameter.switch === undefined)).toEqual([]);
  });

  it('add the custom attributes that a source names, and no apps where it wants none', async () => {
    const account = { url: 'https://eu1.mobileiron.com', username: 'u', password: 'env:X' };
    const settings = { ...account, apps: false, customAttributes: ['cost centre'] };
    const { entities: some } = await collectionOf('ivanti-neurons', settings);
    expect(some.map(({ name }) => name)).not.toContain('deviceApp');
    const wires = some.flatMap(({ parameters }) => parameters.map(({ wire }) => wire));
    expect(wires.filter((wire) => wire.startsWith('customAttributes'))).toEqual(['customAttributes.attrs.cost centre']);
  });
});

describe('a device as the vendor shows it', () => {
  const example = {
    id: 73542,
    guid: '57d9903c-aadf-4b40-aef3-e1f24302f180',
    displayName: 'Anna Berg',
    emailAddress: 'anna.berg@contoso.example',
    prettyModel: 'iPhone 15',
    platformType: 'IOS',
    registrationState: 'ACTIVE',
    complianceState: true,
    quarantined: false,
    lastCheckin: 1793601502000,
    clientLastCheckin: 1793601400000,
    currentMcc: '232',
    currentMnc: '01',
    currentCarrierNetwork: 'A1',
    Iccid: '8949020000000000001',
    cellularTechnology: 'GSM',
  };

  it('is read', () => {
    const { attributes, ...row } = mapRecord(device.parameters, example);
    expect(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))).toEqual({
      external_id: '73542',
      mail: 'anna.berg@contoso.example',
      model: 'iPhone 15',
      platform: 'ios',
      os: 'IOS',
      management_state: 'ACTIVE',
      compliance: 'compliant',
      compliance_state: 'true',
      last_seen_at: new Date('2026-11-02T06:38:22.000Z'),
      current_network: '232',
      current_country: 'AT',
      current_operator: 'A1',
      iccid: '8949020000000000001',
    });
    expect(attributes).toMatchObject({ guid: example.guid, displayName: 'Anna Berg', quarantined: false });
  });
});

describe('values', () => {
  it.each([
    ['a SIM that is not there', values.present(), 'Not Present', null],
    ['a carrier that is not known', values.present(), 'UNKNOWN', null],
    ['a number as id', values.idText, 73542, '73542'],
    ['an id that is none', values.idText, { wrong: 'type' }, undefined],
    ['a time', values.moment, 1596026443798, new Date('2020-07-29T12:40:43.798Z')],
    ['no time', values.moment, 0, null],
    ['a time as text', values.moment, 'yesterday', undefined],
    ['a Mac', values.platform, 'OSX', 'macos'],
    ['a Windows computer', values.platform, 'WINDOWS_PHONE', 'windows'],
    ['a company device', values.ownership, 'COMPANY', 'company'],
    ['an employee’s device', values.ownership, 'USER', 'personal'],
    ['an ownership not set', values.ownership, 'UNKNOWN', 'unknown'],
    ['compliance', values.compliance, false, 'noncompliant'],
    ['no compliance', values.compliance, null, 'unknown'],
    ['gigabytes', values.gigabytes, 499.5, 499_500_000_000],
    ['no storage', values.gigabytes, 0, null],
    ['a charge', values.percent, 82, 82],
    ['a charge as Apple reports it', values.percent, 0.82, 82],
    ['a charge that is not known', values.percent, -1, null],
    ['a charge that is none', values.percent, 820, undefined],
    ['a country', values.country, 'de', 'DE'],
    ['a country by its name', values.country, 'Germany', undefined],
    ['one violated policy', values.reasons, ['OS too old'], ['OS too old']],
    ['none', values.reasons, [], null],
    ['a custom attribute', values.customAttribute, 'SF', 'SF'],
    ['one that stands in a list', values.customAttribute, ['SF'], 'SF'],
    ['one of several values', values.customAttribute, ['SF', 'LA'], ['SF', 'LA']],
    ['one of a form that none has', values.customAttribute, { a: 1 }, undefined],
    ['the first mail client', values.firstOf, ['A1', 'B2'], 'A1'],
    ['no mail client', values.firstOf, [], null],
  ])('%s', (_, read, value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});
