// Attributes of an AD user that tell which account it is, and in what state.
import { attribute, field, type Line, state } from '../declare.ts';
import { ACCOUNT_FLAGS, dn, dnKey, dns, flags, guid, isClear, isSet, sid, sids, ticks, time } from './transforms.ts';

/** An attribute of the domain, not of its people. */
export const NETBIOS_NAME = 'nETBIOSName';

export const accountParameters: readonly Line[] = [
  field('objectGUID', 'string', 'external_id', { transform: guid, description: 'Survives renames and moves' }),
  field('objectGUID', 'string', 'object_guid', { transform: guid }),
  field('objectSid', 'string', 'security_identifier', { transform: sid }),
  field('sAMAccountName', 'string', 'account_name'),
  field(NETBIOS_NAME, 'string', 'domain_account', {
    description: 'Of the crossRef that names the domain, in front of sAMAccountName: logs of Windows name people so',
  }),
  field('userPrincipalName', 'string', 'user_principal_name'),
  field('distinguishedName', 'string', 'distinguished_name'),
  field('distinguishedName', 'string', 'dn_key', { transform: dnKey }),
  field('userAccountControl', 'string', 'enabled', { transform: isClear(ACCOUNT_FLAGS.disabled) }),
  field('msDS-User-Account-Control-Computed', 'string', 'locked', {
    transform: isSet(ACCOUNT_FLAGS.locked),
    description: 'An unlock by time moves no USN: it is seen by the daily full pass',
  }),
  field('pwdLastSet', 'instant', 'password_changed_at', { transform: ticks }),
  field('accountExpires', 'instant', 'expires_at', { transform: ticks }),
  field('lastLogonTimestamp', 'instant', 'last_logon_at', {
    transform: ticks,
    description: 'Replicated; up to 14 days older than the last logon',
  }),
  field('whenCreated', 'instant', 'created_at', { transform: time }),

  state('userAccountControl', 'strings', { transform: flags }),
  attribute('whenChanged', 'instant', 'technical', { transform: time }),
  attribute('lockoutTime', 'instant', 'usage', { transform: ticks }),
  attribute('msDS-UserPasswordExpiryTimeComputed', 'instant', 'technical', { transform: ticks }),
  state('adminCount', 'integer'),
  attribute('primaryGroupID', 'integer', 'organisation', { tracked: true }),
  attribute('sAMAccountType', 'integer', 'technical'),
  state('msDS-SupportedEncryptionTypes', 'integer'),
  state('msDS-ResultantPSO', 'string', { transform: dn }),
  attribute('memberOf', 'strings', 'organisation', {
    transform: dns,
    description: 'Names of the groups; without the primary one. Moves no USN of the member: up to a day old',
  }),
  attribute('sIDHistory', 'strings', 'identifier', { transform: sids }),
  attribute('securityIdentifier', 'string', 'identifier', { transform: sid }),
  attribute('servicePrincipalName', 'strings', 'identifier'),
  attribute('canonicalName', 'strings', 'identifier'),
  attribute('msDS-PrincipalName', 'string', 'identifier'),
  attribute('userWorkstations', 'string', 'identifier', { tracked: true }),
  attribute('msDS-PrimaryComputer', 'strings', 'identifier', { transform: dns }),
  attribute('homeDirectory', 'string', 'identifier', { description: 'Paths hold account names' }),
  attribute('homeDrive', 'string', 'technical'),
  attribute('profilePath', 'string', 'identifier'),
  state('scriptPath'),
  attribute('accountNameHistory', 'strings', 'identifier', { profile: 'sensitive' }),
  attribute('msDS-LastSuccessfulInteractiveLogonTime', 'instant', 'usage', { profile: 'sensitive', transform: ticks }),
  attribute('msDS-LastFailedInteractiveLogonTime', 'instant', 'usage', { profile: 'sensitive', transform: ticks }),
  attribute('msDS-FailedInteractiveLogonCount', 'integer', 'usage', { profile: 'sensitive', unit: 'count' }),
  attribute('msDS-FailedInteractiveLogonCountAtLastSuccessfulLogon', 'integer', 'usage', {
    profile: 'sensitive',
    unit: 'count',
  }),
];
