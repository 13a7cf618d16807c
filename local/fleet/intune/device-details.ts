// What Graph gives of one device alone: hardware, protection by Defender, the state of its policies.
import { type Device, imeiOf, type Json, macOf, serialOf } from '../estate/device.ts';
import { positionOf } from '../estate/mobility.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, digits, hash, hex } from '../random.ts';
import { instant, type PropertyTable } from './odata.ts';

const DAY = 86_400_000;
const isComputer = ({ platform }: Device): boolean => platform === 'windows' || platform === 'macos';
const isWindows = ({ platform }: Device): boolean => platform === 'windows';

/** Properties that the beta endpoint has beyond v1.0; all others come from there. */
export const BETA: PropertyTable<Device> = {
  autopilotEnrolled: (device) => isWindows(device) && chance(40, device.seed, 100),
  bootstrapTokenEscrowed: (device) => device.platform === 'macos',
  chassisType: (device) => (isWindows(device) ? 'laptop' : isComputer(device) ? 'desktop' : 'phone'),
  deviceFirmwareConfigurationInterfaceManaged: (device) => isWindows(device) && chance(10, device.seed, 101),
  enrolledByUserPrincipalName: () => 'enrolment@contoso.example',
  joinType: (device) => (isWindows(device) ? 'azureADJoined' : 'azureADRegistered'),
  lostModeState: () => 'disabled',
  preferMdmOverGroupPolicyAppliedDateTime: (device) =>
    isWindows(device) ? instant(device.enrolledAt + 3_600_000) : '0001-01-01T00:00:00Z',
  processorArchitecture: (device) => (isWindows(device) ? 'x64' : 'arM64'),
  retireAfterDateTime: (device) =>
    chance(3, device.seed, 102) ? instant(device.lastSyncAt + 90 * DAY) : '0001-01-01T00:00:00Z',
  roleScopeTagIds: () => ['0'],
  skuFamily: (device) => (isWindows(device) ? 'Enterprise' : ''),
  skuNumber: (device) => (isWindows(device) ? 4 : 0),
  specificationVersion: (device) => (isWindows(device) ? '2.0' : ''),
  windowsActiveMalwareCount: (device) => (infected(device) ? 1 : 0),
  windowsRemediatedMalwareCount: (device) => (isWindows(device) ? hash(device.seed, 103) % 3 : 0),
  hardwareInformation: hardware,
};

const infected = (device: Device): boolean => isWindows(device) && chance(4, device.seed, 104);

function hardware(device: Device): JsonObject {
  const modem = device.model.typeAllocation !== null;
  const address = `10.${hash(device.seed, 105) % 200}.${hash(device.seed, 106) % 250}`;
  return {
    serialNumber: serialOf(device),
    totalStorageSpace: device.model.storage,
    freeStorageSpace: device.freeStorage,
    imei: imeiOf(device),
    meid: '',
    manufacturer: device.model.manufacturer,
    model: device.model.model,
    phoneNumber: '',
    subscriberCarrier: '',
    cellularTechnology: modem ? 'GSM' : '',
    wifiMac: macOf(device, 89),
    operatingSystemLanguage: 'de-DE',
    isSupervised: false,
    isEncrypted: true,
    batterySerialNumber: isComputer(device) ? hex(12, device.seed, 107).toUpperCase() : '',
    batteryHealthPercentage: 70 + (hash(device.seed, 108) % 31),
    batteryChargeCycles: hash(device.seed, 109) % 900,
    isSharedDevice: device.ownerNumber === null,
    sharedDeviceCachedUsers: [],
    tpmSpecificationVersion: isWindows(device) ? '2.0, 1.38' : null,
    operatingSystemEdition: isWindows(device) ? 'Enterprise' : null,
    deviceFullQualifiedDomainName: isWindows(device) ? `${device.name}.contoso.example` : null,
    deviceGuardVirtualizationBasedSecurityHardwareRequirementState: 'meetHardwareRequirements',
    deviceGuardVirtualizationBasedSecurityState: isWindows(device) ? 'running' : 'notConfigured',
    deviceGuardLocalSystemAuthorityCredentialGuardState: isWindows(device) ? 'running' : 'notLicensed',
    osBuildNumber: device.osVersion.split('.').at(-1) ?? null,
    operatingSystemProductType: isWindows(device) ? 4 : 0,
    ipAddressV4: `${address}.${2 + (hash(device.seed, 110) % 250)}`,
    subnetAddress: `${address}.0`,
    esimIdentifier: modem && chance(50, device.seed, 111) ? digits(32, device.seed, 112) : null,
    systemManagementBIOSVersion: isWindows(device) ? 'N3XET45W (1.20)' : null,
    tpmManufacturer: isWindows(device) ? 'INTC' : null,
    tpmVersion: isWindows(device) ? '600.18.0.0' : null,
    wiredIPv4Addresses: isComputer(device) ? [`${address}.251`] : [],
    batteryLevelPercentage: 5 + (hash(device.seed, 113) % 96),
    residentUsersCount: device.ownerNumber === null ? 3 : 1,
    productName: isWindows(device) ? device.model.model : null,
    deviceLicensingStatus: isWindows(device) ? 'licenseRefreshStarted' : 'unknown',
    deviceLicensingLastErrorCode: isWindows(device) ? hash(device.seed, 114) % 2 : 0,
    deviceLicensingLastErrorDescription: isWindows(device) ? 'No error' : '',
  };
}

/** What was done to it: a synchronisation, and for some the position that somebody asked for. */
export function actionResults(device: Device): Json {
  const at = device.lastSyncAt;
  const times = { startDateTime: instant(at - 40_000), lastUpdatedDateTime: instant(at) };
  const synced = {
    '@odata.type': '#microsoft.graph.deviceActionResult',
    actionName: 'syncDevice',
    actionState: 'done',
  };
  const position = positionOf(device);
  const results: JsonObject[] = chance(5, device.seed, 80) ? [{ ...synced, ...times }] : [];
  if (position !== null)
    results.push({
      '@odata.type': '#microsoft.graph.locateDeviceActionResult',
      actionName: 'locateDevice',
      actionState: 'done',
      ...times,
      deviceLocation: {
        lastCollectedDateTime: instant(position.fixedAt),
        longitude: position.longitude,
        latitude: position.latitude,
        altitude: position.altitude,
        horizontalAccuracy: position.accuracy,
        verticalAccuracy: 8,
        heading: chance(50, device.seed, 115) ? -1 : hash(device.seed, 116) % 360,
        speed: chance(50, device.seed, 115) ? -1 : hash(device.seed, 117) % 30,
      },
    });
  return results;
}

/** Null where there is none: of Windows alone. */
export function protectionState(device: Device, expanded: boolean): JsonObject | null {
  if (!isWindows(device)) return null;
  const overdue = chance(6, device.seed, 120);
  return {
    id: device.id,
    malwareProtectionEnabled: true,
    deviceState: infected(device) ? 'critical' : 'clean',
    realTimeProtectionEnabled: !chance(2, device.seed, 121),
    networkInspectionSystemEnabled: true,
    quickScanOverdue: overdue,
    fullScanOverdue: overdue,
    signatureUpdateOverdue: chance(5, device.seed, 122),
    rebootRequired: chance(7, device.seed, 123),
    fullScanRequired: infected(device),
    engineVersion: '1.1.25080.5',
    signatureVersion: `1.437.${hash(device.seed, 124) % 300}.0`,
    antiMalwareVersion: '4.18.25080.5',
    lastQuickScanDateTime: instant(device.lastSyncAt - DAY),
    lastFullScanDateTime: instant(device.lastSyncAt - 7 * DAY),
    lastQuickScanSignatureVersion: '1.437.12.0',
    lastFullScanSignatureVersion: '1.436.901.0',
    lastReportedDateTime: instant(device.lastSyncAt),
    productStatus: overdue ? 'noQuickScanHappenedForSpecifiedPeriod' : 'noStatus',
    isVirtualMachine: chance(3, device.seed, 125),
    tamperProtectionEnabled: true,
    controlledConfigurationEnabled: chance(50, device.seed, 126),
    ...(expanded ? { detectedMalwareState: infected(device) ? [malware(device)] : [] } : {}),
  };
}

function malware(device: Device): JsonObject {
  return {
    id: digits(9, device.seed, 127),
    displayName: 'Trojan:Win32/Contoso!test',
    additionalInformationUrl: 'https://example.com/malware',
    severity: 'severe',
    executionState: 'blocked',
    state: 'quarantined',
    threatState: 'active',
    initialDetectionDateTime: instant(device.lastSyncAt - 2 * DAY),
    lastStateChangeDateTime: instant(device.lastSyncAt - DAY),
    detectionCount: 1 + (hash(device.seed, 128) % 3),
    category: 'trojan',
  };
}

const POLICY_PLATFORM: Readonly<Record<Device['platform'], string>> = {
  ios: 'ios',
  android: 'androidWorkProfile',
  windows: 'windows10AndLater',
  macos: 'macOS',
};

/** Two policies of compliance, the second of which the device breaks where it does not comply. */
export function complianceStates(device: Device): JsonObject[] {
  const breaks = device.compliance === 'noncompliant' || device.compliance === 'inGracePeriod';
  return [
    policy(device, 1, 'Encryption and passcode', 'compliant'),
    policy(device, 2, 'Supported version', breaks ? 'nonCompliant' : 'compliant'),
  ];
}

export const configurationStates = (device: Device): JsonObject[] => [
  policy(device, 3, 'Wi-Fi of the offices', 'compliant'),
  policy(device, 4, 'Mail profile', chance(5, device.seed, 130) ? 'error' : 'compliant'),
];

const policy = (device: Device, index: number, displayName: string, state: string): JsonObject => ({
  id: `${hex(32, index, 131)}_${device.id}`,
  displayName,
  version: index,
  platformType: POLICY_PLATFORM[device.platform],
  state,
  settingCount: 2 + index,
  settingStates: [],
});
