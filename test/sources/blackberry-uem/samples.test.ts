// Bodies in the shape of the vendor's reference, odd spellings included: read whole, and without a value set aside.
import { describe, expect, it } from '@jest/globals';
import { DeviceRows } from '../../../lib/sources/blackberry-uem/device-row.ts';
import { declaration } from '../../../lib/sources/blackberry-uem/parameters.ts';
import { recordsIn, recordsWithin } from '../../../lib/sources/blackberry-uem/parts.ts';
import { Collection } from '../../../lib/sources/collection.ts';
import { type MappedRow, mapRecord, Unreadable } from '../../../lib/sources/map.ts';
import type { WireRecord } from '../../../lib/sources/wire.ts';

const all = {
  profile: 'sensitive',
  phoneNumbers: 'full',
  include: [],
  exclude: [],
  location: true,
  roaming: true,
} as const;
const collection = new Collection(declaration.entities, all);
const read = (entity: string, record: WireRecord): MappedRow => mapRecord(collection.entity(entity).parameters, record);

const unreadable = (row: Readonly<Record<string, unknown>>): string[] =>
  Object.entries({ ...row, ...Object(row.attributes) }).flatMap(([name, value]) =>
    value instanceof Unreadable ? [name] : [],
  );

const USER = {
  links: [
    { rel: 'groups', href: 'https://uem01:18084/SRP00000/api/v1/users/2d2d3a7f-0000-46f9-8c25-56cb8eba2800/groups' },
  ],
  guid: '2d2d3a7f-0000-46f9-8c25-56cb8eba2800',
  username: 'aberg',
  displayName: 'Anna Berg',
  ecoid: 'AVv6xMm3ZmlWP/j2LC/qHzo=',
  firstName: 'Anna',
  lastName: 'Berg',
  emailAddress: 'anna.berg@contoso.example',
  created: '2026-01-14T16:40:03.54Z',
  directoryId: 'e7aad64542784faeab305304abea36fa',
  title: 'Associate',
  admin: 'true',
};

const DEVICE = {
  guid: '93aa0000-0000-4000-8000-000000000001',
  activationDate: '2026-01-15T08:00:00Z',
  activeSyncId: 'K6CKULJTID3SDEAIV0ELHBBTTO',
  batteryLevel: 57.0,
  compromised: false,
  externalStorageFree: 11517.0,
  hardwareModel: 'iPad Air',
  hardwareName: 'iPad13,16',
  hardwareVendorCompanyName: 'Apple Inc',
  homeCarrier: 'Telekom.de',
  currentCarrier: 'A1',
  networkRoaming: true,
  internalStorageSize: 122070.3,
  internalStorageFree: 58367.9,
  imei: '01 400000 155119 5',
  iccid: '8949 0200 0000 0000 001',
  os: 'iOS 18.1',
  osFamilyName: 'ios',
  osVersion: '18.1',
  ownership: 'CORPORATE',
  phoneNumber: '+4915155550102',
  serialNumber: 'f4gx0test01 ',
  udid: '00008120-000000000000001E',
  wifiMacAddress: '4c:d5:77:3a:96:5d',
  ramTotal: 4096,
  depEnabled: true,
  supervised: true,
};

const USER_DEVICE = {
  guid: '6f1c0000-0000-4000-8000-000000000002',
  enrollmentType: ['MDM_CONTROLS'],
  enrollmentState: 'ENROLLED',
  language: 'en_US',
  lastContactTime: '2026-11-02T06:40:11.120Z',
  service: { guid: 'f1c4a4e2-a1b6-4b6d-9276-086858eede0e', name: 'mdm', displayName: '...' },
  outOfComplianceInfo: [
    { date: '2026-10-30T12:00:00.003Z', reason: 'jailbroken', displayName: 'Integrity alert' },
    { date: '2026-10-30T12:00:00Z', reason: 'blacklistedappsinstalled' },
  ],
  deviceLocation: {
    latitude: 48.1371,
    longitude: 11.5761,
    altitude: 519,
    speed: 0.5,
    direction: 85.83,
    accuracy: 2,
    type: 'GPS',
    timestamp: '2026-11-02T06:39:58.000Z',
  },
  attestationInfo: [
    {
      type: 'SAFETYNET',
      lastAttestationResponseReceived: '2026-01-01T11:04:30.45Z',
      status: 'SUCCESS',
      attestationNote: 'RESTORE_TO_FACTORY_ROM',
    },
    {
      type: 'HARDWARE_KEY',
      lastAttestationResponseReceived: '2026-01-14T16:40:03.54Z',
      status: 'INVALID_NONCE',
      attestationNote: 'NONE',
    },
  ],
  osUpdateStatus: {
    latestVersion: '12.3.1',
    otherVersions: ['12.3.2', '13.1'],
    attempts: 1,
    attemptsRemaining: 9,
    updateIsAvailable: true,
    isLatest: true,
  },
  maliciousApplications: [{ package: 'com.example.one', name: 'Sample App One', version: '5.0.0.34', hash: 'rtykdtr' }],
  device: DEVICE,
};

describe('bodies as the reference shows them', () => {
  it('a user', () => {
    const row = read('user', USER);
    expect(unreadable(row)).toEqual([]);
    expect(row).toMatchObject({
      external_id: USER.guid,
      object_guid: 'e7aad645-4278-4fae-ab30-5304abea36fa',
      mail: USER.emailAddress,
      job_title: 'Associate',
      phone_number: null,
      created_at: new Date('2026-01-14T16:40:03.540Z'),
      attributes: { username: 'aberg', admin: true },
    });
  });

  it('a user device', () => {
    const rows = new DeviceRows(collection, false);
    const found = rows.found(USER.guid, USER_DEVICE);
    const row = rows.row(found);
    expect(unreadable(row)).toEqual([]);
    expect(row).toMatchObject({
      external_id: USER_DEVICE.guid,
      user_external_id: USER.guid,
      platform: 'ipados',
      imei: '014000001551195',
      wifi_mac: '4CD5773A965D',
      serial_number: 'F4GX0TEST01',
      ownership: 'company',
      compliance: 'noncompliant',
      compliance_reasons: ['jailbroken', 'blacklistedappsinstalled'],
      management_state: 'ENROLLED',
      current_operator: 'A1',
      roaming: true,
      storage_total_bytes: 127_999_986_893,
      battery_percent: 57,
      attributes: {
        'outOfComplianceInfo[].displayName': ['Integrity alert', null],
        'attestationInfo[].status': ['SUCCESS', 'INVALID_NONCE'],
        'maliciousApplications[].package': ['com.example.one'],
        'device.hardwareName': 'iPad13,16',
      },
    });
    expect(rows.positions(found)).toEqual([
      expect.objectContaining({ device_external_id: USER_DEVICE.guid, heading: 85.83, method: 'GPS' }),
    ]);
  });

  it('a user device with as little as may be', () => {
    const rows = new DeviceRows(collection, false);
    const row = rows.row(rows.found(USER.guid, { guid: USER_DEVICE.guid }));
    expect(unreadable(row)).toEqual([]);
    expect(row).toMatchObject({
      compliance: 'compliant',
      ownership: 'unknown',
      platform: null,
      compliance_reasons: null,
    });
  });

  it.each([
    ['without coordinates', { type: 'UNAVAILABLE', timestamp: '2026-11-02T06:39:58.000Z' }],
    ['without a time', { latitude: 1, longitude: 2, type: 'GPS' }],
    ['that is none', 'Munich'],
  ])('a position %s is none', (_, deviceLocation) => {
    const rows = new DeviceRows(collection, true);
    expect(rows.positions(rows.found(USER.guid, { ...USER_DEVICE, deviceLocation }))).toEqual([]);
  });

  it('an app of BlackBerry Dynamics', () => {
    const row = read('userDeviceApplication', {
      guid: '442132bb-2b22-492f-9443-a6b59e4c5289',
      entitlementGuid: '61b815b3-fd92-4a3e-b033-c686917529df',
      bundleId: 'com.good.gcs',
      disposition: 'REQUIRED',
      dynamics: true,
      dynamicsContainerId: 'C85ECFF5-A3DB-4FDC-887F-8712220EBD92',
      status: 'ACTIVATED',
      name: 'BlackBerry Work',
      personal: false,
      version: '3.9',
      attestationInfo: [
        {
          type: 'HARDWARE_KEY',
          lastAttestationResponseReceived: '2017-01-23T10:02:12.340Z',
          status: 'SUCCESS',
          result: 'Sequence',
        },
      ],
      device: { osFamilyName: 'android' },
    });
    expect(unreadable(row)).toEqual([]);
    expect(row).toMatchObject({
      app_id: 'com.good.gcs',
      title: 'BlackBerry Work',
      version: '3.9',
      managed: true,
      platform: 'android',
      install_state: 'ACTIVATED',
    });
    expect(JSON.stringify(row)).not.toContain('Sequence');
  });

  it('a push certificate, and none', () => {
    const subject = 'C=CA,CN=APSP:1,UID=com.apple.mgmt.External.1';
    const row = read('apnsCertificate', {
      status: 'VALID',
      expiryDate: '12-Mar-2027 13:00:00',
      serialNumber: 'e1cb',
      subject,
    });
    expect(row).toMatchObject({
      state: 'VALID',
      expires_at: new Date('2027-03-12T13:00:00Z'),
      name: 'com.apple.mgmt.External.1',
    });
    const none = read('apnsCertificate', {
      status: 'NOT_INSTALLED',
      expiryDate: null,
      serialNumber: null,
      subject: null,
    });
    expect([unreadable(none), none]).toMatchObject([[], { state: 'NOT_INSTALLED', expires_at: null, name: null }]);
  });

  it('a service of a server', () => {
    const row = read('serverService', {
      type: 'PROXY',
      connections: [
        { type: 'DYNAMICS_APP_CONNECTIVITY', status: 'CONNECTED', activeConnections: 0, maxConnections: 15000 },
        { type: 'DYNAMICS_NOC_CONNECTIVITY', status: 'CONNECTED', lastConnected: '2018-04-30T19:29:22.103Z' },
      ],
      proxyClusterName: 'First',
      directConnection: { directConnect: true, webProxy: true, webProxyPort: 9888 },
    });
    expect(unreadable(row)).toEqual([]);
    expect(row).toMatchObject({
      name: 'PROXY',
      attributes: { 'connections[].activeConnections': [0, null], 'directConnection.webProxyPort': 9888 },
    });
  });
});

describe('a list', () => {
  it('that is left out of an answer is not an empty one: of nothing, or of something else, the answer is refused', () => {
    expect(() => recordsIn({}, 'users')).toThrow(expect.objectContaining({ code: 'says-nothing' }));
    expect(() => recordsWithin({}, 'users')).toThrow(expect.objectContaining({ code: 'says-nothing' }));
    expect(recordsWithin({ devices: [] }, 'users')).toEqual([]);
    expect(recordsIn({ users: [1, { guid: 'a' }] }, 'users')).toEqual([{}, { guid: 'a' }]);
    for (const answer of [{ items: 'none' }, { users: 'none' }, { users: null }])
      expect(() => recordsIn(answer, 'users')).toThrow(expect.objectContaining({ code: 'wrong-shape' }));
  });
});
