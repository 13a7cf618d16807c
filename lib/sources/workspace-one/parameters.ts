// Everything that this source can read, and everything that it leaves out and why.
import type { Declaration } from '../contract.ts';
import type { Entity } from '../parameters.ts';
import type { WorkspaceOneConfig } from './config.ts';
import { facts } from './facts.ts';
import { appLeftOut, deviceApp, deviceAppV1 } from './parameters-app.ts';
import {
  application,
  configurationLeftOut,
  deviceSampleRates,
  organizationGroup,
  userGroup,
} from './parameters-configuration.ts';
import * as detail from './parameters-detail.ts';
import { device, deviceCellularInfo } from './parameters-device.ts';
import { eventLeftOut, gps, telecomUsage, telecomUsageByDay } from './parameters-event.ts';
import {
  apnsCertificate,
  deviceCount,
  infrastructureLeftOut,
  systemInfo,
  tunnelHealth,
} from './parameters-infrastructure.ts';
import * as network from './parameters-network.ts';
import { bitlocker, bitlockerDrive, deviceV3, recordLeftOut } from './parameters-record.ts';
import { user, userLeftOut, userV2 } from './parameters-user.ts';

/** What makes the row of a device, in the order in which it is read: of two with a value the first one counts. */
const ofDevices: readonly Entity[] = [
  device,
  deviceCellularInfo,
  network.deviceNetwork,
  network.cellularNetworkInfo,
  network.serviceSubscription,
  network.deviceNetworkInfo,
  detail.security,
  detail.compliance,
  detail.certificate,
  detail.deviceContent,
  detail.deviceNote,
  detail.eventLog,
  detail.deviceUser,
  detail.tunnelAccess,
  detail.deviceExtensive,
  deviceV3,
  bitlocker,
  bitlockerDrive,
];

const ofApps: readonly Entity[] = [deviceApp, deviceAppV1];

const others: readonly Entity[] = [
  gps,
  application,
  organizationGroup,
  deviceSampleRates,
  userGroup,
  systemInfo,
  apnsCertificate,
  tunnelHealth,
  deviceCount,
];

/** Without `apps` none of their parameters counts as collected. */
const entitiesFor = ({ apps, telephony }: Pick<WorkspaceOneConfig, 'apps' | 'telephony'>): readonly Entity[] => [
  user,
  userV2,
  ...ofDevices,
  ...(apps ? ofApps : []),
  telephony ? telecomUsageByDay : telecomUsage,
  ...others,
];

export const declaration: Declaration<WorkspaceOneConfig> = {
  facts,
  entities: entitiesFor({ apps: true, telephony: false }),
  entitiesFor,
  leftOut: [
    ...userLeftOut,
    ...network.networkLeftOut,
    ...detail.detailLeftOut,
    ...recordLeftOut,
    ...appLeftOut,
    ...configurationLeftOut,
    ...infrastructureLeftOut,
    ...eventLeftOut,
  ],
};
