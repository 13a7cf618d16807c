// Applications on devices: the list that a device reported, and what the console knows of the assigned ones.

import { attribute, entity, field, leave } from '../declare.ts';
import { bytes } from '../transforms.ts';
import * as ws1 from './transforms.ts';

/** https://as1234.awmdm.com/api/help: Status of an application on a device. */
const STATES: Readonly<Record<number, string>> = {
  1: 'PendingInstall',
  2: 'Installed',
  3: 'PendingRemoval',
  4: 'Removed',
  5: 'Unknown',
};

export const deviceApp = entity({
  name: 'deviceApp',
  dataset: 'device_app',
  path: '/api/mdm/devices/{id}/apps',
  parameters: [
    field('ApplicationIdentifier', 'string', 'app_id', { transform: ws1.text }),
    field('ApplicationName', 'string', 'title'),
    field('Version', 'string', 'version', { transform: ws1.text }),
    field('AppVersion', 'string', 'version', { transform: ws1.text }),
    field('Status', 'integer', 'install_state', {
      transform: (status) => (typeof status === 'number' ? (STATES[status] ?? String(status)) : undefined),
    }),
    field('Size', 'string', 'size_bytes', { unit: 'bytes', transform: bytes }),
    field('IsManaged', 'boolean', 'managed'),
    attribute('BuildVersion', 'string', 'usage'),
    attribute('Type', 'string', 'usage'),
    attribute('AppStoreVendable', 'boolean', 'technical'),
    attribute('DeviceBasedVPP', 'boolean', 'technical'),
    attribute('BetaApp', 'boolean', 'technical'),
    attribute('AdHocCodeSigned', 'boolean', 'technical'),
    attribute('HasUpdateAvailable', 'boolean', 'usage'),
    attribute('Id.Value', 'integer', 'technical'),
    attribute('Uuid', 'string', 'technical'),
  ],
});

/** Of the applications assigned to a device; put to the rows of the same identifier. */
export const deviceAppV1 = entity({
  name: 'deviceAppV1',
  dataset: 'device_app',
  path: '/api/mdm/devices/{uuid}/apps/search',
  parameters: [
    attribute('assignment_status', 'string', 'usage'),
    attribute('assigned_version', 'string', 'usage'),
    attribute('installed_status', 'string', 'usage'),
    attribute('latest_uem_action', 'string', 'usage'),
    attribute('latest_uem_action_time', 'instant', 'usage'),
  ],
});

export const appLeftOut = [
  ...leave('deviceApp', 'Said by the request.', ['DeviceId']),
  ...leave(
    'deviceAppV1',
    'The same as ApplicationName, Version and ApplicationIdentifier.',
    'name installed_version bundle_id',
  ),
  ...leave(
    'appDevice',
    "The same as the device's own list of applications says, asked for by application.",
    `
      app_sample_last_seen_date app_sample_last_seen is_device_up assignment_status assigned_version
      installed_status installed_version last_action_taken latest_action_taken_date_time latest_action_taken_time
      latest_app_reason latest_app_reason_date_time latest_app_reason_time device_uuid application_uuid
      friendly_name management_type ownership_type enrollment_user_name enrollment_user_id device_id
      requires_approval approval_received assignment_type
    `,
  ),
  ...leave(
    'sdkAnalytics',
    'What people do within an app: no purpose here, and asked for app by app.',
    `
      DeviceID SampleTime ApplicationID Version UserName FriendlyName EventName EventData
    `,
  ),
];
