// managedDevice (Graph v1.0), as lists of devices return it.
// https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice

import { attribute, entity, field, leave, state } from '../declare.ts';
import * as shared from '../transforms.ts';
import { sparse } from './parameters-detail.ts';

export const managedDevice = entity({
  name: 'managedDevice',
  dataset: 'device',
  path: '/v1.0/deviceManagement/managedDevices',
  parameters: [
    field('id', 'string', 'external_id'),
    field('userId', 'string', 'user_external_id'),
    field('deviceName', 'string', 'device_name'),
    field('serialNumber', 'string', 'serial_number', { transform: shared.serialNumber }),
    field('imei', 'string', 'imei', { transform: shared.imei }),
    field('meid', 'string', 'meid', { transform: shared.meid }),
    field('azureADDeviceId', 'string', 'entra_device_id', { transform: shared.guid }),
    field('easDeviceId', 'string', 'eas_device_id'),
    field('wiFiMacAddress', 'string', 'wifi_mac', { transform: shared.mac }),
    field('phoneNumber', 'string', 'phone_number'),
    field('userPrincipalName', 'string', 'user_principal_name'),
    field('emailAddress', 'string', 'mail'),
    field('operatingSystem', 'string', 'platform', { transform: shared.platform }),
    field('operatingSystem', 'string', 'os'),
    field('osVersion', 'string', 'os_version'),
    field('androidSecurityPatchLevel', 'string', 'security_patch_level'),
    field('manufacturer', 'string', 'manufacturer'),
    field('model', 'string', 'model'),
    field('managedDeviceOwnerType', 'string', 'ownership', { transform: shared.ownership }),
    field('complianceState', 'string', 'compliance', { transform: shared.compliance }),
    field('complianceState', 'string', 'compliance_state'),
    field('managementState', 'string', 'management_state'),
    field('isEncrypted', 'boolean', 'encrypted'),
    field('isSupervised', 'boolean', 'supervised'),
    field('jailBroken', 'string', 'compromised', { transform: shared.compromised }),
    field('subscriberCarrier', 'string', 'carrier'),
    field('totalStorageSpaceInBytes', 'integer', 'storage_total_bytes', {
      unit: 'bytes',
      transform: shared.bytes,
    }),
    field('freeStorageSpaceInBytes', 'integer', 'storage_free_bytes', {
      unit: 'bytes',
      transform: shared.bytes,
    }),
    field('enrolledDateTime', 'instant', 'enrolled_at'),
    field('lastSyncDateTime', 'instant', 'last_seen_at'),
    state('azureADRegistered', 'boolean'),
    state('complianceGracePeriodExpirationDateTime', 'instant'),
    attribute('deviceCategoryDisplayName', 'string', 'organisation', { tracked: true }),
    state('deviceEnrollmentType'),
    state('deviceRegistrationState'),
    state('easActivated', 'boolean'),
    state('easActivationDateTime', 'instant'),
    state('enrollmentProfileName'),
    state('exchangeAccessState'),
    state('exchangeAccessStateReason'),
    attribute('exchangeLastSuccessfulSyncDateTime', 'instant', 'usage'),
    attribute('managedDeviceName', 'string', 'identifier'),
    state('managementAgent'),
    state('managementCertificateExpirationDate', 'instant'),
    state('partnerReportedThreatState'),
    attribute('remoteAssistanceSessionErrorDetails', 'string', 'content', { profile: 'sensitive' }),
    state('requireUserEnrollmentApproval', 'boolean'),
    attribute('userDisplayName', 'string', 'identifier'),
    ...sparse,
  ],
});

export const managedDeviceLeftOut = [
  ...leave(
    'managedDevice',
    'A secret: whoever has it can unlock the device, or join its session.',
    'activationLockBypassCode remoteAssistanceSessionUrl',
  ),
];
