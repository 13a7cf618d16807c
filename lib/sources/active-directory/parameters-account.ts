// Attributes of an AD user that tell which account it is, and in what state.
import type { Parameter } from '../parameters.ts';
import { dn, dns, fromText, guid, integer, sid, sids, text, texts, ticks, time } from './attribute.ts';
import { ACCOUNT_FLAGS, bits, flagNames } from './decode.ts';

const isSet = (bit: number) => fromText((value) => mapped(bits(value), (flags) => (flags & bit) !== 0));
const isClear = (bit: number) => fromText((value) => mapped(bits(value), (flags) => (flags & bit) === 0));
const mapped = <T>(value: number | undefined, map: (value: number) => T): T | undefined =>
  value === undefined ? undefined : map(value);
const flags = fromText(flagNames);

export const accountParameters: readonly Parameter[] = [
  guid('objectGUID', 'identifier', 'core', { field: 'external_id', description: 'Survives renames and moves' }),
  guid('objectGUID', 'identifier', 'core', { field: 'object_guid' }),
  sid('objectSid', 'identifier', 'core', { field: 'security_identifier' }),
  text('sAMAccountName', 'identifier', 'core', { field: 'account_name' }),
  text('userPrincipalName', 'identifier', 'core', { field: 'user_principal_name' }),
  text('distinguishedName', 'identifier', 'core', { field: 'distinguished_name' }),
  text('userAccountControl', 'technical', 'core', { field: 'enabled', transform: isClear(ACCOUNT_FLAGS.disabled) }),
  text('msDS-User-Account-Control-Computed', 'technical', 'core', {
    field: 'locked',
    transform: isSet(ACCOUNT_FLAGS.locked),
    description: 'An unlock by time moves no USN: it is seen by the daily full pass',
  }),
  ticks('pwdLastSet', 'usage', 'core', { field: 'password_changed_at' }),
  ticks('accountExpires', 'technical', 'core', { field: 'expires_at' }),
  ticks('lastLogonTimestamp', 'usage', 'core', {
    field: 'last_logon_at',
    description: 'Replicated; up to 14 days older than the last logon',
  }),
  time('whenCreated', 'technical', 'core', { field: 'created_at' }),

  { ...texts('userAccountControl', 'technical', 'extended', { tracked: true }), transform: firstOf(flags) },
  time('whenChanged', 'technical', 'extended'),
  ticks('lockoutTime', 'usage', 'extended'),
  ticks('msDS-UserPasswordExpiryTimeComputed', 'technical', 'extended'),
  integer('adminCount', 'technical', 'extended', { tracked: true }),
  integer('primaryGroupID', 'organisation', 'extended', { tracked: true }),
  integer('sAMAccountType', 'technical', 'extended'),
  integer('msDS-SupportedEncryptionTypes', 'technical', 'extended', { tracked: true }),
  dn('msDS-ResultantPSO', 'technical', 'extended', { tracked: true }),
  dns('memberOf', 'organisation', 'extended', {
    description: 'Names of the groups; without the primary one. Moves no USN of the member: up to a day old',
  }),
  sids('sIDHistory', 'identifier', 'extended'),
  sid('securityIdentifier', 'identifier', 'extended'),
  texts('servicePrincipalName', 'identifier', 'extended'),
  texts('canonicalName', 'identifier', 'extended'),
  text('msDS-PrincipalName', 'identifier', 'extended'),
  text('userWorkstations', 'identifier', 'extended', { tracked: true }),
  dns('msDS-PrimaryComputer', 'identifier', 'extended'),
  text('homeDirectory', 'identifier', 'extended', { description: 'Paths hold account names' }),
  text('homeDrive', 'technical', 'extended'),
  text('profilePath', 'identifier', 'extended'),
  text('scriptPath', 'technical', 'extended', { tracked: true }),
  texts('accountNameHistory', 'identifier', 'sensitive'),
  ticks('msDS-LastSuccessfulInteractiveLogonTime', 'usage', 'sensitive'),
  ticks('msDS-LastFailedInteractiveLogonTime', 'usage', 'sensitive'),
  integer('msDS-FailedInteractiveLogonCount', 'usage', 'sensitive', { unit: 'count' }),
  integer('msDS-FailedInteractiveLogonCountAtLastSuccessfulLogon', 'usage', 'sensitive', { unit: 'count' }),
];

/** A list attribute that is computed from a single value. */
function firstOf(transform: (raw: unknown) => unknown): (raw: unknown) => unknown {
  return (raw) => (Array.isArray(raw) ? transform(raw[0] ?? '') : undefined);
}
