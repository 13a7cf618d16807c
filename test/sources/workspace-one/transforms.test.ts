import { describe, expect, it } from '@jest/globals';
import { mapRecord } from '../../../lib/sources/map.ts';
import { device, deviceCellularInfo } from '../../../lib/sources/workspace-one/parameters-device.ts';
import { gps } from '../../../lib/sources/workspace-one/parameters-event.ts';
import { cellularNetworkInfo, serviceSubscription } from '../../../lib/sources/workspace-one/parameters-network.ts';
import * as values from '../../../lib/sources/workspace-one/transforms.ts';
import { normalise, wireTime, zoneOf } from '../../../lib/sources/workspace-one/transforms.ts';

/** The shape of a row of the search, as the vendor's reference lists it. */
const ROW = {
  EasIds: { EasId: ['8F2Q1C7N3D4K5J6H7G8F9D0S1A'] },
  Udid: '00008120000000000000001E',
  SerialNumber: 'f4gx0test01',
  MacAddress: '4cd5773a965d',
  Imei: '35 0000000000017'.replace(' ', ''),
  EasId: '',
  DeviceFriendlyName: 'a phone',
  UserId: { Id: { Value: 8812 }, Name: 'A B', Uuid: 'aa22' },
  UserName: 'aberg',
  Ownership: 'C',
  Platform: 'Apple',
  Model: 'iPhone 15 (128 GB)',
  OperatingSystem: '18.1',
  LastSeen: '2026-11-02T06:58:01.123',
  LastEnrolledOn: '2026-01-09T07:21:33.000',
  LastComplianceCheckOn: '0001-01-01T00:00:00.000',
  ComplianceStatus: 'NonCompliant',
  ComplianceSummary: { DeviceCompliance: [{ CompliantStatus: false, PolicyName: 'Passcode' }] },
  DataEncryptionYN: 'Y',
  DeviceMCC: { SIMMCC: '262', CurrentMCC: '232' },
  IsRoaming: true,
  BatteryLevel: '82%',
  DeviceCapacity: 119.24,
  AvailableDeviceCapacity: 57.0,
  DeviceCellularNetworkInfo: [
    { CarrierName: 'A1', CardId: '8949 1234 5678 9012 345F', PhoneNumber: '', IsRoaming: true },
  ],
  Id: { Value: 12345 },
  Uuid: '5e6f',
};

describe('a row of the search', () => {
  it('comes out as the catalogue has it', () => {
    const row = mapRecord(device.parameters, normalise(ROW, 'Z'));
    mapRecord(deviceCellularInfo.parameters, normalise(ROW, 'Z'), row);
    expect(row).toMatchObject({
      external_id: '12345',
      user_external_id: '8812',
      user_principal_name: null,
      serial_number: 'F4GX0TEST01',
      wifi_mac: '4CD5773A965D',
      imei: '350000000000017',
      eas_device_id: '8F2Q1C7N3D4K5J6H7G8F9D0S1A',
      platform: 'ios',
      ownership: 'company',
      compliance: 'noncompliant',
      compliance_reasons: ['Passcode'],
      encrypted: true,
      home_country: 'DE',
      current_country: 'AT',
      current_operator: 'A1',
      roaming: true,
      iccid: '8949123456789012345',
      phone_number: null,
      battery_percent: 82,
      storage_total_bytes: Math.round(119.24 * 2 ** 30),
      storage_free_bytes: 57 * 2 ** 30,
      enrolled_at: new Date('2026-01-09T07:21:33.000Z'),
      last_seen_at: new Date('2026-11-02T06:58:01.123Z'),
    });
    expect(row.attributes).not.toHaveProperty('LastComplianceCheckOn');
  });

  it('has nobody where the user is 0', () => {
    const { user_external_id } = mapRecord(device.parameters, { ...ROW, UserId: { Id: { Value: 0 } } });
    expect(user_external_id).toBeNull();
  });
});

describe('oddities of the wire', () => {
  it('gives dates the zone of the server, and leaves those that have one', () => {
    const record = normalise(
      { a: '2026-11-02T06:58:01.123', b: { c: ['2026-11-02T06:58:01Z', '2026-11-02'] } },
      '+02:00',
    );
    expect(record).toEqual({ a: '2026-11-02T06:58:01.123+02:00', b: { c: ['2026-11-02T06:58:01Z', '2026-11-02'] } });
    expect([0, 120, -330].map(zoneOf)).toEqual(['Z', '+02:00', '-05:30']);
    expect(wireTime(new Date('2026-11-02T06:58:01.123Z'), 120)).toBe('2026-11-02T08:58:01.123');
  });

  it('reads subscriptions by their names, and by those of backing fields, escaped or not', () => {
    const plain = { CurrentMCC: 232, CurrentMNC: 1, CardID: '8949123456789012345', IsDataPreferred: true };
    const named = (name: (property: string) => string) =>
      normalise(
        { ServiceSubscription: [Object.fromEntries(Object.entries(plain).map(([p, value]) => [name(p), value]))] },
        'Z',
      );
    const read = (record: ReturnType<typeof named>) => mapRecord(serviceSubscription.parameters, record).attributes;
    const expected = {
      'network.ServiceSubscription[].CurrentMCC': ['232'],
      'network.ServiceSubscription[].CurrentMNC': ['01'],
      'network.ServiceSubscription[].CardID': ['8949123456789012345'],
      'network.ServiceSubscription[].IsDataPreferred': [true],
    };
    expect(read(named((p) => p))).toEqual(expected);
    expect(read(named((p) => `<${p}>k__BackingField`))).toEqual(expected);
    expect(read(named((p) => `&lt;${p}&gt;k__BackingField`))).toEqual(expected);
  });

  it('reads SIMMCC and SimMNC, which are not written alike', () => {
    const record = { CellularNetworkInfo: { DeviceMCC: { SIMMCC: '262' }, DeviceMNC: { SimMNC: 'xx' } } };
    const row = mapRecord(cellularNetworkInfo.parameters, record);
    expect(row.home_country).toBe('DE');
    expect(row.home_network).toMatchObject({ reason: 'not string' });
  });

  it('reads positions in the notation of any culture', () => {
    const sample = {
      DeviceId: { Value: 7 },
      SampleTime: '2026-11-02T06:50:00',
      Longitude: '11.5761',
      Elevation: '519',
    };
    const row = mapRecord(gps.parameters, normalise({ ...sample, Latitude: '-48,1371', Speed: '-1' }, 'Z'));
    expect(row).toMatchObject({
      device_external_id: '7',
      latitude: -48.1371,
      longitude: 11.5761,
      altitude_metres: 519,
      speed: null,
      fixed_at: new Date('2026-11-02T06:50:00Z'),
    });
  });
});

describe('single values', () => {
  it.each([
    [values.percent, '82%', 82],
    [values.percent, '-1', null],
    [values.percent, 'Unknown', null],
    [values.percent, '300%', undefined],
    [values.gibibytes, 0, null],
    [values.gibibytes, 128_000_000_000, undefined],
    [values.kilobytes, '1500', 1_536_000],
    [values.kilobytes, '-1', null],
    [values.kilobytes, 'many', undefined],
    [values.day, '2026-11-02T00:00:00.000', '2026-11-02'],
    [values.day, '11/2/2026 6:58:01 AM', '2026-11-02'],
    [values.day, 'yesterday', undefined],
    [values.ownership, 'Shared', 'company'],
    [values.ownership, 'E', 'personal'],
    [values.ownership, 'Undefined', 'unknown'],
    [values.compliance, 'NotAvailable', 'unknown'],
    [values.platform, 'AppleOsX', 'macos'],
    [values.platform, 'Apple Tv', 'other'],
    [values.platformNumber, 12, 'windows'],
    [values.objectGuid, '{0F0E1D2C-3B4A-5968-7786-95A4B3C2D1E0}', '0f0e1d2c-3b4a-5968-7786-95a4b3c2d1e0'],
    [values.objectGuid, 'S-1-5-21-1-2-3-4', null],
    [values.upn, 'aberg', null],
    [values.upn, 'anna@contoso.example', 'anna@contoso.example'],
    [values.iccid, '12', undefined],
    [values.id, 1.5, undefined],
    [values.userType, 3, '3'],
    [values.brokenPolicies, { DeviceCompliance: [{ CompliantStatus: true, PolicyName: 'x' }] }, null],
  ])('%p reads %p as %p', (read, wire, expected) => {
    expect(read(wire)).toEqual(expected);
  });
});
