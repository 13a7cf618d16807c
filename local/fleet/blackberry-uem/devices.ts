// One user device: the enrolment, with the hardware that it is, its state and its last position.
import { type Device, iccidOf, imeiOf, macOf, serialOf } from '../estate/device.ts';
import { EAS_ID } from '../estate/eas-id.ts';
import { currentNetworkOf, homeNetworkOf, isRoaming, positionOf } from '../estate/mobility.ts';
import type { Platform } from '../estate/models.ts';
import { siteOf } from '../estate/names.ts';
import type { Person } from '../estate/person.ts';
import type { JsonObject } from '../http/exchange.ts';
import { below, chance, guid, hash, hex } from '../random.ts';
import { instant, recordOf } from './answers.ts';
import { exchanged } from './ids.ts';

const DAY = 86_400_000;
const OS: Readonly<Record<Platform, string>> = { ios: 'iOS', android: 'Android', windows: 'Windows', macos: 'macOS' };

const isMobile = ({ platform }: Device): boolean => platform === 'ios' || platform === 'android';
const isApple = ({ model }: Device): boolean => model.manufacturer === 'Apple';
/** Of the day of the last contact: nothing moves that did not report. */
const moment = (device: Device): number => hash(device.seed, Math.floor(device.lastSyncAt / DAY));
const megabytes = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;

export const userDeviceGuid = (device: Device): string => exchanged(device.id);

/** Digits in groups, as iOS prints them. */
function printed(digits: string, device: Device, pattern: RegExp): string {
  return device.platform === 'ios' ? digits.replace(pattern, '$1 ').trim() : digits;
}

function hardware(device: Device, owner: Person | undefined): JsonObject {
  const { seed, model, platform } = device;
  const company = device.ownership === 'company';
  const imei = imeiOf(device);
  const ram = model.memory / 1_048_576;
  const external = platform === 'android' && chance(30, seed, 340);
  return recordOf({
    guid: guid(seed, 341),
    activationDate: instant(device.enrolledAt),
    activeSyncId: EAS_ID['blackberry-uem'](device) ?? undefined,
    batteryLevel: platform === 'macos' && model.model === 'Mac mini' ? -1 : 5 + below(951, moment(device), 343) / 10,
    compromised: isMobile(device) && device.compliance === 'noncompliant' && chance(40, seed, 344),
    externalStorageFree: external ? 11_517 : undefined,
    externalStorageSize: external ? 32_768 : undefined,
    hardwareModel: model.model,
    hardwareName: isApple(device)
      ? `${model.model.split(' ')[0]}${14 + (hash(seed, 345) % 4)},${1 + (hash(seed, 346) % 6)}`
      : hex(6, seed, 347),
    hardwareVendorCompanyName: isApple(device) ? 'Apple Inc.' : model.manufacturer,
    homeCarrier: homeNetworkOf(device)?.operator,
    currentCarrier: currentNetworkOf(device)?.operator,
    networkRoaming: homeNetworkOf(device) === null ? undefined : isRoaming(device),
    acquireLogs: chance(5, seed, 348),
    iccid: printed(iccidOf(device), device, /(.{4})/g),
    internalStorageFree: megabytes(device.freeStorage),
    internalStorageSize: megabytes(model.storage),
    imei: device.platform === 'ios' ? imei.replace(/^(..)(.{6})(.{6})(.)$/, '$1 $2 $3 $4') : imei,
    meid: platform === 'ios' ? imei.slice(0, 14) : undefined,
    os: `${OS[platform]} ${device.osVersion}`,
    osFamilyName: OS[platform],
    osVersion: device.osVersion,
    ownership: company ? 'CORPORATE' : device.ownership === 'personal' ? 'PERSONAL' : undefined,
    phoneNumber: iccidOf(device) === '' ? undefined : owner?.mobilePhone,
    pin: isMobile(device) ? hex(8, seed, 349).toUpperCase() : undefined,
    securityPatchLevel:
      platform === 'android' ? `2026-${String(1 + (hash(seed, 350) % 10)).padStart(2, '0')}-05` : undefined,
    serialNumber: serialOf(device),
    udid: isApple(device)
      ? `0000${8101 + (hash(seed, 351) % 40)}-${hex(16, seed, 352).toUpperCase()}`
      : hex(64, seed, 352),
    wifiMacAddress: macOf(device, 353)
      .toLowerCase()
      .replace(/(..)(?=.)/g, '$1:'),
    clientId: isMobile(device) ? 'com.rim.mobilefusion.client' : undefined,
    clientVersion: isMobile(device) ? `12.4${hash(seed, 354) % 9}.0.157` : undefined,
    ramTotal: ram,
    ramFree: Math.round(ram * (0.1 + below(50, moment(device), 355) / 100)),
    depEnabled: isApple(device) ? company : undefined,
    supervised: platform === 'ios' ? company : undefined,
  });
}

const REASONS: readonly (readonly [reason: string, displayName: string])[] = [
  ['restrictedosversion', 'Restricted OS version is installed'],
  ['blacklistedappsinstalled', 'Restricted app is installed'],
  ['outofcontact', 'Device out of contact'],
];

function violations(device: Device, jailbroken: boolean): JsonObject[] | undefined {
  if (device.compliance !== 'noncompliant' && device.compliance !== 'inGracePeriod') return undefined;
  const date = instant(device.lastSyncAt - (hash(device.seed, 356) % DAY));
  const found = [REASONS[hash(device.seed, 357) % REASONS.length] ?? REASONS[0]].flatMap((one) => (one ? [one] : []));
  if (jailbroken) found.unshift(['jailbroken', 'Integrity alert']);
  return found.map(([reason, displayName]) => ({ date, reason, displayName }));
}

function attestations(device: Device): JsonObject[] | undefined {
  if (device.platform !== 'android') return undefined;
  const lastAttestationResponseReceived = instant(device.lastSyncAt - (hash(device.seed, 358) % DAY));
  const status = chance(95, device.seed, 359) ? 'SUCCESS' : 'INVALID_NONCE';
  return [
    { type: 'SAFETYNET', lastAttestationResponseReceived, status, attestationNote: 'NONE' },
    { type: 'HARDWARE_KEY', lastAttestationResponseReceived, status: 'SUCCESS', attestationNote: 'NONE' },
  ];
}

function updates(device: Device): JsonObject | undefined {
  if (device.platform !== 'ios') return undefined;
  const available = chance(30, device.seed, 360);
  return recordOf({
    latestVersion: '26.1',
    otherVersions: available ? ['18.7.2', '26.0.1'] : undefined,
    attempts: available ? 1 : 0,
    attemptsRemaining: available ? 9 : 10,
    latestResponse: available ? 'The update is already downloaded' : undefined,
    timestamp: instant(device.lastSyncAt - 3_600_000),
    updateIsAvailable: available,
    isLatest: device.osVersion === '26.1',
  });
}

function found(device: Device, salt: number, names: readonly string[]): JsonObject[] | undefined {
  if (device.platform !== 'android' || !chance(12, device.seed, salt)) return undefined;
  return names.map((name, i) => ({
    package: `com.example.${name.toLowerCase().replaceAll(' ', '')}`,
    name,
    version: `${1 + i}.0.0.34`,
    hash: hex(40, device.seed, salt + 1 + i),
  }));
}

function location(device: Device): JsonObject | undefined {
  const position = positionOf(device);
  if (!position) return undefined;
  // A device whose user forbade it has a record without coordinates.
  if (chance(5, device.seed, 361)) return { type: 'UNAVAILABLE', timestamp: instant(position.fixedAt) };
  const { latitude, longitude, altitude, accuracy } = position;
  const moves = chance(30, moment(device), 362);
  return {
    latitude,
    longitude,
    altitude,
    speed: moves ? below(300, moment(device), 363) / 10 : 0,
    direction: moves ? below(3600, moment(device), 364) / 10 : 0,
    accuracy,
    type: chance(70, device.seed, 365) ? 'GPS' : 'AGPS',
    timestamp: instant(position.fixedAt),
  };
}

const STATES: Readonly<Record<Device['managementState'], string>> = {
  managed: 'ENROLLED',
  retirePending: 'REMOVE_PENDING',
  wipePending: 'WIPE_PENDING',
  unhealthy: 'ENROLLED',
};

/** As `GET /users/{userGuid}/userDevices` lists it. `address` is that of the user. */
export function userDeviceRecord(device: Device, owner: Person | undefined, address: string): JsonObject {
  const { seed } = device;
  const logging = chance(8, seed, 366);
  const record = hardware(device, owner);
  return recordOf({
    links: [{ rel: 'user', href: address }],
    guid: userDeviceGuid(device),
    checkedOut: owner === undefined ? chance(50, seed, 367) : false,
    clientVersion: isMobile(device) ? `12.4${hash(seed, 354) % 9}.0.157` : undefined,
    dynamicsDeviceId: isMobile(device) ? Buffer.from(hex(48, seed, 368), 'hex').toString('base64') : undefined,
    enrollmentType: [device.ownership === 'company' ? 'MDM_CONTROLS' : 'USER_PRIVACY'],
    enrollmentState: STATES[device.managementState],
    language: siteOf(owner?.seed ?? seed).language.replace('-', '_'),
    lastContactTime: instant(device.lastSyncAt),
    lastPasswordChangeTime: isMobile(device) ? instant(device.enrolledAt + (hash(seed, 369) % DAY)) : undefined,
    lastPerimeterStateChanged: device.platform === 'android' ? instant(device.enrolledAt) : undefined,
    loggingExpiryDate: logging ? instant(device.lastSyncAt + DAY) : undefined,
    loggingStatus: logging ? 'ENABLED' : 'DISABLED',
    service: { guid: guid(7, 370), name: 'mdm', displayName: 'MDM' },
    outOfComplianceInfo: violations(device, record.compromised === true),
    deviceLocation: location(device),
    attestationInfo: attestations(device),
    osUpdateStatus: updates(device),
    maliciousApplications: found(device, 371, ['Free Torch', 'Battery Boost']),
    maliciousSystemApplications: found(device, 381, ['System Helper']),
    sideloadedApplications: found(device, 391, ['Field Tool'])?.[0],
    device: record,
  });
}
