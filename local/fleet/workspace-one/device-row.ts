// One device as the search (version 1) lists it: text, numbers and references as the console mixes them.
import { type Device, iccidOf, imeiOf, type Json, macOf, serialOf } from '../estate/device.ts';
import { EAS_ID } from '../estate/eas-id.ts';
import type { Estate } from '../estate/estate.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming } from '../estate/mobility.ts';
import { mobileNumber, siteOf } from '../estate/names.ts';
import type { JsonObject } from '../http/exchange.ts';
import { below, chance, digits, hash, hex } from '../random.ts';
import { deviceNumber, deviceUuid, entityId, groupOf, groupReference, reference, userNumber, userUuid } from './ids.ts';
import { userName } from './people.ts';
import { NEVER, time } from './wire.ts';

const GIB = 1_073_741_824;
const DAY = 86_400_000;

const PLATFORMS = {
  ios: { number: 2, name: 'Apple' },
  android: { number: 5, name: 'Android' },
  windows: { number: 12, name: 'WinRT' },
  macos: { number: 10, name: 'AppleOsX' },
} as const;

export const platformOf = (device: Device): { number: number; name: string } => PLATFORMS[device.platform];

const ENROLLMENT = {
  managed: 'Enrolled',
  unhealthy: 'Enrolled',
  retirePending: 'EnterpriseWipePending',
  wipePending: 'DeviceWipePending',
} as const;

const COMPLIANCE = {
  compliant: 'Compliant',
  noncompliant: 'NonCompliant',
  inGracePeriod: 'NonCompliant',
  unknown: 'NotAvailable',
  error: 'PendingComplianceCheck',
} as const;

const OWNERSHIP = { company: 'C', personal: 'E', unknown: 'Undefined' } as const;

export const isApple = (device: Device): boolean => device.model.manufacturer === 'Apple';
const udidOf = (device: Device): string =>
  isApple(device)
    ? `0000${hex(4, device.seed, 401)}${hex(16, device.seed, 402)}`.toUpperCase()
    : hex(32, device.seed, 403);

/** The number of its SIM, where it has a modem. */
export const phoneOf = (device: Device): string =>
  device.model.typeAllocation === null ? '' : mobileNumber(siteOf(device.seed), device.seed, 404);

export const versionOf = (device: Device): string => device.osVersion.split(' ')[0] ?? '';
const buildOf = (device: Device): string =>
  /\((\w+)\)/.exec(device.osVersion)?.[1] ?? `${hex(5, device.seed, 405).toUpperCase()}`;

const POLICIES = ['Passcode required', 'Minimum version', 'Encryption'] as const;

/** The policies that apply to a device, as both the search and a request of their own list them. */
export function policiesOf(device: Device, offset: number): Json[] {
  const broken = COMPLIANCE[device.compliance] === 'NonCompliant';
  return POLICIES.map((name, i) => ({
    CompliantStatus: !(broken && i === hash(device.seed, 406) % POLICIES.length),
    PolicyName: name,
    PolicyDetail: `${name}, all devices`,
    LastComplianceCheck: time(device.lastSyncAt, offset),
    NextComplianceCheck: time(device.lastSyncAt + DAY, offset),
    ActionTaken: broken ? [{ ActionType: 1 }] : [],
    Id: entityId(40 + i),
    Uuid: `00000000-0000-4000-8000-00000000004${i}`,
  }));
}

export function cardsOf(device: Device): Json[] {
  const current = currentNetworkOf(device);
  if (current === null) return [];
  return [
    {
      CarrierName: current.operator,
      CardId: iccidOf(device),
      PhoneNumber: phoneOf(device),
      DeviceMCC: { SIMMCC: homeNetworkOf(device)?.mcc ?? '', CurrentMCC: current.mcc },
      IsRoaming: isRoaming(device),
    },
  ];
}

export const connectionsOf = (device: Device): Json[] => [
  {
    ConnectionType: 'WiFi',
    IPAddress: `10.0.${below(200, device.seed, 407)}.${below(250, device.seed, 408)}`,
    MACAddress: macOf(device, 23),
    Name: 'en0',
    Vendor: device.model.manufacturer,
  },
];

/** Whose it is, what it is, and how it stands. */
function identity(device: Device, estate: Estate): JsonObject {
  const owner = estate.ownerOf(device);
  const platform = platformOf(device);
  const group = groupOf(owner?.seed ?? device.seed);
  return {
    EasIds: { EasId: [EAS_ID['workspace-one'](device) ?? []].flat() },
    TimeZone: siteOf(device.seed).countryCode === 'US' ? 'America/Chicago' : 'Europe/Berlin',
    Udid: udidOf(device),
    SerialNumber: serialOf(device),
    MacAddress: macOf(device, 23),
    Imei: imeiOf(device),
    EasId: '',
    AssetNumber: udidOf(device),
    DeviceFriendlyName: device.name,
    DeviceReportedName: device.name,
    LocationGroupId: groupReference(group),
    LocationGroupName: group.name,
    UserId: owner ? reference(userNumber(owner), owner.displayName, userUuid(owner)) : reference(0, '', ''),
    UserName: owner ? userName(owner) : '',
    DataProtectionStatus: 0,
    UserEmailAddress: owner?.mail ?? '',
    Ownership: OWNERSHIP[device.ownership],
    PlatformId: { Id: entityId(platform.number), Name: platform.name },
    Platform: platform.name,
    ModelId: { Id: entityId(1 + (hash(device.seed, 7) % 40)), Name: device.model.model.split(' ')[0] ?? '' },
    Model: device.model.model,
    OperatingSystem: versionOf(device),
    PhoneNumber: phoneOf(device),
    EnrollmentUserUuid: owner ? userUuid(owner) : '',
    HostName: device.platform === 'windows' || device.platform === 'macos' ? device.name : '',
    LocalHostName: device.platform === 'macos' ? `${device.name.replace(/\W/g, '-')}.local` : '',
    DeviceManufacturerId: 1 + (hash(device.seed, 410) % 20),
    OEMInfo: isApple(device) ? '' : device.model.manufacturer,
  };
}

/** Times, settings and measurements. */
function state(device: Device, offset: number): JsonObject {
  const seen = time(device.lastSyncAt, offset);
  const apple = isApple(device);
  return {
    LastSeen: seen,
    EnrollmentStatus: ENROLLMENT[device.managementState],
    ComplianceStatus: COMPLIANCE[device.compliance],
    CompromisedStatus: chance(1, device.seed, 411),
    LastEnrolledOn: time(device.enrolledAt, offset),
    LastComplianceCheckOn: chance(20, device.seed, 412) ? NEVER : seen,
    LastCompromisedCheckOn: seen,
    ComplianceSummary: { DeviceCompliance: policiesOf(device, offset) },
    IsSupervised: apple && device.ownership === 'company',
    DeviceMCC: { SIMMCC: homeNetworkOf(device)?.mcc ?? '', CurrentMCC: currentNetworkOf(device)?.mcc ?? '' },
    IsRemoteManagementEnabled: device.platform === 'ios' ? 'Unknown' : 'True',
    DataEncryptionYN: chance(97, device.seed, 413) ? 'Y' : 'N',
    AcLineStatus: hash(device.seed, 414) % 2,
    VirtualMemory: device.platform === 'windows' ? 2 * device.model.memory : 0,
    DeviceCapacity: Math.round((device.model.storage / GIB) * 100) / 100,
    AvailableDeviceCapacity: Math.round((device.freeStorage / GIB) * 100) / 100,
    LastSystemSampleTime: seen,
    IsDeviceDNDEnabled: false,
    IsDeviceLocatorEnabled: apple,
    IsCloudBackupEnabled: apple && device.ownership === 'personal',
    IsActivationLockEnabled: apple && chance(60, device.seed, 415),
    IsNetworkTethered: chance(5, device.seed, 416),
    BatteryLevel: device.platform === 'windows' ? '' : `${5 + below(95, device.seed, 417)}%`,
    IsRoaming: isRoaming(device),
    LastNetworkLANSampleTime: device.platform === 'windows' ? seen : NEVER,
    LastBluetoothSampleTime: device.platform === 'android' ? seen : NEVER,
    SystemIntegrityProtectionEnabled: device.platform === 'macos',
    ProcessorArchitecture: device.platform === 'windows' ? 9 : 0,
    UserApprovedEnrollment: device.platform === 'macos',
    EnrolledViaDEP: apple && device.ownership === 'company',
    TotalPhysicalMemory: device.model.memory,
    AvailablePhysicalMemory: Math.floor(device.model.memory / 3),
    OSBuildVersion: buildOf(device),
    SecurityPatchDate:
      device.platform === 'android'
        ? `2026-${String(1 + below(11, device.seed, 418)).padStart(2, '0')}-05T00:00:00.000`
        : NEVER,
    SystemUpdateReceivedTime: device.platform === 'android' ? seen : NEVER,
    IsSecurityPatchUpdate: device.platform === 'android',
    DeviceNetworkInfo: connectionsOf(device),
    DeviceCellularNetworkInfo: cardsOf(device),
    ManagedBy: 1,
    WifiSsid: device.platform === 'android' ? `contoso-${digits(2, device.seed, 419)}` : '',
    DepTokenSource: apple ? 1 : 0,
  };
}

export function deviceRow(device: Device, estate: Estate, offset: number): JsonObject {
  return {
    ...identity(device, estate),
    ...state(device, offset),
    Id: entityId(deviceNumber(device)),
    Uuid: deviceUuid(device),
  };
}
