// Everything that this source can read, and everything that it leaves out and why.
import type { CollectedEntity } from '../collection.ts';
import type { Declaration } from '../contract.ts';
import type { Entity } from '../parameters.ts';
import type { IvantiEpmmConfig } from './config.ts';
import { facts } from './facts.ts';
import { appInventory, appLeftOut, deviceAppInventory } from './parameters-app.ts';
import { customParameters, device, deviceLeftOut, deviceLocation } from './parameters-device.ts';
import { platformLeftOut } from './parameters-platform.ts';
import { appStoreApp, label, system, systemLeftOut, vppAccount } from './parameters-system.ts';
import { authorizedUser } from './parameters-user.ts';

const apps = [appInventory, deviceAppInventory];

/** The same with the custom attributes that the source names, and without what it does not read at all. */
function entitiesFor({ apps: readsApps, location, customAttributes }: IvantiEpmmConfig): readonly Entity[] {
  const custom = { ...device, parameters: [...device.parameters, ...customParameters(customAttributes)] };
  return declaration.entities
    .filter((entity) => (readsApps || !apps.includes(entity)) && (location || entity !== deviceLocation))
    .map((entity) => (entity === device ? custom : entity));
}

export const declaration: Declaration<IvantiEpmmConfig> = {
  facts,
  entities: [authorizedUser, device, deviceLocation, ...apps, appStoreApp, label, vppAccount, system],
  entitiesFor,
  leftOut: [...deviceLeftOut, ...platformLeftOut, ...appLeftOut, ...systemLeftOut],
};

/** Names to ask the device list for, each once. */
export const fieldsOf = (collected: readonly CollectedEntity[]): readonly string[] => [
  ...new Set(collected.flatMap((entity) => entity.parameters.map((p) => p.wire))),
];
