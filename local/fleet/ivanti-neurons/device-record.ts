// A device as lists of devices return it: every property, made from the estate's device. What a device has not is null.
import { type Device, iccidOf, imeiOf, type Json, macOf, serialOf } from '../estate/device.ts';
import { EAS_ID } from '../estate/eas-id.ts';
import type { Estate } from '../estate/estate.ts';
import { currentNetworkOf, homeNetworkOf, imsiOf, isRoaming, positionOf } from '../estate/mobility.ts';
import { mobileNumber, siteOf } from '../estate/names.ts';
import type { JsonObject } from '../http/exchange.ts';
import { below, chance, digits, guid, hash, hex, pick } from '../random.ts';
import { accountIdOf, deviceIdOf, type Space } from './answer.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const PLATFORM = { ios: 'IOS', android: 'ANDROID', windows: 'WINDOWS_PHONE', macos: 'OSX' } as const;
const OWNERSHIP = { company: 'COMPANY', personal: 'USER', unknown: 'UNKNOWN' } as const;
const REGISTRATION = {
  managed: 'ACTIVE',
  retirePending: 'RETIRE_PENDING',
  wipePending: 'WIPE_PENDING',
  unhealthy: 'ACTIVE',
} as const;
const POLICIES = ['Out of contact', 'OS too old', 'Passcode not compliant', 'Data roaming'] as const;
const CONFIGS = [
  ['Company Wi-Fi', 'WIFI'],
  ['Passcode', 'PASSCODE'],
  ['Exchange', 'EXCHANGE'],
  ['Per-app VPN', 'VPN'],
] as const;

const has = (device: Device, percent: number, salt: number): boolean => chance(percent, device.seed, salt);
const listOf = (id: string | null): string[] => (id === null ? [] : [id]);
const when = <T extends Json>(applies: boolean, value: T): T | null => (applies ? value : null);
const isApple = (device: Device): boolean => device.model.manufacturer === 'Apple';
const isAndroid = (device: Device): boolean => device.platform === 'android';
const isWindows = (device: Device): boolean => device.platform === 'windows';
const hasModem = (device: Device): boolean => device.model.typeAllocation !== null;

/** The last check-in, which the list is ordered by. */
export const checkInOf = (device: Device): number => device.lastSyncAt;

const identity = (device: Device): JsonObject => ({
  id: deviceIdOf(device),
  guid: guid(hash(device.seed, 411), 411),
  mdmChannelId: guid(device.seed, 412),
  clientDeviceIdentifier: guid(device.seed, 413),
  deviceName: device.name,
  entityName: device.name,
  serialNumber: serialOf(device),
  altSerialNumber: when(isAndroid(device), hex(12, device.seed, 414).toUpperCase()),
  imei: imeiOf(device) || null,
  imei2: when(isAndroid(device) && hasModem(device), imeiOf({ ...device, seed: hash(device.seed, 415) })),
  meid: when(hasModem(device) && has(device, 30, 88), imeiOf(device).slice(0, 14)),
  udid: when(isApple(device), `0000${digits(4, device.seed, 92)}-${hex(16, device.seed, 93).toUpperCase()}`),
  wifiMacAddress: macOf(device, 89).toLowerCase(),
  wifiMacAddressForInventory: when(isAndroid(device), macOf(device, 89)),
  easDeviceIdentifiers: listOf(EAS_ID['ivanti-neurons'](device)),
  appEasIdentifiers: null,
  azureDeviceId: when(has(device, 70, 416), guid(device.seed, 85)),
  ipAddress: when(!isApple(device), `10.${below(256, device.seed, 417)}.${below(256, device.seed, 418)}.9`),
  androidWorkUid: when(isAndroid(device), digits(21, device.seed, 420)),
  androidEnrollmentSpecificId: when(isAndroid(device), hex(32, device.seed, 421)),
});

function ownerOf(estate: Estate, device: Device): JsonObject {
  const owner = estate.ownerOf(device);
  const lent = owner !== undefined && has(device, 10, 419);
  return {
    ownerId: owner ? accountIdOf(owner) : null,
    uid: owner?.userPrincipalName ?? null,
    displayName: owner?.displayName ?? null,
    firstName: owner?.givenName ?? null,
    lastName: owner?.surname ?? null,
    emailAddress: owner?.mail ?? null,
    azureUserUpn: has(device, 70, 416) ? (owner?.userPrincipalName ?? null) : null,
    legalOwnerId: lent ? accountIdOf(owner) : null,
    legalOwnerEmailAddress: lent ? owner.mail : null,
  };
}

/** The SIM's number stands under a name with a capital on some platforms. */
function network(device: Device): JsonObject {
  const home = homeNetworkOf(device);
  const current = currentNetworkOf(device);
  return {
    phoneNumber: when(hasModem(device), mobileNumber(siteOf(device.seed), device.seed, 62)),
    [isAndroid(device) ? 'iccid' : 'Iccid']: iccidOf(device) || null,
    imsi: imsiOf(device) || 'Not Present',
    esimIdentifier: when(hasModem(device) && has(device, 50, 422), `8904${digits(28, device.seed, 423)}`),
    cellularTechnology: when(hasModem(device), has(device, 80, 424) ? 'GSM' : 'GSM_CDMA'),
    currentCarrierNetwork: current?.operator ?? 'UNKNOWN',
    subscriberCarrierNetwork: home?.operator ?? 'UNKNOWN',
    currentMcc: current?.mcc ?? null,
    currentMnc: current?.mnc ?? null,
    // Android tells it by the IMSI alone.
    subscriberMcc: isAndroid(device) ? null : (home?.mcc ?? null),
    subscriberMnc: isAndroid(device) ? null : (home?.mnc ?? null),
    currentCountryName: current?.countryName ?? null,
    currentCountryCode: current?.country ?? null,
    homeCountryName: home?.countryName ?? null,
    homeCountryCode: home?.country ?? null,
    roaming: isRoaming(device),
    serviceSubscriptions: null,
  };
}

const place = (device: Device): JsonObject => {
  const position = positionOf(device);
  return {
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    locationLastCapturedAt: position?.fixedAt ?? null,
    locatorServiceEnabled: position !== null,
    locationStatusDetail: null,
  };
};

const system = (device: Device): JsonObject => ({
  platformType: PLATFORM[device.platform],
  platformVersion: device.osVersion.split(' ')[0] ?? device.osVersion,
  osBuildVersion: /\((.+)\)/.exec(device.osVersion)?.[1] ?? hex(6, device.seed, 425).toUpperCase(),
  windowsDeviceType: when(isWindows(device), 'WINDOWS_DESKTOP'),
  androidSecurityPatchLevel: when(
    isAndroid(device),
    `2026-${String(1 + below(10, device.seed, 64)).padStart(2, '0')}-05`,
  ),
  androidBuildFingerprint: when(isAndroid(device), `${device.model.manufacturer}/${device.model.model}/release-keys`),
  androidBuildId: when(isAndroid(device), `UP1A.${digits(6, device.seed, 426)}.003`),
  androidZebraPatchLevel: when(device.model.manufacturer.startsWith('Zebra'), '21'),
  androidSystemUpdateStatus: when(isAndroid(device), has(device, 80, 427) ? 'UP_TO_DATE' : 'UPDATE_AVAILABLE'),
  systemUpdateInformation: null,
  manufacturer: device.model.manufacturer,
  deviceModel: isApple(device)
    ? `${device.model.model.split(' ')[0]}14,${1 + below(8, device.seed, 428)}`
    : device.model.model,
  prettyModel: device.model.model,
  salesCode: when(device.model.manufacturer === 'samsung', 'DBT'),
  firmwareVersion: when(
    isAndroid(device) || isWindows(device),
    `${device.model.model}XXU${digits(1, device.seed, 429)}`,
  ),
  locale: siteOf(device.seed).language,
  totalCapacity: device.model.storage / 1e9,
  availableCapacity: Math.round(device.freeStorage / 1e8) / 10,
  totalRamMB: isAndroid(device) || isWindows(device) ? Math.round(device.model.memory / 1_048_576) : 0,
  uptime: when(isAndroid(device), below(40 * 24 * 3_600, device.seed, 430)),
  tpmSpecificationVersion: when(isWindows(device), '2.0'),
  lastHotfixId: when(isWindows(device), `KB50${digits(5, device.seed, 431)}`),
  lastHotfixInstalledOn: when(isWindows(device), device.lastSyncAt - 9 * DAY),
});

const battery = (device: Device): JsonObject => ({
  batteryLevel: when(!isWindows(device), 5 + below(96, device.seed, Math.floor(device.lastSyncAt / HOUR))),
  batteryHealthStatus: when(isAndroid(device), 'GOOD'),
  batteryChargingStatus: when(isAndroid(device), has(device, 30, 432) ? 'CHARGING' : 'DISCHARGING'),
  batteryHealthPercentage: when(isAndroid(device), 70 + below(31, device.seed, 433)),
  batteryManufacturedDate: when(isAndroid(device), device.enrolledAt - 200 * DAY),
  batteryChargeCycles: when(isAndroid(device), below(900, device.seed, 434)),
});

const compliance = (device: Device): JsonObject => {
  const violated = device.compliance === 'noncompliant' ? [pick(POLICIES, device.seed, 410)] : [];
  return {
    complianceState: device.compliance === 'compliant',
    violatedPolicies: violated,
    policyViolationCount: violated.length,
    quarantined: violated.length > 0 && has(device, 50, 435),
    blocked: violated.length > 0 && has(device, 20, 436),
    jailbroken: has(device, 0.5, 66),
    passcodeCompliant: when(!isWindows(device), !has(device, 5, 437)),
    passcodeCompliantWithProfiles: when(!isWindows(device), !has(device, 7, 437)),
    actionExceptionCodes: has(device, 4, 438) ? ['UNSUPPORTED_ACTION'] : [],
  };
};

const management = (device: Device): JsonObject => ({
  registrationState: REGISTRATION[device.managementState],
  ownershipType: OWNERSHIP[device.ownership],
  lastCheckin: checkInOf(device),
  clientLastCheckin: when(!isWindows(device), device.lastSyncAt - below(HOUR, device.seed, 439)),
  lastRegistrationTime: device.enrolledAt,
  clientVersion: `1.${80 + below(9, device.seed, 440)}.0`,
  supervised: when(isApple(device), device.ownership === 'company'),
  userEnrolled: isApple(device) && device.ownership === 'personal',
  depEnrolled: isApple(device) && device.ownership === 'company',
  depEligible: isApple(device) && device.ownership === 'company',
  activationLockEnabled: when(isApple(device), has(device, 60, 441)),
  cloudBackupEnabled: when(isApple(device), has(device, 40, 442)),
  recoveryLockEnabled: device.platform === 'macos' && has(device, 50, 443),
  lostModeEnabled: has(device, 1, 444),
  supportLockMessage: isApple(device),
  multiUser: device.ownerNumber === null && isApple(device),
  maxResidentUsers: when(device.ownerNumber === null && isApple(device), 4),
  kioskState: isAndroid(device) && has(device, 8, 445) ? 'ENABLED' : 'NOT_CONFIGURED',
  mamOnly: false,
  authOnly: false,
  clusterIdentifier: 'CLOUD',
  deviceSource: 'CLOUD',
});

const services = (device: Device, space: Space): JsonObject => ({
  dmPartitionId: space.id,
  dmPartitionName: space.name,
  androidWorkContainerEnabled: isAndroid(device),
  androidManagedByGoogle: isAndroid(device),
  androidDeviceOwnerModeEnabled: isAndroid(device) && device.ownership === 'company',
  androidAospDeviceWithoutGms: false,
  androidNetworkSlicingEnabled: isAndroid(device) && has(device, 5, 446),
  fcmEnabled: isAndroid(device),
  samsungEfotaCapable: device.model.manufacturer === 'samsung',
  secureAppsStatus: when(isAndroid(device), 'NOT_ACTIVE'),
  secureAppsEncryptionStatus: when(isAndroid(device), 'ENCRYPTED'),
  secureAppsEncryptionMode: when(isAndroid(device), 'AES256'),
  bridgeVersion: when(isWindows(device), '2.1.8.0'),
  bridgeDeviceDataLastCapturedAt: when(isWindows(device), device.lastSyncAt - HOUR),
  mobileThreatDefenseGeneralStatus: has(device, 60, 447) ? 'ACTIVATED' : 'NA',
  antiPhishingGeneralStatus: has(device, 60, 447) ? 'ACTIVATED' : 'NA',
  antiPhishingVpnGeneralStatus: 'NA',
  azureClientStatusCode: when(has(device, 70, 416), 'SUCCESS'),
  azureIntuneDeviceStatus: when(has(device, 70, 416), 'COMPLIANT'),
  azureIntuneStatusUpdatedAt: when(has(device, 70, 416), device.lastSyncAt),
  userPreferenceCSVHeader: null,
  customAttributes: {
    attrs: { assetTag: `AT-${digits(6, device.seed, 448)}`, floor: [String(below(9, device.seed, 449))] },
  },
  assignedPolicies: null,
  assignedConfigs: CONFIGS.filter((_, i) => has(device, 60, 450 + i)).map(([name, policyType]) => ({
    id: null,
    dmPartitionId: space.id,
    name,
    policyType,
    enabled: false,
    priority: null,
    totalDeviceCount: 0,
    modifiedAt: null,
  })),
});

export function deviceRecord(estate: Estate, device: Device, space: Space): JsonObject {
  return {
    ...identity(device),
    ...ownerOf(estate, device),
    ...network(device),
    ...place(device),
    ...system(device),
    ...battery(device),
    ...compliance(device),
    ...management(device),
    ...services(device, space),
  };
}
