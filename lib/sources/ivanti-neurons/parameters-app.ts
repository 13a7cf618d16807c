// Apps found on a device. The items are those of the application inventory that the vendor documents for the same
// product's platform services: https://help.ivanti.com/mi/help/en_us/CPS/8x/api/ServiceConnectAPI/Object_models.htm

import { attribute, entity, field } from '../declare.ts';

export const deviceApp = entity({
  name: 'deviceApp',
  dataset: 'device_app',
  path: '/api/v1/device/{id}/appinventory',
  parameters: [
    field('identifier', 'string', 'app_id'),
    field('name', 'string', 'title'),
    field('version', 'string', 'version'),
    field('shortVersion', 'string', 'version'),
    field('managed', 'boolean', 'managed'),
    attribute('adHocCodeSigned', 'boolean', 'technical'),
    attribute('appStoreVendable', 'boolean', 'technical'),
    attribute('betaApp', 'boolean', 'technical'),
    attribute('bundleVersion', 'string', 'usage'),
    attribute('deviceBasedVPP', 'boolean', 'technical'),
    attribute('externalVersionIdentifier', 'string', 'technical', {
      transform: (value) => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined),
    }),
    attribute('installing', 'boolean', 'technical'),
    attribute('source', 'string', 'technical'),
    attribute('updateAvailable', 'boolean', 'technical'),
    attribute('validated', 'boolean', 'technical'),
  ],
});
