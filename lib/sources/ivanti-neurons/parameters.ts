// Everything that this source can read, and everything that it leaves out and why.
import type { Declaration } from '../contract.ts';
import type { IvantiNeuronsConfig } from './config.ts';
import { facts } from './facts.ts';
import { deviceApp } from './parameters-app.ts';
import { customAttributes, device, deviceLeftOut, devicePosition } from './parameters-device.ts';
import { partition, tenant } from './parameters-tenant.ts';
import { account, accountLeftOut } from './parameters-user.ts';

export const declaration: Declaration<IvantiNeuronsConfig> = {
  facts,
  entities: [account, device, devicePosition, deviceApp, tenant, partition],
  /** Without apps none of theirs, and the custom attributes that it names. */
  entitiesFor({ apps, customAttributes: names }) {
    const custom = { ...device, parameters: [...device.parameters, ...customAttributes(names)] };
    return declaration.entities
      .filter((entity) => apps || entity !== deviceApp)
      .map((entity) => (entity === device ? custom : entity));
  },
  leftOut: [...deviceLeftOut, ...accountLeftOut],
};
