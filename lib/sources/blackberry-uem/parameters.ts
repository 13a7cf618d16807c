// Everything that this source can read, and everything that it leaves out and why.
import type { LeftOut } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import { appLeftOut, userDeviceApplication } from './parameters-app.ts';
import { configurationParts } from './parameters-configuration.ts';
import { device, deviceLeftOut, geolocation, userDevice } from './parameters-device.ts';
import { infrastructureLeftOut, infrastructureParts } from './parameters-infrastructure.ts';
import { user, userLeftOut } from './parameters-user.ts';

/** `apps` says whether they are read, so that only then their parameters count as collected. */
export const entitiesFor = ({ apps, offsetMinutes }: { apps: boolean; offsetMinutes: number }): readonly Entity[] => [
  user,
  userDevice,
  device,
  geolocation,
  ...(apps ? [userDeviceApplication] : []),
  ...[...configurationParts, ...infrastructureParts(offsetMinutes)].map(({ entity }) => entity),
];

export const entities: readonly Entity[] = entitiesFor({ apps: true, offsetMinutes: 0 });

export const leftOut: readonly LeftOut[] = [...userLeftOut, ...deviceLeftOut, ...appLeftOut, ...infrastructureLeftOut];
