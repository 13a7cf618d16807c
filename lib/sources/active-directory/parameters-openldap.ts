// Attributes of an inetOrgPerson (RFC 2798) and its operational ones (RFC 4512, RFC 4530, ppolicy).
// What AD has as one value may be several here: a field takes the first.
import type { Parameter } from '../parameters.ts';
import { dn, dns, fromText, text, texts, time } from './attribute.ts';
import { generalizedTime } from './decode.ts';

// ppolicy: 000001010000Z means locked for good; any other time may have run out, which only the server can tell.
const isLocked = fromText((value) =>
  value === '000001010000Z' ? true : generalizedTime(value) === undefined ? undefined : true,
);

export const openldapParameters: readonly Parameter[] = [
  text('entryUUID', 'identifier', 'core', { field: 'external_id', description: 'Survives renames' }),
  text('uid', 'identifier', 'core', { field: 'account_name' }),
  text('displayName', 'identifier', 'core', { field: 'display_name' }),
  text('cn', 'identifier', 'core', { field: 'display_name', description: 'Where displayName is empty' }),
  text('givenName', 'identifier', 'core', { field: 'given_name' }),
  text('sn', 'identifier', 'core', { field: 'surname' }),
  text('mail', 'contact', 'core', { field: 'mail' }),
  text('mobile', 'contact', 'core', { field: 'phone_number' }),
  text('telephoneNumber', 'contact', 'core', { field: 'phone_number', description: 'Where mobile is empty' }),
  text('departmentNumber', 'organisation', 'core', { field: 'department' }),
  text('ou', 'organisation', 'core', { field: 'department', description: 'Where departmentNumber is empty' }),
  text('o', 'organisation', 'core', { field: 'company' }),
  text('title', 'organisation', 'core', { field: 'job_title' }),
  text('roomNumber', 'organisation', 'core', { field: 'office' }),
  text('entryDN', 'identifier', 'core', { field: 'distinguished_name' }),
  time('createTimestamp', 'technical', 'core', { field: 'created_at' }),
  time('pwdChangedTime', 'usage', 'core', { field: 'password_changed_at' }),
  text('pwdAccountLockedTime', 'technical', 'core', { field: 'locked', transform: isLocked }),
  time('authTimestamp', 'usage', 'core', { field: 'last_logon_at' }),

  dn('manager', 'organisation', 'extended', { field: 'manager' }),
  dns('memberOf', 'organisation', 'extended', { description: 'Names of the groups; needs the memberof overlay' }),
  dns('secretary', 'organisation', 'extended'),
  text('employeeNumber', 'identifier', 'extended'),
  text('employeeType', 'organisation', 'extended', { tracked: true }),
  texts('businessCategory', 'organisation', 'extended'),
  text('preferredLanguage', 'organisation', 'extended'),
  texts('labeledURI', 'contact', 'extended'),
  text('structuralObjectClass', 'technical', 'extended'),
  time('modifyTimestamp', 'technical', 'extended'),
  texts('pager', 'contact', 'sensitive'),
  texts('homePhone', 'contact', 'sensitive'),
  texts('carLicense', 'identifier', 'sensitive'),
];
