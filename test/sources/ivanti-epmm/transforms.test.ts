import { describe, expect, it } from '@jest/globals';
import { inOneSpelling } from '../../../lib/sources/ivanti-epmm/parameters-app.ts';
import * as epmm from '../../../lib/sources/ivanti-epmm/transforms.ts';
import type { Transform } from '../../../lib/sources/transforms.ts';

describe('values of EPMM', () => {
  it.each<[name: string, transform: Transform, wire: unknown, value: unknown]>([
    ['phoneNumber', epmm.phoneNumber, 'PDA', null],
    ['phoneNumber', epmm.phoneNumber, 'PDA 2', null],
    ['phoneNumber', epmm.phoneNumber, '+4915155550102', '+4915155550102'],
    ['phoneNumber', epmm.phoneNumber, 'Unknown', null],
    ['ownership', epmm.ownership, 'COMPANY', 'company'],
    ['ownership', epmm.ownership, 'EMPLOYEE', 'personal'],
    ['ownership', epmm.ownership, null, 'unknown'],
    ['compliance', epmm.compliance, true, 'compliant'],
    ['compliance', epmm.compliance, 'false', 'noncompliant'],
    ['compliance', epmm.compliance, null, 'unknown'],
    ['compliance', epmm.compliance, 'perhaps', undefined],
    ['platform', epmm.platform, 'OS X', 'macos'],
    ['platform', epmm.platform, 'iOS', 'ios'],
    ['platform', epmm.platform, 'Unknown', null],
    ['appPlatform', epmm.appPlatform, 'A', 'android'],
    ['appPlatform', epmm.appPlatform, 'Windows', 'windows'],
    ['reasons', epmm.reasons, ['OS_VERSION', 2], ['OS_VERSION', '2']],
    ['reasons', epmm.reasons, [], null],
    ['reasons', epmm.reasons, 'OS_VERSION', ['OS_VERSION']],
    ['reasons', epmm.reasons, [{}], undefined],
    ['country', epmm.country, 'de', 'DE'],
    ['country', epmm.country, 'Unknown', null],
    ['country', epmm.country, 'Germany', undefined],
    ['moment', epmm.moment, 1_509_303_504_000, new Date('2017-10-29T18:58:24.000Z')],
    ['moment', epmm.moment, '2026-11-02T06:38:22.000Z', new Date('2026-11-02T06:38:22.000Z')],
    ['moment', epmm.moment, 0, null],
    ['moment', epmm.moment, 'yesterday', undefined],
    ['dateInWords', epmm.dateInWords, 'Oct 25, 2027', new Date('2027-10-25T00:00:00.000Z')],
    ['dateInWords', epmm.dateInWords, 'in spring', null],
    ['version', epmm.version, 'VSP 12.1.0.0 Build 14 ', '12.1.0.0'],
    ['version', epmm.version, 'VSP', undefined],
    ['idText', epmm.idText, -1, '-1'],
    ['idText', epmm.idText, {}, undefined],
    ['userPrincipalName', epmm.userPrincipalName, 'anna.berg@contoso.example', 'anna.berg@contoso.example'],
    ['userPrincipalName', epmm.userPrincipalName, 'aberg', null],
    ['latitude', epmm.latitude, '48.1372, 11.5756', 48.1372],
    ['longitude', epmm.longitude, '48.1372, 11.5756', 11.5756],
    ['latitude', epmm.latitude, { latitude: '48.1372', longitude: 11.5756 }, 48.1372],
    ['longitude', epmm.longitude, { lat: 48.1372, lng: 11.5756 }, 11.5756],
    ['accuracy', epmm.accuracy, { lat: 48.1372, lng: 11.5756, accuracy: 35 }, 35],
    ['accuracy', epmm.accuracy, '48.1372, 11.5756', null],
    ['latitude', epmm.latitude, '95, 11', undefined],
    ['latitude', epmm.latitude, ' , 11', undefined],
    ['latitude', epmm.latitude, 'near the station', undefined],
    ['latitude', epmm.latitude, 48.1372, undefined],
    ['latitude', epmm.latitude, {}, null],
    ['latitude', epmm.latitude, null, null],
  ])('%s, case %#', (_name, transform, wire, value) => {
    expect(transform(wire)).toEqual(value);
  });

  it('are named alike, however an app spells them', () => {
    expect(inOneSpelling({ bundleID: 'com.a', appId: 7, version: '1', platformType: 'I' })).toMatchObject({
      bundle: 'com.a',
      app_id: 7,
      platform: 'I',
      version: '1',
    });
    expect(inOneSpelling({ bundle: 'com.a', identifier: 'com.b' })).toMatchObject({ bundle: 'com.a' });
  });
});
