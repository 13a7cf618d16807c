// Applications: on devices as they report them, those assigned to a device, and the catalogue.

import { MANAGED_TITLES, TITLES, type Title } from '../estate/catalogue.ts';
import { appsOf, type Device, type Json } from '../estate/device.ts';
import type { Platform } from '../estate/models.ts';
import { guid, hash } from '../random.ts';
import { deviceReference } from './device-details.ts';
import { entityId, ROOT } from './ids.ts';

/** Bundle id, package name or product code, unique on a platform. */
export function identifierOf(title: Title): string {
  const slug = title.name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `com.${slug === '' ? 'app' : slug}.${title.index}`;
}

export const deviceApps = (device: Device): Json[] =>
  appsOf(device).map(({ title, version, sizeInByte }) => ({
    ApplicationName: title.name,
    Version: version,
    BuildVersion: `${version}.1`,
    Status: 2,
    DeviceId: deviceReference(device),
    Size: String(sizeInByte === 0 ? 40_000_000 + (title.seed % 400_000_000) : sizeInByte),
    ApplicationIdentifier: identifierOf(title),
    Type: title.index < MANAGED_TITLES ? 'Public' : 'UserInstalled',
    IsManaged: title.index < MANAGED_TITLES,
    AppVersion: version,
    AppStoreVendable: true,
    DeviceBasedVPP: title.index < MANAGED_TITLES,
    BetaApp: false,
    AdHocCodeSigned: false,
    HasUpdateAvailable: hash(title.seed, device.seed) % 5 === 0,
    Id: entityId(title.index + 1),
    Uuid: guid(title.seed, 450),
  }));

/** The managed ones, whether or not they are installed. */
export function assignedApps(device: Device): Json[] {
  const installed = new Map(appsOf(device).map((app) => [app.title, app.version]));
  return TITLES[device.platform].slice(0, MANAGED_TITLES).map((title) => ({
    name: title.name,
    assignment_status: 'Assigned',
    assigned_version: installed.get(title) ?? '1.0.0',
    installed_status: installed.has(title) ? 'Installed' : 'NotInstalled',
    installed_version: installed.get(title) ?? '',
    latest_uem_action: 'InstallCommandDispatched',
    latest_uem_action_time: `${new Date(device.enrolledAt).toISOString().slice(0, 19)}Z`,
    bundle_id: identifierOf(title),
  }));
}

const NUMBERS = { ios: 2, android: 5, windows: 12, macos: 10 } as const;
const PLATFORMS: readonly Platform[] = ['ios', 'android', 'windows', 'macos'];

const catalogueEntry = (title: Title): Json => ({
  ApplicationName: title.name,
  BundleId: identifierOf(title),
  AppVersion: '1.0.0',
  ActualFileVersion: '1.0.0.1',
  AppType: 'Public',
  Status: 'Active',
  Platform: NUMBERS[title.platform],
  SupportedModels: { Model: [{ ApplicationId: title.index + 1, ModelId: 1, ModelName: 'All' }] },
  AssignmentStatus: 'Assigned',
  ApplicationSize: '40 MB',
  CategoryList: { Category: [{ CategoryId: 3, Name: 'Productivity' }] },
  SmartGroups: [{ Id: 11, Name: 'All devices' }],
  Comments: 'Asked for by the works council',
  IsReimbursable: false,
  ApplicationUrl: `https://apps.contoso.example/${title.index}`,
  ApplicationSource: 1,
  LocationGroupId: ROOT.number,
  RootLocationGroupName: ROOT.name,
  OrganizationGroupUuid: ROOT.uuid,
  ExternalId: String(800_000 + title.index),
  PushMode: 0,
  AppRank: 0,
  AssignedDeviceCount: 10,
  InstalledDeviceCount: 8,
  NotInstalledDeviceCount: 2,
  Description: 'For work',
  SupportEmail: 'support@vendor.example',
  SupportPhone: '+1 512-555-0100',
  Developer: title.publisher === '' ? 'Vendor' : title.publisher,
  DeveloperEmail: 'developer@vendor.example',
  DeveloperPhone: '+1 512-555-0101',
  AutoUpdateVersion: true,
  EnableProvisioning: false,
  SupportedProcessorArchitecture: title.platform === 'windows' ? 'x64' : 'ARM64',
  IsDependencyFile: false,
  ContentGatewayId: 0,
  IconFileName: 'icon.png',
  ApplicationFileName: `app-${title.index}.bin`,
  MetadataFileName: `app-${title.index}.plist`,
  VersionIdentifier: `1.0.0-${title.index}`,
  Id: entityId(title.index + 1 + 1_000 * NUMBERS[title.platform]),
  Uuid: guid(title.seed, 451),
});

export const catalogue = (): readonly Json[] =>
  PLATFORMS.flatMap((platform) => TITLES[platform].slice(0, MANAGED_TITLES).map(catalogueEntry));
