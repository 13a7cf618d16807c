// Everything that this source can read, and everything that it leaves out and why.
import type { LeftOut } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import type { IvantiNeuronsConfig } from './config.ts';
import { deviceApp } from './parameters-app.ts';
import { customAttributes, device, deviceLeftOut, devicePosition } from './parameters-device.ts';
import { partition, tenant } from './parameters-tenant.ts';
import { account, accountLeftOut } from './parameters-user.ts';

export const entities: readonly Entity[] = [account, device, devicePosition, deviceApp, tenant, partition];

/** What a source can read: without apps none of theirs, and the custom attributes that it names. */
export function entitiesFor(config: Pick<IvantiNeuronsConfig, 'apps' | 'customAttributes'>): readonly Entity[] {
  return entities
    .filter((entity) => config.apps || entity !== deviceApp)
    .map((entity) =>
      entity === device
        ? { ...device, parameters: [...device.parameters, ...customAttributes(config.customAttributes)] }
        : entity,
    );
}

export const leftOut: readonly LeftOut[] = [...deviceLeftOut, ...accountLeftOut];
