import { describe, expect, it } from '@jest/globals';
import { appId, compareVersions } from '../../lib/sources/intune/read-apps.ts';
import * as values from '../../lib/sources/transforms.ts';

describe('values of Graph', () => {
  it.each([
    ['imei', values.imei, '35-209900-176148-1', '352099001761481'],
    ['an imei without its check digit', values.imei, '35209900176148', '352099001761481'],
    ['an imei with a software version', values.imei, '3520990017614823', '352099001761481'],
    ['an imei with the spare digit', values.imei, '352099001761480', '352099001761481'],
    ['an imei with another digit there', values.imei, '352099001761489', '352099001761489'],
    ['an empty imei', values.imei, '', null],
    ['an imei of zeros', values.imei, '000000000000000', null],
    ['an imei that is none', values.imei, '12345', undefined],
    ['mac', values.mac, '4c:d5:77:3a:96:5d', '4CD5773A965D'],
    ['a mac that is none', values.mac, '4CD5773A96', undefined],
    ['serial', values.serialNumber, ' f4gx0test01 ', 'F4GX0TEST01'],
    ['a serial that is a number', values.serialNumber, 17, undefined],
    ['the zero GUID', values.guid, '00000000-0000-0000-0000-000000000000', null],
    ['storage not reported', values.bytes, 0, null],
    ['storage as text', values.bytes, '128000000000', 128_000_000_000],
    ['negative storage', values.bytes, -1, undefined],
    ['a share with a sign', values.percent, '57 %', 57],
    ['a share that is not told', values.percent, '', null],
    ['a share below none', values.percent, -1, null],
    ['a share above all', values.percent, 101, undefined],
    ['a share in words', values.percent, 'half', undefined],
    ['jailBroken True', values.compromised, 'True', true],
    ['jailBroken Unknown', values.compromised, 'Unknown', null],
    ['jailBroken nonsense', values.compromised, 'maybe', undefined],
    ['a new ownership', values.ownership, 'unknownFutureValue', 'unknown'],
    ['a device in grace', values.compliance, 'inGracePeriod', 'noncompliant'],
    ['a conflict', values.compliance, 'conflict', 'unknown'],
    ['iPadOS', values.platform, 'iPadOS', 'ipados'],
    ['iOS', values.platform, 'iOS', 'ios'],
    ['Android for Work', values.platform, 'AndroidForWork', 'android'],
    ['macMDM', values.platform, 'macMDM', 'macos'],
    ['Windows', values.platform, 'windowsHolographic', 'windows'],
    ['ChromeOS', values.platform, 'ChromeOS', 'chromeos'],
    ['another system', values.platform, 'visionOS', 'other'],
  ])('%s', (_, read, value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

describe('onPremisesImmutableId', () => {
  it('is the objectGUID, its first three groups little-endian', () => {
    const bytes = Buffer.from('33221100554477668899aabbccddeeff', 'hex').toString('base64');
    expect(values.objectGuid(bytes)).toBe('00112233-4455-6677-8899-aabbccddeeff');
  });

  it('of another attribute is none, and not a mistake', () => {
    expect(['anna.berg', 'AAAA', Buffer.alloc(20).toString('base64'), ''].map((v) => values.objectGuid(v))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('an app', () => {
  it('keeps its id when its version changes', () => {
    const app = { platform: 'ios', title: 'Outlook', publisher: 'Microsoft' };
    expect(appId({ ...app, version: '1' })).toBe(appId({ ...app, version: '2' }));
    expect(appId(app)).not.toBe(appId({ ...app, publisher: 'Else' }));
    expect(appId({ title: 'a', publisher: 'b' })).not.toBe(appId({ title: 'a","b', publisher: '' }));
  });

  it('has versions that compare by number', () => {
    expect(['9.9', '10.2', '10.10', ''].sort(compareVersions)).toEqual(['', '9.9', '10.2', '10.10']);
  });
});
