// Apps: the catalogue that administrators keep, and what is assigned to a device or installed on it.

import { type AppVersion, MANAGED_TITLES, TITLES, type Title } from '../estate/catalogue.ts';
import { appsOf, type Device } from '../estate/device.ts';
import type { Platform } from '../estate/models.ts';
import { spelled } from '../estate/names.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, guid, hash, hex } from '../random.ts';
import { instant, recordOf } from './answers.ts';

/** The first titles are apps of BlackBerry Dynamics. */
const DYNAMICS_TITLES = 2;
const OS: Readonly<Record<Platform, string>> = { ios: 'ios', android: 'android', windows: 'windows', macos: 'macos' };
const STORES: Readonly<Record<Platform, string>> = {
  ios: 'App Store',
  android: 'Google Play',
  windows: 'Windows Store',
  macos: 'App Store',
};

const isManaged = ({ index }: Title): boolean => index < MANAGED_TITLES;
const isDynamics = ({ index }: Title): boolean => index < DYNAMICS_TITLES;
const guidOf = (title: Title): string => guid(title.seed, 400);
const entitlementOf = (title: Title): string => guid(hash(0, title.index), 401);

/** Unique: the name may have no letter that a bundle id could have. */
const bundleIdOf = ({ index, name }: Title): string => `com.example.${spelled(name) || 'app'}.a${index}`;

const versionCode = (version: string): string => version.replaceAll('.', '').padEnd(8, '0');

function attestation(device: Device): JsonObject[] {
  const lastAttestationResponseReceived = instant(device.lastSyncAt - 7_200_000);
  const result = 'Sequence (CertificateExtensionData) { Integer (1) Enumerated (TrustedEnvironment(1)) }';
  return [{ type: 'HARDWARE_KEY', lastAttestationResponseReceived, status: 'SUCCESS', result }];
}

function deviceApplication(device: Device, { title, version }: AppVersion): JsonObject {
  const managed = isManaged(title);
  const dynamics = isDynamics(title);
  const android = device.platform === 'android';
  const code = android ? versionCode(version) : undefined;
  return recordOf({
    guid: managed ? guidOf(title) : undefined,
    entitlementGuid: dynamics ? entitlementOf(title) : undefined,
    assignedVersion: managed ? version : undefined,
    assignedVersionCode: managed ? code : undefined,
    installedVersion: version,
    installedVersionCode: code,
    bundleId: bundleIdOf(title),
    disposition: managed ? (title.index < 6 ? 'REQUIRED' : 'OPTIONAL') : undefined,
    dynamics,
    dynamicsContainerId: dynamics ? guid(hash(device.seed, title.seed), 402).toUpperCase() : undefined,
    dynamicsDeviceId: dynamics ? Buffer.from(hex(24, device.seed, 403), 'hex').toString('base64') : undefined,
    status: dynamics ? 'ACTIVATED' : 'INSTALLED',
    name: title.name,
    personal: !managed && android && chance(10, hash(device.seed, title.seed), 404),
    version,
    attestationInfo: dynamics && android ? attestation(device) : undefined,
  });
}

/** As `GET .../userDevices/{userDeviceGuid}/applications` lists them. */
export const deviceApplications = (device: Device): JsonObject[] =>
  appsOf(device).map((app) => deviceApplication(device, app));

function application(title: Title): JsonObject {
  const dynamics = isDynamics(title);
  return recordOf({
    appScanState: chance(80, title.seed, 405) ? 'Verified safe' : 'Unverified',
    guid: guidOf(title),
    name: title.name,
    description: `${title.name} for everybody`,
    os: OS[title.platform],
    entitlementId: dynamics ? `com.example.entitlement${title.index}` : undefined,
    entitlementVersions: dynamics ? ['1.0.0.0'] : undefined,
    packageId: bundleIdOf(title),
    packageIdWindows10: title.platform === 'windows' ? `Example.${title.index}_8wekyb3d8bbwe` : undefined,
    packageName: title.platform === 'android' ? bundleIdOf(title) : undefined,
    sourceName: 'In Store',
    storeName: STORES[title.platform],
    securedType: title.platform === 'android' ? 'All Android devices' : undefined,
    vendorName: 'Microsoft Corporation',
    version: '1.2.34',
    categories: chance(30, title.seed, 406) ? ['Productivity', 'Office'] : undefined,
    reviewMode: 'DISABLED',
  });
}

/** A binary of BlackBerry Dynamics has no guid. */
const binary = (): JsonObject => ({
  appScanState: 'Verified safe',
  name: 'Notes (internal)',
  os: 'ios',
  packageId: 'com.blackberry.gd.notes.enterprise',
  sourceName: 'Internal',
  version: '3.9.0',
  restrictedVersions: ['3.0.0'],
});

/** As `GET /applications` lists them: all, without pages. */
export function applications(): JsonObject[] {
  const managed = [...TITLES.ios, ...TITLES.android, ...TITLES.windows].filter(isManaged);
  return [...managed.map(application), binary()];
}
