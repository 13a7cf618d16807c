// What administrators set up: apps that Intune hands out, computers that Autopilot expects.

import { MANAGED_TITLES, TITLES } from '../estate/catalogue.ts';
import { serialOf } from '../estate/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { JsonObject } from '../http/exchange.ts';
import { guid } from '../random.ts';
import { instant } from './odata.ts';

const DAY = 86_400_000;
const AUTOPILOT = 20;

export const mobileApps = (estate: Estate): JsonObject[] =>
  TITLES.windows.slice(0, MANAGED_TITLES).map(({ name, publisher, seed }, i) => ({
    '@odata.type': '#microsoft.graph.winGetApp',
    id: guid(estate.options.seed, seed),
    displayName: name,
    description: `${name} for everybody`,
    publisher,
    largeIcon: null,
    createdDateTime: instant(estate.options.epoch - (200 + i) * DAY),
    lastModifiedDateTime: instant(estate.options.epoch - (20 + i) * DAY),
    isFeatured: i < 3,
    privacyInformationUrl: 'https://example.com/privacy',
    informationUrl: 'https://example.com/app',
    owner: 'Mobile workplace',
    developer: publisher,
    notes: i % 4 === 0 ? 'Ask the works council before a new version' : null,
    publishingState: 'published',
  }));

export const autopilotIdentities = (estate: Estate): JsonObject[] =>
  estate
    .devicesOf('intune')
    .filter(({ platform }) => platform === 'windows')
    .slice(0, AUTOPILOT)
    .map((device) => ({
      id: guid(device.seed, 980),
      groupTag: 'Office',
      purchaseOrderIdentifier: 'PO-2025-17',
      serialNumber: serialOf(device),
      productKey: null,
      manufacturer: device.model.manufacturer,
      model: device.model.model,
      enrollmentState: 'enrolled',
      lastContactedDateTime: instant(device.lastSyncAt),
      addressableUserName: estate.ownerOf(device)?.displayName ?? '',
      userPrincipalName: estate.ownerOf(device)?.userPrincipalName ?? '',
      resourceName: device.name,
      skuNumber: '4',
      systemFamily: 'ThinkPad',
      azureActiveDirectoryDeviceId: guid(device.seed, 85),
      managedDeviceId: device.id,
      displayName: device.name,
    }));
