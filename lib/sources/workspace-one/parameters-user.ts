// Enrolment users: the search lists them; a request each (version 2) tells what the directory said.
// GET /system/users/search, GET /system/users/{uuid}

import { attribute, field, leave } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from './values.ts';

export const user: Entity = {
  name: 'user',
  dataset: 'emm_user',
  path: '/api/system/users/search',
  parameters: [
    field('Id.Value', 'integer', 'identifier', 'external_id', { transform: values.id }),
    field('ExternalId', 'string', 'identifier', 'object_guid', { transform: values.objectGuid }),
    field('DisplayName', 'string', 'identifier', 'display_name'),
    field('FirstName', 'string', 'identifier', 'given_name'),
    field('LastName', 'string', 'identifier', 'surname'),
    field('UserName', 'string', 'identifier', 'user_principal_name', { transform: values.upn }),
    field('Email', 'string', 'contact', 'mail'),
    field('MobileNumber', 'string', 'contact', 'phone_number', { transform: values.text }),
    field('ContactNumber', 'string', 'contact', 'phone_number', { transform: values.text }),
    field('Status', 'boolean', 'technical', 'enabled'),
    field('SecurityType', 'integer', 'technical', 'user_type', { transform: values.userType }),
    attribute('MessageType', 'integer', 'technical'),
    attribute('EmailUserName', 'string', 'contact'),
    attribute('Group', 'string', 'organisation', { tracked: true }),
    attribute('LocationGroupId', 'string', 'organisation'),
    attribute('OrganizationGroupUuid', 'string', 'organisation'),
    attribute('Role', 'string', 'organisation', { tracked: true }),
    attribute('EnrolledDevicesCount', 'integer', 'technical', { unit: 'count' }),
    attribute('MessageTemplateId', 'string', 'technical', { transform: values.id }),
    attribute('CustomAttribute1', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttribute2', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttribute3', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttribute4', 'string', 'content', { profile: 'sensitive' }),
    attribute('CustomAttribute5', 'string', 'content', { profile: 'sensitive' }),
    attribute('StagingMode', 'integer', 'technical'),
    attribute('DeviceStagingEnabled', 'boolean', 'technical', { tracked: true }),
    attribute('DeviceStagingType', 'integer', 'technical'),
    attribute('ProvisioningSku', 'integer', 'technical'),
    attribute('Uuid', 'string', 'identifier'),
  ],
};

export const userV2: Entity = {
  name: 'userV2',
  dataset: 'emm_user',
  path: '/api/system/users/{uuid} (version=2)',
  parameters: [
    field('userPrincipalName', 'string', 'identifier', 'user_principal_name', { profile: 'extended' }),
    field('department', 'string', 'organisation', 'department', { profile: 'extended' }),
    attribute('domain', 'string', 'organisation'),
    attribute('enrollmentRoleUuid', 'string', 'organisation'),
    attribute('deviceStagingType', 'string', 'technical'),
    attribute('enrolledDeviceCount', 'integer', 'technical', { unit: 'count' }),
    attribute('removableDriveCount', 'integer', 'technical', { unit: 'count' }),
    attribute('userGroupCount', 'integer', 'technical', { unit: 'count' }),
    attribute('enrollmentOrganizationGroupUuid', 'string', 'organisation'),
    attribute('aadMappingAttribute', 'string', 'identifier'),
    attribute('employeeIdentifier', 'string', 'organisation'),
    attribute('costCenter', 'string', 'organisation', { tracked: true }),
    attribute('androidSharedDeviceMode', 'string', 'technical'),
    attribute('androidSharedDeviceSystemAppsEnabled', 'boolean', 'technical'),
  ],
};

/** What the field of the phone number is made of. */
export const userNumbers: readonly string[] = ['MobileNumber', 'ContactNumber'];

export const userLeftOut = [
  ...leave('user', 'A secret.', ['Password']),
  ...leave('userDirectory', "Asked for with the user's own password, and told of that user alone.", [
    'ObjectIdentifier',
    'FullName',
    'MiddleName',
    'DistinguishedName',
    'UserPrincipalName',
    'Department',
    'LockoutTime',
    'LastModified',
    'EmployeeId',
    'CostCenter',
    'ManagerDistinguishedName',
    'Domain',
    'MemberOf',
  ]),
  ...leave('enrolledDevice', 'The same as in the search of devices.', [
    'EnrolledDate',
    'RegistrationDate',
    'LastSeen',
    'OrganizationGroup',
  ]),
  ...leave('adminUser', "Others' data: administrators, who are no subject of this collection.", [
    'UserName',
    'FirstName',
    'LastName',
    'Email',
    'TimeZone',
    'Locale',
    'LastLoginTimeStamp',
    'Roles',
    'IsActiveDirectoryUser',
  ]),
];
