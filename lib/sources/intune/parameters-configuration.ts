// What administrators set up in Intune: the catalogue of apps, computers that Autopilot expects.
import { attribute, entity, field, leave, state } from '../declare.ts';
import * as shared from '../transforms.ts';

/** https://learn.microsoft.com/graph/api/resources/intune-apps-mobileapp */
export const mobileApp = entity({
  name: 'mobileApp',
  dataset: 'configuration',
  path: '/v1.0/deviceAppManagement/mobileApps',
  parameters: [
    field('id', 'string', 'external_id'),
    field('displayName', 'string', 'name'),
    field('publishingState', 'string', 'state'),
    field('lastModifiedDateTime', 'instant', 'modified_at'),
    attribute('createdDateTime', 'instant', 'technical'),
    attribute('description', 'string', 'content', { profile: 'sensitive' }),
    attribute('developer', 'string', 'organisation', { tracked: true }),
    state('informationUrl'),
    state('isFeatured', 'boolean'),
    attribute('notes', 'string', 'content', { profile: 'sensitive' }),
    attribute('owner', 'string', 'organisation', { profile: 'sensitive' }),
    state('privacyInformationUrl'),
    attribute('publisher', 'string', 'organisation', { tracked: true }),
  ],
});

/** https://learn.microsoft.com/graph/api/resources/intune-enrollment-windowsautopilotdeviceidentity */
export const windowsAutopilotDeviceIdentity = entity({
  name: 'windowsAutopilotDeviceIdentity',
  dataset: 'configuration',
  path: '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities',
  parameters: [
    field('id', 'string', 'external_id'),
    field('enrollmentState', 'string', 'state', { profile: 'extended' }),
    attribute('azureActiveDirectoryDeviceId', 'string', 'identifier', { transform: shared.guid }),
    attribute('displayName', 'string', 'identifier'),
    attribute('groupTag', 'string', 'organisation', { tracked: true }),
    attribute('lastContactedDateTime', 'instant', 'usage'),
    attribute('managedDeviceId', 'string', 'identifier', { transform: shared.guid }),
    state('manufacturer'),
    state('model'),
    attribute('purchaseOrderIdentifier', 'string', 'organisation'),
    attribute('resourceName', 'string', 'identifier', { tracked: true }),
    attribute('serialNumber', 'string', 'identifier'),
    state('skuNumber'),
    state('systemFamily'),
    attribute('addressableUserName', 'string', 'identifier', { profile: 'sensitive' }),
    attribute('userPrincipalName', 'string', 'identifier', { profile: 'sensitive' }),
  ],
});

export const configurationLeftOut = [
  ...leave('mobileApp', 'A picture.', ['largeIcon']),
  ...leave('windowsAutopilotDeviceIdentity', 'A licence key of Windows.', ['productKey']),
];
