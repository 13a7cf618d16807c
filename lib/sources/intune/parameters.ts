// Everything that this source can read, and everything that it leaves out and why.
import type { CollectedEntity } from '../collection.ts';
import type { Declaration } from '../contract.ts';
import type { IntuneConfig } from './config.ts';
import { facts } from './facts.ts';
import { entitiesLeftOut } from './left-out.ts';
import { appInvRawData, appLeftOut, detectedApp } from './parameters-app.ts';
import { configurationLeftOut } from './parameters-configuration.ts';
import { countersLeftOut } from './parameters-counters.ts';
import { detailLeftOut, deviceActionResult, hardwareInformation, sparse } from './parameters-detail.ts';
import { managedDevice, managedDeviceLeftOut } from './parameters-device.ts';
import { corners, infrastructureLeftOut } from './parameters-infrastructure.ts';
import { deviceGeoLocation, locationLeftOut } from './parameters-location.ts';
import {
  configurationManagerClientEnabledFeatures,
  deviceCompliancePolicyState,
  deviceConfigurationState,
  deviceHealthAttestationState,
  protectionLeftOut,
  windowsDeviceMalwareState,
  windowsProtectionState,
} from './parameters-protection.ts';
import { user, userLeftOut } from './parameters-user.ts';

/** Records within a record of the list of devices: read with it. */
export const WITHIN_LIST = [deviceHealthAttestationState, configurationManagerClientEnabledFeatures] as const;

const details = [
  ...WITHIN_LIST,
  hardwareInformation,
  deviceActionResult,
  windowsProtectionState,
  windowsDeviceMalwareState,
  deviceCompliancePolicyState,
  deviceConfigurationState,
  deviceGeoLocation,
];

/** The two ways in which apps are read. */
const APPS = { report: [appInvRawData], relation: [detectedApp], off: [] } as const;
const others = [user, managedDevice, ...details];
const inCorners = corners.map((corner) => corner.entity);

export const declaration: Declaration<IntuneConfig> = {
  facts,
  entities: [...others, ...APPS.report, ...inCorners, ...APPS.relation],
  entitiesFor: ({ apps }) => [...others, ...APPS[apps], ...inCorners],
  leftOut: [
    ...userLeftOut,
    ...managedDeviceLeftOut,
    ...detailLeftOut,
    ...protectionLeftOut,
    ...locationLeftOut,
    ...appLeftOut,
    ...infrastructureLeftOut,
    ...countersLeftOut,
    ...configurationLeftOut,
    ...entitiesLeftOut,
  ],
};

const SPARSE: ReadonlySet<string> = new Set(sparse.map((p) => p.wire));

/** Of managedDevice: what only a request per device gives. */
export const isSparse = (wire: string): boolean => SPARSE.has(wire);

/** Whole properties by the wire names of their parts, each once. */
export const propertiesOf = (wires: readonly string[]): readonly string[] => [
  ...new Set(wires.map((wire) => wire.split(/[.[]/)[0] ?? wire)),
];

/** The `$select` of an entity: whole properties, each once. */
export function selectOf(entity: CollectedEntity): string {
  return propertiesOf(entity.parameters.map((p) => p.wire)).join(',');
}
