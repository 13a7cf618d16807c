// The console itself: groups, sample rates, push certificates, version, tunnel, counts.
import type { Json } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import { GROUPS } from '../estate/groups.ts';
import type { JsonObject } from '../http/exchange.ts';
import { guid, hex } from '../random.ts';
import { platformOf } from './device-row.ts';
import { entityId, groupReference, type OrganizationGroup, ROOT } from './ids.ts';
import { time } from './wire.ts';

const DAY = 86_400_000;

export const groupRow = (group: OrganizationGroup, estate: Estate, offset: number): Json => ({
  Name: group.name,
  GroupId: group.code,
  LocationGroupType: group === ROOT ? 'Customer' : 'Container',
  Country: group.site?.country ?? 'Germany',
  Locale: group.site?.language ?? 'de-DE',
  ParentLocationGroup: groupReference(ROOT),
  AddDefaultLocation: 'No',
  CreatedOn: time(estate.options.epoch - 700 * DAY, offset),
  LgLevel: group === ROOT ? 1 : 2,
  Users: String(estate.userCount),
  Admins: '3',
  Devices: String(estate.devicesOf('workspace-one').length),
  Id: entityId(group.number),
  Uuid: group.uuid,
});

export const sampleRates = (): JsonObject => ({
  ID: 1,
  PlatformID: '2',
  Platform: 'Apple',
  HeartbeatInterval: '360',
  DataSampleInterval: '240',
  DataTransmitInterval: '240',
  ProfileRefreshInterval: '60',
  GPSSampleInterval: '15',
  AgentPollingInterval: '60',
  BeaconInterval: '60',
  DeviceInformationSample: '240',
  ApplicationListSample: '240',
  CertificateListSample: '1440',
  ProfileListSample: '1440',
  ProvisioningProfileListSample: '1440',
  RestrictionListSample: '1440',
  SecurityInformationSample: '240',
  ManagedAppListSample: '240',
  CheckInInterval: '360',
});

/** As the answer's own model names them. */
export const userGroups = (): readonly Json[] =>
  GROUPS.map((group, i) => ({
    groupName: group.name,
    type: 'Directory',
    lastSyncOn: '11/2/2026 6:58:01 AM',
    rootLocationGroupName: ROOT.name,
    syncStatus: 'Completed',
    mergeStatus: 'Merged',
    users: 10 + i,
    id: 300 + i,
    uuid: guid(300 + i, 470),
  }));

/** All groups inherit that of the company. */
export const pushCertificate = (estate: Estate, offset: number): JsonObject => ({
  current_setting: 'Override',
  certificate_type: 1,
  issued_to: 'APSP:contoso',
  issued_by: 'Apple Application Integration 2 Certification Authority',
  valid_from: time(estate.options.epoch - 100 * DAY, offset),
  valid_to: time(estate.options.epoch + 265 * DAY, offset),
  thumbprint: hex(40, 570, 471).toUpperCase(),
  apple_id: 'mdm@contoso.example',
  child_permission: 'InheritOnly',
});

export const tunnelHealth = (): JsonObject => ({
  api_to_tunnel_microservice_connectivity: 'Success',
  'tunnel_microservice _to_api_connectivity': 'Success',
  microservice_db_connectivity: 'Success',
});

export const systemInfo = (origin: string): JsonObject => ({
  ProductName: 'Workspace ONE UEM',
  ProductCopyright: 'Copyright 2026 Omnissa, LLC',
  ProductVersion: '24.6.0.12',
  Version: '1.0',
  BuildKey: 'WS1-24060',
  CommitId: hex(40, 24, 472),
  Resources: {
    Workspaces: ['mdm', 'mam', 'system'].map((area) => ({ location: `${origin}/api/${area}` })),
    Collections: [{ location: `${origin}/api/help` }],
  },
});

export function deviceCounts(estate: Estate): JsonObject {
  const devices = estate.devicesOf('workspace-one');
  const on = (name: string): number => devices.filter((device) => platformOf(device).name === name).length;
  const owned = (ownership: string): number => devices.filter((device) => device.ownership === ownership).length;
  return {
    TotalDevices: devices.length,
    Security: { Compromised: 0, NoPasscode: 1, NotEncrypted: 1 },
    Ownership: {
      CorporateDedicated: owned('company'),
      CorporateShared: 0,
      EmployeeOwned: owned('personal'),
      Undefined: owned('unknown'),
    },
    Platforms: {
      WindowsMobile: 0,
      Apple: on('Apple'),
      Android: on('Android'),
      Athena: 0,
      Motorola: 0,
      WindowsPhone: 0,
      WindowsPC: 0,
      AppleOsX: on('AppleOsX'),
      WindowsPhone8: 0,
      WindowsRT: on('WinRT'),
      AppleTv: 0,
      QNX: 0,
      ChromeBook: 0,
      IOTDevice: 0,
      IOTGateway: 0,
      MaxTypeValue: 30,
    },
    EnrollmentStatus: { Enrolled: devices.length, Unenrolled: 0, Registered: 0 },
  };
}
