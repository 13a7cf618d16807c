// Apps that are assigned to a device, or installed on it: GET /users/{userGuid}/userDevices/{userDeviceGuid}/applications.
// https://developer.blackberry.com/devzone/files/bws/reference/blackberry_uem_12_22_rest/json_UserDeviceApplicationView.html
import { attribute, entity, field, leave } from '../declare.ts';
import * as shared from '../transforms.ts';
import { assigned } from './transforms.ts';

export const userDeviceApplication = entity({
  name: 'userDeviceApplication',
  dataset: 'device_app',
  path: '/{tenantGuid}/api/v1/users/{userGuid}/userDevices/{userDeviceGuid}/applications',
  parameters: [
    field('bundleId', 'string', 'app_id'),
    field('guid', 'string', 'app_id'),
    field('name', 'string', 'title'),
    field('installedVersion', 'string', 'version'),
    field('version', 'string', 'version'),
    field('status', 'string', 'install_state'),
    field('disposition', 'string', 'managed', { transform: assigned }),
    field('device.osFamilyName', 'string', 'platform', {
      transform: shared.platform,
      description: 'From the record of the device',
    }),
    attribute('disposition', 'string', 'technical'),
    attribute('assignedVersion', 'string', 'usage'),
    attribute('assignedVersionCode', 'string', 'usage'),
    attribute('installedVersionCode', 'string', 'usage'),
    attribute('entitlementGuid', 'string', 'technical'),
    attribute('dynamics', 'boolean', 'technical'),
    attribute('dynamicsContainerId', 'string', 'identifier'),
    attribute('dynamicsDeviceId', 'string', 'identifier'),
    attribute('personal', 'boolean', 'usage'),
    attribute('attestationInfo[].type', 'string', 'technical'),
    attribute('attestationInfo[].status', 'string', 'technical'),
    attribute('attestationInfo[].lastAttestationResponseReceived', 'instant', 'technical'),
  ],
});

export const appLeftOut = [
  ...leave('userDeviceApplication', 'Its single properties are declared instead of the whole.', ['attestationInfo']),
  ...leave('userDeviceApplication', 'The dump of a certificate of the device’s keys: its status says enough.', [
    'attestationInfo[].result',
  ]),
];
