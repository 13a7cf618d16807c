// Enrolment users: the search lists them; a request each (version 2) tells what the directory said.
// GET /system/users/search, GET /system/users/{uuid}

import { attribute, count, entity, field, leave } from '../declare.ts';
import * as ws1 from './transforms.ts';

export const user = entity({
  name: 'user',
  dataset: 'emm_user',
  path: '/api/system/users/search',
  parameters: [
    field('Id.Value', 'integer', 'external_id', { transform: ws1.id }),
    field('ExternalId', 'string', 'object_guid', { transform: ws1.objectGuid }),
    field('DisplayName', 'string', 'display_name'),
    field('UserName', 'string', 'display_name', { description: 'Where DisplayName is empty' }),
    field('FirstName', 'string', 'given_name'),
    field('LastName', 'string', 'surname'),
    field('UserName', 'string', 'user_principal_name', { transform: ws1.upn }),
    field('Email', 'string', 'mail'),
    field('MobileNumber', 'string', 'phone_number', { transform: ws1.text }),
    field('ContactNumber', 'string', 'phone_number', { transform: ws1.text }),
    field('Status', 'boolean', 'enabled'),
    field('SecurityType', 'integer', 'user_type', { transform: ws1.userType }),
    attribute('MessageType', 'integer', 'technical'),
    attribute('EmailUserName', 'string', 'contact', { phone: false }),
    attribute('Group', 'string', 'organisation', { tracked: true }),
    attribute('LocationGroupId', 'string', 'organisation'),
    attribute('OrganizationGroupUuid', 'string', 'organisation'),
    attribute('Role', 'string', 'organisation', { tracked: true }),
    count('EnrolledDevicesCount'),
    attribute('MessageTemplateId', 'string', 'technical', { transform: ws1.id }),
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
});

export const userV2 = entity({
  name: 'userV2',
  dataset: 'emm_user',
  path: '/api/system/users/{uuid} (version=2)',
  parameters: [
    field('userPrincipalName', 'string', 'user_principal_name', { profile: 'extended' }),
    field('department', 'string', 'department', { profile: 'extended' }),
    attribute('domain', 'string', 'organisation'),
    attribute('enrollmentRoleUuid', 'string', 'organisation'),
    attribute('deviceStagingType', 'string', 'technical'),
    count('enrolledDeviceCount'),
    count('removableDriveCount'),
    count('userGroupCount'),
    attribute('enrollmentOrganizationGroupUuid', 'string', 'organisation'),
    attribute('aadMappingAttribute', 'string', 'identifier'),
    attribute('employeeIdentifier', 'string', 'organisation', { found: 'identifier' }),
    attribute('costCenter', 'string', 'organisation', { tracked: true }),
    attribute('androidSharedDeviceMode', 'string', 'technical'),
    attribute('androidSharedDeviceSystemAppsEnabled', 'boolean', 'technical'),
  ],
});

export const userLeftOut = [
  ...leave('user', 'A secret.', ['Password']),
  ...leave(
    'userDirectory',
    "Asked for with the user's own password, and told of that user alone.",
    `
      ObjectIdentifier FullName MiddleName DistinguishedName UserPrincipalName Department LockoutTime LastModified
      EmployeeId CostCenter ManagerDistinguishedName Domain MemberOf
    `,
  ),
  ...leave(
    'enrolledDevice',
    'The same as in the search of devices.',
    'EnrolledDate RegistrationDate LastSeen OrganizationGroup',
  ),
  ...leave(
    'adminUser',
    "Others' data: administrators, who are no subject of this collection.",
    `
      UserName FirstName LastName Email TimeZone Locale LastLoginTimeStamp Roles IsActiveDirectoryUser
    `,
  ),
];
