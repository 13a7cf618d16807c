// Everything that this source can read, and everything that it leaves out and why.
import type { CollectedEntity } from '../collection.ts';
import type { LeftOut } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import { appInvRawData, appLeftOut, detectedApp } from './parameters-app.ts';
import { managedDevice, managedDeviceLeftOut } from './parameters-device.ts';
import { corners, infrastructureLeftOut } from './parameters-infrastructure.ts';
import { user, userLeftOut } from './parameters-user.ts';

/** `apps` says by which of the two ways apps are read, so that only its parameters count as collected. */
export function entitiesFor(apps: 'report' | 'relation' | 'off'): readonly Entity[] {
  const ways = { report: [appInvRawData], relation: [detectedApp], off: [] };
  return [user, managedDevice, ...ways[apps], ...corners.map((c) => c.entity)];
}

export const entities: readonly Entity[] = [
  user,
  managedDevice,
  appInvRawData,
  detectedApp,
  ...corners.map((c) => c.entity),
];

export const leftOut: readonly LeftOut[] = [
  ...userLeftOut,
  ...managedDeviceLeftOut,
  ...appLeftOut,
  ...infrastructureLeftOut,
];

/** The `$select` of an entity: whole properties, each once. */
export function selectOf(entity: CollectedEntity): string {
  return [...new Set(entity.parameters.map((p) => p.wire.split('.')[0]))].join(',');
}
