// An account of the tenant, as the list of accounts returns it ("Get All Accounts" of the integration guide).
// https://help.ivanti.com/mi/help/en_us/cld/76/api/Content/MobileIronCloudCustomerIntegrationAPIGuide/User%20API%20Calls.htm

import { attribute, count, entity, field, leave, state } from '../declare.ts';
import { guid } from '../transforms.ts';
import * as neurons from './transforms.ts';

const moment = { transform: neurons.moment } as const;

export const account = entity({
  name: 'account',
  dataset: 'emm_user',
  path: '/api/v1/account',
  parameters: [
    field('id', 'string', 'external_id', { transform: neurons.idText }),
    field('objectGuid', 'string', 'object_guid', { transform: guid }),
    field('displayName', 'string', 'display_name'),
    field('uid', 'string', 'display_name', { description: 'Where displayName is empty' }),
    field('firstName', 'string', 'given_name'),
    field('lastName', 'string', 'surname'),
    field('uid', 'string', 'user_principal_name'),
    field('emailAddress', 'string', 'mail'),
    field('enabled', 'boolean', 'enabled'),
    field('createdAt', 'instant', 'created_at', moment),
    field('accountType', 'string', 'user_type'),
    state('accountSource'),
    attribute('androidWorkDeviceAccountEnabled', 'boolean', 'technical'),
    attribute('androidWorkEmail', 'string', 'contact', { phone: false }),
    count('androidWorkRetryCount'),
    state('androidWorkUserStatus'),
    state('assignedConfigs[].name'),
    attribute('assignedConfigs[].policyType', 'string', 'technical'),
    state('bypassSaml', 'boolean'),
    count('deviceCount'),
    attribute('distinguishedName', 'string', 'identifier'),
    attribute('groups', 'strings', 'organisation', { tracked: true }),
    state('idpUserDeleted', 'boolean'),
    attribute('inviteLastSentAt', 'instant', 'technical', moment),
    count('inviteResendCount'),
    state('inviteState'),
    attribute('ldapServerId', 'string', 'technical', { transform: neurons.idText }),
    state('locale'),
    state('locked', 'boolean'),
    attribute('loginFailureCount', 'integer', 'usage', { unit: 'count', profile: 'sensitive' }),
    attribute('modifiedAt', 'instant', 'technical', moment),
    state('mutable', 'boolean'),
    attribute('passwordExpiresAt', 'instant', 'technical', moment),
    state('passwordNeverExpire', 'boolean'),
    attribute('registrationPin.createdAt', 'instant', 'technical', moment),
    attribute('registrationPin.expiresAt', 'instant', 'technical', moment),
    state('registrationPin.ppkgPinStatus'),
    state('registrationPin.used', 'boolean'),
    state('superUser', 'boolean'),
    state('termsAccepted', 'boolean'),
    attribute('username', 'string', 'identifier', { found: 'words' }),
  ],
});

export const accountLeftOut = [
  ...leave(
    'account',
    'A secret: whoever has it can enrol a device, or guess the next password.',
    'passwordHistory registrationPin.pin',
  ),
  ...leave('account', 'Who did it: another person, whom the account does not describe.', 'createdBy modifiedBy'),
  ...leave('account', 'Settings as one text of a form that is not documented.', ['accountSettings']),
];
