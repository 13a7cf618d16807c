// Everything that this source can read, and everything that it leaves out and why.
import type { CollectedEntity } from '../collection.ts';
import type { LeftOut } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import type { IvantiEpmmConfig } from './config.ts';
import { appInventory, appLeftOut, deviceAppInventory } from './parameters-app.ts';
import { customParameters, device, deviceLeftOut, deviceLocation } from './parameters-device.ts';
import { platformLeftOut } from './parameters-platform.ts';
import { appStoreApp, label, system, systemLeftOut, vppAccount } from './parameters-system.ts';
import { authorizedUser } from './parameters-user.ts';

const apps = [appInventory, deviceAppInventory];

export const entities: readonly Entity[] = [
  authorizedUser,
  device,
  deviceLocation,
  ...apps,
  appStoreApp,
  label,
  vppAccount,
  system,
];

/** The same with the custom attributes that the source names, and without what it does not read at all. */
export function entitiesFor(config: Pick<IvantiEpmmConfig, 'apps' | 'location' | 'customAttributes'>): Entity[] {
  const custom = customParameters(config.customAttributes);
  return entities.flatMap((entity) => {
    if (entity === device) return [{ ...device, parameters: [...device.parameters, ...custom] }];
    const read = (config.apps || !apps.includes(entity)) && (config.location || entity !== deviceLocation);
    return read ? [entity] : [];
  });
}

export const leftOut: readonly LeftOut[] = [...deviceLeftOut, ...platformLeftOut, ...appLeftOut, ...systemLeftOut];

/** Names to ask the device list for, each once. */
export const fieldsOf = (collected: readonly CollectedEntity[]): readonly string[] => [
  ...new Set(collected.flatMap((entity) => entity.parameters.map((p) => p.wire))),
];
