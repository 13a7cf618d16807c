// user (Graph v1.0), as users/delta returns it.
// https://learn.microsoft.com/graph/api/user-delta

import { attribute, entity, field, leave, state } from '../declare.ts';
import * as shared from '../transforms.ts';

const sensitive = { profile: 'sensitive' } as const;

export const user = entity({
  name: 'user',
  dataset: 'emm_user',
  path: '/v1.0/users/delta',
  parameters: [
    field('id', 'string', 'external_id'),
    field('id', 'string', 'entra_id'),
    field('onPremisesImmutableId', 'string', 'object_guid', { transform: shared.objectGuid }),
    field('onPremisesSecurityIdentifier', 'string', 'security_identifier'),
    field('displayName', 'string', 'display_name'),
    field('givenName', 'string', 'given_name'),
    field('surname', 'string', 'surname'),
    field('userPrincipalName', 'string', 'user_principal_name'),
    field('mail', 'string', 'mail'),
    field('mobilePhone', 'string', 'phone_number'),
    field('department', 'string', 'department'),
    field('companyName', 'string', 'company'),
    field('jobTitle', 'string', 'job_title'),
    field('officeLocation', 'string', 'office'),
    // The address's country as people know it; where it is not kept, the one that licences need.
    field('country', 'string', 'country'),
    field('usageLocation', 'string', 'country'),
    field('accountEnabled', 'boolean', 'enabled'),
    field('createdDateTime', 'instant', 'created_at'),
    field('userType', 'string', 'user_type'),
    attribute('assignedLicenses', 'json', 'organisation', { tracked: true }),
    attribute('ageGroup', 'string', 'metadata', sensitive),
    attribute('businessPhones', 'strings', 'contact', { ...sensitive, phone: true }),
    attribute('city', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('consentProvidedForMinor', 'string', 'metadata', sensitive),
    state('creationType'),
    attribute('employeeHireDate', 'instant', 'organisation', sensitive),
    attribute('employeeId', 'string', 'identifier', { ...sensitive, found: 'identifier' }),
    attribute('employeeOrgData.costCenter', 'string', 'organisation', { tracked: true }),
    attribute('employeeOrgData.division', 'string', 'organisation', { tracked: true }),
    attribute('employeeType', 'string', 'organisation', { tracked: true }),
    state('externalUserState'),
    state('externalUserStateChangeDateTime', 'instant'),
    attribute('faxNumber', 'string', 'contact', { ...sensitive, phone: true }),
    attribute('identities', 'json', 'identifier', sensitive),
    attribute('imAddresses', 'strings', 'contact', { ...sensitive, phone: false }),
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
    attribute('onPremisesSamAccountName', 'string', 'identifier', { found: 'words' }),
    state('onPremisesSyncEnabled', 'boolean'),
    attribute('onPremisesUserPrincipalName', 'string', 'identifier', { found: 'address' }),
    attribute('otherMails', 'strings', 'contact', { ...sensitive, phone: false, found: 'address' }),
    state('passwordPolicies'),
    attribute('postalCode', 'string', 'contact', { ...sensitive, phone: false }),
    state('preferredDataLocation'),
    attribute('preferredLanguage', 'string', 'technical'),
    attribute('proxyAddresses', 'strings', 'contact', { phone: false, found: 'address' }),
    attribute('securityIdentifier', 'string', 'identifier'),
    state('showInAddressList', 'boolean'),
    attribute('signInSessionsValidFromDateTime', 'instant', 'usage'),
    attribute('state', 'string', 'contact', { ...sensitive, phone: false }),
    attribute('streetAddress', 'string', 'contact', { ...sensitive, phone: false }),
  ],
});

export const userLeftOut = [
  ...leave(
    'user',
    'Kept outside the directory: users/delta refuses it, only a request per user returns it.',
    `
      aboutMe birthday deviceEnrollmentLimit hireDate interests mailboxSettings mySite pastProjects preferredName
      responsibilities schools skills
    `,
  ),
  ...leave(
    'user',
    'users/delta cannot return it, and it needs a further permission and licence.',
    `
      customSecurityAttributes employeeLeaveDateTime signInActivity
      signInActivity.lastNonInteractiveSignInDateTime signInActivity.lastNonInteractiveSignInRequestId
      signInActivity.lastSignInDateTime signInActivity.lastSignInRequestId
      signInActivity.lastSuccessfulSignInDateTime signInActivity.lastSuccessfulSignInRequestId
    `,
  ),
  ...leave(
    'user',
    'Its single properties are declared instead of the whole.',
    'employeeOrgData onPremisesExtensionAttributes',
  ),
  ...leave(
    'user',
    'A long list per user that follows from the assigned licences.',
    'assignedPlans licenseAssignmentStates provisionedPlans',
  ),
  ...leave(
    'user',
    'Errors that quote the values of other properties.',
    'onPremisesProvisioningErrors serviceProvisioningErrors',
  ),
  ...leave(
    'user',
    'Certificates and identities to sign in with: no purpose here.',
    'authorizationInfo identityParentId print',
  ),
];
