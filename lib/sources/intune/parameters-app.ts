// Apps found on devices: the columns of the export AppInvRawData, and detectedApp with its relation to devices.
// https://learn.microsoft.com/intune/intune-service/fundamentals/reports-export-graph-available-reports

import { attribute, entity, field, leave } from '../declare.ts';
import * as shared from '../transforms.ts';

export const appInvRawData = entity({
  name: 'AppInvRawData',
  dataset: 'device_app',
  path: '/v1.0/deviceManagement/reports/exportJobs reportName=AppInvRawData',
  parameters: [
    field('DeviceId', 'string', 'device_external_id'),
    field('ApplicationName', 'string', 'title', { key: true }),
    field('ApplicationVersion', 'string', 'version'),
    field('ApplicationPublisher', 'string', 'publisher'),
    field('Platform', 'string', 'platform', { transform: shared.platform }),
    attribute('ApplicationShortVersion', 'string', 'usage'),
  ],
});

export const detectedApp = entity({
  name: 'detectedApp',
  dataset: 'device_app',
  path: '/v1.0/deviceManagement/detectedApps, /{id}/managedDevices',
  parameters: [
    field('displayName', 'string', 'title', { key: true }),
    field('version', 'string', 'version'),
    field('publisher', 'string', 'publisher'),
    field('platform', 'string', 'platform', { transform: shared.platform }),
    field('sizeInByte', 'integer', 'size_bytes', { unit: 'bytes', transform: shared.bytes }),
  ],
});

export const appLeftOut = [
  ...leave(
    'AppInvRawData',
    'On the record of the device, or of its user, already.',
    'DeviceName OSDescription OSVersion UserId UserName EmailAddress',
  ),
  ...leave('AppInvRawData', 'Changes with the version: the key is made of platform, title and publisher.', [
    'ApplicationKey',
  ]),
  ...leave('detectedApp', 'Changes with the version: read to ask for the devices, not stored.', ['id']),
  ...leave('detectedApp', 'A count of what is stored: read to skip apps on no device.', ['deviceCount']),
];
