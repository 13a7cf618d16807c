// What else a device tells, a request each: security, policies, certificates, documents, drives, the newer record of it.

import { attribute, entity, field, leave, state, under } from '../declare.ts';
import * as ws1 from './transforms.ts';

const of = (part: string): string => `/api/mdm/devices/{id}/${part}`;

export const security = entity({
  name: 'security',
  dataset: 'device',
  path: of('security'),
  parameters: under('security', [
    state('IsCompromised', 'boolean'),
    state('DataProtectionEnabled', 'boolean'),
    state('BlockLevelEncryption', 'boolean'),
    state('FileLevelEncryption', 'boolean'),
    state('IsPasscodePresent', 'boolean'),
    state('IsPasscodeCompliant', 'boolean'),
    state('PasscodeLockGracePeriod', 'integer'),
    state('PasscodeLockGracePeriodEnforced', 'integer'),
    attribute('PercentComplete', 'integer', 'technical', { unit: 'percent' }),
    state('DellDdpeEncryptionStatus', 'boolean'),
    state('EncryptionStatus'),
    state('DriveEncryptionLevel'),
    field('IsEncrypted', 'boolean', 'encrypted', {
      profile: 'extended',
      attribute: 'security.IsEncrypted',
    }),
    state('HasPersonalRecoveryKey', 'boolean'),
    state('HasInstitutionalRecoveryKey', 'boolean'),
    state('EnrolledViaDEP', 'boolean'),
    state('UserApprovedEnrollment', 'boolean'),
    state('SystemIntegrityProtectionEnabled', 'boolean'),
    state('SecureBoot.SecureBootStatus'),
    state('SecureBoot.ExternalBootStatus'),
    state('IsActivationLockManageable', 'boolean'),
    state('BootstrapTokenEscrowStatus', 'boolean'),
    state('AuthenticatedRootVolumeEnabled', 'boolean'),
    state('BootstrapTokenAllowedForAuthentication'),
    state('BootstrapTokenRequiredForKernelExtensionApproval', 'boolean'),
    state('BootstrapTokenRequiredForSoftwareUpdate', 'boolean'),
    state('IsRecoveryLockEnabled', 'boolean'),
  ]),
});

const policy = (property: string): string => `DeviceCompliance[].${property}`;

export const compliance = entity({
  name: 'compliance',
  dataset: 'device',
  path: of('compliance'),
  parameters: under('compliance', [
    // In the core profile asked of those devices alone that do not comply and whose row in the search does not say why.
    field('DeviceCompliance', 'json', 'compliance_reasons', {
      attribute: `compliance.${policy('PolicyName')}`,
      transform: ws1.brokenPolicies,
    }),
    attribute(policy('CompliantStatus'), 'boolean', 'technical'),
    attribute(policy('PolicyDetail'), 'string', 'technical'),
    attribute(policy('LastComplianceCheck'), 'instant', 'technical'),
    attribute(policy('NextComplianceCheck'), 'instant', 'technical'),
    attribute(policy('ActionTaken[].ActionType'), 'integer', 'technical'),
    attribute(policy('Id.Value'), 'integer', 'technical'),
    attribute(policy('Uuid'), 'string', 'technical'),
  ]),
});

const certificateOf = (property: string): string => `DeviceCertificates[].${property}`;

export const certificate = entity({
  name: 'certificate',
  dataset: 'device',
  path: of('certificates'),
  parameters: under('certificates', [
    attribute(certificateOf('FirstSampleTime'), 'string', 'technical'),
    attribute(certificateOf('LastSampleTime'), 'string', 'technical'),
    attribute(certificateOf('IsIdentity'), 'string', 'technical'),
    attribute(certificateOf('CertificateLoaded'), 'integer', 'technical'),
    attribute(certificateOf('Error'), 'string', 'technical'),
    attribute(certificateOf('Name'), 'string', 'identifier'),
    attribute(certificateOf('ExpiresOn'), 'string', 'technical'),
    attribute(certificateOf('IssuedBy'), 'string', 'technical'),
    attribute(certificateOf('Status'), 'integer', 'technical'),
    attribute(certificateOf('Id.Value'), 'integer', 'technical'),
    attribute(certificateOf('Uuid'), 'string', 'technical'),
  ]),
});

const document = (property: string): string => `DeviceContents[].${property}`;

export const deviceContent = entity({
  name: 'deviceContent',
  dataset: 'device',
  path: of('content'),
  parameters: under('content', [
    attribute(document('ContentName'), 'string', 'usage', { profile: 'sensitive' }),
    attribute(document('Status'), 'integer', 'usage', { profile: 'sensitive' }),
    attribute(document('DownloadPriority'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(document('DeployMode'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(document('ContentType'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(document('Id.Value'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(document('Uuid'), 'string', 'technical', { profile: 'sensitive' }),
  ]),
});

const note = (property: string): string => `DeviceNotes[].${property}`;

export const deviceNote = entity({
  name: 'deviceNote',
  dataset: 'device',
  path: of('notes'),
  parameters: under('notes', [
    attribute(note('Id'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(note('Note'), 'string', 'content', { profile: 'sensitive' }),
    attribute(note('CreatedOn'), 'string', 'technical', { profile: 'sensitive' }),
    attribute(note('ModifiedOn'), 'string', 'technical', { profile: 'sensitive' }),
  ]),
});

const entry = (property: string): string => `DeviceEventLogEntries[].${property}`;

/** Of the last day. */
export const eventLog = entity({
  name: 'eventLog',
  dataset: 'device',
  path: of('eventlog?dayrange=1'),
  parameters: under('eventLog', [
    attribute(entry('Severity'), 'string', 'technical', { profile: 'sensitive' }),
    attribute(entry('TimeStamp'), 'string', 'usage', { profile: 'sensitive' }),
    attribute(entry('Source'), 'string', 'technical', { profile: 'sensitive' }),
    attribute(entry('Event'), 'string', 'usage', { profile: 'sensitive' }),
    attribute(entry('Id.Value'), 'integer', 'technical', { profile: 'sensitive' }),
    attribute(entry('Uuid'), 'string', 'technical', { profile: 'sensitive' }),
  ]),
});

/** Of shared iPads: how many are signed in and what room they take, without who they are. */
export const deviceUser = entity({
  name: 'deviceUser',
  dataset: 'device',
  path: of('loggedinusers'),
  parameters: under('users', [
    attribute('users[].isActiveUser', 'boolean', 'usage', { profile: 'sensitive' }),
    attribute('users[].hasDataToSync', 'boolean', 'technical', { profile: 'sensitive' }),
    attribute('users[].dataQuota', 'decimal', 'technical', { profile: 'sensitive' }),
    attribute('users[].dataUsed', 'decimal', 'usage', { profile: 'sensitive' }),
    attribute('users[].sampleTime', 'instant', 'usage', { profile: 'sensitive' }),
    attribute('users[].lastLoggedInTime', 'instant', 'usage', { profile: 'sensitive' }),
  ]),
});

export const tunnelAccess = entity({
  name: 'tunnelAccess',
  dataset: 'device',
  path: '/api/mdm/tunnel/devices/{uuid}/action',
  parameters: under('tunnel', [state('block_access', 'boolean'), state('reason')]),
});

export const deviceExtensive = entity({
  name: 'deviceExtensive',
  dataset: 'device',
  path: '/api/mdm/devices/extensivesearch?deviceid={id}',
  parameters: under('extensive', [
    attribute('OrganizationGroupId', 'integer', 'organisation', { tracked: true }),
    attribute('OrganizationGroupUuid', 'string', 'organisation'),
    attribute('EnrollmentDate', 'instant', 'technical'),
    state('Compliant', 'boolean'),
    state('EnrollmentStatus'),
    attribute('UnEnrolledDate', 'instant', 'technical'),
    attribute('Products[].Name', 'string', 'technical', { tracked: true }),
    attribute('Products[].Status', 'string', 'technical', { tracked: true }),
    attribute('SmartGroups[].Name', 'string', 'organisation', { tracked: true }),
    // Whatever administrators or agents put there.
    attribute('CustomAttributes[].Name', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttributes[].Value', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttributes[].ApplicationGroup', 'string', 'technical', { profile: 'sensitive' }),
  ]),
});

export const detailLeftOut = [
  ...leave('certificate', 'Said by the request.', ['DeviceId']),
  ...leave('deviceNote', 'Said by the request.', ['DeviceId']),
  ...leave('eventLog', "Another person's data: the administrator's account.", ['AdminAccount']),
  ...leave('eventLog', 'Values of anything, free text among them.', ['EventDataList']),
  ...leave('deviceUser', "Others' data: people who share a device, beyond its user.", 'name managedAppleId id uuid'),
  ...leave('tunnelAccess', 'The same as in the search.', 'device_display_name username organization_group_name'),
  ...leave(
    'security',
    'A secret: whoever has it can unlock the device or its drives.',
    `
      PersonalRecoveryKey StaticRecoveryKey GracePeriodRecoveryKey PersonalRecoveryKeyDeviceKey
      OldPersonalRecoveryKeyValue UnlockPin
    `,
  ),
  ...leave(
    'compliancePolicyInfo',
    'A request for each app of each device, which does not scale to a fleet.',
    'compliance_status compliance_timestamp compliance_policy_status',
  ),
];
