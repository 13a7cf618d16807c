// user (Graph v1.0), as users/delta returns it.
// https://learn.microsoft.com/graph/api/user-delta

import { attribute, field, leave, state } from '../declare.ts';
import type { Entity } from '../parameters.ts';
import * as values from '../values.ts';

const sensitive = { profile: 'sensitive' } as const;

export const user: Entity = {
  name: 'user',
  dataset: 'emm_user',
  path: '/v1.0/users/delta',
  parameters: [
    field('id', 'string', 'identifier', 'external_id'),
    field('id', 'string', 'identifier', 'entra_id'),
    field('onPremisesImmutableId', 'string', 'identifier', 'object_guid', { transform: values.objectGuid }),
    field('onPremisesSecurityIdentifier', 'string', 'identifier', 'security_identifier'),
    field('displayName', 'string', 'identifier', 'display_name'),
    field('givenName', 'string', 'identifier', 'given_name'),
    field('surname', 'string', 'identifier', 'surname'),
    field('userPrincipalName', 'string', 'identifier', 'user_principal_name'),
    field('mail', 'string', 'contact', 'mail'),
    field('mobilePhone', 'string', 'contact', 'phone_number'),
    field('department', 'string', 'organisation', 'department'),
    field('companyName', 'string', 'organisation', 'company'),
    field('jobTitle', 'string', 'organisation', 'job_title'),
    field('officeLocation', 'string', 'organisation', 'office'),
    // The address's country as people know it; where it is not kept, the one that licences need.
    field('country', 'string', 'organisation', 'country'),
    field('usageLocation', 'string', 'organisation', 'country'),
    field('accountEnabled', 'boolean', 'technical', 'enabled'),
    field('createdDateTime', 'instant', 'technical', 'created_at'),
    field('userType', 'string', 'technical', 'user_type'),
    attribute('assignedLicenses', 'json', 'organisation', { tracked: true }),
    attribute('ageGroup', 'string', 'metadata', sensitive),
    attribute('businessPhones', 'strings', 'contact', sensitive),
    attribute('city', 'string', 'contact', sensitive),
    attribute('consentProvidedForMinor', 'string', 'metadata', sensitive),
    state('creationType'),
    attribute('employeeHireDate', 'instant', 'organisation', sensitive),
    attribute('employeeId', 'string', 'identifier', sensitive),
    attribute('employeeOrgData.costCenter', 'string', 'organisation', { tracked: true }),
    attribute('employeeOrgData.division', 'string', 'organisation', { tracked: true }),
    attribute('employeeType', 'string', 'organisation', { tracked: true }),
    state('externalUserState'),
    state('externalUserStateChangeDateTime', 'instant'),
    attribute('faxNumber', 'string', 'contact', sensitive),
    attribute('identities', 'json', 'identifier', sensitive),
    attribute('imAddresses', 'strings', 'contact', sensitive),
    state('isManagementRestricted', 'boolean'),
    state('isResourceAccount', 'boolean'),
    attribute('lastPasswordChangeDateTime', 'instant', 'usage'),
    attribute('legalAgeGroupClassification', 'string', 'metadata', sensitive),
    attribute('mailNickname', 'string', 'identifier'),
    attribute('onPremisesDistinguishedName', 'string', 'identifier'),
    attribute('onPremisesDomainName', 'string', 'organisation', { tracked: true }),
    ...Array.from({ length: 15 }, (_, i) =>
      // What a company keeps in them is its own matter, and may be anything.
      attribute(`onPremisesExtensionAttributes.extensionAttribute${i + 1}`, 'string', 'content', sensitive),
    ),
    attribute('onPremisesLastSyncDateTime', 'instant', 'technical'),
    attribute('onPremisesSamAccountName', 'string', 'identifier'),
    state('onPremisesSyncEnabled', 'boolean'),
    attribute('onPremisesUserPrincipalName', 'string', 'identifier'),
    attribute('otherMails', 'strings', 'contact', sensitive),
    state('passwordPolicies'),
    attribute('postalCode', 'string', 'contact', sensitive),
    state('preferredDataLocation'),
    attribute('preferredLanguage', 'string', 'technical'),
    attribute('proxyAddresses', 'strings', 'contact'),
    attribute('securityIdentifier', 'string', 'identifier'),
    state('showInAddressList', 'boolean'),
    attribute('signInSessionsValidFromDateTime', 'instant', 'usage'),
    attribute('state', 'string', 'contact', sensitive),
    attribute('streetAddress', 'string', 'contact', sensitive),
  ],
};

/** Numbers that no field holds, so that nothing would mask them: read only where numbers are stored in full. */
export const unmaskedNumbers: readonly string[] = ['businessPhones', 'faxNumber'];

export const userLeftOut = [
  ...leave('user', 'Kept outside the directory: users/delta refuses it, only a request per user returns it.', [
    'aboutMe',
    'birthday',
    'deviceEnrollmentLimit',
    'hireDate',
    'interests',
    'mailboxSettings',
    'mySite',
    'pastProjects',
    'preferredName',
    'responsibilities',
    'schools',
    'skills',
  ]),
  ...leave('user', 'users/delta cannot return it, and it needs a further permission and licence.', [
    'customSecurityAttributes',
    'employeeLeaveDateTime',
    'signInActivity',
    'signInActivity.lastNonInteractiveSignInDateTime',
    'signInActivity.lastNonInteractiveSignInRequestId',
    'signInActivity.lastSignInDateTime',
    'signInActivity.lastSignInRequestId',
    'signInActivity.lastSuccessfulSignInDateTime',
    'signInActivity.lastSuccessfulSignInRequestId',
  ]),
  ...leave('user', 'Its single properties are declared instead of the whole.', [
    'employeeOrgData',
    'onPremisesExtensionAttributes',
  ]),
  ...leave('user', 'A long list per user that follows from the assigned licences.', [
    'assignedPlans',
    'licenseAssignmentStates',
    'provisionedPlans',
  ]),
  ...leave('user', 'Errors that quote the values of other properties.', [
    'onPremisesProvisioningErrors',
    'serviceProvisioningErrors',
  ]),
  ...leave('user', 'Certificates and identities to sign in with: no purpose here.', [
    'authorizationInfo',
    'identityParentId',
    'print',
  ]),
];
