// The apps of a device, as its inventory returns them.
import { MANAGED_TITLES } from '../estate/catalogue.ts';
import { appsOf, type Device } from '../estate/device.ts';
import type { JsonObject } from '../http/exchange.ts';
import { chance, hash } from '../random.ts';

/** Bundle id, or package name. */
export const identifierOf = (title: { readonly seed: number; readonly name: string }): string =>
  `com.${title.name.toLowerCase().replace(/[^a-z0-9]+/g, '') || 'app'}.${title.seed.toString(36)}`;

export function appRecords(device: Device): JsonObject[] {
  return appsOf(device).map(({ title, version }) => {
    const managed = title.index < MANAGED_TITLES;
    const isApple = device.model.manufacturer === 'Apple';
    const app: JsonObject = {
      identifier: identifierOf(title),
      name: title.name,
      version,
      managed,
      source: managed ? 'MANAGED' : 'PUBLIC',
    };
    if (!isApple) return app;
    return {
      ...app,
      shortVersion: version,
      bundleVersion: String(hash(title.seed, 470) % 10_000),
      externalVersionIdentifier: hash(title.seed, 471) % 900_000_000,
      adHocCodeSigned: false,
      appStoreVendable: !managed || chance(50, title.seed, 472),
      betaApp: chance(1, title.seed, 473),
      deviceBasedVPP: managed,
      installing: false,
      updateAvailable: chance(10, title.seed, 474),
      validated: true,
    };
  });
}
