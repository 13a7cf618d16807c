// managedDevice (Graph v1.0), as lists of devices return it.
// https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice

import { attribute, field, leave, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from '../values.ts';
import { sparse } from './parameters-detail.ts';

export const managedDevice: Entity = {
  name: 'managedDevice',
  dataset: 'device',
  path: '/v1.0/deviceManagement/managedDevices',
  parameters: [
    field('id', 'string', 'identifier', 'external_id'),
    field('userId', 'string', 'identifier', 'user_external_id'),
    field('deviceName', 'string', 'identifier', 'device_name'),
    field('serialNumber', 'string', 'identifier', 'serial_number', { transform: values.serialNumber }),
    field('imei', 'string', 'identifier', 'imei', { transform: values.imei }),
    field('meid', 'string', 'identifier', 'meid', { transform: values.meid }),
    field('azureADDeviceId', 'string', 'identifier', 'entra_device_id', { transform: values.guid }),
    field('easDeviceId', 'string', 'identifier', 'eas_device_id'),
    field('wiFiMacAddress', 'string', 'identifier', 'wifi_mac', { transform: values.mac }),
    field('phoneNumber', 'string', 'contact', 'phone_number'),
    field('userPrincipalName', 'string', 'identifier', 'user_principal_name'),
    field('emailAddress', 'string', 'contact', 'mail'),
    field('operatingSystem', 'string', 'technical', 'platform', { transform: values.platform }),
    field('operatingSystem', 'string', 'technical', 'os'),
    field('osVersion', 'string', 'technical', 'os_version'),
    field('androidSecurityPatchLevel', 'string', 'technical', 'security_patch_level'),
    field('manufacturer', 'string', 'technical', 'manufacturer'),
    field('model', 'string', 'technical', 'model'),
    field('managedDeviceOwnerType', 'string', 'technical', 'ownership', { transform: values.ownership }),
    field('complianceState', 'string', 'technical', 'compliance', { transform: values.compliance }),
    field('complianceState', 'string', 'technical', 'compliance_state'),
    field('managementState', 'string', 'technical', 'management_state'),
    field('isEncrypted', 'boolean', 'technical', 'encrypted'),
    field('isSupervised', 'boolean', 'technical', 'supervised'),
    field('jailBroken', 'string', 'technical', 'compromised', { transform: values.compromised }),
    field('subscriberCarrier', 'string', 'technical', 'carrier'),
    field('totalStorageSpaceInBytes', 'integer', 'technical', 'storage_total_bytes', {
      unit: 'bytes',
      transform: values.bytes,
    }),
    field('freeStorageSpaceInBytes', 'integer', 'technical', 'storage_free_bytes', {
      unit: 'bytes',
      transform: values.bytes,
    }),
    field('enrolledDateTime', 'instant', 'technical', 'enrolled_at'),
    field('lastSyncDateTime', 'instant', 'usage', 'last_seen_at'),
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
};

export const managedDeviceLeftOut = [
  ...leave('managedDevice', 'A secret: whoever has it can unlock the device, or join its session.', [
    'activationLockBypassCode',
    'remoteAssistanceSessionUrl',
  ]),
];
