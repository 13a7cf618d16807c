// Every structural property of Graph's managedDevice (v1.0 metadata), made from the estate's device.

import { type Device, iccidOf, imeiOf, type Json, macOf, serialOf } from '../estate/device.ts';
import { EAS_ID } from '../estate/eas-id.ts';
import type { Estate } from '../estate/estate.ts';
import { OPERATING_SYSTEM } from '../estate/models.ts';
import { mobileNumber, type Site, siteOf } from '../estate/names.ts';
import { chance, digits, guid, hash, hex } from '../random.ts';
import { actionResults, BETA } from './device-details.ts';
import { instant, type PropertyTable } from './odata.ts';

const NEVER = '0001-01-01T00:00:00Z';
const NO_LIMIT = '9999-12-31T23:59:59Z';
const DAY = 86_400_000;

/** Given for one device with an explicit `$select` only; a list answers null, zero or nothing. */
export const LIST_NULL: Readonly<Record<string, Json>> = {
  activationLockBypassCode: null,
  deviceActionResults: [],
  ethernetMacAddress: null,
  iccid: null,
  notes: null,
  physicalMemoryInBytes: 0,
  remoteAssistanceSessionUrl: '',
  udid: null,
};

function enrollmentType(device: Device): string {
  if (device.platform === 'windows')
    return device.ownership === 'company' ? 'windowsAzureADJoin' : 'windowsAutoEnrollment';
  if (device.platform === 'android') return 'userEnrollment';
  if (device.ownership !== 'company') return chance(50, device.seed, 60) ? 'appleUserEnrollment' : 'userEnrollment';
  return device.ownerNumber === null ? 'appleBulkWithoutUser' : 'appleBulkWithUser';
}

function agent(device: Device): string {
  if (coManaged(device)) return 'configurationManagerClientMdm';
  return device.platform === 'android' ? 'googleCloudDevicePolicyController' : 'mdm';
}

const coManaged = (device: Device): boolean => device.platform === 'windows' && chance(20, device.seed, 61);
const supervised = (device: Device): boolean => device.platform === 'ios' && device.ownership === 'company';

function phone(device: Device): string {
  if (device.model.typeAllocation === null) return '';
  const number = mobileNumber(simSite(device), device.seed, 62);
  // Only the last digits for devices that the company does not own.
  return device.ownership === 'company'
    ? number
    : number.slice(0, 3) + '*'.repeat(number.length - 5) + number.slice(-2);
}

const simSite = (device: Device): Site => siteOf(device.seed);

function carrier(device: Device): string {
  const { carriers } = simSite(device);
  return device.model.typeAllocation === null ? '' : (carriers[hash(device.seed, 63) % carriers.length] ?? '');
}

function patchLevel(device: Device): string {
  if (device.platform !== 'android') return '';
  return `2026-${String(1 + (hash(device.seed, 64) % 10)).padStart(2, '0')}-0${chance(50, device.seed, 65) ? 1 : 5}`;
}

function jailBroken(device: Device): string {
  if (device.platform === 'windows' || device.platform === 'macos') return 'Unknown';
  return chance(0.5, device.seed, 66) ? 'True' : 'False';
}

function managedName(device: Device, owner: string): string {
  const at = new Date(device.enrolledAt);
  const hours = at.getUTCHours();
  const time = `${hours % 12 || 12}:${String(at.getUTCMinutes()).padStart(2, '0')} ${hours < 12 ? 'AM' : 'PM'}`;
  const system = device.platform === 'android' ? 'AndroidForWork' : OPERATING_SYSTEM[device.platform];
  return `${owner || 'none'}_${system}_${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}_${time}`;
}

function attestation(device: Device): Json {
  if (device.platform !== 'windows') return null;
  const flag = (name: number) => (chance(95, device.seed, name) ? 'Enabled' : 'Disabled');
  return {
    lastUpdateDateTime: instant(device.lastSyncAt),
    contentNamespaceUrl: 'http://schemas.microsoft.com/windows/security/healthcertificate/validation/response/v3',
    deviceHealthAttestationStatus: 'Healthy',
    contentVersion: '3',
    issuedDateTime: instant(device.lastSyncAt),
    attestationIdentityKey: 'Present',
    resetCount: hash(device.seed, 70) % 9,
    restartCount: hash(device.seed, 71) % 500,
    dataExcutionPolicy: 'Enabled',
    bitLockerStatus: flag(72),
    bootManagerVersion: '12',
    codeIntegrityCheckVersion: '0',
    secureBoot: flag(73),
    bootDebugging: 'Disabled',
    operatingSystemKernelDebugging: 'Disabled',
    codeIntegrity: flag(74),
    testSigning: 'Disabled',
    safeMode: 'Disabled',
    windowsPE: 'Disabled',
    earlyLaunchAntiMalwareDriverProtection: flag(75),
    virtualSecureMode: flag(76),
    pcrHashAlgorithm: 'SHA256',
    bootAppSecurityVersion: '1',
    bootManagerSecurityVersion: '2',
    tpmVersion: '2.0',
    pcr0: hex(64, device.seed, 77).toUpperCase(),
    secureBootConfigurationPolicyFingerPrint: '',
    codeIntegrityPolicy: '',
    bootRevisionListInfo: '',
    operatingSystemRevListInfo: '',
    healthStatusMismatchInfo: '',
    healthAttestationSupportedStatus: 'Supported',
  };
}

function features(device: Device): Json {
  if (!coManaged(device)) return null;
  return {
    inventory: true,
    modernApps: false,
    resourceAccess: false,
    deviceConfiguration: false,
    compliancePolicy: true,
    windowsUpdateForBusiness: false,
  };
}

/** The table for one estate, of v1.0 or with what beta has beyond it; owner fields are '' (not null) where the account is gone. */
export function deviceProperties(estate: Estate, version: 'v1.0' | 'beta' = 'v1.0'): PropertyTable<Device> {
  const owner = (device: Device) => estate.ownerOf(device);
  const eas = (device: Device): boolean => EAS_ID.intune(device) !== null;
  const computed: PropertyTable<Device> = {
    id: (device) => device.id,
    userId: (device) => owner(device)?.id ?? '',
    deviceName: (device) => device.name,
    managedDeviceName: (device) => managedName(device, owner(device)?.alias ?? ''),
    managedDeviceOwnerType: (device) => device.ownership,
    enrolledDateTime: (device) => instant(device.enrolledAt),
    lastSyncDateTime: (device) => instant(device.lastSyncAt),
    operatingSystem: (device) => OPERATING_SYSTEM[device.platform],
    complianceState: (device) => device.compliance,
    jailBroken,
    managementAgent: agent,
    managementState: (device) => device.managementState,
    osVersion: (device) => device.osVersion,
    easActivated: eas,
    easDeviceId: (device) => EAS_ID.intune(device) ?? '',
    easActivationDateTime: (device) => (eas(device) ? instant(device.enrolledAt + 600_000) : NEVER),
    azureADRegistered: (device) => !chance(3, device.seed, 83),
    deviceEnrollmentType: enrollmentType,
    activationLockBypassCode: (device) => (supervised(device) ? hex(24, device.seed, 84).toUpperCase() : null),
    emailAddress: (device) => owner(device)?.mail ?? '',
    azureADDeviceId: (device) => guid(device.seed, 85),
    deviceRegistrationState: () => 'registered',
    deviceCategoryDisplayName: (device) => (chance(80, device.seed, 86) ? '' : 'Field staff'),
    isSupervised: supervised,
    exchangeLastSuccessfulSyncDateTime: (device) => (eas(device) ? instant(device.lastSyncAt - 300_000) : NEVER),
    exchangeAccessState: (device) => (eas(device) ? 'allowed' : 'none'),
    exchangeAccessStateReason: (device) => (eas(device) ? 'compliant' : 'none'),
    remoteAssistanceSessionUrl: () => '',
    remoteAssistanceSessionErrorDetails: () => '',
    isEncrypted: (device) => device.platform !== 'windows' || !chance(8, device.seed, 87),
    userPrincipalName: (device) => owner(device)?.userPrincipalName ?? '',
    model: (device) => device.model.model,
    manufacturer: (device) => device.model.manufacturer,
    imei: imeiOf,
    meid: (device) => (chance(30, device.seed, 88) ? imeiOf(device).slice(0, 14) : ''),
    complianceGracePeriodExpirationDateTime: (device) =>
      device.compliance === 'inGracePeriod' ? instant(device.lastSyncAt + 3 * DAY) : NO_LIMIT,
    serialNumber: serialOf,
    phoneNumber: phone,
    androidSecurityPatchLevel: patchLevel,
    userDisplayName: (device) => owner(device)?.displayName ?? '',
    configurationManagerClientEnabledFeatures: features,
    wiFiMacAddress: (device) => macOf(device, 89),
    ethernetMacAddress: (device) =>
      device.platform === 'windows' || device.platform === 'macos' ? macOf(device, 90) : '',
    deviceHealthAttestationState: attestation,
    subscriberCarrier: carrier,
    totalStorageSpaceInBytes: (device) => device.model.storage,
    freeStorageSpaceInBytes: (device) => device.freeStorage,
    partnerReportedThreatState: (device) => (chance(2, device.seed, 91) ? 'mediumSeverity' : 'unknown'),
    requireUserEnrollmentApproval: () => null,
    managementCertificateExpirationDate: (device) =>
      instant(
        device.enrolledAt + (365 + 365 * Math.floor((device.lastSyncAt - device.enrolledAt) / (365 * DAY))) * DAY,
      ),
    iccid: iccidOf,
    udid: (device) =>
      device.platform === 'ios' ? `0000${digits(4, device.seed, 92)}-${hex(16, device.seed, 93).toUpperCase()}` : null,
    notes: (device) => device.notes,
    physicalMemoryInBytes: (device) =>
      device.platform === 'windows' || device.platform === 'macos' ? device.model.memory : 0,
    enrollmentProfileName: (device) => (supervised(device) ? 'Corp-ADE' : ''),
    deviceActionResults: actionResults,
    ...(version === 'beta' ? BETA : {}),
  };
  return Object.fromEntries(
    Object.entries(computed).map(([name, make]) => [
      name,
      (device: Device) => (name in device.overrides ? (device.overrides[name] ?? null) : make(device)),
    ]),
  );
}
