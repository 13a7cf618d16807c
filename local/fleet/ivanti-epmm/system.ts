// What administrators set up, and the server itself: labels, apps of the catalogue, VPP accounts, version.
import { MANAGED_TITLES, TITLES, versionOf } from '../estate/catalogue.ts';
import type { Estate } from '../estate/estate.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, hash, hex } from '../random.ts';
import { bundleOf } from './apps.ts';

const DAY = 86_400_000;

export const ping: JsonObject = { results: { apiVersion: 2, vspVersion: 'VSP 12.1.0.0 Build 14 ' } };

const LABELS = [
  ['All-Smartphones', 'Label for all devices irrespective of OS', 'common.retired = false', 'SYSTEM'],
  ['iOS', 'Label for all iOS devices', 'common.platform = "iOS"', 'SYSTEM'],
  ['Android', 'Label for all Android devices', 'common.platform = "Android"', 'SYSTEM'],
  ['Company-Owned', 'Label for all company owned devices', 'common.owner = "COMPANY"', 'SYSTEM'],
  ['Employee-Owned', 'Label for all employee owned devices', 'common.owner = "EMPLOYEE"', 'SYSTEM'],
  ['Field service', 'Phones of the technicians, ask Jörg', 'user.user_id starts with "f"', 'ADMIN'],
] as const;

export function labels(estate: Estate): JsonObject[] {
  return LABELS.map(([name, description, criteria, rowType], index) => ({
    id: rowType === 'SYSTEM' ? -1 - index : 100 + index,
    name,
    description,
    isStatic: rowType === 'ADMIN',
    criteria,
    deviceCount: Math.floor(estate.devicesOf('ivanti-epmm').length / (index + 1)),
    deviceSpaceId: 1,
    deviceSpaceName: 'Global',
    deviceSpacePath: '/1/',
    rowType,
  }));
}

export function catalogue(estate: Estate): JsonObject[] {
  const letters = { ios: 'I', android: 'A' } as const;
  return (['ios', 'android'] as const).flatMap((platform) =>
    TITLES[platform].slice(0, MANAGED_TITLES).map((title, index) => ({
      name: title.name,
      id: (platform === 'ios' ? 100 : 200) + index,
      version: versionOf(title, 3).version,
      description: `${title.name}, as the store describes it`,
      installName: `${title.name.replaceAll(' ', '')}.pkg`,
      platformId: platform === 'ios' ? '20' : '22',
      platforms: null,
      createdAt: estate.options.epoch - (hash(title.seed, 332) % 700) * DAY,
      installerFileName: null,
      source: chance(20, title.seed, 333) ? 'In-House' : 'Public',
      pushedCount: hash(title.seed, 334) % 500,
      installedCount: hash(title.seed, 335) % 500,
      pendingCount: hash(title.seed, 336) % 20,
      installState: index % 3 === 0 ? '' : 'Installed',
      rowType: null,
      bundleID: bundleOf(title),
      platformType: letters[platform],
      pushLabels: null,
      publishLabels: ['iOS'],
      vppLabels: [],
      tokensPurchased: 0,
      tokensRemaining: 0,
      vppLicensesPurchased: platform === 'ios' ? 500 : 0,
      vppLicensesUsed: platform === 'ios' ? hash(title.seed, 337) % 500 : 0,
      size: 1_000_000 + (hash(title.seed, 338) % 200_000_000),
      author: title.publisher || 'Microsoft Corporation',
      permissionUpdateAvailable: false,
      hidden: chance(5, title.seed, 339),
      recommendedApp: chance(30, title.seed, 340),
      profileExpirationDate: chance(20, title.seed, 333) ? estate.options.epoch + 200 * DAY : null,
    })),
  );
}

export function vppAccounts(estate: Estate): JsonObject[] {
  const { epoch, seed } = estate.options;
  return ['Contoso Europe', 'Contoso Americas'].map((name, index) => ({
    id: 1 + index,
    name,
    description: index === 0 ? 'Renewed by Anna each spring' : '',
    appleId: `apps${index}@contoso.example`,
    expireDateString: new Date(epoch + (120 + index) * DAY).toISOString().slice(0, 10),
    numDaysToExpire: 120 + index,
    lastSyncedAt: estate.now - index * 3_600_000,
    licenseSyncStatus: index === 0 ? 'COMPLETED' : 'IN_PROGRESS',
    userSyncStatus: 'COMPLETED',
    priority: 1 + index,
    pendingDelete: false,
    sTokenModifiedDate: '2026-01-25',
    stoken: `stoken-${hex(32, seed, 341)}`,
    encryptedToken: `encrypted-${hex(32, seed, 342)}`,
    licenseSinceToken: `since-${hex(12, seed, 343)}`,
    userSinceToken: `since-${hex(12, seed, 344)}`,
  }));
}
