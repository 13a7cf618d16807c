// Everything that this source can read, and everything that it leaves out and why.
import type { Declaration } from '../contract.ts';
import type { Entity } from '../parameters.ts';
import type { BlackberryUemConfig } from './config.ts';
import { facts } from './facts.ts';
import { appLeftOut, userDeviceApplication } from './parameters-app.ts';
import { configurationParts } from './parameters-configuration.ts';
import { device, deviceLeftOut, geolocation, userDevice } from './parameters-device.ts';
import { infrastructureLeftOut, infrastructureParts } from './parameters-infrastructure.ts';
import { user, userLeftOut } from './parameters-user.ts';

const entitiesFor = (apps: boolean, utcOffset: string): readonly Entity[] => [
  user,
  userDevice,
  device,
  geolocation,
  ...(apps ? [userDeviceApplication] : []),
  ...[...configurationParts, ...infrastructureParts(utcOffset)].map(({ entity }) => entity),
];

export const declaration: Declaration<BlackberryUemConfig> = {
  facts,
  entities: entitiesFor(true, '+00:00'),
  entitiesFor: ({ apps, utcOffset }) => entitiesFor(apps, utcOffset),
  leftOut: [...userLeftOut, ...deviceLeftOut, ...appLeftOut, ...infrastructureLeftOut],
};
