// Apps found on devices: the columns of the export AppInvRawData, and detectedApp with its relation to devices.
// https://learn.microsoft.com/intune/intune-service/fundamentals/reports-export-graph-available-reports

import { attribute, field, leave } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from '../values.ts';

export const appInvRawData: Entity = {
  name: 'AppInvRawData',
  dataset: 'device_app',
  path: '/v1.0/deviceManagement/reports/exportJobs reportName=AppInvRawData',
  parameters: [
    field('DeviceId', 'string', 'identifier', 'device_external_id'),
    field('ApplicationName', 'string', 'usage', 'title'),
    field('ApplicationVersion', 'string', 'usage', 'version'),
    field('ApplicationPublisher', 'string', 'usage', 'publisher'),
    field('Platform', 'string', 'technical', 'platform', { transform: values.platform }),
    attribute('ApplicationShortVersion', 'string', 'usage'),
  ],
};

export const detectedApp: Entity = {
  name: 'detectedApp',
  dataset: 'device_app',
  path: '/v1.0/deviceManagement/detectedApps, /{id}/managedDevices',
  parameters: [
    field('displayName', 'string', 'usage', 'title'),
    field('version', 'string', 'usage', 'version'),
    field('publisher', 'string', 'usage', 'publisher'),
    field('platform', 'string', 'technical', 'platform', { transform: values.platform }),
    field('sizeInByte', 'integer', 'technical', 'size_bytes', { unit: 'bytes', transform: values.bytes }),
  ],
};

export const appLeftOut = [
  ...leave('AppInvRawData', 'On the record of the device, or of its user, already.', [
    'DeviceName',
    'OSDescription',
    'OSVersion',
    'UserId',
    'UserName',
    'EmailAddress',
  ]),
  ...leave('AppInvRawData', 'Changes with the version: the key is made of platform, title and publisher.', [
    'ApplicationKey',
  ]),
  ...leave('detectedApp', 'Changes with the version: read to ask for the devices, not stored.', ['id']),
  ...leave('detectedApp', 'A count of what is stored: read to skip apps on no device.', ['deviceCount']),
];
